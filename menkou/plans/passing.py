"""Values of the rules as JSON and back, so that the solver runs in a process of its own that knows no database."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from menkou.postings.rules import district as rules

PLAIN = (str, int, float, bool, type(None))


def packed(value: Any) -> Any:
    """A value of the rules as what JSON knows; tuples, sets, mappings and dataclasses say what they were."""
    if isinstance(value, PLAIN):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__, "of": {one.name: packed(getattr(value, one.name)) for one in fields(value)}}
    if isinstance(value, Mapping):
        return {"is": "dict", "of": [[packed(key), packed(one)] for key, one in value.items()]}
    if isinstance(value, frozenset):
        return {"is": "frozenset", "of": [packed(one) for one in sorted(value)]}
    if isinstance(value, tuple | list):
        return {"is": "tuple", "of": [packed(one) for one in value]}
    raise TypeError(f"{type(value).__name__} is not passed on")


def unpacked(told: Any) -> Any:
    """What was packed."""
    if not isinstance(told, dict):
        return told
    kind, of = told["is"], told["of"]
    if kind == "dict":
        return {unpacked(key): unpacked(one) for key, one in of}
    if kind in ("tuple", "frozenset"):
        return {"tuple": tuple, "frozenset": frozenset}[kind](unpacked(one) for one in of)
    return getattr(rules, kind)(**{name: unpacked(one) for name, one in of.items()})
