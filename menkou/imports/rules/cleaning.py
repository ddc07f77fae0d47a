"""What people type into cells, as it is meant. What cannot be meant is said in a sentence; nothing is guessed."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from math import isfinite

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

Cell = str | float | int | bool | date | datetime | None
Clean = Callable[[Cell], object]
EXACT = 2**53  # beyond, a spreadsheet's number has lost digits
UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
SPACES = re.compile(r"\s+")
WIDE = {number: number - 0xFEE0 for number in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
HAN = "\u3400-\u9fff"
BETWEEN_HAN = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")
PHONE = re.compile(r"1\d{10}|0\d{2,3}-?[2-9]\d{6,7}|[2-9]\d{6,7}|400\d{7}|12345|12348")
LICENCE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff()（）〔〕\[\]-]{6,30}")
DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)|(\d{2})(\d{2}))(?:[ T]0?0:00(?::00)?)?")
SERIAL_ZERO, SERIALS = date(1899, 12, 30), range(20000, 80000)  # 1954 to 2119
YES, NO = (
    {"是", "有", "√", "✓", "1", "y", "yes", "true", "对", "希望"},
    {"否", "无", "×", "0", "n", "no", "false", "不"},
)
TOWN_ENDS = re.compile("(街道)?(办事处|人民政府|政府|党工委)$")
VILLAGE_ENDS = re.compile("(社区居民委员会|社区居委会|居民委员会|村民委员会|居委会|村委会|委员会)$")


class Wrong(ValueError):
    """A cell's value cannot be used; the sentence says why, and what to do."""


def plain(cell: Cell) -> str:
    """The words of a cell: narrow digits and letters, single spaces, nothing unseen; a whole number without its .0."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if isfinite(cell) and cell == int(cell) else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    text = UNSEEN.sub("", str(cell)).translate(WIDE)
    return BETWEEN_HAN.sub("", SPACES.sub(" ", text).strip())


def shown(cell: Cell, longest: int = 60) -> str:
    """A cell's value as a message names it."""
    text = plain(cell)
    return text if len(text) <= longest else f"{text[:longest]}…"


def words(longest: int) -> Clean:
    """Any words, so many characters of them at most."""

    def clean(cell: Cell) -> str:
        text = plain(cell)
        if len(text) > longest:
            raise Wrong(f"有 {len(text)} 个字，最多 {longest} 个，请写短些。")
        return text

    return clean


def name(longest: int) -> Clean:
    """A name: some Chinese characters."""

    def clean(cell: Cell) -> str:
        text = str(words(longest)(cell)).strip("'\"")
        if not re.search(f"[{HAN}\U00020000-\U0003ffff]", text) or text[0] in "=+-@<":
            raise Wrong("不像名称，请核对是不是填错了列。")
        return text

    return clean


def person(cell: Cell) -> str:
    """Somebody's name: without the spaces that make two characters as wide as three."""
    text = plain(cell)
    if re.search(f"[{HAN}]", text):
        text = text.replace(" ", "")
    if not text or len(text) > 40 or re.search(r"[\d=+@<>]", text):
        raise Wrong("不像姓名，请核对是不是填错了列。")
    return text


def digits(cell: Cell) -> str:
    """A number that is a name, as it was typed. Raises Wrong where a spreadsheet has spoilt it."""
    if isinstance(cell, float | int) and not isinstance(cell, bool) and abs(cell) >= EXACT:
        raise Wrong("表格软件把这个长号码当成数字，末几位已经变成 0 了。请把这一列设成“文本”再重新填。")
    text = plain(cell).replace(" ", "").lstrip("='`’").strip('"')
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", text):
        raise Wrong("表格软件把这个长号码写成了科学记数。请把这一列设成“文本”再重新填。")
    return text


def place_code(count: int) -> Clean:
    """A statistical code of so many digits; a township's may be written with the zeros of its villages."""

    def clean(cell: Cell) -> str:
        text = digits(cell)
        if count == 9 and len(text) == 12 and text.endswith("000"):
            text = text[:9]
        if not re.fullmatch(rf"[0-9]{{{count}}}", text):
            raise Wrong(f"应是 {count} 位数字，现在是 {len(text)} 位。请照统计用区划代码填。")
        return text

    return clean


def credit_code(cell: Cell) -> str:
    """统一社会信用代码, with its check character."""
    text = digits(cell).upper().replace("-", "")
    try:
        if uscc.validate(text) == text:
            return text
    except ValidationError:
        pass
    raise Wrong("不是一个统一社会信用代码：应为 18 位，最后一位是校验位。请对照执业许可证核对有没有抄错。")


def licence(cell: Cell) -> str:
    """执业证号: digits, or the words of a legal service worker's."""
    text = digits(cell)
    if not LICENCE.fullmatch(text):
        raise Wrong("不像一个执业证号（6 到 30 个数字、字母或汉字），请对照执业证核对。")
    return text


