"""When two written names are one: 王 五, 王五 and 王五。 are."""

import unicodedata

LONGEST_NAME = 40
TOO_LONG = f"名字太长了，最多 {LONGEST_NAME} 个字。"


def normalised(name: str) -> str:
    """A name without spaces, marks and ways of writing; may be empty."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", name).casefold() if letter.isalnum())
