"""What each kind of work counts beside its minutes (domain.md 11, counters8). Nobody has to say any of it."""

from typing import Final

CONSULTATION: Final = "consultation"
PEOPLE: Final[dict[str, str]] = {  # kinds at which people are served together, and how they are asked about
    "lecture": "来了多少人听",
    "training": "培训了多少人",
    "publicity": "来了多少人",
    "consultation": "现场答了多少人",
    "legal_aid": "引导了多少人",
    "petition": "接待了多少人",
    "duty": "接待了多少人",
    "case_push": "推送给多少人",
    "election": "指导了多少人",
    "meeting": "有多少人参加",
}
ITEMS: Final[dict[str, str]] = {  # kinds of which there are so many
    "drafting": "写了几份",
    "materials": "发了多少份",
    "lecture": "发了多少份资料",
    "publicity": "发了多少份资料",
    "village_rules": "审了几个制度",
    "contract_review": "审了几份合同",
    "legal_opinion": "出了几份意见",
    "screening": "排查出几件",
    "checkup": "查了几项",
    "case_push": "推送了几篇",
}
OF_RESIDENTS: Final = frozenset(
    {"drafting", "legal_aid", "petition"}
)  # beside consultations: each tells that somebody asked
REMOTE: Final = frozenset({"consultation", "case_push"})  # done without going there, as far as an entry tells
