"""特别查阅: no word without a second person, a running clock and a line for its asker; for nobody but who asked."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from menkou.accounts.models import Membership
from menkou.accounts.queries import actor_for
from menkou.consultations import viewings
from menkou.consultations.models import Viewing
from menkou.consultations.rights import actions as rights
from menkou.core import clock
from menkou.core.actors import CLOCK, Role
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.inspections import actions, jobs, queries
from menkou.inspections.models import Inspection
from tests.cast import QUESTION, SLUG

WHY = {"cause": "complaint", "reason": "李四投诉说答复有错，要核对原来的问和答。", "basis": "律师法第四条"}
LATER = {"defer_days": 10, "instrument": "调取证据通知书〔2026〕3号"}


@pytest.fixture
def hands():
    with time_machine.travel("2026-11-03 10:20+08:00", tick=False) as hands:
        yield hands


@pytest.fixture
def second(make_actor):
    return make_actor(Role.JUSTICE_BUREAU, "second")


@pytest.fixture
def asked(hands, consultation, bureau):
    return actions.request(by=bureau, consultation=consultation, form="a" * 32, **WHY)


@pytest.fixture
def approved(asked, auditor):
    return actions.approve(by=auditor, inspection=asked)


@pytest.fixture
def deferred(hands, consultation, bureau, auditor):
    found = actions.request(by=bureau, consultation=consultation, form="b" * 32, **WHY, **LATER)
    return actions.approve(by=auditor, inspection=found)


def told(consultation) -> list[str]:
    return [line.words for line in viewings.told_of(consultation)]


def test_with_a_second_person_it_is_read_and_everybody_is_told_in_the_same_transaction(approved, bureau, consultation):
    with transaction.atomic():
        said = actions.look(by=bureau, inspection=approved)
        lines, words = told(consultation), Outgoing.objects.filter(key=f"inspected:{approved.pk}")
        assert [one.text for one in said] == [QUESTION]
        assert lines == ["11月3日 10:20，司法局bureau特别查阅过。"]
        assert QUESTION not in words.get().words
        transaction.set_rollback(True)

    assert told(consultation) == []  # no reading without its line


def test_nobody_reads_before_a_second_person_agreed(asked, bureau, consultation):
    with pytest.raises(Conflict, match="没有批准"):
        actions.look(by=bureau, inspection=asked)

    assert not Viewing.objects.exists()


def test_nobody_agrees_to_their_own(asked, bureau):
    with pytest.raises(Refused, match="另一个人"):
        actions.approve(by=bureau, inspection=asked)


def test_the_database_lets_nobody_agree_to_their_own(asked, bureau):
    facts = {"state": "approved", "decided_by": bureau.user_id, "decided_at": clock.now(), "lapses_at": clock.now()}
    with pytest.raises(IntegrityError, match="nobody_decides"), transaction.atomic():
        Inspection.objects.filter(pk=asked.pk).update(**facts)


def test_a_refused_one_stays_shut_and_is_decided_once(asked, bureau, auditor, second):
    actions.refuse(by=second, inspection=asked)

    with pytest.raises(Conflict):
        actions.look(by=bureau, inspection=asked)
    with pytest.raises(Conflict, match="已经批过"):
        actions.approve(by=auditor, inspection=asked)


@pytest.mark.parametrize(
    "who", ["second", "auditor", "office", "director", "operator", "cadre", "adviser_a", "adviser_b"]
)
def test_only_who_asked_reads(approved, request, who):
    with pytest.raises(Refused):
        actions.look(by=request.getfixturevalue(who), inspection=approved)


@pytest.mark.parametrize("who", ["office", "director", "operator", "cadre", "adviser_a", "stranger"])
def test_nobody_but_bureau_and_auditor_asks_or_decides(hands, consultation, bureau, request, who):
    by = request.getfixturevalue(who)
    with pytest.raises(Refused):
        actions.request(by=by, consultation=consultation, form="c" * 32, **WHY)
    asked = actions.request(by=bureau, consultation=consultation, form="d" * 32, **WHY)
    with pytest.raises(Refused):
        actions.approve(by=by, inspection=asked)


def test_thirty_minutes_and_not_one_more(approved, bureau, hands):
    actions.look(by=bureau, inspection=approved)
    hands.shift(timedelta(minutes=29, seconds=59))
    assert actions.look(by=bureau, inspection=approved)
    hands.shift(timedelta(seconds=1))

    with pytest.raises(Conflict, match="时间过了"):
        actions.look(by=bureau, inspection=approved)


def test_unread_it_lapses(approved, bureau, hands):
    hands.shift(timedelta(hours=24))

    with pytest.raises(Conflict):
        actions.look(by=bureau, inspection=approved)


def test_who_has_left_the_bureau_meanwhile_reads_nothing(approved, bureau, hands):
    Membership.objects.filter(user=bureau.user_id).update(valid_until=clock.today())
    now = actor_for(Membership.objects.get(user=bureau.user_id).user)

    with pytest.raises(Refused):
        actions.look(by=now, inspection=approved)


def test_it_opens_this_matter_and_no_other(approved, bureau, ask, resident):
    ask(resident, "另一件事")

    assert [one.text for one in actions.look(by=bureau, inspection=approved)] == [QUESTION]


def test_a_notice_waits_only_by_a_paper_and_then_comes_by_itself(deferred, bureau, consultation, hands):
    actions.look(by=bureau, inspection=deferred)
    jobs.tell_what_had_to_wait()
    assert told(consultation) == []
    assert not Outgoing.objects.filter(key=f"inspected:{deferred.pk}").exists()

    hands.shift(timedelta(days=10))
    jobs.tell_what_had_to_wait()
    jobs.tell_what_had_to_wait()
    assert told(consultation) == ["11月3日 10:20，司法局bureau特别查阅过。"]
    assert Outgoing.objects.filter(key=f"inspected:{deferred.pk}").count() == 1
    assert AuditEntry.objects.filter(what="inspection.told").count() == 1


def test_what_waits_is_seen_by_the_auditor_and_not_by_the_adviser(deferred, bureau, auditor, adviser_a, hands):
    actions.look(by=bureau, inspection=deferred)

    assert queries.visible_to(auditor).get().defer_days == 10
    assert queries.why(deferred).instrument == LATER["instrument"]
    assert not queries.of_mine(adviser_a).exists()
    hands.shift(timedelta(days=10))
    actions.tell(by=CLOCK, inspection=deferred)
    assert queries.of_mine(adviser_a).count() == 1


@pytest.mark.parametrize(("days", "paper"), [(31, True), (5, False), (0, True)])
def test_the_database_knows_no_longer_wait_and_none_without_a_paper(deferred, days, paper):
    facts = {"defer_days": days} if paper else {"defer_days": days, "instrument": None}
    with pytest.raises(IntegrityError, match="a_notice_waits"), transaction.atomic():
        Inspection.objects.filter(pk=deferred.pk).update(**facts)


def test_reasons_are_sealed_and_go_with_the_matter(asked, consultation, resident, auditor):
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(t::text, '') from inspections_inspection t")
        stored = cursor.fetchone()[0]
    assert "李四" not in stored
    assert "李四".encode().hex() not in stored
    assert queries.why(asked).reason == WHY["reason"]

    rights.erase(by=resident, consultation=consultation)
    assert queries.why(asked) == ("", "", "")
    with pytest.raises(Conflict, match="删掉"):
        actions.approve(by=auditor, inspection=asked)


def test_an_erased_matter_is_not_asked_for_and_an_approved_one_not_read(approved, bureau, consultation, resident):
    rights.erase(by=resident, consultation=consultation)

    with pytest.raises(Conflict, match="删掉"):
        actions.look(by=bureau, inspection=approved)
    with pytest.raises(Conflict, match="删掉"):
        actions.request(by=bureau, consultation=consultation, form="e" * 32, **WHY)


def test_a_form_sent_twice_asks_once(consultation, bureau):
    first, second = (actions.request(by=bureau, consultation=consultation, form="f" * 32, **WHY) for _ in range(2))

    assert first.pk == second.pk
    assert Inspection.objects.count() == 1


def test_two_decide_at_once_and_one_decision_stands(at_once, consultation, bureau, auditor, second):
    asked = actions.request(by=bureau, consultation=consultation, form="a" * 32, **WHY)
    at_once(
        lambda: actions.approve(by=auditor, inspection=asked),
        lambda: actions.refuse(by=second, inspection=asked),
    )
    lines = AuditEntry.objects.filter(what__in=["inspection.approved", "inspection.refused"])

    assert lines.count() == 1


def test_through_the_doors(sign_in, consultation, bureau, auditor, client):
    path = f"/{SLUG}/inspections/"
    send = {"reference": consultation.reference.lower(), "defer_days": 0, "form": "1" * 32, **WHY}

    short = sign_in(bureau).post(path, {**send, "reason": "太短"})
    assert short.status_code == 422
    assert "至少写 20 个字" in short.content.decode()
    assert "没有这个编号" in client.post(path, {**send, "reference": "2611-22222"}).content.decode()
    assert "文书" in client.post(path, {**send, "defer_days": 5}).content.decode()
    own = client.post(path, send).headers["Location"]
    assert "批准</button>" not in client.get(own).content.decode()
    sign_in(auditor)
    page = client.get(own).content.decode()
    assert WHY["reason"] in page
    assert QUESTION not in page
    assert client.post(f"{own}approve").status_code == 302
    assert client.post(f"{own}look").status_code == 403
    sign_in(bureau)
    read = client.post(f"{own}look")
    assert QUESTION in read.content.decode()
    assert read.content.decode().count("特别查阅</footer>") == 1
    assert "no-store" in read.headers["Cache-Control"]


def test_everybody_reads_how_often_it_happened(client, approved, bureau):
    before = client.get(f"/{SLUG}/").content.decode()
    actions.look(by=bureau, inspection=approved)
    after = client.get(f"/{SLUG}/").content.decode()

    assert "本月 0 次" in before
    assert "本月 1 次" in after
