"""What can be seen of copies for review. Who of the bureau may read one is asked anew at every request."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from menkou.accounts import queries as accounts
from menkou.advisers.models import Registration
from menkou.consultations import consents, content
from menkou.consultations import queries as consultations
from menkou.consultations.models import Consent, Consultation, Handover, Interest, Opinion, Referral, ReviewCopy, Target
from menkou.consultations.reviewing import sealing
from menkou.consultations.rules.copying import copied
from menkou.consultations.rules.masking.proposing import Known
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.keys import digest
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings import queries as postings

State = ReviewCopy.State
# 急事卡: whoever was sent to these may be found, however little is told (rules.urgent)
GUARDED, GUARDED_NUMBERS = (Target.Kind.POLICE, Target.Kind.WOMEN), ("110",)


class Counted(NamedTuple):
    """How many copies there ever were, and what came of them; those that are gone count too."""

    released: int
    reviewed: int
    good: int
    taken_back: int


class Lent(NamedTuple):
    """What a case is made of."""

    words: str
    consent_id: UUID
    until_at: datetime
    known: Known  # of the matter's own record, to be masked
    village: Village  # for how many people live there; no case keeps which it was


def readable_by(by: Actor) -> QuerySet[ReviewCopy]:
    """What the bureau may read now: released, not taken back, not over; never by an officer whom the matter concerns."""
    if not by.has_role(Role.JUSTICE_BUREAU):
        return ReviewCopy.objects.none()
    released = ReviewCopy.objects.filter(state=State.OPEN, until_at__gt=clock.now())
    found = _of_others(by, released).select_related("consultation", "reviewed_by")
    return found.order_by(F("reviewed_at").asc(nulls_first=True), "until_at")


def _of_others(by: Actor, found: QuerySet[ReviewCopy]) -> QuerySet[ReviewCopy]:
    """Not of whoever has or had the matter, nor of their institution, of an interest in it, of its village, or by name."""
    ever = Registration.objects.filter(pk__in=accounts.advised_as(by.user_id))  # also before this office
    persons = list(ever.values_list("adviser", flat=True))
    houses = by.held(Role.INSTITUTION_DIRECTOR) | set(ever.values_list("institution", flat=True))
    here = {"consultation_id": OuterRef("consultation_id"), "district_id": OuterRef("district_id")}
    told = Q(institution__in=houses) | Q(registration__adviser__in=persons)
    gave = Q(giver__institution__in=houses) | Q(giver__adviser__in=persons)
    had = Q(consultation__holder__institution__in=houses) | Q(consultation__holder__adviser__in=persons)
    had |= Q(Exists(Handover.objects.filter(gave, **here))) | Q(Exists(Interest.objects.filter(told, **here)))
    had |= Q(consultation__village__in=by.held(Role.VILLAGE_CADRE)) | Q(sealing.names(by.name))
    return found.exclude(had)


def readable_one(by: Actor, pk: UUID) -> ReviewCopy:
    """How the bureau's page gets hold of one: what you may not see does not exist."""
    return readable_by(by).get(pk=pk)


def counted() -> Counted:
    """Numbers of the whole district, for the bureau; whoever counts them is of it."""
    released, good = Q(released_at__isnull=False), Q(verdict=ReviewCopy.Verdict.GOOD)
    taken_back, reviewed = Q(state=State.TAKEN_BACK), ~Q(verdict="")
    parts = {"released": released, "reviewed": reviewed, "good": good, "taken_back": taken_back}
    return Counted(**ReviewCopy.objects.aggregate(**{name: Count("pk", part) for name, part in parts.items()}))


def is_guarded(consultation: Consultation) -> bool:
    """Whether its asker was sent to the police or the women's federation: no case is made of it, whoever agrees."""
    return _to_be_guarded().filter(consultation=consultation).exists()


def _to_be_guarded() -> QuerySet[Referral]:
    sent = Q(target__kind__in=GUARDED) | Q(national__in=GUARDED_NUMBERS)
    return Referral.objects.filter(sent).exclude(outcome=Referral.Outcome.CANCELLED)


def may_be_copied(consultation: Consultation) -> bool:
    """Whether there is an answer to look at, that has arrived, and nothing waits for one."""
    is_there = consultation.answered_at is not None and consultation.answered_at <= clock.now()
    return is_there and consultation.erased_at is None and consultation.state != Consultation.State.WAITING


