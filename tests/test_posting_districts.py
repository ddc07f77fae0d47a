"""The bench's districts stay what they were: a seed means the same problem for ever."""

import hashlib
import json

import pytest

from bench.posting_districts import Size, district
from menkou.postings.rules.allotment.reading import read

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
