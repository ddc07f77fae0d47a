"""What people read aloud: the 取件码 and reference numbers, from 31 characters that are not mistaken for others."""

import hashlib
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L (decision 6)
PICKUP_LENGTH: Final = 8  # 31^8: 39 bits
CLAIM_LENGTH: Final = 12  # 31^12: 59 bits, since it stands in chats for days
REFERENCE_LENGTH: Final = 5

_GAPS = " \t\u3000-－—_·.,，。"


def spell(digest: bytes, length: int) -> str:
    """The first characters that a digest spells; at most 2^-60 away from even."""
    number = int.from_bytes(digest[:16])
    letters = []
    for _ in range(length):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def tidy(typed: str, length: int = PICKUP_LENGTH) -> str | None:
    """A 取件码, or another code of so many characters, as it was meant; None for what cannot be one.

    Any case, full-width letters and gaps are allowed.
    """
    half = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in typed.strip())
    code = "".join(c for c in half.upper() if c not in _GAPS)
    return code if len(code) == length and set(code) <= set(ALPHABET) else None


def in_two(code: str) -> tuple[str, str]:
    """A 取件码 is read and written in two groups of four."""
    return code[:4], code[4:]


def reference(identity: bytes, year_month: str) -> str:
    """编号 for staff, as 2611-7K3QX: month and five characters; says nothing of how many there are."""
    return f"{year_month}-{spell(hashlib.sha256(identity).digest(), REFERENCE_LENGTH)}"
