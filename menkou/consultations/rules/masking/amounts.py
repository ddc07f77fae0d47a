"""Sums of money, ages and days of birth, each replaced by the band that it lies in."""

import re
from collections.abc import Iterator
from typing import Final

from menkou.consultations.rules.masking.found import Found, Kind, Sure
from menkou.consultations.rules.masking.numerals import FIGURES, HAN, band_of_age, band_of_sum, value

_NUMBER: Final = rf"(?<![\d.第几数])(?:{FIGURES}|(?<![{HAN}])[{HAN.replace('万', '').replace('亿', '')}][{HAN}]*)"
_MORE: Final = r"(?: ?[多余来])?"
_GREAT: Final = rf"(?: ?[百千万亿wWkK]{{1,2}}{_MORE}(?:[{HAN}\d]{{1,4}})?)?"
_PIECES: Final = "地田石砖板玻木砚肉糕儿头牌碑布表手菜宅林池坡荒空塘瓦铁煤饼土"
_UNIT: Final = rf"(?:元整?|圆整?|块钱|块(?![{_PIECES}])|万元|美元|港币)"
_SUM: Final = re.compile(rf"{_NUMBER}{_MORE}{_GREAT}{_MORE} ?{_UNIT}(?:整|多|左右)?")
_MARKED: Final = re.compile(rf"(?:[¥￥]|人民币|RMB|rmb) ?(?:{FIGURES}|[{HAN}]+){_MORE}{_GREAT}{_MORE} ?(?:{_UNIT})?")
_THINGS: Final = "亩人斤公里米只户份字步次棵株头平方吨口件个名位倍年天条顷本分册里袋箱股票尺粒度瓦安点伏匹"
_ROUND: Final = re.compile(
    rf"(?:{_NUMBER} ?[万wW](?![a-zA-Z]){_MORE}[{HAN}\d]*|(?<![{HAN}第几数])[一二两三四五六七八九十][{HAN}]*[万千百][{HAN}]*)"
    rf"(?![{_THINGS}{HAN}\d火岁分周之])(?! ?[多余来]?[{_THINGS}])(?:多|左右)?"
)
_PAID: Final = re.compile(
    rf"(?<=[借欠付给还交赔花罚补收拿要退扣了共资金息押租价款下供])(?:{_NUMBER})(?=[,。;、!?\ufffc]|$)"
)
_LATE: Final = {"百": 100, "千": 1000}

_YEARS: Final = rf"(?:\d{{1,3}}|(?<![{HAN}几])[一二三四五六七八九十两]{{1,4}})"
_AGE: Final = re.compile(
    rf"(?<![\d.几第])(?:虚岁|周岁)?{_YEARS} ?(?:周岁|虚岁|岁)(?!月)半?"
    rf"|(?<=今年){_YEARS}(?=了|,|。)|(?<=年近|年过){_YEARS}旬?"
    rf"|{_YEARS}(?=了[,。].{{0,3}}(?:老|岁数|年纪|腿脚))"
)
_YEAR: Final = r"(?:(?:19|20)\d\d|[一二]\s?[九〇零]\s?[零〇一二三四五六七八九]{2}|(?<!\d)\d\d|[四五六七八九零〇][零〇一二三四五六七八九])"
_MONTH: Final = r"(?:农历|阴历|阳历)?(?:\d{1,2}|[正腊冬一二三四五六七八九十]{1,2})"
_DATE: Final = (
    rf"(?:{_YEAR} ?[年.\-/](?: ?{_MONTH} ?[月.\-/](?: ?(?:\d{{1,2}}|初?[一二三四五六七八九十廿]{{1,3}}) ?[日号]?)?)?)"
)
_DAY_OF_MONTH: Final = r"(?:\d{1,2}|初?[一二三四五六七八九十廿]{1,3})[日号]?"
_NOT_BORN: Final = "(?!效|产|病|活|意|气|前|孩|娃|下|育|怕|锈|根)"  # 生效, 生病
_BORN: Final = re.compile(
    rf"(?<!\d){_DATE} ?(?:份)?(?:出生|出世|生人|生{_NOT_BORN})"
    rf"|(?:出生于|生于|出生日期|出生年月|出生|生日)[是为:在 ]{{0,2}}"
    rf"(?:{_DATE}|(?:19|20)\d{{6}}|{_MONTH}月{_DAY_OF_MONTH})"
)
BORN: Final = "某年出生"


def amounts(words: str) -> Iterator[Found]:
    """Sums, ages and days of birth of plain words."""
    for found in _BORN.finditer(words):
        yield Found(*found.span(), Kind.AGE, Sure.LIKELY, BORN)
    for found in _AGE.finditer(words):
        yield Found(*found.span(), Kind.AGE, Sure.LIKELY, band_of_age(value(found[0])))
    for what, sure in ((_MARKED, Sure.CERTAIN), (_SUM, Sure.CERTAIN), (_ROUND, Sure.LIKELY), (_PAID, Sure.PERHAPS)):
        for found in what.finditer(words):
            if found[0].strip() in ("一块", "两块"):  # of land, or together
                continue
            yield Found(*found.span(), Kind.SUM, sure, band_of_sum(value(found[0])))
