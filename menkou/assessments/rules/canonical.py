"""锁定: what a locked period says, as bytes that are the same wherever and whenever they are made."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def bytes_of(told: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8 with its keys in order and no space to spare; whole numbers and words only, one line at the end.

    Raises TypeError for what is neither: a fraction may be written in more than one way.
    """
    _checked(told)
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def digest_of(told: Mapping[str, Any]) -> bytes:
    """SHA-256 of those bytes."""
    return sha256(bytes_of(told)).digest()


def _checked(value: Any) -> None:
    if isinstance(value, Mapping):
        for key, one in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{key!r} is no word")
            _checked(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _checked(one)
    elif not (value is None or isinstance(value, str | bool | int)):
        raise TypeError(f"{type(value).__name__} has no bytes of its own")
