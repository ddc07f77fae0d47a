"""Phones, identity and card numbers, plates, accounts and addresses of mail, however they are written."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from stdnum import luhn
from stdnum.cn import ric

from menkou.consultations.rules.masking.found import Found, Kind, Sure
from menkou.consultations.rules.spelling import SPOKEN

_GAP: Final = r"[ .·\-_]{0,2}"
_LETTER: Final = "A-Za-z0-9"
INSTEAD: Final = {
    Kind.PHONE: "某电话",
    Kind.IDENTITY: "某身份证号",
    Kind.CARD: "某卡号",
    Kind.PLATE: "某车牌",
    Kind.ACCOUNT: "某账号",
    Kind.EMAIL: "某邮箱",
    Kind.OTHER_NUMBER: "某号码",
}
_IDENTITY: Final = re.compile(rf"(?=(\d(?:{_GAP}\d){{16}}{_GAP}[\dXx]))")
_IS_IDENTITY: Final = re.compile(r"[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_CARD: Final = re.compile(r"(?:\d{4}[ \-.·]{1,2}){3,4}\d{1,4}|\d{15,}|\d{6}[ \-]\d{9,13}")
_MOBILE: Final = re.compile(rf"(?:\+?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}")
_LANDLINE: Final = re.compile(r"(?:\(0\d{2,3}\)|0\d{2,3})[ \-]{0,2}\d{3,4}[ \-]?\d{4}")
_LOCAL: Final = re.compile(r"(?<=[话机号线打])[是: ]{0,3}([2-8]\d{2,3}[ \-]\d{4})(?!\d)")
_LONG: Final = re.compile(r"\d{7,}")
_DAY: Final = re.compile(r"(?<![\d.\-/])(?:19|20)\d\d([.\-/])(?:0?[1-9]|1[0-2])\1(?:[0-2]?\d|3[01])(?!\d)")
_DAY_OF_EIGHT: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)")
_IS_SUM: Final = re.compile(r"\d*(?:\.\d+)? ?[多余]?[万亿]?(?:元|块|圆|万|亿)")
_EMAIL: Final = re.compile(rf"[{_LETTER}._+\-]+ ?@ ?[{_LETTER}\-]+(?:\.[{_LETTER}\-]+)+")
_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE: Final = re.compile(
    rf"[{_PROVINCES}]{_GAP}[A-HJ-Za-hj-z](?:{_GAP}[A-Za-z0-9]){{5}}[{_LETTER}]?|[{_PROVINCES}]\d\d{_GAP}\d{{5}}"
)
_CALLED_PLATE: Final = re.compile(r"(?:车牌|牌照|牌号)[号是为: ]{0,3}((?:[A-Za-z][ ·\-]?)?[A-Za-z0-9]{4,8})")
_ACCOUNT: Final = re.compile(
    rf"(?:微信|威信|薇信|[vV]信|[wW]eixin|WX|wx|VX|vx|QQ|qq|抖音|快手)[^{_LETTER}\n\ufffc,.。;]{{0,5}}([{_LETTER}][{_LETTER}_\-]{{4,}})"
)
_TOKEN: Final = re.compile(rf"(?=[A-Za-z_\-]*\d)(?=[\d_\-]*[A-Za-z])[{_LETTER}][{_LETTER}_\-]{{5,}}")
_CASE: Final = re.compile(r"\(\d{4}\)[^\n,。;\ufffc]{1,10}?\d+号")
_CALLED: Final = re.compile(rf"(?:编号|证号|单号|尾号|号码|案号|后四位)[是为: ]{{0,3}}([{_LETTER}][{_LETTER}\-]{{2,}})")


def numbers(words: str) -> Iterator[Found]:
    """Each number of plain words, those that hold others first."""
    digits = words.translate(SPOKEN)
    yield from _each(_EMAIL, words, Kind.EMAIL, Sure.CERTAIN)
    yield from _identities(words, digits)
    yield from _each(_PLATE, words, Kind.PLATE, Sure.CERTAIN)
    yield from _each(_PLATE, digits, Kind.PLATE, Sure.LIKELY)
    yield from _each(_CALLED_PLATE, words, Kind.PLATE, Sure.LIKELY)
    yield from _cards(words, digits)
    yield from _each(_MOBILE, digits, Kind.PHONE, Sure.CERTAIN, words)
    yield from _each(_ACCOUNT, words, Kind.ACCOUNT, Sure.LIKELY)
    yield from _each(_LANDLINE, digits, Kind.PHONE, Sure.LIKELY, words)
    yield from _each(_LOCAL, digits, Kind.PHONE, Sure.PERHAPS, words)
    yield from _each(_CASE, words, Kind.OTHER_NUMBER, Sure.CERTAIN)
    yield from _each(_TOKEN, words, Kind.ACCOUNT, Sure.PERHAPS)
    yield from _each(_CALLED, words, Kind.OTHER_NUMBER, Sure.LIKELY)
    yield from _others(words, digits)


def _each(what: re.Pattern[str], words: str, kind: Kind, sure: Sure, written: str | None = None) -> Iterator[Found]:
    """What the pattern finds (its group, if it has one), with the rest of a number that it cuts through."""
    days = [day.span() for day in _DAY.finditer(words)] if kind is Kind.PHONE else []
    for found in what.finditer(words):
        start, end = found.span(what.groups)
        if not any(first < end and start < last for first, last in days):
            yield _whole(written or words, start, end, kind, sure)
    for first, last in days:  # beside a day, each number for itself
        yield from _beside(what, words, kind, sure, written, first, last)


def _beside(
    what: re.Pattern[str], words: str, kind: Kind, sure: Sure, written: str | None, first: int, last: int
) -> Iterator[Found]:
    for low, high in ((max(0, first - 24), first), (last, last + 24)):
        for found in what.finditer(words[low:high]):
            start, end = found.span(what.groups)
            yield _whole(written or words, low + start, low + end, kind, sure)


def _whole(words: str, start: int, end: int, kind: Kind, sure: Sure) -> Found:
    """To the ends of the group of digits, those that are spoken apart from those that are not."""
    while start and _go_together(words[start - 1], words[start]):
        start -= 1
    while end < len(words) and _go_together(words[end], words[end - 1]):
        end += 1
    return Found(start, end, kind, sure, INSTEAD[kind])


def _go_together(one: str, other: str) -> bool:
    if one.isascii() != other.isascii():
        return False
    return one.isdigit() and other.isdigit() if one.isascii() else ord(one) in SPOKEN and ord(other) in SPOKEN


def _identities(words: str, digits: str) -> Iterator[Found]:
    likely: list[Found] = []
    for found in _IDENTITY.finditer(digits):
        number = re.sub(r"[ .·\-_]", "", found[1])
        if _IS_IDENTITY.fullmatch(number):
            one = _whole(words, found.start(1), found.end(1), Kind.IDENTITY, Sure.LIKELY)
            if ric.calc_check_digit(number) == number[-1].upper():  # whatever its place was called when
                yield Found(one.start, one.end, one.kind, Sure.CERTAIN, one.instead)
            else:
                likely.append(one)
    yield from likely


def _cards(words: str, digits: str) -> Iterator[Found]:
    for found in _CARD.finditer(digits):
        number = re.sub(r"\D", "", found[0])
        sure = Sure.CERTAIN if luhn.is_valid(number) else Sure.LIKELY
        yield _whole(words, found.start(), found.end(), Kind.CARD, sure)


def _others(words: str, digits: str) -> Iterable[Found]:
    """Long numbers of any kind that are neither a day nor a sum."""
    days = {place for day in _DAY_OF_EIGHT.finditer(digits) for place in range(*day.span())}
    for found in _LONG.finditer(digits):
        is_sum = _IS_SUM.match(digits, found.start()) and not digits.startswith("0", found.start())
        if not is_sum and found.start() not in days:
            yield _whole(words, found.start(), found.end(), Kind.OTHER_NUMBER, Sure.LIKELY)
