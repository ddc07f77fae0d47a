"""苗头 of the demo: there on any day, in a demo of 60 villages as of 440, and nothing else with it."""

from datetime import date, timedelta

import pytest

from menkou.broadcasts.rules import rising
from menkou.demo import places, planted
from menkou.demo.history import SHANGHAI, History, history

DAYS = [date(2026, 3, 1) + timedelta(days=40 * n + n) for n in range(8)]


def pairs(year: History, today: date) -> dict[tuple[str, str], rising.Pair]:
    """As the query counts them; nobody of the demo's year left a phone, so that each village is one asker."""
    at = rising.spans(today, planted.LIMITS)
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    since: dict[str, date] = {}
    for one in year.consultations:
        town, day = one.village[:9], one.asked_at.astimezone(SHANGHAI).date()
        since[town] = min(day, since.get(town, day))
        if one.state == "closed" and at.first <= day < at.ends:
            found.setdefault((town, one.category), ([], []))[day < at.begins].append(one.village)
    weeks = {town: rising.weeks_on_record(day, at) for town, day in since.items()}
    return {key: rising.Pair(*map(cell, both), weeks[key[0]]) for key, both in found.items()}


def cell(villages: list[str]) -> rising.Cell:
    return rising.Cell(len(villages), len(set(villages)), len(set(villages)))


@pytest.mark.parametrize("size", [60, 440])
@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_planted_rise_is_found_and_hardly_another(size, today):
    year = history(places.villages(size), today)

    assert rising.risen(pairs(year, today), planted.LIMITS)[0] == (planted.NOW, planted.TOPIC_NOW)
    assert len(rising.risen(pairs(year, today), planted.LIMITS)) <= 2


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_weeks_before_the_earlier_warning_may_be_told(today):
    year = history(places.villages(60), today)
    monday = planted.warned_in(rising.spans(today, planted.LIMITS))
    for week in range(-6, 0):
        first = monday + week * rising.WEEK
        there = [
            one.village
            for one in year.consultations
            if one.village[:9] == planted.BEFORE
            and one.category == planted.TOPIC_BEFORE
            and first <= one.asked_at.astimezone(SHANGHAI).date() < first + rising.WEEK
        ]
        assert rising.band(cell(there), planted.LIMITS)


def test_a_demo_of_a_few_villages_has_none():
    assert planted.planted(places.villages(12), set(), DAYS[0]) == []


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_beside_the_warned_villages_there_is_enough_to_tell(today):
    monday = planted.warned_in(rising.spans(today, planted.LIMITS))
    made = planted.planted(places.villages(60), set(), today)
    beside = [one for one in made if (one.village[:9], one.category) == (planted.NOW, planted.TOPIC_BEFORE)]

    for part in ([one for one in beside if one.day < monday], [one for one in beside if one.day >= monday]):
        assert rising.band(cell([one.village for one in part]), planted.LIMITS)
