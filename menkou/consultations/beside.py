"""What stands beside a matter, as conditions over consultations: so that a page asks only for what there is."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from menkou.advisers.models import Registration
from menkou.consultations import content
from menkou.consultations.asking.queries import beside_words
from menkou.consultations.carried import CHANNEL
from menkou.consultations.models import Claim, Handover, Meeting, Opinion, Referral, ReviewCopy, Revisit
from menkou.consultations.models.meeting import AHEAD
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.literals import Literal
from menkou.core.models import Outgoing
from menkou.core.prepared import Prepared
from menkou.occasions.models import Occasion
from menkou.rotas.models import Asking, Slot
from menkou.worklogs.models import Entry, Outcome


def for_holder() -> dict[str, Any]:
    """By the name under which a page of its holder asks."""
    here = {"consultation_id": OuterRef("pk"), "district_id": OuterRef("district_id")}
    return {
        "names_sides": content.names_sides(),
        "was_carried": Exists(
            Outgoing.objects.filter(about=OuterRef("pk"), channel=CHANNEL, district_id=here["district_id"])
        ),
        "was_taken_in": Exists(Claim.objects.filter(**here)),
        "was_handed_over": Exists(Handover.objects.filter(**here)),
        **for_asker(),
    }


def for_asker() -> dict[str, Any]:
    """The part that its asker's page asks for as well."""
    here = {"consultation_id": OuterRef("pk"), "district_id": OuterRef("district_id")}
    return {
        **beside_words(),
        "has_meeting": Exists(Meeting.objects.filter(state__in=AHEAD, **here)),
        "has_referral": Exists(Referral.objects.filter(**here)),
        "has_opinion": Exists(Opinion.objects.filter(**here)),
        "has_copy": Exists(ReviewCopy.objects.filter(**here)),
    }


class MayWait(NamedTuple):
    """What the list of today has to ask for at all: without it there is nothing; with it there may be something."""

    opinion: bool
    referral: bool
    meeting: bool
    revisit: bool
    occasion: bool
    duty: bool
    sent_back: bool


def _may_wait(holders: list[UUID], now: datetime) -> QuerySet[Registration, tuple]:
    same = {"district_id": OuterRef("district_id")}
    theirs = {"consultation__holder": OuterRef("pk"), **same}
    turns = Slot.objects.filter(adviser=OuterRef("pk"), off_at=None, outcome__in=("", "missed"), **same)
    asked = Asking.objects.filter(whom=OuterRef("pk"), answer=Literal(""), **same)
    invited = Occasion.objects.filter(invited=OuterRef("pk"), off_at=None, presence="", **same)
    found = {
        "opinion": Opinion.objects.filter(colleague=OuterRef("pk"), state=Literal(Opinion.State.OPEN), **same),
        "referral": Referral.objects.filter(received_on=None, outcome=Literal(""), ask_at__lte=now, **theirs),
        "meeting": Meeting.objects.filter(state__in=AHEAD, **theirs),
        "revisit": Revisit.objects.filter(way=Literal(""), until_at__gt=now, **theirs),
        "occasion": invited,
        "sent_back": Entry.objects.filter(author=OuterRef("pk"), outcome=Outcome.RETURNED, corrections=None, **same),
    }
    conditions: dict[str, Any] = {f"may_{name}": Exists(rows) for name, rows in found.items()}
    conditions["may_duty"] = ExpressionWrapper(Q(Exists(turns)) | Q(Exists(asked)), BooleanField())
    mine = Registration.objects.filter(pk__in=holders).order_by()
    return mine.annotate(**conditions).values_list(*(f"may_{name}" for name in MayWait._fields))


MAY_WAIT = Prepared(MayWait, _may_wait, holders=UUID, now=datetime)


def may_wait_for(by: Actor) -> MayWait:
    """What may wait for an adviser, in one question: so that their list of today asks only for what there is."""
    found = MAY_WAIT(holders=list(by.held(Role.ADVISER)), now=clock.now())
    return MayWait(*(any(column) for column in zip(*found, strict=True))) if found else MayWait(*[False] * 7)
