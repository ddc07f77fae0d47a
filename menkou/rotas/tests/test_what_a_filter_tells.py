"""A filter and a number tell no more than a row: why somebody did not come is not a cadre's to know, nor a colleague's."""

import pytest

from menkou.rotas import counting
from menkou.rotas.keeping import actions as keeping
from menkou.rotas.models import Slot
from menkou.rotas.substituting import actions as substituting
from menkou.worklogs.rules.periods import Period

MARCH = Period.called("2026-03")


def listed(by, show: str) -> list[Slot]:
    return list(counting.listed(by, counting.Chosen(MARCH, show)))


@pytest.fixture
def in_village(slot, village):
    Slot.objects.filter(pk=slot.pk).update(village=village)
    slot.refresh_from_db()
    return slot


def test_no_filter_tells_a_cadre_why_nobody_came(in_village, over, office, cadre, auditor):
    keeping.tell(by=office, slot=over, outcome="excused", why="illness")

    assert listed(cadre, "all") == listed(office, "excused") == listed(auditor, "excused") == [in_village]
    for show in sorted(counting.TELLING):
        assert listed(cadre, show) == []


def test_no_filter_tells_a_cadre_who_cannot_come(in_village, adviser_a, office, cadre, director):
    substituting.cannot(by=adviser_a, slot=in_village, why="illness")

    assert listed(office, "need") == listed(adviser_a, "need") == listed(director, "need") == [in_village]
    assert listed(cadre, "need") == []


def test_who_was_only_asked_reads_nothing_of_a_colleagues_numbers(slot, adviser_a, adviser_b, lin, office, noon):
    substituting.cannot(by=adviser_a, slot=slot, why="illness", whom=lin)
    noon.move_to(slot.ends_at)
    keeping.tell(by=office, slot=slot, outcome="missed")

    assert listed(adviser_b, "all") == [slot]
    assert listed(adviser_b, "asked") == []
    assert counting.houses(adviser_b, MARCH) == []
    assert [house.count.asked for house in counting.houses(adviser_a, MARCH)] == [1]
