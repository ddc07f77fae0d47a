"""暗号: what may be one, and when two typed ones are the same."""

import re
import unicodedata
from typing import Final

FEWEST_FIGURES: Final = 4
MOST_FIGURES: Final = 8
FEWEST_LETTERS: Final = 2
MOST_LETTERS: Final = 20
RUNS: Final = ("01234567890123456789", "98765432109876543210")
BAD_FIGURES: Final = f"数字的暗号要 {FEWEST_FIGURES} 到 {MOST_FIGURES} 位，比如一个只有您记得的年份加月份。"
BAD_WORD: Final = f"暗号要 {FEWEST_LETTERS} 到 {MOST_LETTERS} 个字。"
EASY: Final = "这个太好猜了（一样的数字，或者挨着的数字）。请换一个。"


def tidy(typed: str) -> str:
    """The same for the same secret, however its letters, figures and gaps are written."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed)).casefold()


def what_is_wrong(secret: str) -> str:
    """Why a tidied one cannot be used, as a sentence; empty where it can."""
    if secret.isdecimal():
        if not FEWEST_FIGURES <= len(secret) <= MOST_FIGURES:
            return BAD_FIGURES
    elif not FEWEST_LETTERS <= len(secret) <= MOST_LETTERS:
        return BAD_WORD
    is_run = secret.isascii() and any(secret in run for run in RUNS)
    return EASY if len(set(secret)) == 1 or is_run else ""