def standing_of(consultation: Consultation) -> ReviewCopy | None:
    """The one that waits for its asker's word, or that the bureau may read; with its texts, and whether it is guarded."""
    standing = ReviewCopy.objects.filter(consultation=consultation, state__in=ReviewCopy.STANDING)
    here = {"consultation_id": OuterRef("consultation_id"), "district_id": OuterRef("district_id")}
    facts = {"is_guarded": Exists(_to_be_guarded().filter(**here))}
    return sealing.with_texts(standing.filter(until_at__gt=clock.now()).annotate(**facts)).first()


def lapsed_with_a_case(consultation: Consultation) -> ReviewCopy | None:
    """The newest copy that is gone, where its asker still agrees to a case: that may be taken back as long as they like."""
    if not consents.agrees_to_publishing(consultation):
        return None
    return ReviewCopy.objects.filter(consultation=consultation, released_at__isnull=False).first()


def of_matter(consultation: Consultation) -> QuerySet[ReviewCopy]:
    """All that there ever were of one matter, the newest first."""
    return sealing.with_texts(ReviewCopy.objects.filter(consultation=consultation))


def copy_of(by: Actor, matter: UUID, pk: UUID) -> ReviewCopy:
    """How the asker's page gets hold of one of their matter."""
    found = ReviewCopy.objects.get(pk=pk, consultation=matter)
    found.consultation = consultations.asked_for(by, matter)
    return found


def once(form: str) -> ReviewCopy | None:
    """The copy that this form has made already."""
    return ReviewCopy.objects.filter(once_digest=digest("review", form)).first()


def words_to_copy(consultation: Consultation) -> str:
    """What has arrived, as one text: without names that are known, numbers, clips and pages."""
    lines = [(one.text, one.author_id is not None) for one in content.open_for_asker(consultation)]
    return copied(lines, _names_in(consultation))


def mark_of(words: str) -> str:
    """What the asker's page carries of the words on it, so that just these are released, and no others."""
    return digest("seen", words).hex()


def _names_in(consultation: Consultation) -> dict[str, str]:
    """Names that the program knows of a matter, and what stands in their place."""
    village, sides = consultation.village, content.sides_of(consultation)
    here = dict.fromkeys(places.names_ever(village.pk), "〔本村〕")
    here |= {village.name: "〔本村村（居）委会〕", village.township.name: "〔本镇街〕"}
    advisers: dict[str, str] = {}
    for person, house in _who_may_be_named(consultation):
        advisers |= {person: "〔顾问〕", house: "〔顾问的单位〕"}
    return {**here, **advisers, sides.get("asker", ""): "〔本人〕", sides.get("other", ""): "〔对方〕"}


def known_of(consultation: Consultation) -> Known:
    """The same names, for whoever masks a case that is made of it."""
    village, sides, named = consultation.village, content.sides_of(consultation), list(_who_may_be_named(consultation))
    people = {*sides.values(), *(person for person, _ in named)} - {""}
    here = {*places.names_ever(village.pk), village.name, village.township.name}
    return Known(tuple(sorted(people)), tuple(sorted(here)), tuple(sorted({house for _, house in named})))


def may_be_a_case(consent_id: UUID) -> bool:
    """Whether a yes to a case holds still: not taken back, the matter not erased, and nobody to be guarded."""
    found = Consent.objects.select_related("consultation").filter(pk=consent_id).first()
    if found is None or found.consultation.erased_at or is_guarded(found.consultation):
        return False
    return consents.agrees_to_publishing(found.consultation)


def _who_may_be_named(consultation: Consultation) -> QuerySet[Registration, tuple[str, str]]:
    """Whoever has or had it, was asked what they think, or serves its village: each name, and the institution's."""
    here, handed = {"consultation": consultation}, Handover.objects.filter(consultation=consultation).order_by()
    known = Q(pk=consultation.holder_id) | Q(pk__in=handed.values("giver")) | Q(pk__in=handed.values("taker"))
    known |= Q(pk__in=Opinion.objects.filter(**here).order_by().values("colleague"))
    known |= Q(pk__in=postings.running().filter(village=consultation.village_id).order_by().values("registration"))
    return Registration.objects.filter(known).order_by().values_list("adviser__name", "institution__name")


def kept_until() -> datetime:
    """How long what is released now is kept, by the district's rule."""
    return clock.now() + timedelta(days=places.rules()["days_a_review_copy_is_kept"])


def over(at: datetime | None = None) -> QuerySet[ReviewCopy]:
    """到期: standing, and their days are over at a moment, now if none is named."""
    standing = ReviewCopy.objects.filter(state__in=ReviewCopy.STANDING, until_at__lte=at or clock.now())
    return standing.select_related("consultation")


def ended_since(moment: datetime) -> int:
    """How many were destroyed since: taken back, declined, replaced or over."""
    return ReviewCopy.objects.filter(ended_at__gte=moment).count()
