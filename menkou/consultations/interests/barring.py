"""回避: who may have nothing to do with a matter. One condition, for lists, for single rows and for who may take it.

Kept off are the institutions and the people of its interests; whoever gave it up for one; and, where it is about the
village's committee, every institution that serves the village now, whenever it began to.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from menkou.consultations.models import Consultation, Handover, Interest
from menkou.core import clock
from menkou.core.literals import Literal
from menkou.core.scope import Scope, current
from menkou.engagements import queries as engagements
from menkou.postings import queries as postings


@dataclass(frozen=True)
class Barred:
    """Institutions whose people, and people who wherever they work, may not have a matter."""

    institutions: set[UUID] = field(default_factory=set)
    advisers: set[UUID] = field(
        default_factory=set
    )  # persons, not registrations: they may have changed the institution


def is_kept_from(
    institution: str, adviser: str, *, matter=OuterRef("pk"), village=OuterRef("village_id"), on=None
) -> Q:
    """The condition: the institution or the person of these columns is barred from a matter and its village.

    Which they are is a column of the query that asks (OuterRef) or known. Most pages ask, so it is kept as built.
    """
    return _is_kept_from(current(), institution, adviser, matter, village, on or clock.today())


@lru_cache(maxsize=512)  # for each district, day and pair of columns: building it takes longer than answering it
def _is_kept_from(_scope: Scope, institution: str, adviser: str, matter, village, on: date) -> Q:
    here = {"consultation_id": matter, "district_id": OuterRef("district_id")}
    theirs = Q(institution_id=OuterRef(institution)) | Q(registration__adviser_id=OuterRef(adviser))
    gave_up = Q(giver__institution_id=OuterRef(institution)) | Q(giver__adviser_id=OuterRef(adviser))
    conflicts = Handover.objects.filter(gave_up, reason=Handover.Reason.CONFLICT, **here)
    about_committee = Interest.objects.filter(kind=Interest.Kind.COMMITTEE, **here)
    place = {"village_id": village, "district_id": OuterRef("district_id")}
    posted = postings.running(on).filter(registration__institution_id=OuterRef(institution), **place)
    bound = engagements.in_force(on).filter(institution_id=OuterRef(institution), **place)
    serves = Q(Exists(posted)) | Q(Exists(bound))
    told = Q(Exists(Interest.objects.filter(theirs, **here))) | Q(Exists(conflicts))
    return told | (Q(Exists(about_committee)) & serves)


def holder_is_kept_out(on: date | None = None, matter: str = "") -> Q:
    """The condition, over consultations or over rows that name one as `matter`, that whoever has it may not have it."""
    at = f"{matter}__" if matter else ""
    here = {"matter": OuterRef(f"{matter}_id" if matter else "pk"), "village": OuterRef(f"{at}village_id")}
    return is_kept_from(f"{at}holder__institution_id", f"{at}holder__adviser_id", on=on, **here)


def is_holder_kept_out(consultation: Consultation) -> bool:
    """Whether its holder may not have it: they do not see it, and nobody holds it in truth."""
    return Consultation.objects.filter(holder_is_kept_out(), pk=consultation.pk).exists()


def is_unheld(consultation: Consultation) -> bool:
    """Whether an open matter waits for somebody who may have it."""
    return consultation.state != Consultation.State.CLOSED and is_holder_kept_out(consultation)


def serving(village_id: UUID) -> set[UUID]:
    """The institutions that the village's committee has to do with today: of its posts, and of its contracts."""
    posted = postings.running().filter(village_id=village_id).values_list("registration__institution", flat=True)
    return {*posted.order_by(), *engaged(village_id)}


def engaged(village_id: UUID) -> set[UUID]:
    """The institutions whose contract with the village is in force."""
    found = engagements.in_force().filter(village_id=village_id)
    return set(found.order_by().values_list("institution", flat=True))


def barred_from(consultation: Consultation) -> Barred:
    """All of them, to find somebody else."""
    told = Interest.objects.filter(consultation=consultation)
    rows = list(told.values_list("institution", "registration__adviser", "kind"))
    gave_up = Handover.objects.filter(consultation=consultation, reason=Handover.Reason.CONFLICT)
    rows += [(*row, "") for row in gave_up.order_by().values_list("giver__institution", "giver__adviser")]
    is_about_committee = any(kind == Interest.Kind.COMMITTEE for *_, kind in rows)
    serve = serving(consultation.village_id) if is_about_committee else set()
    return Barred({row[0] for row in rows} | serve, {row[1] for row in rows if row[1]})


def without_interests(found: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """What a village may be counted by: nothing that is about its committee or advisers, or was given up by one."""
    return found.filter(is_without_interests())


def is_without_interests(matter: str = "") -> Q:
    """The condition, over consultations or over rows that name one as `matter`, that a village may be counted by it."""
    told, gave_up = _ties(f"{matter}_id" if matter else "pk")
    return Q(**{f"{matter}__concerns" if matter else "concerns": ""}) & ~Q(told) & ~Q(gave_up)


def with_interests(found: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """The others: few, so that a count over many leaves them out by name, and found by what makes them so."""
    concerned = Consultation.objects.exclude(concerns=Literal("")).order_by().values("pk")
    told = Interest.objects.order_by().values("consultation")
    gave_up = Handover.objects.filter(reason=Literal(Handover.Reason.CONFLICT)).order_by().values("consultation")
    return found.filter(pk__in=concerned.union(told, gave_up, all=True))


def _ties(matter: str = "pk") -> tuple[Exists, Exists]:
    """An interest that somebody told, and one for which somebody gave the matter up."""
    here = {"consultation_id": OuterRef(matter), "district_id": OuterRef("district_id")}
    told = Exists(Interest.objects.filter(**here))
    return told, Exists(Handover.objects.filter(reason=Handover.Reason.CONFLICT, **here))


def is_plain(consultation: Consultation) -> bool:
    """Whether no interest in it is known."""
    return without_interests(Consultation.objects.filter(pk=consultation.pk)).exists()


def overseer_of(consultation: Consultation) -> str:
    """Whom words about it go to: the judicial office of its township, or the bureau where an interest is known (R10)."""
    return f"township:{consultation.village.township_id}" if is_plain(consultation) else "bureau"
