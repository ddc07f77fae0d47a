"""The judge of the kills: what each broken promise looks like, and that it is told."""

import pytest

from tests.callbacks.checker import Stored, faults
from tests.callbacks.senders import Sent

SENT = [
    Sent("o-a", "断电1村委会", "<1>", acked=True, is_asked=False),
    Sent("o-a", "一", "<2>", acked=True),
    Sent("o-a", "二", "<3>", acked=True),
    Sent("o-a", "三", "<4>"),
]
KEYS = ["k1", "k2", "k3", "k4"]


def row(number: int, **other) -> dict:
    return {"key": KEYS[number], "words": None, "jobs": 0, "taken": True} | other


def stored(rows=(0, 1, 2), said=("一", "二"), **other) -> Stored:
    rows = [one if isinstance(one, dict) else row(one) for one in rows]
    return Stored(rows=rows, keys=KEYS, matters={"o-a": list(said)}, **other)


def test_what_is_as_it_was_promised_has_no_fault():
    assert faults(SENT, stored()) == []
    assert faults(SENT, stored((0, 1, 2, 3), ("一", "二", "三"))) == []


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        (stored((0, 2), ("二",)), "lost"),
        (stored((0, 1, 1, 2)), "doubled"),
        (stored((0, 1, 2, {**row(1), "key": "other"})), "phantom"),
        (stored((0, 1, row(2, words="另一句"))), "changed"),
        (stored((0, 2, 1)), "out of order"),
        (stored((0, row(1, jobs=2), 2)), "2 jobs"),
        (stored(jobs_of_nothing=1), "jobs of nothing"),
        (stored(said=("二",)), "not in its matter"),
        (stored(said=("一", "二", "二")), "2 times in its matter"),
        (stored(said=("二", "一")), "a matter out of order"),
        (stored(said=("一", "二", "五")), "nobody wrote"),
    ],
)
def test_each_broken_promise_is_told(broken, word):
    assert any(word in one for one in faults(SENT, broken)), faults(SENT, broken)
