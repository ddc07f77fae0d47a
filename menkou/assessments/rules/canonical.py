"""锁定: what a locked period says, as bytes that are the same wherever and whenever they are made.

A digest is of its facts. What stands under `words`, at any depth, are sentences that the code made of them: they are
printed beside the facts, and a later change of wording accuses nobody of having changed a record.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

WORDS: Final = "words"


def bytes_of(told: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8 with its keys in order and no space to spare; whole numbers and words only, one line at the end.

    Raises TypeError for what is neither: a fraction may be written in more than one way.
    """
    _checked(told)
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def digest_of(told: Mapping[str, Any]) -> bytes:
    """SHA-256 of the bytes of its facts; of what has no form, which was told before there were any, of all its bytes."""
    return sha256(bytes_of(_facts(told) if "form" in told else told)).digest()


def _facts(value: Any) -> Any:
    """The same without its words."""
    if isinstance(value, Mapping):
        return {key: _facts(one) for key, one in value.items() if key != WORDS}
    return [_facts(one) for one in value] if isinstance(value, list | tuple) else value


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
