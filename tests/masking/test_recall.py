"""What is planted in invented consultations is found: nearly every name, and every number."""

import pytest

from bench.masking import PARTS, read, tallied, unlabelled
from menkou.consultations.rules.masking.found import NUMBERS, Kind
from tests.masking.plant import labelled

TEXTS = {part: read(part) for part in PARTS}


def test_there_are_three_hundred_texts_and_a_third_of_them_is_kept_aside():
    many = {part: len(texts) for part, texts in TEXTS.items()}

    assert sum(many.values()) >= 300
    assert many["kept_aside"] * 3 == sum(many.values())


@pytest.mark.parametrize("part", PARTS)
def test_the_labelled_texts_are_what_the_skeletons_make(part):
    assert [unlabelled(line) for line in labelled(part)] == TEXTS[part]


def test_no_text_of_the_part_that_rules_are_made_by_is_kept_aside():
    assert not {text for text, _ in TEXTS["development"]} & {text for text, _ in TEXTS["kept_aside"]}


def test_the_development_part_meets_the_bars():
    tally = tallied(TEXTS["development"])

    assert tally.recall(NUMBERS) == 1
    assert tally.recall([Kind.NAME]) >= 0.95
    assert tally.precision([Kind.NAME]) >= 0.9
    assert min(tally.recall([kind]) for kind in Kind if tally.planted[kind] and kind not in NUMBERS) >= 0.95


def test_every_number_of_the_part_kept_aside_is_found():
    assert tallied(TEXTS["kept_aside"]).recall(NUMBERS) == 1
