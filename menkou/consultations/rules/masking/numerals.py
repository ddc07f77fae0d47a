"""What a written number comes to: 12,000, 三万五, 伍万元, 15w."""

import re
from typing import Final

HAN: Final = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟俩仨"
FIGURES: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ONES: Final = {letter: n % 10 for n, letter in enumerate("零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖")} | {
    "两": 2,
    "俩": 2,
    "仨": 3,
}
_TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000}
_GREAT: Final = {"万": 10_000, "w": 10_000, "亿": 100_000_000}


def value(written: str) -> float:
    """A number of what is written, 0 where nothing is."""
    whole, section, last, unit = 0.0, 0.0, 0.0, 0.0
    for part in re.findall(rf"{FIGURES}|[{HAN}wkWK]", written):
        letter = part.lower()
        if letter in _GREAT:
            whole, section, last, unit = (whole + section + last) * _GREAT[letter], 0.0, 0.0, _GREAT[letter] / 10
        elif letter in _TENS:
            section, last, unit = section + (last or 1) * _TENS[letter], 0.0, _TENS[letter] / 10
        elif letter in _ONES:
            last, unit = (last * 10 if last else 0) + _ONES[letter], 0.0 if letter in "零〇" else unit
        else:
            last, unit = last + float(part.replace(",", "")), unit
    return whole + section + last * (unit if 0 < last < 10 and unit > 1 else 1)


_BANDS: Final = (
    (10, "几元"),
    (100, "几十元"),
    (1_000, "几百元"),
    (10_000, "几千元"),
    (100_000, "几万元"),
    (200_000, "十几万元"),
    (1_000_000, "几十万元"),
    (10_000_000, "几百万元"),
    (100_000_000, "几千万元"),
)
_DECADES: Final = "零一二三四五六七八九"


def band_of_sum(yuan: float) -> str:
    """几万元 for 35,000."""
    return next((words for below, words in _BANDS if yuan < below), "上亿元")


def band_of_age(years: float) -> str:
    """五十多岁 for 56."""
    if years >= 100:
        return "百岁上下"
    decade = int(years // 10)
    return f"{_DECADES[decade]}十多岁" if decade > 1 else "十几岁" if decade else "几岁"
