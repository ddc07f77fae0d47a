"""工作要求: what is asked, done and missing, in one sentence; by class of village, in a handful of queries."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from menkou.core import clock
from menkou.engagements.models import Obligation
from menkou.places.models import Demand
from menkou.postings.models import Posting
from menkou.worklogs import duties
from menkou.worklogs.models import Entry
from menkou.worklogs.rules import duties as rules
from menkou.worklogs.rules.duties import Asked, Duty, Work
from tests.cast import LONG_AGO, SLUG
from tests.counting import at_most

TODAY, HERE, THERE = date(2026, 11, 29), UUID(int=1), UUID(int=2)
HOURS, LECTURE = Asked("hours", "village", "month", 8), Asked("lectures", "village", "quarter", 1)
works = st.lists(
    st.builds(
        Work,
        st.sampled_from([HERE, THERE]),
        st.sampled_from(Entry.Kind.values),
        st.sampled_from([TODAY - timedelta(days=days) for days in (0, 1, 28, 29, 60, 149, 200, 332, 334, 400)]),
        st.integers(1, 1440),
        st.one_of(st.none(), st.integers(1, 50)),
    ),
    max_size=8,
)
asked = st.builds(
    Asked,
    st.sampled_from(Obligation.Unit.values),
    st.sampled_from(Obligation.Per.values),
    st.sampled_from(Obligation.Window.values),
    st.integers(1, 40),
    st.sampled_from(["", *Demand.Grade.values]),
)


def said(*asked: Asked, works=(), today=TODAY) -> str:
    return rules.sentence(rules.duties(asked, works, today))


def test_what_is_missing_is_one_sentence():
    assert said(HOURS, LECTURE) == "这个月还差 8 小时，这个季度还差 1 场讲座。"
    lecture = Work(HERE, "lecture", TODAY, 90)
    assert said(HOURS, LECTURE, works=[lecture]) == "这个月还差 6.5 小时。"
    assert said(HOURS, LECTURE, works=[lecture._replace(minutes=480)]) == "这个月、这个季度要求的都做到了。"
    assert said() == ""


def test_last_month_s_hours_do_not_count_and_last_month_s_lecture_does():
    october = Work(HERE, "lecture", date(2026, 10, 8), 480)

    assert said(HOURS, LECTURE, works=[october]) == "这个月还差 8 小时。"


def test_two_entries_of_a_day_are_one_visit_and_a_closed_consultation_is_none():
    visits = Asked("visits", "village", "month", 4)
    day = [Work(HERE, kind, TODAY, 30) for kind in ("mediation", "meeting", "consultation", "case_push")]

    assert said(visits, works=day) == "这个月还差 3 次到村。"
    assert rules.done("contacts", day) == 4
    assert rules.done("visits", [Work(HERE, "consultation", TODAY, 30, people=6)]) == 1


def test_a_class_of_villages_has_its_own():
    remote = Asked("hours", "village", "month", 4, "remote")

    assert rules.applying([HOURS, remote, LECTURE], "village", "remote") == [remote, LECTURE]
    assert rules.applying([remote, HOURS], "village", "busy") == [HOURS]
    assert rules.applying([HOURS], "adviser") == []


@given(st.lists(asked, max_size=4), works)
def test_nothing_is_missing_only_where_enough_is_done(some, done):
    for duty in rules.duties(some, done, TODAY):
        assert duty.missing >= 0
        assert (duty.missing == 0) == (duty.done >= duty.asked.least)
        assert duty.missing <= duty.asked.least


@given(asked, works, works)
def test_more_work_never_leaves_more_to_do(one, some, more):
    before, after = (rules.duties([one], done, TODAY)[0] for done in (some, some + more))

    assert after.done >= before.done
    assert after.missing <= before.missing


@given(st.lists(asked, max_size=4), works)
def test_the_sentence_names_what_is_missing_and_nothing_else(some, done):
    found = rules.duties(some, done, TODAY)
    words = rules.sentence(found)

    assert words.count("还差") == len({one.asked.window for one in found if one.missing})
    assert (words == "") == (not found)
    assert words == "" or words.endswith("。")


@pytest.fixture
def asks(district):
    def asks(unit: str = "hours", per: str = "village", window: str = "month", least: int = 8, grade: str = ""):
        facts = {"unit": unit, "per": per, "window": window, "least": least, "grade": grade}
        return Obligation.objects.create(valid_from=LONG_AGO, source="试行办法", **facts)

    return asks


def of(duties: list[Duty], unit: str) -> Duty:
    return next(one for one in duties if one.asked.unit == unit)


def test_until_a_district_sets_its_own_the_shipped_ones_hold(village, put_down):
    put_down("lecture", minutes=90)

    found = duties.of_village(village)

    assert [(one.asked.unit, one.asked.least, one.done) for one in found] == [
        ("hours", 8, 1.5),
        ("visits", 4, 1),
        ("lectures", 1, 1),
    ]


def test_what_both_do_counts_for_the_village_and_what_came_back_does_not(village, put_down, chen, lin, asks, office):
    asks()
    put_down(minutes=60)
    Entry.objects.create(village=village, author=lin, kind="meeting", done_on=clock.today(), minutes=120)
    back = {"outcome": "returned", "review_note": "x", "reviewed_at": now(), "reviewed_by_id": office.user_id}
    Entry.objects.create(village=village, author=chen, kind="duty", done_on=clock.today(), minutes=600, **back)

    assert of(duties.of_village(village), "hours").done == 3


def test_what_was_done_before_a_merger_counts_for_the_heir(village, village_next_door, put_down, asks):
    asks()
    put_down(minutes=180)
    village.valid_until, village.successor = clock.today(), village_next_door
    village.save()

    assert of(duties.of_village(village_next_door), "hours").done == 3


def test_a_remote_village_is_asked_for_less(village, village_next_door, asks):
    asks()
    asks(least=4, grade="remote")
    facts = {"population": 100, "consultations": 1, "remoteness": 30, "valid_from": LONG_AGO, "source": "x"}
    Demand.objects.create(village=village, grade="remote", **facts)

    found = duties.of_villages([village.pk, village_next_door.pk])

    assert [of(found[one.pk], "hours").asked.least for one in (village, village_next_door)] == [4, 8]


def test_any_number_of_villages_costs_the_same(village, village_next_door, asks):
    asks()
    with at_most(5):
        found = duties.of_villages([village.pk, village_next_door.pk])
    assert set(found) == {village.pk, village_next_door.pk}


def test_an_adviser_reads_it_over_the_log(sign_in, adviser_a, asks, put_down):
    asks("days", "adviser", "quarter", 2)
    put_down("lecture", minutes=480)
    browser = sign_in(adviser_a)
    browser.get(f"/{SLUG}/worklogs/mine")  # what is remembered is read
    with at_most():
        page = browser.get(f"/{SLUG}/worklogs/mine").text

    for words in ("红花村", "还差 3 次到村", "您自己：这个季度还差 1 天。"):
        assert words in page


def test_b_is_not_asked_for_what_a_answers_for(adviser_b, lin, chen):
    assert duties.own(adviser_b).villages == []
    Posting.objects.filter(registration=chen).delete()
    Posting.objects.filter(registration=lin).update(post="A")
    assert len(duties.own(adviser_b).villages) == 1
