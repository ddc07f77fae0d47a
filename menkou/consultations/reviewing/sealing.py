"""评查副本, sealed. The only module that reaches what they say (a guard test sees to it).

Each copy has a key of its own: taken back, it is gone, and the matter stays as it is.
"""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from menkou.consultations.models import CaseKey, Consultation, CopiedText, Party, ReviewCopy
from menkou.consultations.rules.names import normalised
from menkou.core import clock, sealed
from menkou.core.keys import digest
from menkou.core.rows import insert

Part, State = CopiedText.Part, ReviewCopy.State


def lay_down(copy: ReviewCopy, words: str) -> None:
    """Put a copy on record with its words, under a fresh key. Raises IntegrityError where another one stands."""
    key = sealed.new_key()
    case_key = CaseKey(copy=copy, wrapped=sealed.wrap(key, context=_context(copy.pk)))
    insert(copy, case_key, _sealed(copy, Part.WORDS, words, key))


def add_opinion(copy: ReviewCopy, text: str) -> None:
    """评查意见: beside the words, gone with them."""
    key = _unwrapped(copy, bytes(CaseKey.objects.get(copy=copy).wrapped))
    insert(_sealed(copy, Part.OPINION, text, key))


def with_texts(found: QuerySet[ReviewCopy]) -> QuerySet[ReviewCopy]:
    """Each with its texts and its key, still sealed, in the same round trip: a thread asks for them at every showing."""
    here = {"copy_id": OuterRef("pk"), "district_id": OuterRef("district_id")}
    key, texts = CaseKey.objects.filter(**here).values("wrapped")[:1], CopiedText.objects.filter(**here)
    parts = {f"sealed_{one}": Subquery(texts.filter(part=one).values("sealed")[:1]) for one in Part.values}
    return found.annotate(wrapped=Subquery(key), **parts)


def words_of(copy: ReviewCopy) -> str:
    """What was asked and answered, as its asker released it; empty once it is taken back."""
    return _opened(copy, Part.WORDS)


def opinion_of(copy: ReviewCopy) -> str:
    """What the bureau thinks of it; empty where nobody has said anything, or it is taken back."""
    return _opened(copy, Part.OPINION)


def end(found: QuerySet[ReviewCopy], state: str) -> int:
    """Destroy the keys and the words of these copies, for good; what stays is that there were any. How many."""
    pks = list(found.values_list("pk", flat=True))
    CaseKey.objects.filter(copy__in=pks).delete()
    CopiedText.objects.filter(copy__in=pks).delete()
    return ReviewCopy.objects.filter(pk__in=pks).update(state=state, ended_at=clock.now(), may_publish=False)


def end_proposed(consultation: Consultation) -> None:
    """Whoever held the matter has drawn one up and does not hold it any more: nobody agrees to it now."""
    end(ReviewCopy.objects.filter(consultation=consultation, state=State.PROPOSED), State.REPLACED)


def end_publishing(consultation: Consultation) -> None:
    """Its asker agreed to a case before they were sent where they might be found: the case is off, the copy stays."""
    ReviewCopy.objects.filter(consultation=consultation, state=State.OPEN, may_publish=True).update(may_publish=False)


def end_all(consultation: Consultation) -> None:
    """With what was said goes what was copied of it."""
    end(ReviewCopy.objects.filter(consultation=consultation, state__in=ReviewCopy.STANDING), State.OVER)


def names(name: str) -> Exists:
    """A condition over copies: that a side of its matter was named so."""
    here = {"consultation_id": OuterRef("consultation_id"), "district_id": OuterRef("district_id")}
    return Exists(Party.objects.filter(name_digest=digest("party", normalised(name)), **here))


def _sealed(copy: ReviewCopy, part: str, text: str, key: bytes) -> CopiedText:
    return CopiedText(copy=copy, part=part, sealed=sealed.seal(key, text, context=_context(copy.pk, part)))


def _opened(copy: ReviewCopy, part: str) -> str:
    """Of a copy that was fetched with its texts, as they were then; of another one, as they are now."""
    kept: Any = copy if hasattr(copy, "wrapped") else with_texts(ReviewCopy.objects.filter(pk=copy.pk)).get()
    record = getattr(kept, f"sealed_{part}")
    if record is None or kept.wrapped is None:
        return ""
    return sealed.unseal(_unwrapped(copy, kept.wrapped), bytes(record), context=_context(copy.pk, part))


def _unwrapped(copy: ReviewCopy, wrapped: bytes) -> bytes:
    return sealed.unwrap(bytes(wrapped), context=_context(copy.pk))


def _context(copy_id: UUID, part: str = "") -> str:
    """Under which a key is wrapped anew, as any matter's (content.rewrap), and each text is sealed for its place."""
    return f"consultation:{copy_id}" + (f"/copied:{part}" if part else "")
