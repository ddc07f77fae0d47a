"""It dies at the first statement, at the second, and so on to the last, before and after: what was answered is there.

The same loop has to find out each of the bugs that such intakes are known for, or it proves nothing.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import product
from threading import Barrier, Thread

import psycopg
import pytest
from django.db import OperationalError, connection

from menkou.channels import arriving, asgi, inbox, recipients
from menkou.channels.accounts import wrapped
from menkou.channels.models import Account, Incoming
from menkou.core.scope import within
from menkou.places.models import District
from tests.callbacks.conftest import AES_KEY, TOKEN
from tests.callbacks.platform import TEXT, Platform

COUNTED = "select (select count(*) from channels_incoming), (select count(*) from procrastinate_jobs)"
READ_ALL = (
    "select set_config('menkou.reads', (select '{' || string_agg(id::text, ',') || '}' from places_district), false)"
)
MOST = 40  # statements that one callback may take; it takes fewer, and the loop ends by itself
Honest = Callable[[arriving.Said, bytes], None]


class Killed(BaseException):
    """kill -9, as far as it can be had within a process: nothing of ours handles it."""


@dataclass
class Deaths:
    """At the n-th thing that is said to the database, before or after it took effect."""

    at: int
    after: bool
    how: type[BaseException]
    said: int = 0

    def happen(self, do: Callable, *args, **more):
        self.said += 1
        dies = self.said == self.at
        if not dies or self.after:
            done = do(*args, **more)
        if dies:
            if connection.connection:
                connection.connection.close()  # PostgreSQL takes back what was not committed
            raise self.how
        return done


@contextmanager
def dying(deaths: Deaths) -> Iterator[None]:
    """Statements, and the ends of transactions, which are none in psycopg's eyes."""
    commit, autocommit = connection._commit, connection._set_autocommit
    connection._commit = lambda: deaths.happen(commit)
    connection._set_autocommit = lambda on: deaths.happen(autocommit, on)
    try:
        with connection.execute_wrapper(lambda do, *args: deaths.happen(do, *args)):
            yield
    finally:
        del connection._commit, connection._set_autocommit
        connection.close_if_unusable_or_obsolete()


@pytest.fixture
def platform(committed):
    district = District.objects.create(slug="shili", name="示例区", code="999901", is_demo=True)
    with within(district.pk):
        account = Account(kind="wechat", name="门口", number="wx1", is_on=True)
        account.sealed = wrapped(account.pk, {"token": TOKEN, "aes_key": AES_KEY})
        account.save()
    return Platform(district.slug, account.pk, "wx1", TOKEN, AES_KEY)


def call(platform: Platform, plain: str) -> int:
    """One callback; its status, or 0 where the connection was cut."""
    query, body = platform.sealed(plain)
    with suppress(Killed):
        return asgi._answered("POST", platform.path, query, body)[0]
    return 0


def new() -> str:
    number = secrets.randbelow(2**63)
    return TEXT.format(words=secrets.token_hex(8), sender="o-zhang", number=number, at=int(time.time()))


def there(owner: psycopg.Connection) -> tuple[int, int]:
    """How many rows and jobs there are, as seen by somebody else."""
    owner.execute(READ_ALL)
    return owner.execute(COUNTED).fetchone()


def fresh_process() -> None:
    """What a new process knows: nothing."""
    recipients.forget()
    arriving._said.clear()
    REMEMBERED.clear()


def faults(platform: Platform, owner: psycopg.Connection) -> Iterator[str]:
    """Everything that is wrong, over all deaths; each loop ends at the first number that is not reached any more."""
    kept = there(owner)[0]
    for how, after in product((Killed, OperationalError), (False, True)):
        for at in range(1, MOST):
            fresh_process()
            deaths, plain, when = Deaths(at, after, how), new(), f"{how.__name__} {'after' if after else 'before'} {at}"
            with dying(deaths):
                status = call(platform, plain)
            if status == 200 and there(owner)[0] == kept:
                yield f"lost: {when}"
            elif status != 200:
                fresh_process()
                assert call(platform, plain) == 200  # the platform's next try
            kept += 1
            if there(owner) != (kept, kept):
                yield f"{there(owner)} for {kept}: {when}"
                kept = there(owner)[0]
            if deaths.said < at:
                break
        else:
            yield "it never came to an end"


def faults_of_pairs(platform: Platform, owner: psycopg.Connection) -> Iterator[str]:
    """Two calls with the same message at the same moment; and one message each of two people with the same number."""
    fresh_process()
    kept, plain, start, answers = there(owner)[0], new(), Barrier(2), []

    def one() -> None:
        start.wait(10)
        answers.append(call(platform, plain))
        connection.close()

    threads = [Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    if (answers, *there(owner)) != ([200] * 2, kept + 1, kept + 1):
        yield f"{answers}, {there(owner)} for {kept} and one"
    assert call(platform, plain.replace("o-zhang", "o-li")) == 200
    if there(owner) != (kept + 2, kept + 2):
        yield f"{there(owner)} for {kept} and two of one number"


def test_wherever_it_dies_and_whoever_else_calls_what_was_answered_is_there_once(platform, as_owner):
    assert [*faults_of_pairs(platform, as_owner), *faults(platform, as_owner)] == []


REMEMBERED: set[str] = set()
honest: Honest = arriving._keep


def ack_first(said: arriving.Said, plain: bytes) -> None:
    """Answers, and then puts on record; whatever happens then, the answer has gone."""
    try:
        honest(said, plain)
    except (Killed, OperationalError):
        connection.close()


def memory_dedupe(said: arriving.Said, plain: bytes) -> None:
    """Knows what has come because it remembers it."""
    if said.key not in REMEMBERED:
        honest(arriving.Said(said.account, said.sender, secrets.token_hex(16)), plain)
        REMEMBERED.add(said.key)


def check_then_insert(said: arriving.Said, plain: bytes) -> None:
    """Looks whether it is there, and if it is not, puts it there."""
    with within(said.account.district_id):
        is_there = any(inbox.opened(row) == plain for row in Incoming.objects.all())
    if not is_there:
        time.sleep(0.05)  # in which the other looks
        honest(arriving.Said(said.account, said.sender, secrets.token_hex(16)), plain)


def msgid_only(said: arriving.Said, plain: bytes) -> None:
    """Takes the platform's number for a key."""
    number = plain.decode().split("<MsgId>")[1].split("<")[0]
    honest(arriving.Said(said.account, "anybody", number), plain)


BUGS = {ack_first: faults, memory_dedupe: faults, check_then_insert: faults_of_pairs, msgid_only: faults_of_pairs}


def test_each_known_bug_is_found_out(platform, as_owner, monkeypatch):
    for bug, prover in BUGS.items():
        monkeypatch.setattr(arriving, "_keep", bug)
        assert next(prover(platform, as_owner), None), bug.__name__
