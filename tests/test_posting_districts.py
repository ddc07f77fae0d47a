"""The bench's districts stay what they were: a seed means the same problem for ever."""

import hashlib
import json

import pytest

from bench import rivals
from bench.contest import Run, rows
from bench.plan import seeds
from bench.posting_districts import Size, district
from menkou.postings.rules.allotment.reading import from_mapping, read

KNOWN = {
    1: "dd90229589a14cd47c8618416f312ad6ac1fd6c4bc577fe6ee8ab26b51ec2351",
    20: "7eba26e0a3af76c43fa6d34053459fb9081d7d5e22864dd1e3f3ff5813ecb43b",
}


@pytest.mark.parametrize("seed", KNOWN)
def test_a_seed_means_the_same_district_for_ever(seed):
    assert hashlib.sha256(json.dumps(district(seed)).encode()).hexdigest() == KNOWN[seed]


def test_a_district_of_another_size_can_be_had():
    small = read(json.dumps(district(4, Size(townships=3, villages=40, firms=3, offices=4, advisers=20))))
    assert (small.townships, small.villages, small.institutions, small.advisers) == (3, 40, 7, 20)


@pytest.mark.parametrize(
    ("sizes", "why"),
    [
        ({"townships": 3, "villages": 26}, "26 villages are too few for 3 townships"),
        ({"townships": 0}, "at least one township"),
        ({"firms": 0}, "one firm"),
        ({"advisers": 43}, "43 advisers are too few for 22 institutions"),
    ],
)
def test_a_size_that_cannot_be_drawn_is_refused(sizes, why):
    with pytest.raises(ValueError, match=why):
        Size(**sizes)


@pytest.mark.parametrize("seed", range(20))
def test_the_least_size_that_may_be_drawn_can_be(seed):
    least = Size(townships=5, villages=45, firms=1, offices=1, advisers=4)
    assert len(district(seed, least)["township_of"]) == 45


def test_seeds_are_told_apart_and_a_broken_answer_has_no_gap():
    assert seeds("1-3,7") == [1, 2, 3, 7]
    good = Run(1, "one", 200, 150.0, 0, 1.0, 1.0, 50.0)
    wrong = Run(1, "two", 160, None, 2, 1.0, 1.0, 50.0)
    assert [row[2:6] for row in rows([good, wrong])] == [
        ("200", "150", "25.00%", "25.00%"),
        ("160 (2 rules broken)", "", "", ""),
    ]


@pytest.mark.parametrize("way", ["greedy", "cp-sat", "highs"])
def test_the_rivals_solve_a_small_district(way):
    world = from_mapping(district(4, Size(townships=1, villages=12, firms=1, offices=2, advisers=8)))
    a, b, _ = rivals.WAYS[way](world, 5)
    assert len(a) == len(b) == 12
    assert all(a != b)
