"""运行情况: what is on is noted with since when, told once, and shown; while the worker is dead as well."""

import json
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from menkou.core import clock, logs, reconciler
from menkou.core.models import Heartbeat, Outgoing
from menkou.core.scope import within
from menkou.operations import jobs, keeping, queries
from menkou.operations.models import Alarm
from menkou.operations.rules.alarms import standing
from menkou.operations.rules.seen import Limits, Seen
from tests.cast import SLUG

PAGE = f"/{SLUG}/running/"
FULL, FAILED = Seen(disk_free=1), Seen(failed_jobs=2)


def keep(seen: Seen) -> list[str]:
    return [one.rule.name for one in keeping.keep(standing(seen, Limits()))]


def told() -> list[Outgoing]:
    return list(Outgoing.objects.filter(address=keeping.OPERATOR).order_by("made_at"))


def test_an_alarm_keeps_since_when_it_is_on_and_is_gone_when_it_is_well(operator):
    assert keep(FULL) == ["disk"]
    begun = queries.begun()["disk"]

    assert keep(FULL) == []
    assert queries.begun() == {"disk": begun}
    assert keep(replace(FULL, failed_jobs=1)) == ["jobs"]
    assert set(queries.begun()) == {"disk", "jobs"}
    assert keep(Seen()) == []
    assert queries.begun() == {}


def test_the_operators_are_told_when_it_comes_on_and_of_one_that_comes_and_goes_once_an_hour(operator, monkeypatch):
    keep(FULL)
    keep(FULL)
    assert [one.words for one in told()] == ["系统告警：磁盘快满了。请登录“运行情况”查看怎么办。"]

    for _ in range(3):  # at the very edge of what is too much
        keep(Seen())
        keep(FULL)
    assert len(told()) == 1

    keep(Seen())
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(keeping.clock, "now", lambda: later)
    keep(FULL)
    assert len(told()) == 2


def test_an_alarm_of_which_nobody_could_be_told_is_told_at_the_next_look(operator, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(keeping.outbox, "send", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            keep(FULL)

    assert keep(FULL) == ["disk"]
    assert len(told()) == 1


def test_every_district_with_an_operator_is_told_and_else_the_first(district):
    assert keep(FULL) == ["disk"]
    assert len(told()) == 1


def test_the_worker_looks_once_a_minute_outside_any_district(operator, monkeypatch, caplog):
    monkeypatch.setattr(reconciler, "sweeps", [])
    monkeypatch.setattr(reconciler, "chores", [])
    monkeypatch.setattr(jobs.queries, "seen", lambda: FAILED)
    reconciler.chore(jobs.EVERY_S)(jobs.look_around)
    caplog.set_level(logging.INFO)

    reconciler.run_once()
    Alarm.objects.all().delete()
    reconciler.run_once()

    assert not Alarm.objects.exists()  # it did not look again so soon
    (line,) = [one for one in caplog.records if one.name == "menkou.alarm"]
    assert json.loads(logs.Lines().format(line))["alarm"] == "jobs"


def test_a_chore_that_fails_stops_nothing(db, monkeypatch, caplog):
    monkeypatch.setattr(reconciler, "sweeps", [])
    monkeypatch.setattr(reconciler, "chores", [])

    @reconciler.chore(60)
    def look():
        raise ValueError("一句话")

    reconciler.run_once()

    assert "look failed: ValueError" in caplog.text
    assert Heartbeat.objects.filter(name=reconciler.NAME).exists()


def shown(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def lives(db):
    return Heartbeat.objects.create(name="worker", at=clock.now())


def test_the_page_says_that_nothing_is_on(lives, operator, sign_in, monkeypatch):
    monkeypatch.setattr(queries, "seen", lambda: Seen())

    page = shown(sign_in(operator))

    assert "现在没有告警" in page
    assert page.count("正常") == 10


def test_the_page_says_what_is_on_since_when_and_what_to_do(lives, bureau, sign_in, monkeypatch):
    monkeypatch.setattr(queries, "seen", lambda: FULL)
    keep(FULL)
    Alarm.objects.update(begun_at=clock.start_of(clock.today()) - timedelta(hours=15))

    page = shown(sign_in(bureau))

    assert "磁盘快满了" in page
    assert " 09:00 起。" in page
    assert "腾出地方" in page


def test_while_the_worker_has_been_dead_for_an_hour_the_page_says_so_and_since_when(operator, sign_in):
    dead_since = clock.now() - timedelta(hours=1, minutes=1)
    Heartbeat.objects.create(name="worker", at=dead_since)

    page = shown(sign_in(operator))

    assert "后台任务停了" in page
    assert f"{dead_since.astimezone(clock.SHANGHAI):%H:%M} 起。" in page
    assert "提醒发不出去" in page
    assert "现在没有告警" not in page

    Heartbeat.objects.update(at=clock.now())
    assert "后台任务停了" not in shown(sign_in(operator))


@pytest.mark.parametrize("who", ["adviser_a", "cadre", "director", "office", "auditor"])
def test_others_find_no_such_page(request, sign_in, who):
    assert sign_in(request.getfixturevalue(who)).get(PAGE).status_code == 404


def test_words_about_an_alarm_reach_the_operators(operator, district):
    from menkou.reminders import queries as reminders

    with within(district.pk):
        assert [one.user_id for one in reminders.people_of(keeping.OPERATOR)] == [operator.user_id]
