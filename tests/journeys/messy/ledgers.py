"""曲阜 in ledgers: headings above the header, merged cells, codes that became numbers, phones as people write them."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

TOWNS = {
    "370881101": ("吴村镇", "吴村镇", "0537－44 12301", "吴村镇驻地 1 号"),
    "370881110": ("石门山镇 ", "石门山镇", "0537-4412302", "石门山镇驻地 2 号"),
    "370881004": ("小雪街道办事处", "小雪街道", "", ""),
}
VILLAGES = {
    "370881101": {"201": "中心村", "202": "车站村", "203": "高楼村", "209": "泉头村", "234": "峪西村"},
    "370881110": {"223": "大庙村", "229": "董大城村", "231": "管村", "235": "歇马亭村", "236": "韦家楼村"},
    "370881004": {"200": "大雪村", "202": "西雪村", "217": "白杨店", "236": "雪店", "237": "凫村"},
}
HOUSES = [
    ["示例阙里律师事务所", "31000000000000010T", "0537-441-2311", "静轩路 11 号", ""],
    ["示例石门法律服务所", "33000000000000010L", "(0537)4412312", "石门山镇驻地 12 号", "石门山镇"],
]
ADVISERS = [
    ["赵 一", "律师", "１９９９００００００００００１７１", "示例阙里律师事务所", "130-0000-0171", "zhaoyi"],
    ["钱二", "专职律师", "19990000000000172", "示例阙里律师事务所", 13000000172, "qianer"],
    ["孙三", "律师", "19990000000000173 ", "示例阙里律师事务所", "13000000173", "sunsan"],
    ["李四", "基层法律服务工作者", "19990000000000174", "示例石门法律服务所", 13000000174.0, "lisi"],
    ["周五", "基层法律服务工作者", "19990000000000175", "示例石门法律服务所", "13000000175", "zhouwu"],
]
OFFICERS = [
    ["吴科长", "wukezhang", "区司法局", ""],
    ["郑所长", "zhengsuozhang", "司法所", "吴村镇"],
    ["王所长", "wangsuozhang", "司法所", "石门山镇"],
    ["冯所长", "fengsuozhang", "司法所", "小雪街道"],
]
SLIP = ("370881110", "236")  # whose code lost a digit, until it is put right


def workbook(*, slip: bool = True) -> bytes:
    """All ledgers in one file; with the slip of the pen, or after it was put right."""
    book = Workbook()
    book.remove(book.active)
    _sheet(book, "填表说明", [["各镇街请于本月底前报送，有问题打司法局电话。"]])
    _offices(book)
    _villages(book, slip)
    _sheet(book, "律所", [["单位名称", "统一社会信用代码", "联系电话", "地址", "驻地镇街"], *HOUSES])
    people = [[number, *row[:5], ""] for number, row in enumerate(ADVISERS, 1)]
    _sheet(book, "律师名单", [["序号", "姓名", "类别", "证号", "所在律所", "手机", "备注"], *people])
    logins = [[row[0], row[5], "法律顾问", row[2]] for row in ADVISERS]
    _sheet(book, "人员名单", [["姓名", "账号", "身份", "为谁"], *OFFICERS, *logins])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _sheet(book: Workbook, name: str, rows: list[list[Any]]) -> Any:
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
    return sheet


def _offices(book: Workbook) -> None:
    rows = [
        [number, said, float(code), f"{name}司法所" if phone else "", phone, address]
        for number, (code, (said, name, phone, address)) in enumerate(TOWNS.items(), 1)
    ]
    heading = ["曲阜市各镇街司法所通讯录"]
    titles = ["序号", "镇（街道）", "区划代码", "司法所", "联系电话", "办公地址"]
    _sheet(book, "司法所", [heading, titles, *rows]).merge_cells("A1:F1")


def _villages(book: Workbook, slip: bool) -> None:
    sheet = _sheet(book, "村居", [["所属镇街", "村代码", "村（社区）名称"]])
    for town, names in VILLAGES.items():
        first = sheet.max_row + 1
        for last, name in names.items():
            code = f"{town}{last}"[: 11 if slip and (town, last) == SLIP else 12]
            sheet.append([TOWNS[town][1] if sheet.max_row + 1 == first else None, float(code), f"{name}村民委员会"])
        sheet.merge_cells(f"A{first}:A{sheet.max_row}")
