"""Words on their way to a person: a row with a lease and an attempt number, and a job that carries it.

The row is the truth and the job an accelerator: the reconciler finds rows whose job died. Whoever delivers holds
a lease; a deliverer that wakes too late changes nothing, because its attempt number is no longer the row's.

Words to an office or to whoever holds a post are passed on to people (pass_on): a part's key and address are those of
the whole, a stroke and whom it is for, so that what is said of the whole later holds for its parts.
"""

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet
from psycopg.types.json import Jsonb

from menkou.core import clock, holding, sealed
from menkou.core.keys import digest
from menkou.core.models import Outgoing
from menkou.core.rows import insert, insert_alike
from menkou.core.scope import district_being_written

DELIVER = "menkou.channels.jobs.deliver"
QUEUE = """
select procrastinate_defer_jobs_v1(array[row('notify', %s, 0, null, null, %s, %s)::procrastinate_job_to_defer_v1])
  from row0
"""  # what procrastinate's own defer says, for a row that was added
QUEUE_ALL = """
select procrastinate_defer_jobs_v1(array_agg(
  row('notify', %s, 0, null, null, jsonb_build_object('district_id', %s::bigint, 'outgoing_id', id), null)
  ::procrastinate_job_to_defer_v1 order by id))
from row0 having count(*) > 0
"""
LEASE = timedelta(seconds=2 * settings.MENKOU_RECONCILE_S)
CLOSED = "sealed:"
MOST_ATTEMPTS = 8
STAFF, PASSED_ON = "staff", "people"  # the channel of words to staff; the way of what was passed on to its people
State = Outgoing.State
BY_PLATFORMS = ("chat", "answer", "person")  # channels whose platforms say afterwards what did not arrive
SEEMED = (State.SENDING, State.SENT, State.UNKNOWN)  # it may have arrived, for all that we know
UNSENT = (State.WAITING, State.SENDING)


@dataclass(frozen=True)
class Ended:
    """How one attempt ended: a state; where it waits again, until when; what the platform said; which way it went."""

    state: str
    again_at: datetime | None = None
    code: str = ""
    way: str = ""


def send(
    *,
    to: str,
    words: str,
    key: str,
    channel: str = STAFF,
    about: UUID | None = None,
    not_before: datetime | None = None,
) -> None:
    """Put words into the outbox, once for a key, and queue their delivery; both commit with the action or not at all.

    The words must hold nothing of a consultation: they are seen on lock screens and kept in logs of others.
    """
    row = Outgoing(key=key, channel=channel, address=to, words=words, about=about, not_before=not_before)
    details = Jsonb({"district_id": district_being_written(), "outgoing_id": str(row.pk)})
    due = clock.on_the_wall(not_before) if not_before else None
    insert(row, once=True, then=(QUEUE, [DELIVER, details, due]))  # one round trip: every question sends words


@dataclass(frozen=True)
class Word:
    """Words to one address of staff, once for a key."""

    to: str
    words: str
    key: str
    about: UUID | None = None


def send_all(these: Iterable[Word]) -> None:
    """As `send`, of any number in one statement; in the order of their keys, so that two who send the same never lock up."""
    ordered = sorted(these, key=lambda one: one.key)
    rows = [Outgoing(key=one.key, channel=STAFF, address=one.to, words=one.words, about=one.about) for one in ordered]
    if rows:
        insert_alike(rows, then=(QUEUE_ALL, [DELIVER, district_being_written()]))


def close(words: str, key: str) -> str:
    """Words for a row of this key that nobody reads without the key file; they are gone once the row has ended."""
    return CLOSED + b64encode(sealed.seal(_key(key), words, context=key)).decode()


def opened(row: Outgoing) -> str:
    """The words of a row, closed or not. Raises Unsealable."""
    if not row.words.startswith(CLOSED):
        return row.words
    return sealed.unseal(_key(row.key), b64decode(row.words.removeprefix(CLOSED)), context=row.key)


def _key(key: str) -> bytes:
    return digest("outgoing", key)  # of the key that never changes: no such row has to be wrapped anew


