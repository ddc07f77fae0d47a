"""A workbook that brings a whole district in: 9999 01 is 示例区 of the cast."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import xlsxwriter

from menkou.imports.rules.cleaning import Cell

TOWNS = [
    ["镇街代码", "镇街名称", "司法所电话", "司法所地址", "经度（约）", "纬度"],
    [999901005.0, "白杨镇", "0537-3400005", "白杨街 1 号", 116.8512345, "35.56°"],
    ["９９９９０１００６", "柳树街道办事处", "(0537)3400006", "柳树路 2 号", "", ""],
]
VILLAGES = [
    ["村居代码", "名称", "镇街"],
    [999901005201.0, "东白杨村村民委员会", "白杨镇"],
    ["999901005202", "西白杨村村委会", "白杨镇人民政府"],
    ["999901006001", "柳树社区居委会", "柳树街道"],
]
HOUSES = [
    ["机构名称", "统一社会信用代码", "电话", "办公地址"],
    ["示例白杨律师事务所", "310000000000000020", "13800000001", "白杨街 3 号"],
]
PEOPLE = [
    ["姓名", "类别", "执业证号", "执业机构", "手机号"],
    ["王 白", "律师", "19990000000000071", "示例白杨律师事务所", "138-0000-0002"],
    ["赵柳", "律师", "19990000000000072", "310000000000000020", 13800000003.0],
]
DEMANDS = [
    ["村（社区）", "人口", "上年咨询（件）", "离镇街驻地（公里）", "最需要", "希望的顾问"],
    ["东白杨村", 1200, 30, 5, "合同、征地拆迁", "王白"],
    ["999901005202", 800, 10, 9, "", ""],
]
CONTRACTS = [
    ["村（社区）", "执业机构", "起", "止（含当天）"],
    ["东白杨", "示例白杨律师事务所", "2026年1月1日", "2027.12.31"],
]
POSTS = [
    ["代码", "行政村", "A岗", "B岗", "起始日"],
    ["", "柳树社区居委会", "王白", "19990000000000072", ""],
]
ACCOUNTS = [
    ["姓名", "用户名", "身份", "为谁", "手机号"],
    ["钱一", "qianyi", "村居干部", "柳树社区", ""],
    ["孙二", "suner", "司法所", "白杨镇", "13800000004"],
    ["王白", "wangbai", "法律顾问", "王白", ""],
    ["周三", "zhousan", "审计监督", "", ""],
]
GROUPS = [
    ["群名", "哪一级的群", "镇街", "村（社区）", "我们建的", "群主", "村民人数", "法律顾问在群里", "怎么进群"],
    ["示例区法律顾问之家", "区", "", "", "", "孙二", 30, "", ""],
    ["白杨镇司法所法律顾问群", "", "白杨镇", "", "是", "suner", "", "", "扫码就能进"],
    ["东白杨村法律顾问群", "村", "白杨镇", "东白杨村", "是", "王白", 120, "是", ""],
    ["柳树社区邻里群", "", "", "柳树社区", "否", "", 200, "否", "要群里的人拉进来"],
]
DAYS = [["日期", "上班或放假", "依据"], ["2026-10-01", "放假", "放假通知"], ["2026-10-10", "上班", "放假通知"]]
WHOLE = {
    "镇街": TOWNS,
    "村居": VILLAGES,
    "机构": HOUSES,
    "顾问": PEOPLE,
    "村居需求与意愿": DEMANDS,
    "合同": CONTRACTS,
    "岗位": POSTS,
    "人员与角色": ACCOUNTS,
    "群登记": GROUPS,
    "工作日历": DAYS,
}
ROWS = sum(len(rows) - 1 for rows in WHOLE.values())


def book(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """A workbook of these sheets."""
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, place, cell)
    return kept.getvalue()
