"""申请、批、看: no word of a matter is opened without a second person's yes, a running clock and a line for its asker."""

from datetime import timedelta

from menkou.consultations import content, holding, viewings
from menkou.consultations.models import Consultation
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.inspections import policies, queries
from menkou.inspections.models import Inspection
from menkou.places import queries as places

State = Inspection.State
DECIDED = "这一条已经批过了。"
SHUT = "查阅的时间过了，或者还没有批准。要看，请重新申请。"
TOLD = "您接手的一条咨询，经批准被特别查阅了，请登录查看。"


@action(policies.request, audit="inspection.requested")
def request(
    *,
    by: Actor,
    consultation: Consultation,
    cause: str,
    reason: str,
    basis: str,
    form: str,
    defer_days: int = 0,
    instrument: str = "",
) -> Inspection:
    """申请. A form sent twice asks once. Raises Conflict where its asker erased the matter."""
    if found := queries.once(form):
        return found
    consultation = holding.kept(consultation)
    facts = {"cause": cause, "defer_days": defer_days, "asked_at": clock.now(), "asked_by_id": by.user_id}
    asked = Inspection(consultation=consultation, once_digest=digest("once", form), **facts)
    for name, text in (("reason", reason), ("basis", basis), ("instrument", instrument)):
        if text:
            setattr(asked, name, content.seal_beside(consultation, f"inspection:{asked.pk}:{name}", text))
    asked.save(force_insert=True)
    outbox.send(to="auditor", words="有一条特别查阅的申请等着批，请登录查看。", key=f"inspection-asked:{asked.pk}")
    return asked


@action(policies.decide, audit="inspection.approved")
def approve(*, by: Actor, inspection: Inspection) -> Inspection:
    """批准: by a second person; unread, it lapses after some hours. Raises Conflict where it was decided on."""
    found = _undecided(inspection)
    holding.kept(found.consultation)
    hours = places.rules()["hours_to_begin_an_inspection"]
    found.lapses_at = clock.now() + timedelta(hours=hours)
    return _decided(found, by, State.APPROVED)


@action(policies.decide, audit="inspection.refused")
def refuse(*, by: Actor, inspection: Inspection) -> Inspection:
    """不批."""
    return _decided(_undecided(inspection), by, State.REFUSED)


@action(policies.look, audit="inspection.looked")
def look(*, by: Actor, inspection: Inspection) -> list[content.Said]:
    """看, read only. With the first reading asker and adviser are told, or it is fixed when they will be.

    Raises Conflict where no second person agreed, the minutes are over, or the asker erased the matter.
    """
    found = _locked(inspection)
    if not found.is_open:
        raise Conflict(SHUT)
    matter = holding.kept(found.consultation)
    if found.opened_at is None:
        minutes = places.rules()["minutes_of_an_inspection"]
        found.opened_at = clock.now()
        found.closes_at = found.opened_at + timedelta(minutes=minutes)
        if not found.defer_days:
            _tell_adviser(found, matter)
        found.save(update_fields=["opened_at", "closes_at", "told_at"])
    viewings.note(matter, by, viewings.Way.INSPECTED, told_at=found.tell_from)
    return content.open_for_adviser(matter)


@action(policies.tell, audit="inspection.told", when=bool)
def tell(*, by: Actor, inspection: Inspection) -> bool:
    """补发告知: what had to wait is told when its time has come. The asker's line on the thread appears by itself."""
    found = _locked(inspection)
    if found.told_at or not found.tell_from or found.tell_from > clock.now():
        return False
    _tell_adviser(found, found.consultation)
    found.save(update_fields=["told_at"])
    return True


def _tell_adviser(inspection: Inspection, matter: Consultation) -> None:
    inspection.told_at = clock.now()
    holding.tell_holder(matter, TOLD, f"inspected:{inspection.pk}")


def _locked(inspection: Inspection) -> Inspection:
    return Inspection.objects.select_for_update().get(pk=inspection.pk)


def _undecided(inspection: Inspection) -> Inspection:
    found = _locked(inspection)
    if found.state != State.ASKED:
        raise Conflict(DECIDED)
    return found


def _decided(found: Inspection, by: Actor, state: str) -> Inspection:
    found.state, found.decided_at, found.decided_by_id = state, clock.now(), by.user_id
    found.save(update_fields=["state", "decided_at", "decided_by", "lapses_at"])
    return found
