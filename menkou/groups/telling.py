"""What an adviser copies out of Menkou: into the group nothing of anybody, to the asker alone the link."""

from datetime import datetime

from menkou.core import clock
from menkou.core.clock import SHANGHAI
from menkou.groups.models import Stub


def taken(stub: Stub) -> str:
    """For the group, while there is no answer."""
    return f"【{stub.number} 号】已接到，私下回复。"


def answered(stub: Stub) -> str:
    """For the group, once there is one."""
    return f"【{stub.number} 号】已答复本人。"


def to_asker(stub: Stub, link: str, open_until: datetime) -> str:
    """For whoever asked, alone."""
    holder = stub.consultation.holder
    day = clock.in_words(open_until.astimezone(SHANGHAI).date())
    return (
        f"您好，我是{stub.village.short_name}的{holder.adviser.title}{holder.adviser.name}。"
        f"您在群里问的事，我单独回您，群里和村里看不到。点这个链接看：\n{link}\n"
        f"链接只能打开一次，{day}前有效，不要转给别人。不收钱，不要验证码。"
    )
