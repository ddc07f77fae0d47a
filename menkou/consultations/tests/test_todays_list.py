"""今天: the list and its number are the ORM's own answers, whoever asks and whatever day it is."""

import pytest
import time_machine

from menkou.consultations import queries, worklist
from menkou.core.actors import Actor, Role
from menkou.postings.models import Posting

NOON = "2026-03-05 12:00+08:00"


@pytest.fixture
def both(chen, lin):
    """One person on two rosters."""
    return Actor(None, "", frozenset({(Role.ADVISER.value, chen.pk), (Role.ADVISER.value, lin.pk)}))


@pytest.mark.parametrize("who", ["adviser_a", "adviser_b", "adviser_next_door", "both", "office", "stranger"])
def test_the_list_is_what_the_orm_finds(request, who, ask, resident, stranger, answered):
    for n in range(3):
        ask(by=resident if n else stranger, text=f"第 {n} 个问题：树枝伸到我家院子里了。")
    by = request.getfixturevalue(who)
    for listed, found in (
        (worklist.listed_waiting(by), queries.waiting(by)),
        (worklist.listed_answered(by), queries.answered(by)),
    ):
        assert [one.pk for one in listed] == [one.pk for one in found]
        for line, row in zip(listed, found, strict=True):
            assert (line.reference, line.village) == (row.reference, row.village.short_name)
            assert line[1:6] == tuple(getattr(row, name) for name in worklist.Listed._fields[1:6])
    assert worklist.count_waiting(by) == queries.waiting(by).count()


def test_the_list_of_an_adviser_is_not_empty_in_these_tests(adviser_a, ask, resident, answered):
    ask(by=resident)
    assert worklist.listed_waiting(adviser_a)
    assert worklist.listed_answered(adviser_a)
    assert worklist.count_waiting(adviser_a) == 1


def test_who_has_lost_the_post_finds_an_empty_list_the_same_day(adviser_a, ask, resident, chen):
    with time_machine.travel(NOON, tick=False):
        ask(by=resident)
        assert worklist.count_waiting(adviser_a) == 1
    with time_machine.travel("2026-03-06 00:00+08:00", tick=False):
        Posting.objects.filter(registration=chen).update(valid_until="2026-03-06")
        assert worklist.listed_waiting(adviser_a) == []
        assert worklist.count_waiting(adviser_a) == 0
