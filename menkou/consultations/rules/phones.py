"""A telephone number as people write it: with gaps, dashes, full-width figures or +86."""

import re
import unicodedata

GAPS = str.maketrans("", "", " -－—()（）\t\u3000")
NUMBER = re.compile(r"(?:\+?86)?(1\d{10}|0\d{9,11}|[2-8]\d{6,7})")


def tidy(typed: str) -> str | None:
    """A mobile number, a landline with or without its area code; None for what is none."""
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", typed).translate(GAPS))
    return found.group(1) if found else None
