"""同意: kept as said, each with the version of the text that was shown; what holds stands on the matter itself."""

from uuid import UUID

from django.db.models import QuerySet

from menkou.advisers import queries as advisers
from menkou.consultations.models import Consent, Consultation
from menkou.consultations.rules import notices
from menkou.core import clock
from menkou.core.rows import insert

About = Consent.About


def notice_for(adviser_kind: str) -> notices.Notice:
    """告知书 of today, for whom an adviser of this kind will answer."""
    return notices.in_force(adviser_kind, clock.today())


def said(consultation: Consultation, **about: bool) -> list[Consent]:
    """What the asker has just said, not kept yet: said(matter, hand_over=True)."""
    version, now = notice_for(advisers.kind_of(consultation.holder_id)).version, clock.now()
    facts = {"consultation": consultation, "text_version": version, "said_at": now}
    return [Consent(about=one, is_given=is_given, **facts) for one, is_given in about.items()]


def note(consultation: Consultation, **about: bool) -> None:
    """Keep what the asker has just said, in the transaction of what follows from it."""
    insert(*said(consultation, **about))


def note_opinion(consultation: Consultation, *, is_given: bool, recorded_by_id: UUID | None = None) -> None:
    """会诊: yes or no to one colleague, tapped by the asker or, where somebody is named, spoken and put on record."""
    facts = {"text_version": notices.OPINION.version, "said_at": clock.now(), "recorded_by_id": recorded_by_id}
    insert(Consent(consultation=consultation, about=About.OPINION, is_given=is_given, **facts))


def has_declined_opinions(consultation: Consultation) -> bool:
    """Whether the asker ever tapped a no to 会诊 in this matter: then no word of others stands for a yes of theirs."""
    said = Consent.objects.filter(consultation=consultation, about=About.OPINION)
    return said.filter(is_given=False, recorded_by=None).exists()


def note_review(consultation: Consultation, **about: bool) -> None:
    """评查、做成案例: yes or no to each, under its own text: note_review(matter, review=True, publish=False)."""
    now, texts = clock.now(), {About.REVIEW: notices.REVIEW, About.PUBLISH: notices.PUBLISH}
    said = {About(one): is_given for one, is_given in about.items()}
    facts = {"consultation": consultation, "said_at": now}
    insert(*(Consent(about=one, is_given=yes, text_version=texts[one].version, **facts) for one, yes in said.items()))


def to_publishing(consultation: Consultation) -> QuerySet[Consent]:
    """Each yes to a case that was ever given of a matter, in order; whether it holds still is not said."""
    return Consent.objects.filter(consultation=consultation, about=About.PUBLISH, is_given=True)


def agrees_to_publishing(consultation: Consultation) -> bool:
    """Whether the last word of its asker on a case was a yes."""
    last = Consent.objects.filter(consultation=consultation, about=About.PUBLISH).order_by("said_at", "id").last()
    return last is not None and last.is_given


def said_of(consultation: Consultation) -> QuerySet[Consent]:
    """All that was agreed to and withdrawn, in order."""
    return Consent.objects.filter(consultation=consultation)
