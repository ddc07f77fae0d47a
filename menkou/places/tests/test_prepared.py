"""A prepared list: written once, asked with other values, and never with one forgotten."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from menkou.core.prepared import Prepared
from menkou.core.scope import within
from menkou.places.models import District, Village

LATER = date(2026, 3, 5)


def started(villages, today):
    return Village.objects.filter(pk__in=villages, valid_from__lt=today).order_by("code").values_list("code")


@pytest.fixture
def codes():
    return Prepared(str, started, villages=UUID, today=date)


def test_each_asking_fills_in_its_own_values(codes, village, village_next_door):
    assert codes(villages=[village.pk], today=LATER) == [village.code]
    assert codes(villages=[village_next_door.pk], today=LATER) == [village_next_door.code]
    assert codes(villages=[village.pk, village_next_door.pk], today=LATER) == [village.code, village_next_door.code]
    assert codes(villages=[village.pk], today=village.valid_from) == []


def test_no_values_find_nothing_and_ask_nothing(codes, village, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert codes(villages=[], today=LATER) == []


def test_the_words_are_written_once_for_each_number_of_values(village):
    written = []

    def build(**values):
        written.append(values)
        return started(**values)

    codes = Prepared(str, build, villages=UUID, today=date)
    for _ in range(3):
        codes(villages=[village.pk], today=LATER)
        codes(villages=[village.pk, uuid4()], today=LATER)
    assert len(written) == 2


def test_a_value_that_the_query_does_not_use_is_found_out(village):
    forgetful = Prepared(str, lambda villages, today: started(villages, LATER), villages=UUID, today=date)
    with pytest.raises(ValueError, match="today"):
        forgetful(villages=[village.pk], today=LATER)


def test_another_district_is_not_seen(codes, village):
    other = District.objects.create(slug="other", name="另一区", code="999902")
    for _ in range(2):
        assert codes(villages=[village.pk], today=LATER) == [village.code]
        with within(other.pk):
            assert codes(villages=[village.pk], today=LATER) == []
