"""回执地址: the part of an account's address for receipts that follows from the account, and that nobody can guess.

It needs no row and no call to the database to be checked, and it never changes: whoever has to have another one registers
the account anew.
"""

from hmac import compare_digest
from uuid import UUID

from menkou.core.keys import digest

LETTERS = 32  # hexadecimal: 128 bits


def word_of(account_id: UUID) -> str:
    """The word of an account."""
    return digest("receipts", str(account_id)).hex()[:LETTERS]


def is_word_of(account_id: UUID, said: str) -> bool:
    """Whether this is the word, in the same time whatever is said."""
    return compare_digest(said.encode(), word_of(account_id).encode())


def path_of(slug: str, account_id: UUID) -> str:
    """Where the gateway of an account calls."""
    return f"/{slug}/receipts/{account_id}/{word_of(account_id)}"
