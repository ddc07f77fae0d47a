"""换人: whoever is to be replaced may not serve there from a day on, and a repair proposes somebody else for a second person."""

from datetime import date

from menkou.assessments import policies
from menkou.assessments.following import queries
from menkou.assessments.following.course import NOT_NOW
from menkou.assessments.models import Consequence
from menkou.basis import actions as basis
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.dated import holding
from menkou.core.errors import Conflict, Invalid
from menkou.places.models import District, Village
from menkou.plans import actions as plans
from menkou.plans.models import Version
from menkou.postings.models import Avoidance

NOBODY_LEFT = "这些岗位上已经不是要换的人了，不用再换，直接办结。"


@action(policies.handle, audit="consequence.replacement_ordered")
def order(*, by: Actor, consequence: Consequence, on: date) -> Version:
    """开始换人 from a day on: 回避 for each village, with the decision as its source, and a repair with the fewest changes.

    Nobody's post ends here: it does when a second person approves the repair, or another plan, and it is published. So
    no village is without anybody meanwhile. Raises Conflict where it is not decided, was ordered, or nobody is left to
    be replaced; Invalid for a day that is over, or after the last day of the order that is not over itself.
    """
    held = Consequence.objects.select_for_update(of=("self",), no_key=True).get(pk=consequence.pk)
    if held.state != Consequence.State.DECIDED or held.kind != Consequence.Kind.REPLACE or held.ordered_at:
        raise Conflict("已经开始换人了。" if held.ordered_at else NOT_NOW)
    _demand_day(held, on)
    villages = {one.village_id: one.village for one in queries.still_held(held)}
    if not villages:
        raise Conflict(NOBODY_LEFT)
    for village in villages.values():
        _keep_out(by, held, village, on)
    district = District.objects.get(pk=held.district_id)
    why = f"按结果运用的决定，{len(villages)} 个村（社区）的岗位要换人"
    repair = plans.propose_repair(by=by, district=district, why=why, starts_on=on)
    facts = {"ordered_at": clock.now(), "ordered_by": by.user_id, "replace_from": on, "repair": repair}
    codes = sorted(one.code for one in villages.values())
    Consequence.objects.filter(pk=held.pk).update(villages=codes, **facts)
    consequence.refresh_from_db()
    return repair


def _demand_day(held: Consequence, on: date) -> None:
    today = clock.today()
    if on < today:
        raise Invalid("不能从过去的日子起换人，请选今天或以后。")
    until = held.carry_out_until
    if until and on > max(until, today):
        raise Invalid(f"决定要在 {clock.in_words(until)} 前办到，请选这天或者更早。")


def _keep_out(by: Actor, held: Consequence, village: Village, on: date) -> None:
    """Who is kept out for good already stays so, for the reason on record. Raises Conflict as basis does."""
    whom = {"registration_id": held.registration_id}
    if held.registration_id is None:
        whom = {"institution_id": held.institution_id}
    if holding(Avoidance.objects.filter(village=village, valid_until=None, **whom), on).exists():
        return
    decided = clock.in_words(held.decided_at.astimezone(clock.SHANGHAI).date()) if held.decided_at else ""
    source = f"{decided}责令更换的决定（结果运用 {str(held.pk)[-8:]}）"
    reason = Avoidance.Reason.OTHER
    fact = Avoidance(village=village, reason=reason, words="责令更换", valid_from=on, source=source, **whom)
    basis.record(by=by, fact=fact)
