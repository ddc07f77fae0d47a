"""送: words to staff are passed on to people, and to each of them go by the first of their ways that is open.

What is sent is counted before the call. Where a way fails, the next one is taken; in the end the file, so that what
reached nobody stays to be seen. `code` of a row collects what failed: `wecom:81013,push:410`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from menkou.channels import accounts, file, ledger
from menkou.channels.errors import Failed, Final, Later, Spent, Unclear, Wrong
from menkou.channels.models import Account
from menkou.channels.queries import TELLS
from menkou.core import clock, outbox
from menkou.core.actors import CLOCK
from menkou.core.models import Outgoing
from menkou.core.outbox import Ended, State
from menkou.core.scope import within
from menkou.places.models import District
from menkou.reminders import actions, queries, reaching, sealing
from menkou.reminders.models import Way
from menkou.reminders.rules import going
from menkou.reminders.rules.going import End, Stand

NUMBERED = "（第2次提醒）"
ENDS = {Later: End.LATER, Spent: End.LATER, Unclear: End.UNCLEAR, Final: End.FINAL}
BEGUN = "!"  # behind a way: a call by it has begun; a row that only waits for a way says so without
GONE = frozenset({404, 410, "keys"})  # a browser's yes is gone
log = logging.getLogger("menkou.reminders")


@dataclass
class Trip:
    """One attempt: by which way, and the call itself."""

    stand: Stand
    way: Way
    call: Callable[[], None] = field(repr=False)


def pass_on(row: Outgoing) -> Ended:
    """To each person behind an address; where no account would carry it, or nobody holds the post, into the file."""
    with within(row.district_id):
        parts = queries.parts_of(row.address)
        if parts:
            outbox.pass_on(row, parts)
            return Ended(State.SENT, way=outbox.PASSED_ON)
    return write(row)


def write(row: Outgoing) -> Ended:
    """Into the file: seen by whoever runs the place, and by nobody else."""
    file.send(row.address, row.words, clock.now(), str(row.pk))
    return Ended(State.SENT, way="file", code=row.code)


def remind(row: Outgoing) -> Ended:
    """One attempt at one person. Never raises what a platform says."""
    with within(row.district_id):
        trip = _planned(row)
    if isinstance(trip, Ended):
        return trip
    if trip is None:
        return write(row)
    end, error = _made(row, trip.call)
    if trip.way.kind == Way.Kind.PUSH and error and end is End.FINAL and error.code in GONE:
        with within(row.district_id):
            actions.refuse(by=CLOCK, way=trip.way)
    return _ended(row, trip.stand, end, error)


def go_on(row: Outgoing, way: str, code: str) -> bool:
    """没收到: a text did not arrive, as its gateway says afterwards; the next of the person's ways, in the end the file."""
    taken = going.read(way)
    if taken is None:
        return False
    collected = f"{row.code},{taken.kind}:{code}".lstrip(",")
    gone, then = (taken.kind, f"{taken}{BEGUN}"), str(going.behind(taken))
    return outbox.note_lost(row.pk, gone=gone, way=then, code=collected)


def tell_group(row: Outgoing) -> Ended:
    """One attempt at a group; there is no other way into it, and its people are told themselves."""
    mark = outbox.whole_of(row)[1].removeprefix(queries.GROUP_MARK)
    begun = _begun(row) or Stand(going.Kind.WECOM, 1)
    with within(row.district_id):
        account = Account.objects.filter(pk=mark, is_on=True).first()
        address = outbox.whole_of(row)[0]
        if account is None or account.facts.get(TELLS) != address or not outbox.still_mine(row):
            return Ended(State.WITHDRAWN)
        if begun.place > 1:
            return Ended(State.UNKNOWN, way="robot", code=row.code)
        if wait_s := ledger.reserve_in_group(account.pk):
            return Ended(State.WAITING, again_at=_in(wait_s), way=str(begun), code=row.code)
        held = accounts.opened(account)
        outbox.note_way(row, f"{begun}{BEGUN}")
    words = NUMBERED * begun.is_again + row.words
    end, error = _made(row, lambda: reaching.send_to_group(held, words))
    then = going.after(end, begun, clock.now(), getattr(error, "after_s", None))
    code = str(error.code) if error else ""
    if then.is_sent or then.failed:
        lost = State.UNKNOWN if end is End.UNCLEAR else State.FAILED
        return Ended(State.SENT if then.is_sent else lost, way="robot", code=code)
    return Ended(State.WAITING, again_at=then.again_at, way=then.way, code=code)


