"""How a contract stands, in an officer's words."""

from datetime import date

from django import template

from menkou.core import clock
from menkou.engagements.models import Contract

register = template.Library()
BEHIND = {"draft": "，下一份在拟稿", "sent": "，下一份已送签", "signed": "，已续签"}


@register.filter
def standing(contract: Contract, today: date) -> str:
    """拟稿, 已送签, 履行中 with the days that are left and what is behind it, 还没开始, 已到期 or 已提前终止."""
    if contract.stage == Contract.Stage.DRAFT:
        return "拟稿"
    if contract.stage == Contract.Stage.SENT and contract.sent_on:
        return f"{clock.in_words(contract.sent_on)}送签，还没签"
    if contract.ended_at:
        return "已提前终止"
    if contract.valid_from > today:
        return "签了，还没开始"
    if contract.valid_until <= today:
        return "已到期"
    behind = BEHIND.get(getattr(contract, "next_stage", None) or "", "")
    return f"履行中，还有 {(contract.valid_until - today).days} 天{behind}"
