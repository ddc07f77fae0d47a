"""Neither takes the other's word: the simulator knows no Menkou, and Menkou no simulator and none of its parts."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def imported(text: str) -> set[str]:
    """The top names that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        if isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


def breaches(folders: list[str], forbidden: set[str]) -> list[str]:
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    assert files
    ours = [file for file in files if "tests" not in file.parts or folders == ["simulator"]]
    suspects = [file for file in ours if any(name in file.read_text("utf-8") for name in forbidden)]
    return [str(file) for file in suspects if imported(file.read_text("utf-8")) & forbidden]


def test_the_simulator_knows_nothing_of_menkou():
    assert not breaches(["simulator"], {"menkou", "config", "django", "tests"})


def test_menkou_knows_neither_the_simulator_nor_its_cipher():
    """Its tests may: wechatpy is somebody else's word on what our envelopes have to hold."""
    assert not breaches(["menkou", "config"], {"simulator", "wechatpy"})


@pytest.mark.parametrize("text", ["import menkou", "from menkou.core import keys", "def f():\n    import menkou.core"])
def test_the_guard_sees_an_import_wherever_it_stands(text):
    assert imported(text) == {"menkou"}