def pass_on(row: Outgoing, to: Mapping[str, str]) -> bool:
    """Words to an address become words to each of its people, once, in the caller's transaction; the row has ended then.

    `to` names the channel of each. False where a later attempt has taken over, or it was withdrawn.
    """
    mine = Outgoing.objects.filter(pk=row.pk, attempt=row.attempt, state=State.SENDING)
    if mine.select_for_update().first() is None:  # whoever withdraws waits here, and finds the parts behind it
        return False
    send_parts(row.key, row.address, row, to)
    return settle(row, Ended(State.SENT, way=PASSED_ON))


def send_parts(key: str, address: str, row: Outgoing, to: Mapping[str, str]) -> None:
    """The words of a row to each of these, as parts of the whole that has this key and address; once to each."""
    for whom, channel in to.items():
        send(to=f"{address}/{whom}", words=row.words, key=f"{key}/{whom}", channel=channel, about=row.about)


def whole_of(row: Outgoing) -> tuple[str, str]:
    """Of a part: the address of the whole, and whom the part is for."""
    address, _, whom = row.address.rpartition("/")
    return address, whom


def still_mine(row: Outgoing) -> bool:
    """Whether my attempt is the one that counts, and the words have not been withdrawn meanwhile."""
    return Outgoing.objects.filter(pk=row.pk, attempt=row.attempt, state=State.SENDING).exists()


def withdraw(*, about: UUID, spare: str = "") -> int:
    """What advisers are still to be told about one matter is not sent any more, but to one of them; how much that is."""
    theirs = Q(address__startswith="registration:") & ~_to(spare)
    return _withdrawn(Q(about=about) & theirs)


