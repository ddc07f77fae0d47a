"""岗位 as a sheet: who serves each village today, on A and on B, and since when."""

from dataclasses import replace

from menkou.imports.rules import cleaning
from menkou.imports.rules.columns import TOWN, VILLAGE, VILLAGE_CODE, Field, Kind

WHO = "写姓名；同名的写执业证号。这一岗没有人的空着"
POSTINGS = Kind(
    "postings",
    "岗位",
    (
        Field(
            "code",
            "村居代码",
            cleaning.place_code(12),
            ("代码", "行政村代码", "村代码", "统计用区划代码", "村（社区）代码"),
            hint="12 位；写了代码，村名可以空着",
            looks=VILLAGE_CODE,
            example="370000100201",
        ),
        replace(
            VILLAGE,
            also=("行政村", "村居", "村社区", "村名", "服务村居", "村（社区）名称", "行政村名称"),
            needed=False,
            hint="没有写代码的要填；同名的村请把镇街也写上",
            example="",
        ),
        TOWN,
        Field(
            "a",
            "A岗",
            cleaning.words(60),
            ("A岗法律顾问", "A岗顾问", "A岗律师", "A岗姓名", "A岗人员", "A角"),
            True,
            WHO,
            example="张示例",
        ),
        Field(
            "b",
            "B岗",
            cleaning.words(60),
            ("B岗法律顾问", "B岗顾问", "B岗律师", "B岗姓名", "B岗人员", "B角"),
            True,
            WHO,
            example="李示例",
        ),
        Field(
            "valid_from",
            "起始日",
            cleaning.day,
            ("起", "起始日期", "开始日期", "上岗日期", "任职日期", "派驻日期", "服务开始日期"),
            hint="从哪天起在岗；不填就从导入那天起",
        ),
    ),
    ("岗位名单", "派驻", "派驻名单", "AB岗", "AB岗名单", "一村一法律顾问"),
    "一行一个村，写现在在岗的人。系统里还没有人的岗位才登记；要换人、以后才开始的，请做派驻方案。",
)
