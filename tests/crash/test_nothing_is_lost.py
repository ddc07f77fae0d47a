"""kill -9 of anything at any moment: nothing accepted is lost, doubled or made up, and all work is done in the end."""

import os
import random

import pytest

from tests.crash.installation import BROKEN_SERVE
from tests.crash.killer import DECK
from tests.crash.ordeal import undergo

FEW, MANY, TIMES = 20, 200, 10  # by night 2,000 in all, each two hundred in an installation of its own
SEED = int(os.environ.get("CRASH_SEED") or random.SystemRandom().randrange(10**6))


def _survives(kills: int, deck: tuple[str, ...], seed: int = SEED) -> None:
    came = undergo(kills=kills, seed=seed, deck=deck)
    print(f"\ncrash: {came.figures}")  # noqa: T201
    assert not came.faults, came.figures
    assert came.accepted > 2 * kills, came.figures


def test_nothing_is_lost_in_twenty_kills():
    _survives(FEW, DECK)


@pytest.mark.nightly
@pytest.mark.parametrize("time", range(TIMES))
def test_nothing_is_lost_in_two_thousand_kills_of_the_supervisor_too(time):
    _survives(MANY, (*DECK, "supervisor"), SEED + time)


@pytest.mark.nightly
def test_an_answer_before_the_commit_is_found_out():
    came = undergo(kills=5, seed=SEED, serve=BROKEN_SERVE, deck=("web worker", "postmaster"), lets_recover=1)
    print(f"\ncrash: {came.figures}; faults: {len(came.faults)}")  # noqa: T201
    assert any(fault.startswith("lost: ") for fault in came.faults), came.figures
