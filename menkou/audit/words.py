"""What every audit line is called in Chinese: words.txt has a line for each name that an action leaves (a test sees to it)."""

import re
from functools import cache
from pathlib import Path

from django.apps import apps

FILE = Path(__file__).with_name("words.txt")
OTHER, CHINESE = "记录", re.compile("[\u4e00-\u9fff]")
LOOKED = "looked"  # in an address: all of these
LOOKS = frozenset(  # somebody opened, listened to or took away what is there
    [
        *(
            "accounts.list_taken_out",
            "audit.exported",
            "audit.list_taken",
            "audit.pack_taken",
            "assessment.slips_taken",
            "assessment.taken",
        ),
        *("assessment.trial_taken", "basis.taken_out", "complaint.read", "consultation.copied"),
        *(
            "consultation.enclosure_opened",
            "consultation.read",
            "engagements.scan_taken",
            "hotline.read",
            "inspection.looked",
        ),
        *("occasion.paper_taken", "occasion.taken_out", "opinion.enclosure_opened", "opinion.read", "papers.taken"),
        *("plans.comparison_taken_out", "plans.taken_out", "review.read", "subsidies.batch_handed_on"),
        "worklog.ledger_taken_out",
    ]
)
GROUPS = {
    "accounts": "账号",
    "advisers": "名册",
    "arrangement": "请司法所安排",
    "assessment": "考核",
    "audit": "审计",
    "basis": "派驻依据",
    "boards": "公示牌",
    "broadcast": "推送",
    "case": "案例",
    "cases": "案例",
    "channels": "渠道",
    "chat": "会话",
    "chats": "会话",
    "cities": "市局看数",
    "complaint": "投诉",
    "consequence": "结果运用",
    "consultation": "咨询",
    "departures": "离任",
    "engagements": "聘用合同",
    "feedback": "对系统的意见",
    "group": "群登记",
    "group_question": "群里的问题",
    "hint": "到村提示",
    "hotline": "12345工单",
    "imports": "导入",
    "inspection": "特别查阅",
    "library": "资料",
    "meeting": "约见",
    "mergers": "区划调整",
    "note": "备注",
    "occasion": "村里的事",
    "opinion": "会诊",
    "papers": "文件",
    "phrase": "常用语",
    "places": "村居和规则",
    "plans": "派驻方案",
    "postings": "岗位",
    "reading": "告知书录音",
    "referral": "转介",
    "reminders": "提醒",
    "review": "评查",
    "rota": "值班",
    "screens": "大屏",
    "setup": "开办",
    "subsidies": "补贴",
    "target": "转介去处",
    "visit": "到村",
    "worklog": "工作日志",
}


@cache
def words() -> dict[str, str]:
    """The Chinese of every name."""
    return dict(line.split(" ", 1) for line in FILE.read_text().splitlines())


def said(what: str) -> str:
    """What was done, in words; a name that this version does not know stands as it is."""
    return words().get(what, what)


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """All of them, by what they are about, for a select."""
    found: dict[str, list[tuple[str, str]]] = {}
    for what, words_of in words().items():
        found.setdefault(GROUPS[what.partition(".")[0]], []).append((what, words_of))
    return sorted(found.items())


def noun(subject: str) -> str:
    """What a line is about, without which one: 咨询."""
    try:
        name = str(apps.get_model(subject.partition(":")[0])._meta.verbose_name)
    except (LookupError, ValueError):
        return OTHER
    return name if CHINESE.match(name) else OTHER  # a part of something, which no action is about


def about(subject: str) -> str:
    """What a line is about, with the last letters of its id, by which two lines are seen to be about the same."""
    return f"{noun(subject)} …{subject.partition(':')[2][-6:]}"