def try_out(row: Outgoing) -> Ended:
    """试发一条: once, whatever comes of it; how it ended is told as it was."""
    with within(row.district_id):
        way = queries.way_tried(row)
        account = queries.account_by_kind().get(way.kind) if way else None
        if way is None or account is None:
            return Ended(State.FAILED, way="gone")
        held, leads = accounts.opened(account), sealing.opened(way)
        if way.kind == Way.Kind.WECOM and (wait_s := ledger.reserve_member(account.pk, leads["to"])):
            return Ended(State.WAITING, again_at=_in(wait_s))
    if row.attempt > row.settled + 1:
        return Ended(State.UNKNOWN)  # an attempt died with its worker: it may have gone, and a text is paid for
    try:
        reaching.send(held, leads, row.words, row.pk.hex)
    except Failed as error:
        state = State.UNKNOWN if isinstance(error, Unclear) else State.FAILED
        return Ended(state, code=str(error.code), way=type(error).__name__.lower())
    return Ended(State.SENT, way="done")


def _planned(row: Outgoing) -> Trip | Ended | None:
    """The way that is open, with what it takes reserved; or how it ends for now; None where the file is left."""
    address, whom = outbox.whole_of(row)
    if not outbox.still_mine(row):
        return Ended(State.WITHDRAWN)
    if not queries.is_meant(address, whom):
        return _handed_on(row, address)
    ways = queries.open_ways(UUID(whom))
    stand = going.stand([(going.Kind(kind), place) for kind, place in ways], _begun(row))
    if stand.kind is going.Kind.FILE:
        return None
    way, account = ways[stand.kind, stand.place]
    try:
        held, leads = accounts.opened(account), sealing.opened(way)
    except sealing.Unopenable:
        log.error("row %s: a %s cannot be opened, its key is gone", row.pk, stand.kind)
        return _ended(row, stand, End.FINAL, Wrong("way", "sealed"))
    if until := _wait(way, account, leads):
        return Ended(State.WAITING, again_at=until, way=str(stand), code=row.code)
    outbox.note_way(row, f"{stand}{BEGUN}")
    words = _words(row, stand)
    return Trip(stand, way, lambda: reaching.send(held, leads, words, row.pk.hex, str(stand)))


def _handed_on(row: Outgoing, address: str) -> Ended | None:
    """Words to a post whose holder has changed since go to whoever holds it now, once; None where that is nobody.

    What an adviser was to be told about a matter goes with the matter: consultations.holding puts it out anew.
    """
    now = {whom: sort for whom, sort in queries.parts_of(address).items() if sort == queries.PERSON}
    outbox.send_parts(row.key.rpartition("/")[0], address, row, now)
    return Ended(State.WITHDRAWN) if now or address.startswith("registration:") else None


def _begun(row: Outgoing) -> Stand | None:
    """Where to begin. An attempt that died with its worker may have gone out, where its call had begun."""
    begun = going.read(row.way.removesuffix(BEGUN))
    return going.after_death(begun) if row.way.endswith(BEGUN) and row.attempt > row.settled + 1 else begun


def _wait(way: Way, account: Account, leads: dict[str, str]) -> datetime | None:
    """Until when a way has to wait: what a platform would drop in silence, and nobody's phone at night."""
    if way.kind == Way.Kind.WECOM:
        wait_s = ledger.reserve_member(account.pk, leads["to"])
        return _in(wait_s) if wait_s else None
    if way.kind == Way.Kind.PHONE:
        return queries.texts_wait_until()
    return None


def _words(row: Outgoing, stand: Stand) -> str:
    """As they stand in the row; in 企业微信 with where to sign in."""
    said = NUMBERED * stand.is_again + row.words
    if stand.kind is not going.Kind.WECOM:
        return said
    slug = District.objects.get(pk=row.district_id).slug
    return f"{said}\n{settings.MENKOU_PUBLIC_URL}/{slug}/start"


def _made(row: Outgoing, call: Callable[[], None]) -> tuple[End, Failed | None]:
    try:
        call()
    except Failed as error:
        if isinstance(error, Wrong):
            log.error("row %s cannot be sent: %s says %s", row.pk, error.call, error.code)
        return ENDS.get(type(error), End.FINAL), error
    except (
        Exception
    ) as error:  # a fault of ours, or of a library: nobody knows whether it went, and others ways are there
        log.error("row %s: %s", row.pk, type(error).__name__)
        return End.UNCLEAR, Unclear("call", type(error).__name__)
    return End.SENT, None


def _ended(row: Outgoing, stand: Stand, end: End, error: Failed | None) -> Ended:
    then = going.after(end, stand, clock.now(), getattr(error, "after_s", None))
    if then.is_sent:
        return Ended(State.SENT, way=then.way, code=row.code)
    code = f"{row.code},{stand.kind}:{error.code}".lstrip(",") if then.failed and error else row.code
    return Ended(State.WAITING, again_at=then.again_at, way=then.way, code=code)


def _in(seconds: int) -> datetime:
    return clock.now() + timedelta(seconds=seconds)
