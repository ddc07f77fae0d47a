"""What the printed 《工作日志》 says: of each adviser, by village and day; consultations as one number, never one by one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q

from menkou.advisers.models import Registration
from menkou.core.actors import Actor, Role
from menkou.oversight.ledger.numbers import NOT_HERE
from menkou.places.models import as_said
from menkou.worklogs import ledger
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry, Outcome
from menkou.worklogs.rules.kinds import CONSULTATION
from menkou.worklogs.rules.periods import Period

FACTS = (
    *("author", "village__name", "village__kind", "village__township__name", "done_on", "kind"),
    *("minutes", "people", "items", "summary", "outcome", "paper_number"),
)


@dataclass
class Book:
    """One adviser's log of a period, as paper shows it."""

    name: str
    institution: str
    title: str
    villages: list[dict] = field(default_factory=list)
    entries: int = 0
    minutes: int = 0
    consultations: str = ""


def writers(by: Actor, period: Period) -> list[UUID]:
    """Whose log of a period somebody may print: of all that did anything, in the order of their institutions."""
    mine = Q(author__in=by.held(Role.ADVISER))  # of others' consultations not even that there was one
    found = ledger.standing(by, period).filter(mine | ~Q(kind=CONSULTATION)).select_related(None)
    rows = found.order_by("author__institution__name", "author__adviser__name", "author")
    return list(dict.fromkeys(rows.values_list("author", flat=True)))


def books(by: Actor, people: Collection[UUID], period: Period) -> list[Book]:
    """The logs of some, in three queries; of whom nothing may be seen, an empty one."""
    persons = Registration.objects.filter(pk__in=people).select_related("adviser", "institution").in_bulk()
    found = {
        pk: Book(persons[pk].adviser.name, persons[pk].institution.name, f"{period}工作日志")
        for pk in people
        if pk in persons
    }
    entries = ledger.standing(by, period).filter(author__in=found).exclude(kind=CONSULTATION).select_related(None)
    for author, *facts in entries.order_by("village__code", "done_on", "id").values_list(*FACTS):
        _add(found[author], *facts)
    for author, said in _asked(by, found, period).items():
        found[author].consultations = said
    return list(found.values())


def _add(book: Book, name, kind_of, township, day, kind, minutes, people, items, summary, outcome, page) -> None:
    village = f"{as_said(name, kind_of)}（{township}）"
    if not book.villages or book.villages[-1]["name"] != village:
        book.villages.append({"name": village, "rows": [], "minutes": 0})
    counts = "，".join(f"{count}{unit}" for count, unit in ((people, "人次"), (items, "份")) if count)
    said = "；".join(part for part in (summary, f"纸页 {page}" if page else "") if part)
    here = book.villages[-1]
    here["rows"].append(
        [
            *(f"{day.month}月{day.day}日", str(Entry.Kind(kind).label), counts, said, str(minutes)),
            str(Outcome(outcome).label) if outcome else "待核实",
        ]
    )
    here["minutes"] += minutes
    book.entries, book.minutes = book.entries + 1, book.minutes + minutes


def _asked(by: Actor, people: Iterable[UUID], period: Period) -> dict[UUID, str]:
    """How many consultations each answered: one's own as they are, another's never.

    Told of any days, one day's would be what is left when another's are taken from it, and one adviser's what is left of
    the township's.
    """
    own = by.held(Role.ADVISER) & set(people)
    mine = ledger.counted(by, Chosen(period)).filter(kind=CONSULTATION, author__in=own).select_related(None)
    counts = dict(mine.order_by().values_list("author").annotate(count=Count("pk")))
    told = {author: f"{count} 次" for author, count in counts.items()}
    return {author: told.get(author, "") if author in own else NOT_HERE for author in people}
