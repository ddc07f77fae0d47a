"""12345工单 as a sheet: which columns are read, and how. Whoever called is not asked for, and what else stands there is not read."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from menkou.imports.rules import cleaning
from menkou.imports.rules.cleaning import Cell, Wrong, plain
from menkou.imports.rules.columns import HOUSE, NAMES, TOWN, VILLAGE, Field
from menkou.imports.rules.matching import FIRST_ROWS, INSTRUCTIONS, Layout, bare
from menkou.imports.rules.reading import Sheet

KINDS: Final = {
    "该来没来": "absent",
    "一直不回": "silent",
    "态度不好": "rude",
    "办得不好、答得不对": "poor",
    "办得不好": "poor",
    "答得不对": "poor",
    "要钱、要东西": "money",
    "要钱": "money",
    "要东西": "money",
    "把事情告诉了别人": "told",
    "泄露": "told",
    "其他": "other",
}
SUBJECTS: Final = {
    **{"法律顾问": "adviser", "机构": "institution", "村（社区）": "village", "司法局、司法所": "bureau"},
    **{"顾问": "adviser", "律师": "adviser", "执业机构": "institution", "律所": "institution", "村": "village"},
    **{"社区": "village", "村居": "village", "司法局": "bureau", "司法所": "bureau", "区司法局": "bureau"},
}
DAY, HALF = r"(\d{4}\D\d{1,2}\D\d{1,2}日?|\d{8})", "(上午|下午|AM|PM)?"
MINUTE = re.compile(rf"{DAY}[ T]*{HALF} *(\d{{1,2}})[:时点](\d{{1,2}})分?(?::?\d{{1,2}}(?:\.\d+)?秒?)?")
RUN_TOGETHER = re.compile(r"(\d{8})()(\d{2})(\d{2})(?:\d{2})?")  # 20260131093000
SERIAL = re.compile(r"[2-7]\d{4}\.\d+")
ALMOST = timedelta(milliseconds=500)  # a spreadsheet's 09:30 may lie a little before it
LONGEST, MOST_ROWS, FEWEST_TITLES = 1000, 200, 3
EXAMPLE: Final = "SL2026-0001"


def minute(cell: Cell) -> str:
    """A day and a time, as Excel has them, as the number behind them, or in words; a day alone is its first minute."""
    text = unicodedata.normalize("NFKC", plain(cell))
    if SERIAL.fullmatch(text):
        cell = datetime.combine(cleaning.SERIAL_ZERO, time()) + timedelta(days=float(text))
    if isinstance(cell, datetime):
        return f"{cell + ALMOST:%Y-%m-%d %H:%M}"
    found = None if isinstance(cell, date) else MINUTE.fullmatch(text) or RUN_TOGETHER.fullmatch(text)
    try:
        day = cleaning.day(found[1].rstrip("日") if found else text if isinstance(cell, str) else cell)
    except Wrong as wrong:
        raise Wrong("看不懂是什么时候，请按 2026-01-31 09:30 这样填。") from wrong
    return f"{day} {_hour(found) if found else '00:00'}"


def _hour(found: re.Match[str]) -> str:
    """The time of a day, by either of the clocks that people write."""
    hour, minutes = int(found[3]), int(found[4])
    if found[2] in ("上午", "AM", "下午", "PM") and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found[2] in ("下午", "PM") else 0)
    if hour > 23 or minutes > 59:
        raise Wrong("看不懂是几点，请按 2026-01-31 09:30 这样填。")
    return f"{hour:02}:{minutes:02}"


def term(cell: Cell) -> str:
    """By when; a day alone, or its very beginning, is the whole day."""
    return minute(cell).removesuffix(" 00:00")


def story(cell: Cell) -> str:
    """What it is about, with its lines."""
    if isinstance(cell, str):
        text = "\n".join(filter(None, map(plain, cell.splitlines())))
        return str(cleaning.words(LONGEST)(text)) and text
    return str(cleaning.words(LONGEST)(cell))


FIELDS: Final = (
    Field(
        "number", "工单号", cleaning.digits, ("工单编号", "受理编号", "编号"), True, "照抄 12345 的", example=EXAMPLE
    ),
    Field(
        "received_at",
        "12345 受理时间",
        minute,
        ("受理时间", "来电时间", "登记时间", "诉求时间"),
        True,
        "2026-01-31 09:30",
        example="2026-01-31 09:30",
    ),
    Field("due_on", "答复时限", term, ("办结时限", "截止时间", "办理期限"), hint="没有的空着，按本区的规则算"),
    Field(
        "kind",
        "反映什么",
        cleaning.one_of(KINDS),
        ("问题类别", "反映事项"),
        True,
        choices=tuple(KINDS)[:4],
        example="一直不回",
    ),
    Field(
        "subject",
        "反映谁",
        cleaning.one_of(SUBJECTS),
        ("反映对象",),
        hint="写了顾问、机构、村的可以不填",
        choices=tuple(SUBJECTS)[:4],
    ),
    Field(
        "about",
        "法律顾问",
        cleaning.words(60),
        ("顾问", "顾问姓名", *NAMES),
        hint="姓名，或者执业证号",
        example="张示例",
    ),
    Field("institution", HOUSE.title, cleaning.words(80), HOUSE.also, hint="反映机构的才填"),
    TOWN,
    Field("village", VILLAGE.title, VILLAGE.clean, VILLAGE.also, hint="名称，或者 12 位代码"),
    Field(
        "text",
        "反映的事",
        story,
        ("诉求内容", "工单内容", "内容", "反映内容", "主要内容", "诉求描述"),
        True,
        "一两句；不写反映人的姓名、电话和住址",
        example="示例：打了几次电话都没有人接",
    ),
)
BY_KEY: Final = {one.key: one for one in FIELDS}


def layout_of(sheet: Sheet) -> tuple[Layout, list[str]] | None:
    """Which column is what, and the titles that are not read; None where this is no sheet of orders."""
    if sheet.name.strip() in INSTRUCTIONS:
        return None
    for number, cells in sheet.rows[:FIRST_ROWS]:
        titles = [plain(cell) for cell in cells]
        columns = dict(_named(titles))
        if "number" in columns.values() and len(columns) >= FEWEST_TITLES:
            unread = [title for place, title in enumerate(titles) if title and place not in columns]
            return Layout("orders", number, columns), unread
    return None


def _named(titles: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each field's column: by its own title first, then by what else it may be called."""
    bares, taken = [bare(title) for title in titles], set[int]()
    for one in FIELDS:
        wanted = [bare(title) for title in one.titles]
        found = next(
            (bares.index(title) for title in wanted if title in bares and bares.index(title) not in taken), None
        )
        if found is not None:
            taken.add(found)
            yield found, one.key


def cleaned(said: Mapping[str, Cell]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What the cells of a row say, by field, and what is wrong with them: title and sentence."""
    values, problems = dict[str, str](), list[tuple[str, str]]()
    for one in FIELDS:
        if not plain(said.get(one.key)):
            continue
        try:
            values[one.key] = str(one.clean(said[one.key]))
        except Wrong as wrong:
            problems.append((one.title, str(wrong)))
    if not values.get("subject"):
        guess = next((key for key, at in (("adviser", "about"), ("institution", "institution")) if values.get(at)), "")
        values["subject"] = guess or ("village" if values.get("village") else "")
    return values, problems
