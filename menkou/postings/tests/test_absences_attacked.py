"""请假, attacked: rude days, leaves in a row, who is told, who takes questions when somebody has left the roster."""

from datetime import date, timedelta

import pytest
import time_machine

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.models import Outgoing
from menkou.postings import actions, queries
from menkou.postings.models import Absence, Posting
from menkou.postings.templatetags.absences import last_moment
from tests.cast import LONG_AGO, SLUG

NOON = "2026-03-05 12:00+08:00"
DAY = timedelta(days=1)
FORM = {"first": "2026-03-05", "last": "2026-03-07", "reason": "holiday"}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock_of_this_test:
        yield clock_of_this_test


@pytest.fixture
def be_away(bureau):
    """Send somebody on leave for so many days, from a day on (now, if none is named)."""

    def be_away(who: Registration, days: int = 3, first: date | None = None) -> Absence:
        begins_at = clock.start_of(first) if first else clock.now()
        ends_at = clock.start_of((first or clock.today()) + days * DAY)
        return actions.be_away(by=bureau, registration=who, begins_at=begins_at, ends_at=ends_at, reason="holiday")

    return be_away


@pytest.mark.parametrize(
    ("first", "last"),
    [("9999-12-31", "9999-12-31"), ("9999-12-30", "9999-12-31"), ("2062-03-05", "2062-03-07"), ("2027-03-07",) * 2],
)
def test_days_farther_off_than_a_year_are_a_wrong_year(sign_in, adviser_a, chen, first, last):
    """The midnight after the last day of year 9999 does not exist: the page fell over."""
    answer = sign_in(adviser_a).post(f"/{SLUG}/away/{chen.pk}", FORM | {"first": first, "last": last})
    assert answer.status_code == 422
    assert "请核对年份" in answer.content.decode()
    assert not Absence.objects.exists()


@pytest.mark.parametrize("typed", ["0001-01-01", "2026-02-30", "9" * 5000, "\x00", "2026-03-05\n<b>", "٢٠٢٦-٠٣-٠٥"])
def test_rude_days_are_a_form_to_correct(sign_in, adviser_a, chen, typed):
    desk = sign_in(adviser_a)
    for field in ("first", "last"):
        assert desk.post(f"/{SLUG}/away/{chen.pk}", FORM | {field: typed}).status_code in (302, 422)


def test_an_empty_form_says_what_is_missing(sign_in, adviser_a, chen):
    answer = sign_in(adviser_a).post(f"/{SLUG}/away/{chen.pk}", {})
    assert answer.status_code == 422
    assert "请选从哪天起" in answer.content.decode()


def test_leaves_in_a_row_are_one_to_whoever_asks_when_somebody_is_back(
    be_away, sign_in, client, adviser_b, chen, lin, village
):
    be_away(chen, days=3)
    be_away(chen, days=2, first=date(2026, 3, 8))
    be_away(chen, days=2, first=date(2026, 3, 11))  # there is a day between
    assert queries.away_until([chen.pk]) == {chen.pk: clock.start_of(date(2026, 3, 10))}
    assert "陈律师这几天不在，3月10日回来。" in client.get(f"/{SLUG}/v/{village.code}/").content.decode()
    assert "陈明不在，3月10日回来。" in sign_in(adviser_b).get(f"/{SLUG}/consultations/").content.decode()


@pytest.mark.parametrize("ends", ["posting", "registration"])
def test_no_return_is_promised_of_who_does_not_come_back_to_the_village(be_away, client, chen, lin, village, ends):
    be_away(chen, days=3)
    kinds = {
        "posting": Posting.objects.filter(registration=chen),
        "registration": Registration.objects.filter(pk=chen.pk),
    }
    kinds[ends].update(valid_until=date(2026, 3, 7))
    shown = client.get(f"/{SLUG}/v/{village.code}/").content.decode()
    assert "陈律师这几天不在。" in shown
    assert "日回来" not in shown


def test_a_is_not_told_to_stand_in_for_b(be_away, chen, lin):
    be_away(lin)
    assert not Outgoing.objects.exists()


def test_who_is_away_then_is_not_told_to_stand_in(be_away, chen, lin):
    be_away(lin, days=3, first=date(2026, 3, 10))
    be_away(chen, days=1, first=date(2026, 3, 11))
    assert not Outgoing.objects.exists()
    be_away(chen, days=1, first=date(2026, 3, 13))
    assert Outgoing.objects.get().address == f"registration:{lin.pk}"


