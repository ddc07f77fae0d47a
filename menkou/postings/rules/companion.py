"""A process of our own beside this one: the same Python and the same code, wherever one stands."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]  # what holds the package: there may be another of its name on the way


def command(module: str, *words: str) -> list[str]:
    """The words that run one of our modules. -P: a random.py in the directory where we stand is none of ours."""
    return [sys.executable, "-P", "-m", module, *words]


def environment() -> dict[str, str]:
    """Ours, with the place that this code is from before all others."""
    path = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), path] if path else [str(ROOT)])}
