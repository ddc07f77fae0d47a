"""提醒什么: what each kind of staff is reminded of, in official words, and how a trial ended. Pure."""

from dataclasses import dataclass
from typing import Final

from menkou.core.actors import Actor, Role
from menkou.core.models import Outgoing

State = Outgoing.State
OF: Final[dict[str, tuple[str, ...]]] = {
    Role.ADVISER: (
        "新咨询、居民追问，同村顾问转来的咨询",
        "快到时限、到了时限还没有答复的咨询，该回访的咨询",
        "居民不问了、改了约见时间，约见的前一天",
        "要您替班、同事提前回来，同事请您会诊",
        "工作日志被退回，有投诉请您书面说明",
    ),
    Role.INSTITUTION_DIRECTOR: ("聘用合同快到期、还没有续签", "本机构的顾问离任", "有投诉请机构书面说明"),
    Role.JUDICIAL_OFFICE: (
        "辖区内超时没有答复的咨询",
        "居民评价不满意、说没有解决的咨询",
        "请您安排别家机构顾问的咨询",
        "由司法所办的投诉，投诉快到期、超期",
    ),
    Role.JUSTICE_BUREAU: (
        "超时很久的咨询，没有顾问能接的咨询",
        "岗位空缺，离任以后没有还回去的岗位",
        "由区司法局办的投诉，投诉快到期、超期",
        "公示牌上的码出了问题",
    ),
    Role.AUDITOR: ("特别查阅的申请等着批", "投诉超期"),
    Role.OPERATOR: ("系统自己的告警：任务失败、提醒发不出去、磁盘快满、时间不对、备份过期",),
}
ENDS: Final = {
    State.SENT: ("done", "发出去了", "平台收下了。没有看到的，请对一对登记的是不是您自己的。"),
    State.UNKNOWN: ("due", "结果不明", "话送出去了，平台没有回话，不知道到没到。请看一看收到没有。"),
}
GONE = ("overdue", "没有发", "这一种已经删掉了，或者本区停用了。")


@dataclass(frozen=True)
class Ended:
    """How a trial ended: shape, word, and what that means."""

    state: str
    word: str
    said: str


def of_actor(by: Actor) -> list[str]:
    """What somebody is reminded of, by all that they hold; nothing where no words go to it."""
    return [line for role, lines in OF.items() if by.has_role(Role(role)) for line in lines]


def ended(row: Outgoing, meaning: str) -> Ended:
    """One trial; `meaning` is what the platform's number means."""
    if row.state in (State.WAITING, State.SENDING):
        return Ended("due", "正在发", "已经交给后台去发，这一页会自己更新。")
    if row.state in ENDS:
        return Ended(*ENDS[State(row.state)])
    return Ended(*GONE) if row.way == "gone" else Ended("overdue", "没有送到", meaning)
