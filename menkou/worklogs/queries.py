"""What can be seen of work logs. A cadre and a resident see none: an entry would tell that somebody asked."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from menkou.advisers.queries import roster
from menkou.core.actors import Actor, Role
from menkou.worklogs.models import Entry, Outcome


def visible_to(by: Actor) -> QuerySet[Entry]:
    """An adviser sees their own while on the roster; a director the institution's, an office its township's, others all."""
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        seen = Q()
    else:
        own = roster().filter(pk__in=by.held(Role.ADVISER)).values("pk")
        seen = (
            Q(author__in=own)
            | Q(village__township__in=by.held(Role.JUDICIAL_OFFICE))
            | Q(author__institution__in=by.held(Role.INSTITUTION_DIRECTOR))
        )
    return Entry.objects.filter(seen).select_related("village__township", "author__adviser", "author__institution")


def awaiting_review(by: Actor) -> QuerySet[Entry]:
    """What the judicial office has to look at, the oldest first."""
    mine = visible_to(by).filter(outcome="", village__township__in=by.held(Role.JUDICIAL_OFFICE))
    return mine.order_by("done_on", "id")


def after(entries: QuerySet[Entry], pk: UUID) -> QuerySet[Entry]:
    """Those that wait and come after an entry, whether or not that one still waits; all where there is no such entry.

    Going on from an entry skips nothing, however many before it have been looked at meanwhile; a number of a page would.
    """
    seen = Entry.objects.filter(pk=pk).values_list("done_on", flat=True).first()
    return entries.filter(Q(done_on__gt=seen) | Q(done_on=seen, pk__gt=pk)) if seen else entries


def written_by(by: Actor) -> QuerySet[Entry]:
    """An adviser's own log, the newest first, with what has been corrected."""
    corrected = Exists(Entry.objects.filter(corrects=OuterRef("pk"), district_id=OuterRef("district_id")))
    return _own(by).annotate(is_corrected=corrected)


def sent_back(by: Actor) -> QuerySet[Entry]:
    """An adviser's entries that wait for a correction."""
    found = _own(by).filter(outcome=Outcome.RETURNED, corrections=None)
    return found.select_related(None).select_related("village")  # the list of today names no more


def correction_of(entry: Entry) -> Entry | None:
    """The entry that stands in the place of one that was sent back."""
    return entry.corrections.first()


def _own(by: Actor) -> QuerySet[Entry]:
    return visible_to(by).filter(author__in=by.held(Role.ADVISER))


def entry_for(by: Actor, pk: UUID) -> Entry:
    """The only way a page or the API gets hold of an entry: what you may not see does not exist."""
    return visible_to(by).get(pk=pk)


def done_between(first: date, after_last: date) -> QuerySet[Entry]:
    """Entries of a period, for numbers; whoever counts them has decided who may see the number."""
    return Entry.objects.filter(done_on__gte=first, done_on__lt=after_last)
