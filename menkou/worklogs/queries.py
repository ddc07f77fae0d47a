"""What can be seen of work logs. A cadre and a resident see none: an entry would tell that somebody asked."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from menkou.advisers.models import Registration
from menkou.advisers.queries import roster
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.finding import holding
from menkou.core.literals import Literal
from menkou.places.models import Village
from menkou.postings import queries as postings
from menkou.postings.models import Posting
from menkou.worklogs.models import Entry, Evidence, Outcome

JUST_NOW = timedelta(minutes=10)


def visible_to(by: Actor) -> QuerySet[Entry]:
    """An adviser sees their own while on the roster; a director the institution's, an office its township's, others all."""
    towns, houses = by.held(Role.JUDICIAL_OFFICE), by.held(Role.INSTITUTION_DIRECTOR)
    overseen = Q(village__township__in=towns) if towns else Q(pk__in=())  # what is not held joins no other table
    return _seen(by, overseen | Q(author__institution__in=houses) if houses else overseen)


def _seen(by: Actor, overseen: Q) -> QuerySet[Entry]:
    """Those of one's own, and those that an office or a director oversees, however these are told; the bureau's are all."""
    own = roster().filter(pk__in=by.held(Role.ADVISER)).values("pk")
    seen = Q() if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR) else Q(author__in=own) | overseen
    return Entry.objects.filter(seen).select_related("village__township", "author__adviser", "author__institution")


def awaiting_review(by: Actor) -> QuerySet[Entry]:
    """What the judicial office has to look at, the oldest first."""
    mine = visible_to(by).filter(outcome=Literal(""), village__township__in=by.held(Role.JUDICIAL_OFFICE))
    return mine.annotate(proofs=_proofs()).order_by("done_on", "id")


def after(entries: QuerySet[Entry], pk: UUID) -> QuerySet[Entry]:
    """Those that wait and come after an entry, whether or not that one still waits; all where there is no such entry.

    Going on from an entry skips nothing, however many before it have been looked at meanwhile; a number of a page would.
    """
    seen = Entry.objects.filter(pk=pk).values_list("done_on", flat=True).first()
    return entries.filter(Q(done_on__gt=seen) | Q(done_on=seen, pk__gt=pk)) if seen else entries


def written_by(by: Actor) -> QuerySet[Entry]:
    """An adviser's own log, the newest first, with what has been corrected."""
    return _own(by).annotate(is_corrected=_corrected())


def read_for(by: Actor, pk: UUID) -> Entry:
    """How a page of one entry gets hold of it; of consultations only whoever answered has one."""
    mine = Q(author__in=by.held(Role.ADVISER))
    found = visible_to(by).filter(mine | ~Q(kind=Entry.Kind.CONSULTATION))
    return found.annotate(is_corrected=_corrected()).get(pk=pk)


def put_down_just_now(by: Actor, *, author: Registration, **facts: Any) -> Entry | None:
    """The same entry, of the last minutes: whoever sends a form again, or twice at one moment, has one, not two."""
    Registration.objects.select_for_update(no_key=True).get(pk=author.pk)  # the second waits until the first is there
    number = str(facts.pop("paper_number", "")).strip().upper()
    said = {name if value is not None else f"{name}__isnull": value is None or value for name, value in facts.items()}
    since = clock.now() - JUST_NOW
    same = Entry.objects.filter(author=author, recorded_by=by.user_id, recorded_at__gte=since, **said)
    return same.filter(paper_number=number).first()


def posts_to_type_in_for(by: Actor) -> QuerySet[Posting]:
    """Whose paper pages a judicial office may type in: of who serves its villages today."""
    held = postings.running().filter(village__township__in=by.held(Role.JUDICIAL_OFFICE))
    related = held.select_related("village__township", "registration__adviser", "registration__institution")
    return related.order_by("village__code", "post")


def found(by: Actor, words: tuple[str, ...]) -> QuerySet[Entry]:
    """Whose own words hold all of these, the latest first; an entry of a consultation has none.

    What somebody oversees is told one by one: joined, the index of words would be read once for each village.
    """
    towns, houses = by.held(Role.JUDICIAL_OFFICE), by.held(Role.INSTITUTION_DIRECTOR)
    here = Village.objects.filter(township__in=towns).order_by().values_list("pk", flat=True)
    people = Registration.objects.filter(institution__in=houses).order_by().values_list("pk", flat=True)
    overseen = Q(village__in=list(here)) | Q(author__in=list(people))
    return holding(_seen(by, overseen), words, "summary").order_by("-done_on", "-id")


def first_of(rows: QuerySet[Entry], many: int) -> list[Entry]:
    """So many of them, found before anything is joined to them: a phrase that stands in thousands is sorted by its days."""
    pks = list(rows.select_related(None).values_list("pk", flat=True)[:many])
    own = Entry.objects.filter(pk__in=pks).select_related("village__township", "author__adviser", "author__institution")
    found = {one.pk: one for one in own} if pks else {}
    return [found[pk] for pk in pks]


def sent_back(by: Actor) -> QuerySet[Entry]:
    """An adviser's entries that wait for a correction."""
    found = _own(by).filter(outcome=Outcome.RETURNED, corrections=None)
    return found.select_related(None).select_related("village")  # the list of today names no more


def correction_of(entry: Entry) -> Entry | None:
    """The entry that stands in the place of one that was sent back."""
    return entry.corrections.first()


def _proofs() -> Subquery:
    """How many photos and papers are beside an entry."""
    beside = Evidence.objects.filter(entry=OuterRef("pk"), district_id=OuterRef("district_id")).order_by()
    return Subquery(beside.values("entry").annotate(count=Count("pk")).values("count"))


def _corrected() -> Exists:
    return Exists(Entry.objects.filter(corrects=OuterRef("pk"), district_id=OuterRef("district_id")))


def _own(by: Actor) -> QuerySet[Entry]:
    return visible_to(by).filter(author__in=by.held(Role.ADVISER))


def entry_for(by: Actor, pk: UUID) -> Entry:
    """The only way a page or the API gets hold of an entry: what you may not see does not exist."""
    return visible_to(by).get(pk=pk)


def done_between(first: date, after_last: date) -> QuerySet[Entry]:
    """Entries of a period, for numbers; whoever counts them has decided who may see the number."""
    return Entry.objects.filter(done_on__gte=first, done_on__lt=after_last)


def evidence_of(by: Actor, entry: Entry) -> QuerySet[Evidence]:
    """佐证 beside an entry that one may see."""
    return _evidence(by).filter(entry=entry)


def evidence_for(by: Actor, pk: UUID) -> Evidence:
    """How a page gets hold of one: whoever may see the entry may see it."""
    return _evidence(by).get(pk=pk)


def reused(evidence: Evidence) -> QuerySet[Evidence]:
    """The same photo at other entries, for a hint; whoever asks has decided who may see it."""
    others = Evidence.objects.filter(digest=evidence.digest).exclude(entry=evidence.entry_id)
    return others.select_related("entry__village")


def files_in_use() -> set[str]:
    """The files that belong to a row."""
    return set(Evidence.objects.values_list("file", flat=True))


def _evidence(by: Actor) -> QuerySet[Evidence]:
    seen = Evidence.objects.select_related("entry__village", "entry__author")
    return seen.filter(entry__in=visible_to(by).order_by().values("pk"))
