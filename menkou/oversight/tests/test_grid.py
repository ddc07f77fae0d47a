"""村格图 and twelve months: the picture and its table say the same, and nothing of a village where few have asked."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.oversight import numbers
from menkou.oversight.grid.measures import MEASURES, cells
from menkou.oversight.grid.rules import HIGH, band, bars, share_band, summary
from menkou.oversight.grid.trends import UNTOLD, trends
from menkou.worklogs.models import Entry
from tests.counting import at_most

GRID, YEAR = "/shili/desk/grid", "/shili/desk/year"
FEWEST = 5


def shown(by, key: str) -> dict[str, str]:
    return {village.short_name: mark.word for village, mark in cells(by, MEASURES[key])}


@given(st.integers(0, 4), st.integers(5, 9), st.integers(10, 999))
def test_bands_tell_nothing_of_few_and_of_none(few, some, many):
    assert [band(one, FEWEST) for one in (few, some, many)] == ["few", "some", "many"]


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_share_of_few_is_not_told(part, rest):
    told = share_band(part, part + rest, FEWEST)

    assert (told == "few") == (part + rest < FEWEST)


@given(st.lists(st.none() | st.floats(0, 1000), min_size=12, max_size=12))
def test_bars_stay_in_their_picture_and_the_sentence_names_both_ends(values):
    labels, words = [f"{n}月" for n in range(1, 13)], ["太少" if one is None else f"{one:g} 条" for one in values]
    drawn = bars(values, labels, words)

    assert all(0 <= one.height <= HIGH for one in drawn)
    assert all(one.height == 0 for one, value in zip(drawn, values, strict=True) if value is None)
    told = [one for one in values if one is not None]
    assert not told or f"{max(told):g} 条" in summary("咨询", values, labels, words)


def test_a_village_where_few_asked_looks_as_one_where_nobody_did(ask, resident, bureau, village, village_next_door):
    for _ in range(FEWEST - 1):
        ask(resident)
    assert set(shown(bureau, "asked").values()) == {"很少或者没有"}
    ask(resident)

    assert shown(bureau, "asked") == {"红花村": "有一些", "青树村": "很少或者没有"}


def test_late_timely_and_complaints_are_told_from_so_many_on(
    ask, resident, bureau, office_next_door, village_next_door
):
    for _ in range(FEWEST):
        ask(resident)
    at = clock.now() - timedelta(days=3)
    Consultation.objects.update(asked_at=at, due_at=at + timedelta(days=1))

    assert shown(bureau, "late")["红花村"] == "超时的多"
    assert shown(bureau, "timely")["红花村"] == "不到 80%"  # what nobody answered in time is late as well
    assert trends(bureau)[1].bars[-1].value in ("0%", UNTOLD)  # asked three days ago: perhaps last month
    Consultation.objects.update(first_answered_at=at + timedelta(hours=1))
    assert shown(bureau, "timely")["红花村"] == "95% 以上"
    assert set(shown(bureau, "complaints").values()) == {"很少或者没有"}
    assert list(shown(office_next_door, "late")) == ["青树村"]


def test_work_of_the_month_marks_its_village(bureau, chen, village, village_next_door):
    Entry.objects.create(village=village, author=chen, kind="lecture", done_on=clock.today(), minutes=60, summary="课")

    assert shown(bureau, "served") == {"红花村": "本月有服务", "青树村": "本月还没有"}


@pytest.mark.parametrize("key", [*MEASURES, "no such"])
def test_picture_and_table_say_the_same_and_ask_little(key, sign_in, bureau, chen, wu, consultation):
    browser = sign_in(bureau)
    with at_most(16):
        page = browser.get(GRID, {"measure": key}).content.decode()

    in_cells = re.findall(r'<a class="cell is-(\w+)"[^>]*><span>([^：]+)：([^<]+)</span>', page)
    in_table = re.findall(r'<td><a [^>]*>([^<]+)</a></td><td>[^<]*</td><td><span class="state is-(\w+)">([^<]+)<', page)
    assert sorted((name, state, word) for state, name, word in in_cells) == sorted(in_table)
    assert len(in_table) == 2


def test_twelve_months_are_drawn_said_and_listed(sign_in, bureau, ask, resident, chen, village):
    ask(resident)
    Entry.objects.create(village=village, author=chen, kind="lecture", done_on=clock.today(), minutes=60, summary="课")
    browser = sign_in(bureau)
    with at_most(10):
        page = browser.get(YEAR).content.decode()
    asked, timely, work, happy = trends(bureau)

    assert (asked.bars[-1].value, work.bars[-1].value) == ("过完再列", "1 次")
    assert {one.value for one in (*timely.bars, *happy.bars)} == {UNTOLD}
    assert page.count("<svg") == 4
    assert page.count('role="img"') == 4
    assert "过完再列" in page


def test_each_picture_and_table_of_the_year_has_a_name_of_its_own(sign_in, bureau):
    page = sign_in(bureau).get(YEAR).content.decode()
    named = re.findall(r'aria-labelledby="((?:trend-|by-|")[^"]*)', page)

    assert len(named) == len(set(named)) == 6
    assert all(page.count(f' id="{one}"') == 1 for one in named)


def test_a_year_tells_no_more_than_reports_do(bureau, monkeypatch):
    counted = {date(2025, month, 1): one for month, one in {7: (9, 4), 8: (4, 4), 10: (8, 7), 12: (12, 6)}.items()}
    for name in ("asked_by_month", "rated_by_month"):
        monkeypatch.setattr(numbers, name, lambda *_: counted)
    with time_machine.travel("2026-03-05 10:00+08:00", tick=False):
        asked, timely, _, happy = trends(bureau)

        told = {one.label: one.value for one in asked.bars}
        assert [told[f"{month}月"] for month in (7, 8, 9, 10, 12, 3)] == [
            *("9 条", "太少，不列", "0 条", "8 条", "12 条", "过完再列")
        ]
        # the third quarter's whole would say what August had
        shares = {"2025年第1季度": UNTOLD, "2025年第2季度": UNTOLD, "2025年第3季度": UNTOLD, "2025年第4季度": "65%"}
        assert {one.label: one.value for one in timely.bars} == shares == {one.label: one.value for one in happy.bars}
        counted[date(2025, 11, 1)] = (5, 0)
        counted[date(2025, 10, 1)], counted[date(2025, 12, 1)] = (8, 8), (12, 12)
        assert [one.value for one in trends(bureau)[1].bars][-1] == "80%"


def test_the_same_is_seen_of_one_s_own_scope_only(office_next_door, ask, resident, sign_in, cadre):
    ask(resident)

    assert trends(office_next_door)[0].bars[-2].value == "0 条"
    for path in (GRID, YEAR):
        assert sign_in(cadre).get(path).status_code == 403
