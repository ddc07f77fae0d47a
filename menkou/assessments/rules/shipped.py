"""随系统带的考核办法: one proposal for each subject, and the three tables that could be seen, as examples that load.

The proposals are this project's judgement and say so: no source shows cut scores or a table from points to money
(domain.md 2.5, 2.6). The examples hold only what is visible of Tables A, B and C (domain.md 2.1 to 2.3); their headings
say which part is cut off, so that nobody takes one for the whole.
"""

from typing import Final, NamedTuple

from menkou.assessments.rules.items import POINT, Item
from menkou.assessments.rules.measures import MEASURES
from menkou.assessments.rules.schemes import Grade, Line, Scheme


class Shipped(NamedTuple):
    """A scheme with its name, whom it is for, what it rests on, and the standard of each item in words."""

    subject: str
    title: str
    source: str
    scheme: Scheme
    standards: dict[str, str]


GRADES: Final = (  # 90, 75 and 60 are a habit and no source (domain.md 2.6)
    Grade("优秀", 90 * POINT, 1000),
    Grade("合格", 75 * POINT, 1000),
    Grade("基本合格", 60 * POINT, 1000, ("rectify",)),
    Grade("不合格", 0, 1000, ("replace", "deduct", "notice")),
)
PROPOSED: Final = "系统给的建议稿：没有查到公开的完整考核表，请按本区文件改了再用"


def _line(
    measure: str, title: str, kind: str, points: int, *, step: int = 0, least: int = 0, source: str = "computed"
) -> Line:
    item = Item(measure, title, kind, points * POINT, step, least, MEASURES[measure].unit)
    return Line(item, source, measure)


def _judged(key: str, title: str, points: int) -> Line:
    return Line(Item(key, title, "judged", points * POINT), "office")


ADVISER: Final = Shipped(
    "adviser",
    "法律顾问考核（建议稿）",
    PROPOSED,
    Scheme(
        (
            _line("meetings", "重大会议", "share", 15),
            _line("contracts", "经济合同", "share", 15),
            _line("disputes", "矛盾纠纷", "share", 15),
            _line("answers", "答复及时", "share", 10, least=5),
            _line("hours", "服务时长", "share", 10),
            _line("lectures", "法治讲座", "per_missing", 5, step=POINT),
            _line("checks", "日志属实", "per_case", 5, step=POINT),
            _line("committee", "村（居）委会意见", "share", 5, source="committee"),
            _line("survey", "村（居）民测评", "rated", 10, least=20, source="residents"),
            _judged("office", "司法所评分", 10),
        ),
        GRADES,
    ),
    {"office": "看台账、佐证和村里的反映，写明理由。", "hours": "按区里定的工作要求，各村分别算，多的不顶少的。"},
)
INSTITUTION: Final = Shipped(
    "institution",
    "律所、法律服务所考核（建议稿）",
    PROPOSED,
    Scheme(
        (
            _line("signed", "合同按时签", "share", 20),
            _line("filled", "岗位不空", "share", 30),
            _line("missed", "无故缺席", "per_case", 15, step=5 * POINT),
            _line("complaints", "投诉查实", "per_case", 15, step=5 * POINT),
            _line("checks", "日志属实", "per_case", 10, step=POINT),
            _judged("office", "司法所评分", 10),
        ),
        GRADES,
    ),
    {},
)
TABLE_A: Final = Shipped(
    "adviser",
    "示例甲：某县考评表（只看得到一部分）",
    "某县《村(社区)法律顾问工作考评表》，公开部分 32 分，其余看不到",
    Scheme(
        (
            _judged("plan", "年度服务计划", 6),
            _line("visits", "定期服务", "per_missing", 12, step=POINT),
            _judged("five", "五项义务服务", 10),
            _judged("major", "重大事项报告处置", 4),
        ),
        (Grade("做到", 24 * POINT, 1000), Grade("没做到", 0, 1000)),
    ),
    {
        "plan": "没有调查表扣 3 分，没有计划扣 3 分。",
        "visits": "每月主动到村不少于一次，少一次扣 1 分。",
        "five": "每有一项需要没有服务扣 2 分，没有宣传扣 2 分。",
        "major": "每有一件没有报告扣 1 分。",
    },
)
TABLE_B: Final = Shipped(
    "institution",
    "示例乙：另一份考评表（只看得到一部分）",
    "《村(社区)法律顾问工作考评表》，公开部分 30 分，其余看不到",
    Scheme(
        (
            _line("signed", "聘用情况", "met", 5, least=100),
            _judged("boards", "服务明示情况", 5),
            _judged("log", "执行工作日志制度情况", 20),
        ),
        (Grade("做到", 24 * POINT, 1000), Grade("没做到", 0, 1000)),
    ),
    {
        "signed": "合同没有按时签扣 5 分。",
        "boards": "没有公示牌扣 5 分，没有及时更新扣 3 分。",
        "log": "写明时间、对象、内容、结果，一次一记、一事一记。",
    },
)
TABLE_C: Final = Shipped(
    "adviser",
    "示例丙：某县级市按次计分（只看得到一部分）",
    "某县级市《绩效考核及奖励办法》，每月 5、15、25 日推送，按时一次加 1 分，没发扣 1 分；其余看不到",
    Scheme(
        (_line("pushes", "按日子推送", "on_time", 18, step=POINT),),
        (Grade("多得", 12 * POINT, 1000), Grade("一般", 0, 1000)),
    ),
    {"pushes": "按时一次加 1 分，晚了不加，没发扣 1 分。"},
)
SHIPPED: Final = {
    "adviser": ADVISER,
    "institution": INSTITUTION,
    "table-a": TABLE_A,
    "table-b": TABLE_B,
    "table-c": TABLE_C,
}
