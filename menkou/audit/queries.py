"""谁看了什么: the lines of the audit log that staff and machine left, and how the chain stands.

What residents did is in the chain like all else, and in no list: with its minute it would tell who asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from menkou.audit import words
from menkou.core import clock
from menkou.core.actors import CLOCK, INSTALLER, RESIDENT, Actor, Role
from menkou.core.chain import anchors, linking
from menkou.core.chain.anchors import Anchor
from menkou.core.models import AuditEntry, AuditLink, Unlinked
from menkou.core.scope import district_being_written
from menkou.places.models import District

MACHINES = {"clock": CLOCK.name, "installer": INSTALLER.name}
PEOPLE = "people"  # all that are no machine
NAMES = """
with recursive named as (
  (select by from core_auditentry where district_id = %(of)s order by by limit 1)
  union all
  select (select by from core_auditentry where district_id = %(of)s and by > named.by order by by limit 1)
    from named where named.by is not null
)
select by from named where by is not null
"""  # steps through the index from name to name; a look at every line would take longer and longer


@dataclass(frozen=True)
class Chosen:
    """Which lines: by whom, what, about which row, from a day until the end of a day; empty: any."""

    who: str = ""
    what: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class State:
    """How far the chain is."""

    head: AuditLink | None
    waiting: int
    anchor: Anchor | None

    @property
    def digest(self) -> str:
        return bytes(self.head.digest).hex() if self.head else ""


def listed(by: Actor, chosen: Chosen) -> QuerySet[AuditEntry]:
    """The lines, the latest first; none for whoever may not read them."""
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return AuditEntry.objects.none()
    found = AuditEntry.objects.exclude(by=RESIDENT).order_by("-at", "-id")
    if chosen.who == PEOPLE:
        found = found.exclude(by__in=MACHINES.values())
    elif chosen.who:
        found = found.filter(by__in=[name for name in names() if who(name) == chosen.who])
    if chosen.what:
        found = found.filter(what__in=words.LOOKS if chosen.what == words.LOOKED else [chosen.what])
    if chosen.subject:
        found = found.filter(subject=chosen.subject)
    if chosen.since:
        found = found.filter(at__gte=clock.start_of(chosen.since))
    if chosen.until:
        found = found.filter(at__lt=clock.start_of(chosen.until + timedelta(days=1)))
    return found


def after(lines: QuerySet[AuditEntry], pk: UUID | None) -> QuerySet[AuditEntry]:
    """Those that come after one of them; all where there is no such."""
    at: datetime | None = lines.filter(pk=pk).values_list("at", flat=True).first() if pk else None
    if at is None:
        return lines
    return lines.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)


def numbers(lines: Iterable[AuditEntry]) -> dict[UUID, int]:
    """Where these stand in the chain; one that was just written is not linked yet."""
    found = AuditLink.objects.filter(pk__in=[line.pk for line in lines])
    return dict(found.values_list("pk", "number"))


def names() -> list[str]:
    """Under which names anybody acted here, residents left out; one person may have had two."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"of": district_being_written()})
        return [name for (name,) in cursor.fetchall() if name != RESIDENT]


def who(name: str) -> str:
    """Who acted under a name: the id of their account, or which machine."""
    machines = {name: key for key, name in MACHINES.items()}
    return machines.get(name) or name.rpartition(" #")[2]


def people() -> list[tuple[str, str]]:
    """Whoever ever acted here, for a select: the last name of each."""
    return sorted({who(name): name.rpartition(" #")[0] or name for name in names()}.items(), key=itemgetter(1))


def state(district: District) -> State:
    """How far the chain is, what waits, and what was written outside last."""
    try:
        anchor = anchors.last(anchors.folders()[0], district.slug)
    except OSError:
        anchor = None
    return State(linking.head(), Unlinked.objects.count(), anchor)
