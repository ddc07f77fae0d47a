"""遮住: what a program can know to point at a person is replaced by what it was; the rest only a person knows.

Names that nobody has told the program stay: whoever passes words on reads them first.
"""

import re
from collections.abc import Mapping
from typing import Final

FEWEST_LETTERS: Final = 2  # of a name that is hidden: one letter alone stands in too many other words
_GAP: Final = r"[ \-\u2005]?"
_NUMBERS: Final = (  # the longer first: a card's number holds a phone's
    (
        re.compile(r"(?<!\d)\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![\dXx])"),
        "〔身份证号〕",
    ),
    (re.compile(rf"(?<!\d)(?:\d{{4}}{_GAP}){{3,4}}\d{{1,4}}(?!\d)"), "〔卡号〕"),
    (re.compile(rf"(?<!\d)(?:\+?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"), "〔手机号〕"),
    (re.compile(r"(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)"), "〔电话〕"),
)


def without_numbers(text: str) -> str:
    """The words with phones, identity and card numbers each as what they are."""
    for number, word in _NUMBERS:
        text = number.sub(word, text)
    return text


def without_names(text: str, names: Mapping[str, str]) -> str:
    """The words with each of these names as what it is called by; a longer name goes before one that it holds."""
    known = {name.strip(): said for name, said in names.items() if len(name.strip()) >= FEWEST_LETTERS}
    if not known:
        return text
    longest_first = sorted(known, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), lambda found: known[found[0]], text)
