"""In one width: what somebody typed, letter for letter, so that what is found in it is found in what they typed."""

import unicodedata
from functools import lru_cache
from typing import Final

SPOKEN: Final = str.maketrans("零〇一幺二三四五六七八九壹贰叁肆伍陆柒捌玖", "001123456789123456789")


def plain(text: str) -> str:
    """As many letters as there are, in one width: digits of all scripts as 0 to 9, blanks, dashes and dots each as one."""
    return "".join(letter if letter.isascii() else _plain_letter(letter) for letter in text)


def bare(name: str) -> str:
    """The letters of a name alone."""
    return "".join(letter for letter in plain(name) if letter.isalnum())


@lru_cache(maxsize=8192)
def _plain_letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in ("Zs", "Cf"):  # also those of no width, which come along where words are copied from a chat
        return " "
    if kind == "Pd":
        return "-"
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if letter in "•・‧":
        return "·"
    wide = unicodedata.normalize("NFKC", letter)
    return wide if len(wide) == 1 and wide.isascii() else letter
