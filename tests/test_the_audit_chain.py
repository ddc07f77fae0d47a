"""Every line of the log is linked once, by whoever's turn it is, in one chain without a fork; and nobody changes a link."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.utils import timezone

from menkou.core.chain import chainer, digests, linking
from menkou.core.chain.chainer import Chainer
from menkou.core.models import AuditEntry, AuditLink, Unlinked
from menkou.core.rows import insert
from menkou.core.scope import within
from tests.counting import at_most

WRITERS, LINES, WAIT_S = 16, 15, 20
SLUG = "shili"


def say(what: str = "test.said", *, waits: bool = True) -> AuditEntry:
    """A line, as the gate leaves it; or as older code did, which told no chainer."""
    line = AuditEntry(by="陈明", what=what, subject="places.Village:1")
    insert(line, *([Unlinked(id=line.pk)] if waits else []))
    return line


def faults() -> list[str]:
    """What is wrong with the chain of the district: a hole, a line that stands nowhere, a digest that is another."""
    links, lines = list(AuditLink.objects.all()), AuditEntry.objects.in_bulk()
    found = [f"number {link.number}" for link, number in zip(links, count(1), strict=False) if link.number != number]
    found += [f"not linked {pk}" for pk in lines.keys() - {link.pk for link in links}]
    before = digests.NOTHING
    for link in links:
        one = lines[link.pk]
        line = digests.of_line(one.pk, one.at, one.by, one.what, one.subject, one.count)
        before = digests.of_link(before, SLUG, link.number, link.at, line)
        found += [f"digest {link.number}"] * (before != bytes(link.digest))
    return found


@pytest.mark.django_db
def test_a_line_is_linked_and_waits_no_more(district):
    for _ in range(3):
        say()

    assert faults() != []
    assert linking.link_some() == 3
    assert linking.link_some() == 0
    assert faults() == []
    assert not Unlinked.objects.exists()


@pytest.mark.django_db
def test_the_chain_goes_on_where_it_stood_in_steps_of_bounded_size(district, monkeypatch):
    monkeypatch.setattr(linking, "AT_A_TIME", 4)
    for _ in range(10):
        say()

    assert [linking.link_some() for _ in range(4)] == [4, 4, 2, 0]
    assert faults() == []


@pytest.mark.django_db
def test_the_line_and_its_waiting_cost_one_statement(district):
    with at_most(1):
        say()

    assert Unlinked.objects.count() == 1


@pytest.mark.django_db
def test_what_came_without_waiting_is_found_by_comparing_everything(district):
    say()
    linking.link_some()
    say(waits=False)

    assert (linking.link_some(), linking.find_forgotten(), linking.find_forgotten()) == (0, 1, 0)
    assert linking.link_some() == 1
    assert faults() == []


@pytest.mark.django_db
def test_the_application_cannot_change_or_remove_a_link(district):
    say()
    linking.link_some()

    for words in ("update core_auditlink set number = 2", "delete from core_auditlink"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as one,
        ):
            one.execute(words)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as one:
        one.execute("truncate core_auditlink")


@pytest.mark.django_db
def test_each_district_has_a_chain_of_its_own(district):
    other = type(district).objects.create(slug="nebenan", name="邻区", code="999902")
    say()
    with within(other.pk):
        say()
        say()

    Chainer().run_once()

    assert AuditLink.objects.count() == 1
    with within(other.pk):
        assert [link.number for link in AuditLink.objects.all()] == [1, 2]


def test_sixteen_writers_and_two_chainers_make_no_fork_and_miss_nothing(at_once, district):
    at_once(lambda: None)  # commits the district
    start, done = threading.Barrier(WRITERS + 2), threading.Semaphore(0)

    def write():
        start.wait(WAIT_S)
        for _ in range(LINES):
            with within(district.pk):
                say()
        done.release()

    def link():
        start.wait(WAIT_S)
        turns, has_ended = Chainer(), False
        while not has_ended:
            has_ended = done._value == WRITERS  # one more turn then, which finds all
            turns.run_once()

    def run(do):
        try:
            do()
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS + 2) as pool:
        list(pool.map(run, [write] * WRITERS + [link, link]))

    assert (chainer.link_all(), Unlinked.objects.count()) == (0, 0)
    assert AuditLink.objects.count() == WRITERS * LINES
    assert faults() == []


def test_what_commits_late_is_linked_after_what_began_later(at_once, district):
    old, young = threading.Event(), threading.Event()

    def begins_first():
        say("test.old")
        old.set()
        assert young.wait(WAIT_S)

    def commits_first():
        assert old.wait(WAIT_S)
        with within(district.pk):
            say("test.young")

    def links():
        assert old.wait(WAIT_S)
        while not linking.waiting_in([district.pk]):
            pass
        done = chainer._link(district.pk)
        young.set()
        return done

    assert at_once(begins_first, commits_first, links)[2] == 1
    chainer.link_all()

    names = dict(AuditEntry.objects.values_list("pk", "what"))
    assert [names[link.pk] for link in AuditLink.objects.all()] == ["test.young", "test.old"]
    assert faults() == []


def test_a_chainer_killed_in_the_middle_leaves_all_to_the_next(at_once, district):
    for _ in range(5):
        say()
    linked = threading.Event()
    victim = []

    def dies():
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            victim.append(cursor.fetchone()[0])
        assert linking.link_some() == 5
        linked.set()
        with pytest.raises(OperationalError), connection.cursor() as cursor:
            cursor.execute("select pg_sleep(60)")
        connection.close()

    def kills():
        assert linked.wait(WAIT_S)
        assert linking.link_some() == 0  # another has the turn
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(%s, 10000)", victim)

    def lives():
        try:
            dies()
        finally:
            connection.needs_rollback = False

    at_once(lives, kills)

    assert AuditLink.objects.count() == 0
    assert chainer.link_all() == 5
    assert faults() == []


def test_without_turns_the_database_itself_refuses_a_fork(at_once, district, monkeypatch):
    """A seeded fault: chainers that do not wait for each other."""
    monkeypatch.setattr(linking, "TURN", "select %s <> '', clock_timestamp()")
    for _ in range(5):
        say()
    both = threading.Barrier(2)
    links = linking._links

    def meet(*words):
        both.wait(WAIT_S)
        return links(*words)

    monkeypatch.setattr(linking, "_links", meet)

    def link():
        try:
            return chainer._link(district.pk)
        except Exception as problem:
            return type(problem).__name__

    assert sorted(map(str, at_once(link, link))) == ["5", "IntegrityError"]
    assert faults() == []


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("update core_auditentry set by = '别人' where what = 'test.2'", "digest 2"),
        ("delete from core_auditlink where number = 2", "number 3"),
        ("update core_auditlink set digest = '\\x00' where number = 3", "digest 3"),
    ],
)
def test_the_check_of_the_chain_sees_a_seeded_fault(as_owner, at_once, district, fault, seen):
    for number in range(1, 4):
        say(f"test.{number}")
    linking.link_some()
    at_once(lambda: None)  # commits
    with as_owner.transaction():
        as_owner.execute("alter table core_auditentry no force row level security")
        as_owner.execute("alter table core_auditlink no force row level security")
        as_owner.execute(fault)
        as_owner.execute("alter table core_auditentry force row level security")
        as_owner.execute("alter table core_auditlink force row level security")

    assert seen in faults()


@pytest.mark.django_db
def test_a_turn_that_fails_is_followed_by_the_next(district, monkeypatch, caplog):
    stop, turns = threading.Event(), []

    def fail(self, stopped):
        turns.append(timezone.now())
        if len(turns) == 2:
            stopped.set()
        raise ValueError("secret words")

    monkeypatch.setattr(Chainer, "run_once", fail)
    monkeypatch.setattr(chainer, "EVERY_S", 0)
    monkeypatch.setattr(connection, "close", lambda: None)
    Chainer().run_forever(stop)

    assert len(turns) == 2
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text
