"""Behind a number stand its rows; where consultations would be opened, nothing that points at a person."""

from datetime import date

import pytest
import time_machine

from menkou.core import memory
from menkou.oversight import numbers
from menkou.places import actions as places


@pytest.fixture
def this_month():
    from menkou.core import clock

    return numbers.Month.of(clock.today())


def test_a_short_list_is_not_opened(ask, resident, bureau, sign_in, this_month):
    for _ in range(4):
        ask(resident)

    assert numbers.asked(bureau, this_month) == 4
    assert numbers.timeliness(bureau, this_month) == []
    assert "不列出来" in sign_in(bureau).get("/shili/desk/asked").content.decode()


def test_a_longer_one_shows_reference_month_and_timeliness_only(ask, resident, bureau, sign_in, this_month, village):
    asked = [ask(resident).consultation for _ in range(5)]

    rows = numbers.timeliness(bureau, this_month)

    assert {row["reference"] for row in rows} == {one.reference for one in asked}
    assert {tuple(row) for row in rows} == {("reference", "month", "state")}
    page = sign_in(bureau).get("/shili/desk/asked").content.decode()
    assert asked[0].reference in page
    assert village.short_name not in page
    assert str(asked[0].pk) not in page


def test_the_district_says_how_few_are_too_few(ask, resident, bureau, district, this_month):
    places.set_rule(
        by=bureau, district=district, key="fewest_in_a_list", value=2, valid_from=this_month.first, source="x"
    )
    for _ in range(2):
        ask(resident)

    assert len(numbers.timeliness(bureau, this_month)) == 2


def test_what_awaits_review_is_counted_by_township(entry, bureau, office_next_door, sign_in, townships):
    rows = numbers.awaiting_by_township(bureau)

    assert [(row["village__township__name"], row["count"]) for row in rows] == [(townships["here"].name, 1)]
    assert numbers.awaiting_by_township(office_next_door) == []
    assert townships["here"].name in sign_in(bureau).get("/shili/desk/awaiting").content.decode()


@pytest.mark.parametrize(
    ("rated", "said"),
    [
        ({10: (12, 6)}, ("50%", "评价 12 份")),
        ({10: (6, 5)}, ("太少，不列", "评价 6 份")),  # one who was not
        ({10: (9, 5), 11: (3, 3)}, ("太少，不列", "评价 至少 9 份")),  # what November had
        ({}, ("还没有", "评价 0 份")),
    ],
)
def test_what_was_liked_is_told_of_the_last_quarter_as_reports_tell_it(bureau, monkeypatch, sign_in, rated, said):
    with time_machine.travel("2026-03-05 10:00+08:00", tick=False):
        counted = {date(2025, month, 1): one for month, one in rated.items()}
        monkeypatch.setattr(numbers, "rated_by_month", lambda *_: counted)
        page = sign_in(bureau).get("/shili/desk/").content.decode()

    value, note = said
    assert f"2025年第4季度，{note}" in page
    assert value in page.split("满意")[1][:200]


def test_the_page_of_samples_is_a_demo_s(district, client):
    assert client.get("/shili/style").status_code == 200

    type(district).objects.update(is_demo=False)
    memory.forget()
    assert client.get("/shili/style").status_code == 404
