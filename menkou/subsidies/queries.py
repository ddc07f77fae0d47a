"""What can be seen of money: all of it by the bureau and the auditor, what was checked by whom it is about."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from menkou.advisers.models import Institution, Registration
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.places.models import Village
from menkou.subsidies.models import (
    Adjustment,
    Batch,
    Decision,
    Factor,
    Handing,
    Line,
    Objection,
    Payment,
    Proposed,
    Tariff,
)
from menkou.worklogs.rules.periods import Period, back_from

Stage = Batch.Stage
OFFERED = {"half_year": 3, "month": 13}  # periods that are over, for which a batch is drawn up


def is_another_for(by: Actor, proposed: Proposed) -> bool:
    """Neither who put it down, nor one whose money, or whose institution's, it is."""
    person = getattr(proposed, "registration", None)
    house = person.institution_id if person else getattr(proposed, "institution_id", None)
    is_own = by.holds(Role.ADVISER, person and person.pk) or by.holds(Role.INSTITUTION_DIRECTOR, house)
    return by.user_id != proposed.made_by_id and not is_own


def is_checker_of(by: Actor, batch: Batch) -> bool:
    """Neither who drew it up, nor who put it forward, nor one of those who are paid, also for a post they left since."""
    if by.user_id in (batch.drawn_by_id, batch.put_by_id) or by.has_role(Role.ADVISER, Role.INSTITUTION_DIRECTOR):
        return False
    return not Line.objects.filter(batch=batch.pk, registration__membership__user=by.user_id).exists()


def is_own(by: Actor, line: Line) -> bool:
    """Whether a line is theirs: the adviser's, or their institution's."""
    return by.holds(Role.ADVISER, line.registration_id) or by.holds(Role.INSTITUTION_DIRECTOR, line.institution_id)


def is_stranger_to(by: Actor, objection: Objection) -> bool:
    """Neither who raised it, nor one whose line it is about."""
    return by.user_id != objection.raised_by_id and not is_own(by, objection.line)


def is_second_for(by: Actor, objection: Objection) -> bool:
    """A stranger to it who is not who answered it."""
    return by.user_id != objection.answered_by_id and is_stranger_to(by, objection)


def sees_all(by: Actor) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)


def lines_for(by: Actor) -> QuerySet[Line]:
    """The bureau and the auditor see every line; advisers and directors their own of what was checked."""
    found = Line.objects.select_related("batch", "village", "registration__adviser", "institution")
    if sees_all(by):
        return found
    mine = Q(registration__in=by.held(Role.ADVISER)) | Q(institution__in=by.held(Role.INSTITUTION_DIRECTOR))
    return found.filter(mine, batch__stage=Stage.CHECKED)


def line_for(by: Actor, pk: UUID) -> Line:
    """How a page gets hold of one: what you may not see does not exist."""
    return lines_for(by).select_related("about__batch", "village__township").get(pk=pk)


def batches_for(by: Actor) -> QuerySet[Batch]:
    """The latest first, each with the day on which it was paid. Advisers and directors: those that they are in."""
    paid = Payment.objects.filter(batch=OuterRef("pk"), district=OuterRef("district")).values("paid_on")
    found = Batch.objects.select_related("drawn_by", "put_by", "checked_by", "returned_by")
    found = found.annotate(paid_on=Subquery(paid[:1]))
    if sees_all(by):
        return found
    mine = lines_for(by).filter(batch=OuterRef("pk"), district=OuterRef("district")).order_by()
    return found.filter(Exists(mine), stage=Stage.CHECKED)


def batch_for(by: Actor, pk: UUID) -> Batch:
    return batches_for(by).get(pk=pk)


def open_batch() -> Batch | None:
    """The one that is not through yet; there is one at a time."""
    return Batch.objects.filter(stage__in=Batch.OPEN).first()


def being_drawn() -> QuerySet[Batch]:
    """What the worker has to draw up."""
    return Batch.objects.filter(stage=Stage.DRAWING)


def offered() -> list[Period]:
    """Periods that are over, the halves first, the latest first; without those that lie in one that was checked."""
    done = list(Batch.objects.filter(stage=Stage.CHECKED).values_list("first_day", "until_day"))
    today = clock.today()
    found = [one for window, count in OFFERED.items() for one in back_from(today, window, count + 1)[1:]]
    return [one for one in found if not any(first <= one.first and one.after_last <= until for first, until in done)]


class Sums(NamedTuple):
    """What some lines come to, by what they are."""

    lines: int
    fen: int
    of: dict[str, int]


def sums_of(lines: QuerySet[Line]) -> Sums:
    rows = list(lines.order_by().values_list("kind").annotate(count=Count("pk"), fen=Sum("fen")))
    return Sums(sum(row[1] for row in rows), sum(row[2] for row in rows), {row[0]: row[2] for row in rows})