def test_who_stands_in_later_is_not_sent_to_look_now(be_away, chen, lin):
    be_away(chen, first=date(2026, 4, 1))
    words = Outgoing.objects.get().words
    assert "开始以后" in words
    assert "请登录查看" not in words


def test_who_is_away_does_not_read_that_they_stand_in(be_away, adviser_b, chen, lin):
    be_away(chen)
    assert [one.name for one in queries.covered_by(adviser_b)] == ["陈明"]
    be_away(lin)
    assert queries.covered_by(adviser_b) == []


def test_two_of_one_name_are_two(be_away, sign_in, adviser_b, chen, lin, register, village):
    namesake = register("陈明", "firm", 6)
    facts = {"name": "邻红村", "kind": "village", "valid_from": LONG_AGO, "township": village.township}
    near = type(village).objects.create(code="999901001207", **facts)
    Posting.objects.create(village=near, post="A", registration=namesake, valid_from=LONG_AGO)
    Posting.objects.create(village=near, post="B", registration=lin, valid_from=LONG_AGO)
    be_away(chen, days=3)
    be_away(namesake, days=5)
    shown = sign_in(adviser_b).get(f"/{SLUG}/consultations/").content.decode()
    assert "陈明不在，3月8日回来。红花村的" in shown
    assert "陈明不在，3月10日回来。邻红村的" in shown


def test_the_page_and_the_question_agree_where_everybody_of_a_village_has_left_the_roster(
    client, register, village, chen
):
    """Their posts are on record still; the page said that nobody is here, and a question was taken all the same."""
    near = type(village).objects.create(
        code="999901001207", name="邻红村", kind="village", valid_from=LONG_AGO, township=village.township
    )
    Posting.objects.create(village=near, post="A", registration=register("孟强", "firm", 7), valid_from=LONG_AGO)
    Registration.objects.filter(pk=chen.pk).update(valid_until=clock.today())
    assert queries.board_of(village).on_duty is None
    assert queries.on_duty(village) is None


def test_a_leave_that_runs_can_be_ended_however_many_are_to_come(be_away, sign_in, adviser_a, chen):
    running = be_away(chen, days=1)
    for week in range(1, 25):
        be_away(chen, days=1, first=date(2026, 3, 5) + 7 * week * DAY)
    assert f"/away/{running.pk}/back" in sign_in(adviser_a).get(f"/{SLUG}/away/{chen.pk}").content.decode()


def test_a_leave_that_ended_within_the_first_minute_of_a_day_does_not_read_as_that_whole_day():
    assert last_moment(clock.start_of(date(2026, 3, 8))) == "3月7日"
    assert last_moment(clock.start_of(date(2026, 3, 8)) + timedelta(seconds=30)) == "3月8日 00:00"


def test_what_was_struck_out_is_called_struck_out(be_away, sign_in, adviser_a, chen):
    desk = sign_in(adviser_a)
    later = be_away(chen, first=date(2026, 3, 10))
    assert "这次请假取消了" in desk.post(f"/{SLUG}/away/{later.pk}/back", follow=True).content.decode()


def test_addresses_hold_against_other_methods_and_other_people(
    be_away, sign_in, adviser_a, adviser_b, adviser_next_door, cadre, make_actor, institutions, chen
):
    from menkou.core.actors import Role

    leave = be_away(chen)
    other_director = make_actor(Role.INSTITUTION_DIRECTOR, "other", institution=institutions["office"])
    for who in (adviser_b, adviser_next_door, cadre, other_director):
        desk = sign_in(who)
        assert desk.get(f"/{SLUG}/away/{chen.pk}").status_code == 404
        assert desk.post(f"/{SLUG}/away/{chen.pk}", FORM).status_code == 404
        assert desk.post(f"/{SLUG}/away/{leave.pk}/back").status_code == 404
    desk = sign_in(adviser_a)
    assert desk.get(f"/{SLUG}/away/{leave.pk}/back").status_code == 405
    assert desk.put(f"/{SLUG}/away/{chen.pk}").status_code == 405
    assert desk.get(f"/{SLUG}/away/{leave.pk}").status_code == 404
    assert desk.post(f"/{SLUG}/away/{chen.pk}/back").status_code == 404
    Registration.objects.filter(pk=chen.pk).update(valid_until=clock.today())
    assert desk.get(f"/{SLUG}/away/").status_code == 404
    assert desk.post(f"/{SLUG}/away/{leave.pk}/back").status_code == 404
