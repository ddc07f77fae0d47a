"""A file fits on a few screens and a function on one. What is longer has a reason and a day by which it shrinks."""

import ast
from datetime import date

import pytest

from tests.guards.sources import ROOT, python_files, stale

LONGEST_FILE, LONGEST_FUNCTION = 300, 40
ALLOWED: dict[str, tuple[date, str]] = {}  # "file" or "file:function": (until when, why)


def too_long(file: str, source: str) -> list[str]:
    """A file, or functions in it, that are longer than they may be."""
    found = [file] if source.count("\n") > LONGEST_FILE else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            found += [f"{file}:{node.name}"] * (lines > LONGEST_FUNCTION)
    return found


def test_files_and_functions_are_short():
    written = [f for f in python_files() if "migrations" not in f.parts]  # Django writes those
    found = [long for file in written for long in too_long(str(file), (ROOT / file).read_text())]

    assert [long for long in found if long not in ALLOWED] == []
    assert stale(ALLOWED, found) == set()
    assert [what for what, (until, _) in ALLOWED.items() if until < date.today()] == []


@pytest.mark.parametrize("source", ["x = 1\n" * 301, "def f():\n" + "    x = 1\n" * 40])
def test_the_guard_sees_what_is_too_long(source):
    assert too_long("seeded.py", source)


def test_the_guard_lets_what_just_fits_pass():
    assert not too_long("seeded.py", "def f():\n" + "    x = 1\n" * 39 + "\n" * 200)
