"""指标说明: what each number of a report counts, from which records, what it leaves out, and as of when."""

from typing import Final, NamedTuple

from menkou.oversight.reporting.levels import COUNTERS, kinds_of
from menkou.worklogs.rules.counters import ALL_BUT_CONSULTATIONS, Counter

ENTRIES: Final = "工作日志"
NOT_SENT_BACK: Final = "退回的（更正以后的算）"
TELLS: Final = {"people": "人次", "items": "份（件、个）"}
FEW: Final = (
    "按过完的月份列，镇街按过完的季度列；少于规定的数不列，能倒算出来的和相邻的合着列；"
    "机构、村（社区）不列，牵涉村（居）委会和顾问的不算"
)


class Meaning(NamedTuple):
    name: str
    unit: str
    counts: str
    records: str
    leaves_out: str
    as_of: str


def meanings(as_of: str) -> list[Meaning]:
    """In the order of the columns, then the numbers that are told of all together."""
    return [*(_of(one, as_of) for one in COUNTERS), *(Meaning(*one, as_of) for one in OTHERS)]


def _of(one: Counter, as_of: str) -> Meaning:
    kinds = "除“解答咨询”以外的各项" if one.kinds == ALL_BUT_CONSULTATIONS else f"事项是“{kinds_of(one)}”的"
    what = f"{kinds}日志，一条算一{one.unit}"
    if one.what != "entries":
        untold = "没写的算 1" if one.untold else "没写的不算"
        what = f"{kinds}日志里写的{TELLS[one.what]}加起来，{untold}"
    return Meaning(one.title, one.unit, what, ENTRIES, FEW if one.counts_consultations else NOT_SENT_BACK, as_of)


OTHERS: Final = (
    ("服务时长", "小时", "日志里写的分钟加起来，折成小时", ENTRIES, f"解答咨询；{NOT_SENT_BACK}"),
    (
        "有服务的村",
        "个",
        "这段时间里有一条以上咨询以外日志的村（社区），撤并的算到后来的村",
        ENTRIES,
        f"只有咨询的，免得看出哪个村有人问；{NOT_SENT_BACK}",
    ),
    ("村（社区）", "个", "今天有的村（社区）", "村（社区）名册", "已经撤并的"),
    ("新咨询", "条", "居民提问的那天在这段时间里的", "咨询", "按过完的月份列；少的不列，不分镇街、机构和村"),
    (
        "首次答复中位数",
        "小时",
        "从提问到居民看到第一次答复，排在正中的那个数",
        "咨询",
        "还没答复的；新咨询不列的也不列",
    ),
    ("按时答复", "条", "第一次答复不晚于时限的", "咨询", "按过完的季度列；它或者其余的太少就不列"),
    ("评价", "份", "居民评价的那天在这段时间里的", "评价", "按过完的月份列；少的不列"),
    ("满意", "份", "评价里点了“满意”的", "评价", "按过完的季度列；它或者其余的太少就不列"),
    ("推送", "条", "这段时间里开始发的推送", "推送", "没有批准的、撤回的"),
    ("登记的群", "个", "今天登记着的群", "群登记", "已经停用的"),
    ("群里的人", "人", "登记的群最近一次记下的人数加起来", "群登记", "没记过人数的"),
    ("转介、会诊、投诉", "件", "按半年列，另有一页", "转介、会诊、回电、投诉", "少的和能倒算出来的"),
)