def known(keys: Iterable[str]) -> set[str]:
    """Those of these keys that words have been sent under."""
    return set(Outgoing.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def note_way(row: Outgoing, way: str) -> None:
    """Write down by which way my attempt goes, before it does: should I die, whoever comes next knows."""
    Outgoing.objects.filter(pk=row.pk, attempt=row.attempt).update(way=way)


def withdraw_one(key: str) -> bool:
    """What was put in under this key is not sent any more, where it has not gone out; whether it was there to stop."""
    return bool(_withdrawn(Q(key=key) | Q(key__startswith=f"{key}/")))


def withdraw_to(to: str, *, about: UUID) -> int:
    """What is on its way to one address about one matter is not sent any more; how much that is."""
    return _withdrawn(Q(about=about) & _to(to))


def _to(address: str) -> Q:
    """To an address, or to one of its people."""
    return Q(address=address) | Q(address__startswith=f"{address}/")


def _withdrawn(these: Q) -> int:
    """Twice: the first waits for whoever is passing the words on at this moment, the second finds the parts."""
    unsent = Outgoing.objects.filter(these, state__in=UNSENT)
    return sum(unsent.update(state=State.WITHDRAWN, lease_until=None) for _ in range(2))


def claim(pk: UUID) -> Outgoing | None:
    """Take the next attempt at a row; None where it is done, not due, held by another, or died with its worker too often.

    None as well while the outbox is held after a restore.
    """
    moment = clock.now()
    free = Q(state=State.WAITING) | Q(state=State.SENDING, lease_until__lt=moment)
    due = Q(not_before=None) | Q(not_before__lte=moment)
    mine = Outgoing.objects.filter(free, due, ~holding.is_on(), pk=pk, attempt__lt=F("settled") + MOST_ATTEMPTS)
    if not mine.update(state=State.SENDING, attempt=F("attempt") + 1, lease_until=moment + LEASE):
        return None
    return Outgoing.objects.get(pk=pk)


def settle(row: Outgoing, ended: Ended) -> bool:
    """Write down how my attempt ended; False where a later attempt has taken over, or it was withdrawn."""
    mine = Outgoing.objects.filter(pk=row.pk, attempt=row.attempt, state=State.SENDING)
    facts: dict[str, Any] = {} if ended.state == State.WAITING or not row.words.startswith(CLOSED) else {"words": ""}
    facts |= {"state": ended.state, "not_before": ended.again_at, "code": ended.code, "way": ended.way}
    sent_at = clock.now() if ended.state == State.SENT else None
    return bool(mine.update(sent_at=sent_at, lease_until=None, settled=F("attempt"), **facts))


def park() -> int:
    """Give up on rows whose every attempt died with its worker: nobody knows whether they arrived."""
    dead = Outgoing.objects.filter(state=State.SENDING, lease_until__lt=clock.now())
    stuck = dead.filter(attempt__gte=F("settled") + MOST_ATTEMPTS)
    return stuck.update(state=State.UNKNOWN, lease_until=None)


def unfinished() -> list[UUID]:
    """Rows that nobody is delivering and that are due, or older than a lease: their job was lost, or none was made yet."""
    moment = clock.now()
    due = Q(not_before__lte=moment) | Q(not_before=None, made_at__lt=moment - LEASE)
    lost = Q(state=State.WAITING) & due | Q(state=State.SENDING, lease_until__lt=moment)
    return list(Outgoing.objects.filter(lost, ~holding.is_on()).order_by("made_at").values_list("pk", flat=True)[:500])


def unsent() -> int:
    """How much of the district waits to go out."""
    return Outgoing.objects.filter(state__in=UNSENT).count()


def forget_older(than: datetime) -> int:
    """What was put out before a moment and has not gone is not sent any more; how much that is."""
    return _withdrawn(Q(made_at__lt=than))


def gone_since(to: str, moment: datetime) -> int:
    """How many words have gone to an address since, or may have."""
    theirs = Outgoing.objects.filter(address=to)
    may_have = Q(state=State.SENDING) | Q(state=State.UNKNOWN, made_at__gte=moment)
    return theirs.filter(Q(sent_at__gte=moment) | may_have).count()


def note_lost(pk: UUID, *, way: str, code: str, gone: Collection[str] = ()) -> bool:
    """What seemed to be sent did not arrive, as the platform says afterwards; it waits, to go another way.

    Only where it has `gone` one of those ways, if any are named: said twice, it changes nothing. A platform may say so
    before the attempt has ended here; how that ends counts for nothing then.
    """
    seemed = Outgoing.objects.filter(pk=pk, channel__in=BY_PLATFORMS, state__in=SEEMED)
    theirs = seemed.filter(way__in=gone) if gone else seemed
    facts = {"state": State.WAITING, "sent_at": None, "not_before": clock.now(), "way": way, "code": code}
    return bool(theirs.update(lease_until=None, settled=F("attempt"), **facts))


def last_gone(to: str, *, way: str, since: datetime, before: datetime) -> UUID | None:
    """The newest of what has gone one way to an address between these times, or was going then."""
    sent = Q(sent_at__gte=since, sent_at__lte=before)
    going = Q(sent_at=None, made_at__lte=before, lease_until__gte=since)
    went = Outgoing.objects.filter(sent | going, address=to, way=way, state__in=SEEMED)
    return went.order_by("-made_at").values_list("pk", flat=True).first()


def is_to(address: str, pk: UUID) -> bool:
    """Whether this row is to this address."""
    return Outgoing.objects.filter(pk=pk, address=address).exists()


def wake(to: str, *, channel: str) -> int:
    """The way to somebody is open again: what no machine brought there goes now after all; how much that is."""
    stuck = Outgoing.objects.filter(address=to, channel=channel, state__in=[State.TASK, State.FAILED])
    return stuck.update(state=State.WAITING, not_before=clock.now(), way="", code="")


def went_by(way: str, *, about: UUID, channel: str, since: datetime) -> int:
    """How much of a channel has gone one way about one matter."""
    return Outgoing.objects.filter(about=about, channel=channel, way=way, sent_at__gte=since).count()


def in_need(abouts: Iterable[UUID], channel: str) -> QuerySet[Outgoing]:
    """Of what was put out about these matters: what no machine brings there."""
    stuck = Outgoing.objects.filter(about__in=list(abouts), channel=channel)
    return stuck.filter(state__in=[State.TASK, State.FAILED]).order_by("-made_at")


def of(about: UUID, channel: str) -> QuerySet[Outgoing]:
    """What was put out about one matter in one channel, the newest first."""
    return Outgoing.objects.filter(about=about, channel=channel).order_by("-made_at")


def sent(pks: Iterable[str]) -> set[str]:
    """Which of these rows have been sent."""
    rows = Outgoing.objects.filter(pk__in=list(pks), state=State.SENT)
    return {str(pk) for pk in rows.values_list("pk", flat=True)}
