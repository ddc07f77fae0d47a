"""What can be seen of referrals: where one can be sent to, what became of it, and what is to be asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from menkou.consultations import content
from menkou.consultations import queries as consultations
from menkou.consultations.models import Consultation, Referral, Target
from menkou.consultations.rules.hotlines import HOTLINES
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.dated import holding
from menkou.core.keys import digest
from menkou.places import queries as places

Outcome = Referral.Outcome
MOST_AT_ONCE = 200
SILENT = {"received_on": None, "outcome": ""}


@dataclass(frozen=True)
class Body:
    """Where to go, as a card and a slip show it: a row of the district, or a number of the whole country."""

    key: str
    kind: str
    name: str
    phone: str
    address: str
    hours: str
    remark: str


@dataclass(frozen=True)
class Card:
    """A referral with where it leads and, for whoever may read the matter, what to bring."""

    referral: Referral
    body: Body
    bring: str


class Sent(NamedTuple):
    """How many were sent to one body, were received there and have it resolved."""

    sent: int
    received: int
    resolved: int


def _of_row(one: Target) -> Body:
    return Body(str(one.pk), one.get_kind_display(), one.name, one.phone, one.address, one.hours, one.remark)


def _of_hotline(number: str) -> Body:
    one = HOTLINES[number]
    return Body(number, Target.Kind(one.kind).label, one.name, number, "", one.hours, one.remark)


def targets() -> QuerySet[Target]:
    """去处 of the district that hold today, and those that begin later."""
    today = clock.today()
    running = Target.objects.filter(Q(valid_until=None) | Q(valid_until__gt=today))
    return running.select_related("township").order_by("kind", "name", "valid_from")


def targets_for(by: Actor) -> QuerySet[Target]:
    """The page that keeps them is the bureau's."""
    return targets() if by.has_role(Role.JUSTICE_BUREAU) else Target.objects.none()


def target_for(by: Actor, pk: UUID) -> Target:
    """How the bureau's page gets hold of one."""
    return targets_for(by).get(pk=pk)


def bodies_for(consultation: Consultation) -> list[Body]:
    """Where its asker can be sent to today: what is near first, then the district, then the whole country's numbers."""
    here = consultation.village.township_id
    rows = holding(Target.objects.filter(Q(township=None) | Q(township=here)))
    found = sorted(rows, key=lambda one: (one.township_id is None, one.kind, one.name))
    own = {one.phone for one in found}
    return [*map(_of_row, found), *(_of_hotline(number) for number in HOTLINES if number not in own)]


def link_to(consultation: Consultation, key: str) -> dict[str, Any] | None:
    """What a referral to one of these bodies holds; None where it is none of them."""
    if key not in {one.key for one in bodies_for(consultation)}:
        return None
    return {"national": key} if key in HOTLINES else {"target_id": UUID(key)}


def body_of(referral: Referral) -> Body:
    return _of_hotline(referral.national) if referral.national else _of_row(referral.target)  # type: ignore[arg-type]


def said_of(referral: Referral) -> str:
    """How the answer begins that goes with it on the thread."""
    return f"请您去：{body_of(referral).name}。"


def sent_with(consultation: Consultation, text: str, by: Actor) -> QuerySet[Referral]:
    """The latest that went with an answer of these words, where nobody has said anything of it."""
    own = Referral.objects.filter(consultation=consultation, referred_by=by.user_id, told_at=None)
    latest = own.select_related("target").order_by("-id")
    return own.filter(pk__in=[one.pk for one in latest if text.startswith(said_of(one))][:1])


def cards_of(consultation: Consultation) -> list[Card]:
    """All that were not taken back, the newest first."""
    found = Referral.objects.filter(consultation=consultation).exclude(outcome=Outcome.CANCELLED)
    return [card_of(consultation, one) for one in found.select_related("target").order_by("-referred_at", "-id")]


def card_of(consultation: Consultation, referral: Referral) -> Card:
    record = bytes(referral.sealed)
    words = content.open_beside(consultation, place_of(referral), record) if record else ""
    return Card(referral, body_of(referral), words)


def place_of(referral: Referral) -> str:
    """For which place what to bring is sealed."""
    return f"referral:{referral.pk}"


def once(form: str) -> Referral | None:
    return Referral.objects.filter(once_digest=digest("refer", form)).first()


def is_referred(consultation: Consultation) -> bool:
    """Whether its asker was sent to another body, and not called back."""
    return Referral.objects.filter(consultation=consultation).exclude(outcome=Outcome.CANCELLED).exists()


def _of_matter(consultation: Consultation, pk: UUID) -> Referral:
    kept = Referral.objects.exclude(outcome=Outcome.CANCELLED).select_related("consultation__village", "target")
    return kept.get(pk=pk, consultation=consultation)


def referral_of(by: Actor, matter: UUID, pk: UUID) -> Referral:
    """How the holder's page gets hold of one: what you may not see does not exist."""
    return _of_matter(consultations.consultation_for(by, matter), pk)


def referral_asked_for(by: Actor, matter: UUID, pk: UUID) -> Referral:
    """How the asker's page gets hold of one of their matter; what they have erased leads nowhere."""
    found = consultations.asked_for(by, matter)
    if found.erased_at is not None:
        raise Referral.DoesNotExist
    return _of_matter(found, pk)


def to_remind() -> QuerySet[Referral]:
    """Nobody has said for the district's working days whether they were taken on; of matters that holders may open."""
    had = consultations.served().filter(erased_at=None).order_by().values("pk")
    late = Referral.objects.filter(ask_at__lte=clock.now(), reminded_at=None, consultation__in=had, **SILENT)
    return late.select_related("consultation")[:MOST_AT_ONCE]


def to_ask(by: Actor) -> list[Referral]:
    """转介该问的, on an adviser's list of today: those reminded of that are silent still."""
    mine = consultations.held_by(by.held(Role.ADVISER)).filter(erased_at=None).order_by().values("pk")
    found = Referral.objects.filter(consultation__in=mine, ask_at__lte=clock.now(), **SILENT)
    return list(found.select_related("consultation__village").order_by("ask_at")[:20])


def sent_between(start: datetime, end: datetime) -> QuerySet[Referral]:
    """转介 between two instants that were not called back; to be counted."""
    return Referral.objects.filter(referred_at__gte=start, referred_at__lt=end).exclude(outcome=Outcome.CANCELLED)


def numbers(since: datetime) -> dict[str, Sent]:
    """件数 by body, for whoever keeps the bodies; those to which too few were sent are left out (decision 25)."""
    rows = Referral.objects.filter(referred_at__gte=since).exclude(outcome=Outcome.CANCELLED)
    got, done = Count("pk", filter=Q(received_on__isnull=False)), Count("pk", filter=Q(outcome=Outcome.RESOLVED))
    counted = rows.values("target", "national").annotate(sent=Count("pk"), got=got, done=done).order_by()
    fewest = places.rules()["fewest_in_a_list"]
    return {
        one["national"] or str(one["target"]): Sent(one["sent"], one["got"], one["done"])
        for one in counted
        if one["sent"] >= fewest
    }
