"""Words on their way to a person: a row with a lease and an attempt number, and a job that carries it.

The row is the truth and the job an accelerator: the reconciler finds rows whose job died. Whoever delivers holds
a lease; a deliverer that wakes too late changes nothing, because its attempt number is no longer the row's.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from psycopg.types.json import Jsonb

from menkou.core import clock
from menkou.core.models import Outgoing
from menkou.core.rows import insert
from menkou.core.scope import district_being_written

DELIVER = "menkou.channels.jobs.deliver"
QUEUE = """
select procrastinate_defer_jobs_v1(array[row('notify', %s, 0, null, null, %s, null)::procrastinate_job_to_defer_v1])
  from row0
"""  # what procrastinate's own defer says, for a row that was added
LEASE = timedelta(seconds=2 * settings.MENKOU_RECONCILE_S)
MOST_ATTEMPTS = 8
State = Outgoing.State


def send(*, to: str, words: str, key: str, channel: str = "file", about: UUID | None = None) -> None:
    """Put words into the outbox, once for a key, and queue their delivery; both commit with the action or not at all.

    The words must hold nothing of a consultation: they are seen on lock screens and kept in logs of others.
    """
    row = Outgoing(key=key, channel=channel, address=to, words=words, about=about)
    details = Jsonb({"district_id": district_being_written(), "outgoing_id": str(row.pk)})
    insert(row, once=True, then=(QUEUE, [DELIVER, details]))  # in one round trip: every question sends words


def withdraw(*, about: UUID, spare: str = "") -> int:
    """What advisers are still to be told about one matter is not sent any more, but to one of them; how much that is."""
    unsent = Outgoing.objects.filter(about=about, state__in=[State.WAITING, State.SENDING])
    theirs = unsent.filter(address__startswith="registration:").exclude(address=spare)
    return theirs.update(state=State.WITHDRAWN, lease_until=None)


def known(keys: Iterable[str]) -> set[str]:
    """Those of these keys that words have been sent under."""
    return set(Outgoing.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def claim(pk: UUID) -> Outgoing | None:
    """Take the next attempt at a row; None where it is done, held by another, or was tried too often."""
    moment = clock.now()
    free = Q(state=State.WAITING) | Q(state=State.SENDING, lease_until__lt=moment)
    mine = Outgoing.objects.filter(free, pk=pk, attempt__lt=MOST_ATTEMPTS)
    if not mine.update(state=State.SENDING, attempt=F("attempt") + 1, lease_until=moment + LEASE):
        return None
    return Outgoing.objects.get(pk=pk)


def settle(row: Outgoing, state: str) -> bool:
    """Write down how my attempt ended; False where a later attempt has taken over."""
    mine = Outgoing.objects.filter(pk=row.pk, attempt=row.attempt, state=State.SENDING)
    sent_at = clock.now() if state == State.SENT else None
    return bool(mine.update(state=state, sent_at=sent_at, lease_until=None))


def park() -> int:
    """Give up on rows whose every attempt died with its worker: nobody knows whether they arrived."""
    stuck = Outgoing.objects.filter(state=State.SENDING, lease_until__lt=clock.now(), attempt__gte=MOST_ATTEMPTS)
    return stuck.update(state=State.UNKNOWN, lease_until=None)


def unfinished() -> list[UUID]:
    """Rows that nobody is delivering and that are older than a lease: their job was lost."""
    moment = clock.now()
    lost = Q(state=State.WAITING, made_at__lt=moment - LEASE) | Q(state=State.SENDING, lease_until__lt=moment)
    return list(Outgoing.objects.filter(lost).order_by("made_at").values_list("pk", flat=True)[:500])


def sent(pks: Iterable[str]) -> set[str]:
    """Which of these rows have been sent."""
    rows = Outgoing.objects.filter(pk__in=list(pks), state=State.SENT)
    return {str(pk) for pk in rows.values_list("pk", flat=True)}
