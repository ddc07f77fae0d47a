"""What an officer says of a village that ends."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """What somebody says of one row, and which revision of it they saw."""

    code: str
    revision: int
    successor: str
    reason: str = ""
    confirmed: bool = False
