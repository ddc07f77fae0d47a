"""How a contract stands, in an officer's words."""

from datetime import date

from django import template

from menkou.engagements.models import Contract

register = template.Library()


@register.filter
def standing(contract: Contract, today: date) -> str:
    """履行中 with the days that are left, 还没开始, 已到期 or 已提前终止."""
    if contract.ended_at:
        return "已提前终止"
    if contract.valid_from > today:
        return "还没开始"
    if contract.valid_until <= today:
        return "已到期"
    return f"履行中，还有 {(contract.valid_until - today).days} 天"
