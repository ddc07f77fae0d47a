"""Where something stands in an answer in JSON: names and places in lists between dots, as result.list.0.code."""

from collections.abc import Mapping
from typing import Any


def pick(said: Any, path: str) -> Any:
    """What stands there; None where nothing does. An empty path is the whole."""
    for step in path.split(".") if path else ():
        if isinstance(said, Mapping):
            said = said.get(step)
        elif isinstance(said, list) and step.isdecimal() and int(step) < len(said):
            said = said[int(step)]
        else:
            return None
    return said


def plain(said: Any) -> str:
    """A value as an officer would write it into a form: 0, true, ok; nothing for what is no single value."""
    if isinstance(said, bool):
        return "true" if said else "false"
    return str(said).strip() if isinstance(said, str | int | float) else ""