def phone(cell: Cell) -> str:
    """A phone number without what stands between its digits, but for the dash after an area code."""
    text = re.sub(r"[\s()（）]|(?<=\d)[—–_－](?=\d)", lambda found: "-" if found[0] in "—–_－" else "", plain(cell))
    text = re.sub(r"^(\+?86|0086)-?(?=1\d)", "", text)
    text = re.sub(r"^(\d{7,12})\.0+$", r"\1", text)  # a number that some program wrote as text
    bare = text.replace("-", "")
    if len(bare) in (10, 12) and bare.startswith("1") and bare.isdigit():
        raise Wrong(f"手机号应是 11 位，现在是 {len(bare)} 位，请核对。")
    if re.fullmatch(r"(?!400)[2-9]\d{9}", bare):
        raise Wrong("像是座机丢了开头的 0（表格软件会去掉它），请补上，比如 0537-3412345。")
    text = re.sub(r"^(0(?:10|2\d)|0\d{3})(?=\d)", r"\1-", bare)  # wherever the dashes stood
    if not PHONE.fullmatch(text):
        raise Wrong("不像电话号码。手机写 11 位，座机写区号和号码，比如 0537-3412345；一格只写一个。")
    return text


def day(cell: Cell) -> str:
    """A day, as a date, as words, or as the number behind a spreadsheet's date; two-figure years are not guessed."""
    if isinstance(cell, datetime | date):
        found: date | None = cell.date() if isinstance(cell, datetime) else cell
    elif isinstance(cell, float | int) and not isinstance(cell, bool) and 0 < cell < 10_000_000:
        found = SERIAL_ZERO + timedelta(days=int(cell)) if int(cell) in SERIALS else None
    else:
        found = _spoken(plain(cell))
    if found is None or not 1950 <= found.year <= 2099:
        raise Wrong("看不懂是哪一天，请按 2026-01-31 这样填。")
    return found.isoformat()


def _spoken(text: str) -> date | None:
    parts = DAY.fullmatch(text)
    if parts is None:
        return None
    year, month, number = parts[1], parts[2] or parts[4], parts[3] or parts[5]
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None


def whole(most: int) -> Clean:
    """A whole number from nothing on."""

    def clean(cell: Cell) -> int:
        text = plain(cell).replace(",", "").replace("，", "")
        text = re.sub("(人|件|公里|km)$", "", text)
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise Wrong("应是整数，不带小数，也不写约数。")
        if int(text) > most:
            raise Wrong(f"太大了，最大是 {most}，请核对。")
        return int(text)

    return clean


def degrees(least: int, most: int) -> Clean:
    """A longitude or a latitude in the country, as precise as a township's rough middle needs: two places, a kilometre."""

    def clean(cell: Cell) -> float:
        text = plain(cell).rstrip("°度")
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,12})?", text) or not least <= float(text) <= most:
            raise Wrong(f"请写 {least} 到 {most} 之间的数，带小数，不用度分秒，比如 {(least + most) / 2:.2f}。")
        return round(float(text), 2)

    return clean


def yes(cell: Cell) -> bool:
    """是 or 否."""
    text = plain(cell).lower()
    if text in YES:
        return True
    if text in NO:
        return False
    raise Wrong("请写“是”或者“否”。")


def one_of(meanings: Mapping[str, str]) -> Clean:
    """One of these words, each with what it stands for."""

    def clean(cell: Cell) -> str:
        text = plain(cell).replace(" ", "")
        if text in meanings:
            return meanings[text]
        raise Wrong(f"只能写：{'、'.join(dict.fromkeys(_plainest(meanings)))}。")

    return clean


def _plainest(meanings: Mapping[str, str]) -> list[str]:
    first: dict[str, str] = {}
    for word, meaning in meanings.items():
        first.setdefault(meaning, word)
    return list(first.values())


def some_of(meanings: Mapping[str, str], most: int) -> Clean:
    """A few of these words, with 、 or a comma between them."""

    def clean(cell: Cell) -> list[str]:
        said = [one for one in re.split("[、，,;；/ ]+", plain(cell)) if one]
        if unknown := [one for one in said if one not in meanings]:
            raise Wrong(f"没有“{unknown[0]}”这一项，可以写：{'、'.join(_plainest(meanings))}。")
        chosen = sorted({meanings[one] for one in said})
        if len(chosen) > most:
            raise Wrong(f"最多写 {most} 项。")
        return chosen

    return clean


def town_key(text: str) -> str:
    """What is the same in all names of a township: 鼓楼街道办事处 is 鼓楼街道."""
    bare = text.replace(" ", "")
    found = TOWN_ENDS.search(bare)
    if not found:
        return bare
    rest = bare[: found.start()]
    return f"{rest}街道" if found[1] or found[2] == "办事处" and not rest.endswith(("镇", "乡")) else rest


def village_key(text: str) -> str:
    """What is the same in all names of a village: 韦园社区居委会 is 韦园社区, 大安村村民委员会 is 大安."""
    bare = text.replace(" ", "")
    found = VILLAGE_ENDS.search(bare)
    if found and found.start():
        bare = bare[: found.start()] + ("社区" if found[1].startswith("社区") else "")
    return bare[:-1] if bare.endswith("村") and len(bare) > 1 and not bare.endswith("新村") else bare


def house_key(text: str) -> str:
    """What is the same in all names of an institution: brackets of either kind."""
    return unicodedata.normalize("NFKC", text).replace(" ", "")
