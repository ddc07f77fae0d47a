"""No rule without a page: each has words, a unit, an area and what its shipped value rests on, and is said once."""

from menkou.consultations.rules.categories import CATEGORIES
from menkou.places.rules.bounds import span
from menkou.places.rules.defaults import DEFAULTS, TELEPHONES
from menkou.places.rules.texts import TEXTS
from menkou.rulebook.wording import AREAS, RULES
from menkou.rulebook.wording.asking import KINDS


def test_every_rule_there_is_stands_in_one_area():
    listed = [key for area in AREAS.values() for key in area.rules]

    assert sorted(listed) == sorted([*DEFAULTS, *TELEPHONES, *TEXTS])


def test_every_rule_has_words_of_its_own_a_unit_and_a_source():
    assert [key for key, one in RULES.items() if not (one.words and one.unit and one.source)] == []
    assert len({one.words for one in RULES.values()}) == len(RULES)


def test_a_rule_that_names_a_choice_has_a_word_for_each():
    assert {key: len(one.choices) for key, one in RULES.items() if one.choices} == {
        key: span(key)[1] + 1 for key, one in RULES.items() if one.unit == "选一项"
    }


def test_kinds_of_matters_are_called_as_they_are_everywhere():
    assert dict(CATEGORIES) == KINDS
