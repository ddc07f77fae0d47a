"""考核, 测评 and 结果运用."""

from typing import Final

from menkou.rulebook.wording.named import JUDGED, Named

_HABIT: Final = f"没有查到规定，公示习惯是 5 个工作日；{JUDGED}"
ASSESSING: Final = {
    "working_days_to_answer_an_assessment": Named("考核结果给本人看后几个工作日内可以申请复核", "个工作日", JUDGED),
    "working_days_of_publicity": Named("考核结果公示几个工作日", "个工作日", _HABIT),
    "percent_of_a_span_to_be_asked": Named(
        "一个月（季度）里在岗要超过多少，才按那个月（季度）考核", "%", JUDGED, "在岗不算请假的天数。"
    ),
    "households_of_a_survey": Named("村（居）民测评一个村抽几户", "户", "一个区的考核办法：每村不少于 20 份"),
    "working_days_to_answer_a_finding": Named("结果运用告知后几个工作日内可以陈述申辩", "个工作日", JUDGED),
    "days_to_replace": Named("责令更换，几天内换好", "天", JUDGED),
    "days_to_rectify": Named("限期整改，几天内改好", "天", JUDGED),
    "missed_duties_open_a_case": Named(
        "缺席到了次数，立哪一种结果运用",
        "选一项",
        f"一个县的规定：无故缺席 3 次可以要求更换；{JUDGED}",
        "只是立一件，每一步都由人来办。",
        ("不立", "限期整改", "责令更换", "整改和更换都立"),
    ),
    "complaints_upheld_open_a_case": Named(
        "投诉查实，要不要立一件限期整改", "选一项", JUDGED, "只是立一件，每一步都由人来办。", ("不立", "立")
    ),
    "days_of_a_criticism_notice": Named("通报批评挂几天", "天", f"到日子自己撤下；{JUDGED}"),
}