class HouseSum(NamedTuple):
    """What an institution gets of a batch."""

    institution_id: UUID
    name: str
    people: int
    lines: int
    fen: int


def by_house(lines: QuerySet[Line]) -> list[HouseSum]:
    """By institution, in the order of their names."""
    rows = lines.exclude(institution=None).order_by("institution__name", "institution")
    counts = {"people": Count("registration", distinct=True), "count": Count("pk"), "sum": Sum("fen")}
    return [
        HouseSum(*row)
        for row in rows.values_list("institution", "institution__name")
        .annotate(**counts)
        .values_list("institution", "institution__name", *counts)
    ]


def villages_in(first: date, until: date) -> QuerySet[Village]:
    """Those that existed on any of these days, or of which a line was put down before."""
    there = Q(valid_until=None) | Q(valid_until__gt=first)
    known = Exists(Line.objects.filter(village=OuterRef("pk"), district=OuterRef("district")))
    found = Village.objects.filter(there & Q(valid_from__lt=until) | known)
    return found.order_by("code")


def not_counted_yet() -> QuerySet[Adjustment]:
    """Agreed to by a second person, and in no batch."""
    taken = Line.objects.filter(adjustment=OuterRef("pk"), district=OuterRef("district"))
    found = Adjustment.objects.filter(~Exists(taken), decision=Decision.AGREED)
    people = ("registration__adviser", "registration__institution", "institution", "made_by", "decided_by")
    return found.select_related(*people).order_by("decided_at", "id")


def carried_out() -> QuerySet[Line]:
    """What was carried out of an earlier batch, and not into one since."""
    into = Line.objects.filter(about=OuterRef("pk"), district=OuterRef("district"), kind=Line.Kind.CARRIED_IN)
    found = Line.objects.filter(~Exists(into), kind=Line.Kind.CARRIED_OUT, batch__stage=Stage.CHECKED)
    return found.select_related("batch", "institution").order_by("batch__checked_at", "number")


KINDS: dict[str, type[Proposed]] = {"tariffs": Tariff, "factors": Factor, "adjustments": Adjustment}
BESIDE = {
    "tariffs": (),
    "factors": ("registration__adviser", "registration__institution"),
    "adjustments": ("registration__adviser", "registration__institution", "institution"),
}


def proposed_for(by: Actor, kind: str) -> QuerySet[Any]:
    """What waits for a second person comes first; for the bureau and the auditor."""
    model = KINDS.get(kind)
    if model is None or not sees_all(by):
        raise Tariff.DoesNotExist
    return model._default_manager.select_related("made_by", "decided_by", *BESIDE[kind]).order_by(
        "decision", "-made_at", "-id"
    )


def waiting_count(by: Actor) -> int:
    """What waits for a second person, of all kinds."""
    return sum(model._default_manager.filter(decision="").count() for model in KINDS.values()) if sees_all(by) else 0


def tariffs_in_force() -> QuerySet[Tariff]:
    return Tariff.objects.filter(decision=Decision.AGREED).order_by("-valid_from", "-decided_at")


def objections_for(by: Actor) -> QuerySet[Objection]:
    """To lines that one sees; those that are open come first."""
    people = ("raised_by", "answered_by", "decided_by", "line__batch", "line__village", "line__institution")
    found = Objection.objects.select_related("line__registration__adviser", *people)
    if not sees_all(by):
        found = found.filter(line__in=lines_for(by).values("pk"))
    return found.order_by("decision", "outcome", "-raised_at")


def objection_for(by: Actor, pk: UUID) -> Objection:
    return objections_for(by).get(pk=pk)


def people() -> QuerySet[Registration]:
    """Everybody who may be paid, also who has left the roster."""
    found = Registration.objects.select_related("adviser", "institution")
    return found.order_by("institution__name", "adviser__name", "pk")


def houses() -> QuerySet[Institution]:
    return Institution.objects.filter(pk__in=people().order_by().values("institution"))


SOME_UNPAID = 50


def unpaid(lines: QuerySet[Line]) -> list[Line]:
    """Days that nobody is paid for, the first of them."""
    return list(lines.filter(kind=Line.Kind.UNPAID).order_by("number")[:SOME_UNPAID])


def unpaid_count(lines: QuerySet[Line]) -> int:
    return lines.filter(kind=Line.Kind.UNPAID).count()


def handings_of(batch: Batch) -> QuerySet[Handing]:
    return Handing.objects.filter(batch=batch).select_related("handed_by")


def payment_of(batch: Batch) -> Payment | None:
    return Payment.objects.filter(batch=batch).select_related("recorded_by").first()


def followed_by(by: Actor, line: Line) -> QuerySet[Line]:
    """What was put down later about the same days: what takes it back, and what comes instead."""
    return lines_for(by).filter(about=line).order_by("batch__drawn_at", "number")
