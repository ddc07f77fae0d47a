"""遮住: what a program can know to point at a person is replaced by what it was; the rest only a person knows.

Names that nobody has told the program stay: whoever passes words on reads them first.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Final

FEWEST_LETTERS: Final = 2  # of a name that is hidden: one letter alone stands in too many other words
_GAP: Final = r"[ .·\-]{0,2}"  # what people put between groups of digits, once it is plain
_SPOKEN: Final = str.maketrans("零〇一幺二三四五六七八九", "001123456789")
_DAY: Final = rf"(?:18|19|20)\d{{2}}{_GAP}(?:0[1-9]|1[0-2]){_GAP}(?:[0-2]\d|3[01])"
_PHONE: Final = rf"1[3-9]\d(?:{_GAP}\d{{4}}{_GAP}\d{{4}}|{_GAP}\d{{3}}{_GAP}\d{{5}}|\d{_GAP}\d{{3}}{_GAP}\d{{4}})"
_NUMBERS: Final = (  # the longer first: a card's number holds a phone's
    (re.compile(rf"(?<!\d)\d{{6}}{_GAP}{_DAY}{_GAP}\d{{3}}[\dXx](?![\dXx])"), "〔身份证号〕"),
    (re.compile(r"(?<!\d)(?:\d{4}[ \-]{0,2}){3,4}\d{1,4}(?!\d)"), "〔卡号〕"),
    (re.compile(rf"(?<!\d)(?:\+?86{_GAP})?{_PHONE}(?!\d)"), "〔手机号〕"),
    (re.compile(r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3})[ \-]{0,2}\d{3,4}[ \-]?\d{4}(?!\d)"), "〔电话〕"),
)


def without_numbers(text: str) -> str:
    """The words with phones, identity and card numbers each as what they are, in whatever digits they are written."""
    for number, word in _NUMBERS:
        text = _replaced(text, _plain(text).translate(_SPOKEN), number, partial(_always, word))
    return text


def without_names(text: str, names: Mapping[str, str]) -> str:
    """The words with each of these names as what it is called by; a longer name goes before one that it holds.

    A name is one name however wide, with whatever case, and with blanks or a dot between its letters.
    """
    spelled = {_letters(name): said for name, said in names.items()}
    known = sorted((name for name in spelled if len(name) >= FEWEST_LETTERS), key=len, reverse=True)
    if not known:
        return text
    each = re.compile("|".join(map(_spelled, known)), re.IGNORECASE)
    return _replaced(text, _plain(text), each, lambda found: spelled[known[(found.lastindex or 1) - 1]])


def _spelled(name: str) -> str:
    spelled = "[ .·]{0,2}".join(map(re.escape, name))
    return rf"((?<![a-z]){spelled}(?![a-z]))" if name.isascii() else f"({spelled})"


def _letters(name: str) -> str:
    return "".join(letter for letter in _plain(name) if letter.isalnum())


def _always(word: str, _: re.Match[str]) -> str:
    return word


def _replaced(text: str, plain: str, what: re.Pattern[str], word: Callable[[re.Match[str]], str]) -> str:
    """The words, with what is found in their plain spelling replaced, and all else as it was typed."""
    parts, at = [], 0
    for found in what.finditer(plain):
        parts += [text[at : found.start()], word(found)]
        at = found.end()
    return "".join([*parts, text[at:]])


def _plain(text: str) -> str:
    """As many letters as there are, in one width: digits of all scripts as 0 to 9, blanks, dashes and dots each as one."""
    return "".join(letter if letter.isascii() else _plain_letter(letter) for letter in text)


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
