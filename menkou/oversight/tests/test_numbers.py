"""The numbers are true: counted by hand in a small world, and each sees only what they oversee."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from menkou.consultations import actions as consultations
from menkou.consultations import intake
from menkou.core.clock import SHANGHAI
from menkou.oversight import numbers, queries, serving
from menkou.oversight.reporting.levels import Asked, lines
from menkou.postings.models import Posting
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import Period
from tests.counting import at_most

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
MARCH, FEBRUARY = numbers.Month.of(date(2026, 3, 15)), numbers.Month.of(date(2026, 2, 1))
PAGES = ("/shili/desk/", "/shili/desk/villages", "/shili/desk/advisers")
HERE, ALL = ("office", "director"), ("bureau", "auditor")


@pytest.fixture
def hands():
    with time_machine.travel(MONDAY, tick=False) as hands:
        yield hands


@pytest.fixture
def put(resident, hands):
    """Ask in a village; have it answered some hours later, and rated."""
    forms = iter(f"{n:032x}" for n in range(1, 1000))

    def put(village, by=None, hours: float = 0, face: int = 0):
        said = {"text": "问", "form": next(forms), "may_hand_over": True}
        asked = intake.ask_once(by=resident, village=village, **said).consultation
        if by:
            hands.shift(timedelta(hours=hours, seconds=-11))
            consultations.answer(by=by, consultation=asked, text="答", form=next(forms))
            hands.shift(timedelta(seconds=11))
            if face:
                consultations.rate(by=resident, consultation=asked, face=face, is_solved=True)
            hands.move_to(MONDAY)
        return asked

    return put


@pytest.fixture
def world(put, village, village_next_door, adviser_a, adviser_b, adviser_next_door, chen, wu, hands, request):
    """红花村: answered after 2 h and 4 h (happy, unhappy), one late. 青树村: after 10 h (fair). One in February.

    A lecture in 红花村 in March, one in 青树村 in February. Everything is looked at on 6 March.
    """
    put(village, adviser_a, 2, face=3)
    put(village, adviser_a, 4, face=1)
    put(village)
    put(village_next_door, adviser_next_door, 10, face=2)
    hands.move_to(MONDAY - timedelta(days=3))
    put(village, adviser_a, 30)
    for where, author, day in ((village, chen, date(2026, 3, 3)), (village_next_door, wu, date(2026, 2, 27))):
        Entry.objects.create(village=where, author=author, kind="lecture", done_on=day, minutes=60, summary="课")
    hands.move_to(MONDAY + timedelta(days=4))
    return {name: request.getfixturevalue(name) for name in (*ALL, *HERE, "office_next_door")}


def all_of(by) -> dict:
    return {
        "asked": numbers.asked(by, MARCH),
        "hours": numbers.hours_to_answer(by, MARCH),
        "satisfied": numbers.satisfaction(by, MARCH),
        "overdue": numbers.overdue(by),
        "review": numbers.awaiting_review(by),
        "served": serving.served(by, MARCH),
    }


def test_bureau_and_audit_see_the_whole_district(world):
    for name in ALL:
        assert all_of(world[name]) == {
            "asked": 4,
            "hours": pytest.approx(4),
            "satisfied": (1, 3),
            "overdue": 1,
            "review": 2,
            "served": (1, 2),
        }
        assert numbers.asked(world[name], FEBRUARY) == 1
        assert numbers.hours_to_answer(world[name], FEBRUARY) == pytest.approx(30)


def test_an_office_sees_its_township(world):
    assert all_of(world["office"]) == {
        "asked": 3,
        "hours": pytest.approx(3),
        "satisfied": (1, 2),
        "overdue": 1,
        "review": 1,
        "served": (1, 1),
    }
    assert all_of(world["office_next_door"]) == {
        "asked": 1,
        "hours": pytest.approx(10),
        "satisfied": (0, 1),
        "overdue": 0,
        "review": 1,
        "served": (0, 1),
    }


def test_a_director_sees_what_the_institution_s_people_hold(world):
    assert numbers.asked(world["director"], MARCH) == 4  # Chen and Wu are both of the firm
    assert serving.served(world["director"], MARCH) == (1, 2)


def test_nothing_is_no_number(bureau, village):
    assert numbers.hours_to_answer(bureau, MARCH) is None
    assert numbers.satisfaction(bureau, MARCH) == (0, 0)


def test_the_grid_marks_where_many_are_late_over_what_is_done(world, put, hands, village, village_next_door):
    def states():
        cells = [cell for town in queries.village_grid(world["bureau"], MARCH) for cell in town["cells"]]
        return {cell["village"]: cell["state"] for cell in cells}

    a, b = village.pk, village_next_door.pk
    assert states() == {a: "done", b: "none"}  # one late would tell that one had asked there
    hands.move_to(MONDAY)
    for _ in range(4):
        put(village)
    hands.move_to(MONDAY + timedelta(days=4))
    assert states() == {a: "overdue", b: "none"}


def test_consultations_and_what_was_sent_back_count_no_village(bureau, village, village_next_door, chen, wu, hands):
    def put_down(village, author, **facts):
        Entry.objects.create(village=village, author=author, done_on=date(2026, 3, 1), minutes=5, **facts)

    put_down(village, chen, kind="consultation")
    back = {"outcome": "returned", "review_note": "没写人数", "reviewed_at": MONDAY, "reviewed_by_id": bureau.user_id}
    put_down(village_next_door, wu, kind="lecture", summary="课", **back)

    assert serving.villages_served(MARCH) == set()
    assert serving.last_done(bureau) == {}
    asked = Asked(Period.said("2026-03-01..2026-03-01"), "institution")
    assert [one.name for one in lines(bureau, asked)] == ["合计"]


def test_whom_to_call_is_named_with_how_many(world):
    (late,) = numbers.overdue_by_adviser(world["bureau"])

    assert (late["holder__adviser__name"], late["count"]) == ("陈明", 1)
    assert numbers.overdue_by_adviser(world["office_next_door"]) == []


def test_posts_are_counted_by_today(world, lin):
    from menkou.core import clock

    held = {str(one): (one.a_posts, one.b_posts) for one in queries.advisers(world["bureau"])}
    assert held == {"陈明": (1, 0), "林芳": (0, 1), "吴刚": (1, 0)}

    Posting.objects.filter(registration=lin).update(valid_until=clock.today())
    assert {str(one): one.b_posts for one in queries.advisers(world["bureau"])}["林芳"] == 0


def test_a_director_sees_the_posts_of_the_institution_s_own_people(world, lin, village_next_door, adviser_b):
    Posting.objects.create(village=village_next_door, post="B", registration=lin, valid_from=date(2026, 1, 1))

    def seen(name: str) -> dict[str, tuple[int, int]]:
        return {str(one): (one.a_posts, one.b_posts) for one in queries.advisers(world[name])}

    assert seen("bureau") == {"陈明": (1, 0), "林芳": (0, 2), "吴刚": (1, 0)}
    assert seen("director") == {"陈明": (1, 0), "吴刚": (1, 0)}  # Lin is of another institution
    assert seen("office") == {"陈明": (1, 0), "林芳": (0, 1)}  # the posts of its own township
    assert list(seen("bureau")) == ["林芳", "陈明", "吴刚"]  # 法 before 律, then by the sound of names


def test_months_are_shanghai_s_and_half_open():
    assert numbers.Month.of(date(2026, 12, 31)).after_last == date(2027, 1, 1)
    assert (MARCH.first, MARCH.after_last) == (date(2026, 3, 1), date(2026, 4, 1))
    assert FEBRUARY.end == MARCH.start == datetime(2026, 3, 1, tzinfo=SHANGHAI)


def test_the_desk_shows_the_very_numbers(world, sign_in):
    shown = sign_in(world["bureau"]).get("/shili/desk/").content.decode()

    for words in ("1 / 2", "4 条", "太少，不列", "2025年第4季度，评价 0 份"):
        assert words in shown
    assert "4.0 小时" not in shown  # the middle one of three answers is somebody's


def test_no_overview_shows_what_was_asked_or_who(world, sign_in):
    for path in PAGES:
        shown = sign_in(world["bureau"]).get(path).content.decode()
        assert "/consultations/" not in shown.replace("/consultations/keeping", "")  # that page counts, and opens none
        assert "/asked/0" not in shown


def test_pages_ask_little_of_the_database(world, sign_in):
    for path in PAGES:
        browser = sign_in(world["bureau"])
        with at_most(36 if path == PAGES[0] else 21):  # the desk asks once for each kind of what may wait
            assert browser.get(path).status_code == 200


def test_who_oversees_nothing_sees_no_numbers(world, sign_in, cadre, operator, adviser_b):
    for by in (cadre, operator, adviser_b):
        browser = sign_in(by)
        for path in PAGES[1:]:
            assert browser.get(path).status_code in (403, 404)
        assert "超时没回" not in browser.get(PAGES[0]).content.decode()
