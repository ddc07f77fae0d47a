"""遮住: what a program can know to point at a person is replaced by what it was; the rest only a person knows.

Names that nobody has told the program stay: whoever passes words on reads them first. Where names are looked for, and a
person checks every mask, is `masking`; the numbers are found in the same way by both.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from menkou.consultations.rules.masking.found import Found, Kind, Sure
from menkou.consultations.rules.masking.numbers import numbers
from menkou.consultations.rules.masking.sheet import Sheet
from menkou.consultations.rules.spelling import SPOKEN, bare, plain

FEWEST_LETTERS: Final = 2  # of a name that is hidden: one letter alone stands in too many other words
_MOBILE: Final = re.compile(r"(?:86)?1\d{10}")
_WORDS: Final = {
    Kind.IDENTITY: "〔身份证号〕",
    Kind.CARD: "〔卡号〕",
    Kind.PLATE: "〔车牌〕",
    Kind.EMAIL: "〔邮箱〕",
    Kind.ACCOUNT: "〔账号〕",
    Kind.OTHER_NUMBER: "〔号码〕",
}


def without_numbers(text: str) -> str:
    """The words with phones, identity and card numbers each as what they are, in whatever digits they are written."""
    sheet = Sheet(plain(text))
    sheet.take(lambda words: (one for one in numbers(words) if one.sure > Sure.PERHAPS))
    parts, at = [], 0
    for one in sorted(sheet.found, key=lambda one: one.start):
        parts += [text[at : one.start], _word(text, one)]
        at = one.end
    return "".join([*parts, text[at:]])


def _word(text: str, number: Found) -> str:
    if number.kind is not Kind.PHONE:
        return _WORDS[number.kind]
    digits = bare(text[number.start : number.end]).translate(SPOKEN)
    return "〔手机号〕" if _MOBILE.fullmatch(digits) else "〔电话〕"


def without_names(text: str, names: Mapping[str, str]) -> str:
    """The words with each of these names as what it is called by; a longer name goes before one that it holds.

    A name is one name however wide, with whatever case, and with blanks or a dot between its letters.
    """
    spelled = {bare(name): said for name, said in names.items()}
    known = sorted((name for name in spelled if len(name) >= FEWEST_LETTERS), key=len, reverse=True)
    if not known:
        return text
    each = re.compile("|".join(map(_spelled, known)), re.IGNORECASE)
    return _replaced(text, plain(text), each, lambda found: spelled[known[(found.lastindex or 1) - 1]])


def _spelled(name: str) -> str:
    spelled = "[ .·]{0,2}".join(map(re.escape, name))
    return rf"((?<![a-z]){spelled}(?![a-z]))" if name.isascii() else f"({spelled})"


def _replaced(text: str, plain: str, what: re.Pattern[str], word: Callable[[re.Match[str]], str]) -> str:
    """The words, with what is found in their plain spelling replaced, and all else as it was typed."""
    parts, at = [], 0
    for found in what.finditer(plain):
        parts += [text[at : found.start()], word(found)]
        at = found.end()
    return "".join([*parts, text[at:]])
