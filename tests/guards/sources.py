"""The repository's Python as the guards read it."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOORS = {"views", "api", "templatetags"}


def python_files(*folders: str) -> list[Path]:
    """Every Python file of the repository, or of some of its folders, seen from its root."""
    found = (file for folder in folders or (".",) for file in (ROOT / folder).rglob("*.py"))
    inside = (file.relative_to(ROOT) for file in found)
    return sorted(f for f in inside if not any(part.startswith(".") or part == "__pycache__" for part in f.parts))


def shipped() -> dict[str, str]:
    """The text of all that runs in production: no tests, no migrations."""
    files = python_files("menkou", "config")
    return {str(f): (ROOT / f).read_text() for f in files if not {"tests", "migrations"} & set(f.parts)}


def named(file: str) -> str:
    """The module that the file is, or belongs to, inside its app: views, actions, queries..."""
    parts = Path(file).parts
    return parts[2].removesuffix(".py") if len(parts) > 2 and parts[0] == "menkou" else ""


def imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(module, name) of each import; the name is empty where the module itself is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


def stale(allowed: Iterable[str], found: Iterable[str]) -> set[str]:
    """Entries of an allowlist that allow nothing any more."""
    return set(allowed) - set(found)
