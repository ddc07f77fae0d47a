"""数据来源: what may be counted of whom, from what is on record already; nothing is typed in for an assessment alone."""

from typing import Final, NamedTuple


class Measure(NamedTuple):
    """What it is called, what one of it is called, of whom it can be counted, what is counted, in a sentence, and what is
    said where there is nothing to count."""

    title: str
    unit: str
    subjects: tuple[str, ...]
    words: str
    nothing: str = "这个时段没有可比的数"


COMMITTEE, SURVEY = "committee", "survey"
MEASURES: Final[dict[str, Measure]] = {
    "meetings": Measure(
        "重大会议",
        "次",
        ("adviser",),
        "村里事先告诉了的重大会议、换届选举里，到场或者用别的办法参加了几次；没告诉的不算。",
        "村里没有事先告诉过重大会议、选举",
    ),
    "contracts": Measure(
        "经济合同",
        "份",
        ("adviser",),
        "村里事先告诉了的合同里，出了几份法律意见；没告诉的不算。",
        "村里没有事先送审过合同",
    ),
    "disputes": Measure(
        "矛盾纠纷",
        "件",
        ("adviser",),
        "村里请顾问参与的矛盾纠纷里，参与了几件；没请的不算。",
        "村里没有请去参与过矛盾纠纷",
    ),
    "answers": Measure(
        "答复及时",
        "件",
        ("adviser",),
        "到了该答复时间的咨询里，按时答复了几件；停表、转出的不算。",
        "没有到期要答复的咨询",
    ),
    "hours": Measure(
        "服务时长",
        "小时",
        ("adviser",),
        "按工作要求应服务的小时，和在各村做到的；一个村多做的不顶另一个村。",
        "没有要求服务时长的村",
    ),
    "visits": Measure(
        "到村次数",
        "次",
        ("adviser",),
        "按工作要求应到村的次数，和在各村做到的；一个村多做的不顶另一个村。",
        "没有要求到村次数的村",
    ),
    "lectures": Measure("法治讲座", "场", ("adviser",), "按工作要求应办的讲座，和在各村办了的。", "没有要求办讲座的村"),
    "pushes": Measure(
        "推送", "条", ("adviser",), "要本人发到群里的推送里，当天发到的、晚了发到的、没有发到的。", "没有要本人发的推送"
    ),
    "ratings": Measure(
        "居民评价", "件", ("adviser",), "居民评过的咨询里，评“满意”的几件；不显示是哪一件。", "没有居民评价过"
    ),
    "checks": Measure("抽查对不上", "条", ("adviser", "institution"), "抽查对不上，听了说明以后还是退回的日志。"),
    "complaints": Measure("投诉查实", "件", ("adviser", "institution"), "这个时段办结、查实的投诉。"),
    "missed": Measure("无故缺席", "次", ("institution",), "合同上记着的缺席，没派人接替、没有划掉的。"),
    COMMITTEE: Measure(
        "村（居）委会打分",
        "分",
        ("adviser",),
        "各村（居）委会打的分，按村平均；没打分的村不算。",
        "没有村（居）委会打过分",
    ),
    SURVEY: Measure(
        "村（居）民测评", "份", ("adviser", "institution"), "抽到的户交回的答卷里，满意的几份。", "没有收到答卷"
    ),
    "signed": Measure(
        "合同按时签",
        "份",
        ("institution",),
        "这个时段里起头的聘用合同，起始日以前签好的几份。",
        "没有这个时段起头的合同",
    ),
    "filled": Measure("岗位不空", "天", ("institution",), "所签合同的村，A 岗有人的天数。", "没有这个时段有效的合同"),
    "told": Measure(
        "事先告诉顾问",
        "件",
        ("village",),
        "重大会议、合同、选举里，按规定提前告诉了顾问的几件。",
        "没有登记过重大会议、合同、选举",
    ),
    "seen": Measure("回应", "件", ("village",), "顾问出的法律意见里，说明了采纳没有的几件。", "顾问没有出过法律意见"),
    "reviewed": Measure(
        "核实日志", "条", ("office",), "辖区的工作日志里，核实过或者退回的几条。", "辖区没有要核实的日志"
    ),
}
BY_SOURCE: Final = {"committee": COMMITTEE, "residents": SURVEY}  # a source that says it by a measure of its own
HAPPENS: Final = frozenset({"checks", "complaints", "missed"})  # should not have been: each time is charged for
