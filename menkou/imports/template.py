"""模板: one workbook with a sheet for each kind, drop-downs, an example row that is ignored as it is, and how to fill it."""

from collections.abc import Sequence

from menkou.core.sheets import Book, workbook
from menkou.imports.rules.sheets import ALL, Field

ROWS, LONGEST_LIST = 5000, 250  # a drop-down's words in all, as Excel takes them
HOW = (
    ("怎么用", "每张表一类，用得上哪张填哪张；各张表可以分几次导入。空着的格子表示不改。"),
    ("示例", "每张表的第二行是示例，照原样留着也不会导入，可以直接改掉。"),
    ("号码", "代码、证号、电话的列已经设成文本，请直接填，不要改成数字。"),
    ("安全", "不要写密码、身份证号、银行卡号。"),
)


def template(towns: Sequence[str]) -> bytes:
    """The workbook; the district's townships stand in its drop-downs."""

    def fill(book: Book) -> None:
        rows = [[title, "", "", words] for title, words in HOW]
        for kind in ALL:
            rows.append([kind.title, "", "", kind.words])
            rows += how_to("", kind.fields)
        book.sheet("说明", ["表", "列", "新的一行", "怎么填"], rows)
        for kind in ALL:
            add_sheet(book, kind.title, kind.fields, towns)

    return workbook(fill)


def how_to(title: str, fields: Sequence[Field]) -> list[list[str]]:
    """How each column of a sheet is filled."""
    return [[title, one.title, "要填" if one.needed else "可空", _how(one)] for one in fields]


def _how(one: Field) -> str:
    words = [one.hint] if one.hint else []
    if one.choices:
        words.append(f"从下拉里选：{'、'.join(one.choices)}")
    return "；".join(words)


def add_sheet(book: Book, title: str, fields: Sequence[Field], towns: Sequence[str]) -> None:
    """One sheet with its example row and its drop-downs."""
    book.sheet(title, [one.title for one in fields], [[one.example for one in fields]])
    sheet = book.book.get_worksheet_by_name(title)
    text = book.book.add_format({"num_format": "@"})
    for place, one in enumerate(fields):
        sheet.set_column(place, place, max(14, len(one.title) * 2 + 4), text)
        choices = list(towns) if one.key == "township" else list(one.choices)
        if choices and len(",".join(choices)) <= LONGEST_LIST:
            rule = {"validate": "list", "source": choices, "error_type": "warning"}
            sheet.data_validation(1, place, ROWS, place, rule)
        if one.hint or one.needed:
            sheet.write_comment(0, place, ("要填。" if one.needed else "") + one.hint, {"x_scale": 2})
