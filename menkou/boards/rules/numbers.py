"""牌号: six of the 31 characters that are not mistaken for others. Never looks like a 取件码, which has eight."""

from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L
LENGTH: Final = 6
_GAPS = " \t\u3000-－—_·.,，。"


def tidy(typed: str) -> str | None:
    """A number as it was meant: any case, full-width letters and gaps allowed; None for what cannot be one."""
    half = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in typed.strip())
    number = "".join(c for c in half.upper() if c not in _GAPS)
    return number if len(number) == LENGTH and set(number) <= set(ALPHABET) else None
