"""What a household says; what it leaves open is None."""

from typing import TypedDict


class Said(TypedDict):
    """The four answers."""

    knows: bool | None
    reaches: bool | None
    asked: bool | None
    satisfied: str
