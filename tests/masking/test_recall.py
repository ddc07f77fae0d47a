"""What is planted in invented consultations is found: nearly every name, and every number."""

import json

import pytest

from bench.masking import PARTS, read, tallied, unlabelled
from menkou.consultations.rules.masking.found import NUMBERS, Kind
from tests.masking.plant import HERE, labelled

TEXTS = {part: read(part) for part in PARTS}


def test_there_are_three_hundred_texts_and_a_third_of_them_is_kept_aside():
    many = {part: len(texts) for part, texts in TEXTS.items()}

    assert sum(many.values()) >= 300
    assert many["kept_aside"] * 3 >= sum(many.values())


@pytest.mark.parametrize("part", PARTS)
def test_the_labelled_texts_are_what_the_skeletons_make(part):
    assert [unlabelled(line) for line in labelled(part)] == TEXTS[part]


def test_what_is_kept_aside_shares_no_skeleton_and_no_name_with_the_rest():
    skeletons = [set((HERE / f"skeletons_{part}.txt").read_text().splitlines()) for part in PARTS]
    names = [set(json.loads((HERE / f"values_{part}.json").read_text())["n"].split()) for part in PARTS]

    assert skeletons[2].isdisjoint(skeletons[0] | skeletons[1])
    assert len(set.union(*skeletons)) >= 60
    assert len(names[2] & (names[0] | names[1])) == 0


def test_the_development_part_meets_the_bars():
    tally = tallied(TEXTS["development"])

    assert tally.recall(NUMBERS) == 1
    assert tally.recall([Kind.NAME]) >= 0.95
    assert tally.precision([Kind.NAME]) >= 0.9
    assert min(tally.recall([kind]) for kind in Kind if tally.planted[kind] and kind not in NUMBERS) >= 0.95


def test_every_number_of_the_part_kept_aside_is_found_and_nearly_every_name():
    tally = tallied(TEXTS["kept_aside"])

    assert tally.recall(NUMBERS) == 1
    assert tally.recall([Kind.NAME]) >= 0.95


def test_hard_names_are_found_nine_times_in_ten_and_every_number_beside_them():
    tally = tallied(TEXTS["second"])

    assert tally.recall(NUMBERS) == 1
    assert tally.recall([Kind.NAME]) >= 0.9
