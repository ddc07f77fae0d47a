"""大演示: as much as is asked for in all, the same words for a seed, and sealed like any other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.consultations import content
from menkou.consultations.models import Consultation, Message
from menkou.core.finding import words_of
from menkou.core.scope import within
from menkou.demo import vast
from menkou.demo.load import load
from menkou.demo.vast import SIZES, Shard, Size, pairs_of
from menkou.places.models import District
from menkou.worklogs.models import Entry, Outcome

SMALL = Size(consultations=12, messages=200, entries=60)


@given(st.sampled_from(list(SIZES.values())))
def test_the_shards_are_the_whole(size):
    shards = [Shard.of(size, number) for number in range(size.shards)]

    assert [one.first for one in shards[1:]] == [one.after_last for one in shards[:-1]]
    assert shards[-1].after_last == size.consultations
    assert sum(one.others for one in shards) + size.consultations == size.entries


def test_a_big_demo_has_a_million_messages():
    size = SIZES["big"]
    pairs = [pairs_of(turn, size) for turn in range(size.consultations)]

    assert 2 * sum(pairs) == size.messages == 1_000_000
    assert (min(pairs), max(pairs)) == (2, 15)


@pytest.mark.django_db
def test_a_shard_is_sealed_and_on_record_and_its_words_are_of_its_seed():
    load(20)
    district = District.objects.get(is_demo=True)
    told = []
    for _ in "12":
        with within(district.pk):
            before = {name: set(rows.values_list("pk", flat=True)) for name, rows in _rows().items()}
        vast.make(district, SMALL, 0)
        with within(district.pk):
            made = {name: rows.exclude(pk__in=before[name]) for name, rows in _rows().items()}
            assert {name: rows.count() for name, rows in made.items()} == {
                "consultations": 12,
                "messages": 200,
                "entries": 60,
            }
            told.append(
                [said.text for one in made["consultations"].order_by("pk") for said in content.open_for_adviser(one)]
            )
            _follows(made["entries"], made["consultations"])

    assert sorted(told[0]) == sorted(told[1])
    assert words_of(told[0][0])


def _rows():
    return {
        "consultations": Consultation.objects.all(),
        "messages": Message.objects.all(),
        "entries": Entry.objects.all(),
    }


def _follows(entries, consultations) -> None:
    """What came back was corrected, and every consultation has its entry."""
    assert entries.filter(outcome=Outcome.RETURNED, corrections=None).count() == 0
    assert entries.filter(kind="consultation").count() == consultations.exclude(entry=None).count() == 12
