"""The ledgers of WeCom's limits against small models that only count what has happened, at the edges."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.wecom.quotas import Replies, Several, Sliding
from simulator.wecom.states import ENDED, may_become

START = 1_790_000_000.0
EDGES = st.sampled_from([0.0, 0.001, 1.0, 59.999, 60.0, 60.001, 3600.0, 172_799.999, 172_800.0, 172_800.001])
STEPS = st.lists(st.tuples(EDGES, st.sampled_from(["heard", "sent", "sent", "sent"])), max_size=40)


def reply_is_due(past, at):
    """The model: a reply may go when the last word is younger than 48 hours and fewer than five went since."""
    heard = [when for when, what in past if what == "heard"]
    since = past[max((n for n, (_, what) in enumerate(past) if what == "heard"), default=0) :]
    return bool(heard) and round(at - heard[-1], 3) < 172_800 and [what for _, what in since].count("sent") < 5


@settings(deadline=None, max_examples=150)
@given(STEPS)
def test_five_replies_within_48_hours_of_what_was_last_written(steps):
    ledger, past, at = Replies(), [], START
    for pause, what in steps:
        at = round(at + pause, 3)
        if what == "heard":
            ledger.heard(at)
            past.append((at, what))
            continue
        expected = reply_is_due(past, at)
        assert (ledger.spend(at) == "") is expected
        if expected:
            past.append((at, what))


@pytest.mark.parametrize(("after", "refusal"), [(172_799.999, ""), (172_800.0, "time"), (172_800.001, "time")])
def test_the_window_shuts_at_48_hours(after, refusal):
    ledger = Replies()
    ledger.heard(START)
    assert ledger.spend(START + after) == refusal


@settings(deadline=None, max_examples=150)
@given(st.lists(EDGES, max_size=60), st.integers(1, 20))
def test_no_minute_wherever_it_begins_holds_more_than_it_may(pauses, most):
    ledger, taken, at = Sliding(most, 60), [], START
    for pause in pauses:
        at = round(at + pause, 3)
        expected = len([one for one in taken if round(at - one, 3) < 60]) < most
        assert ledger.spend(at) is expected
        taken += [at] * expected


def test_a_robot_that_waits_for_the_whole_minute_of_its_first_message_gets_one_more_and_no_two():
    ledger = Sliding(20, 60)
    assert [ledger.spend(START + n) for n in range(21)] == [True] * 20 + [False]
    assert [ledger.spend(START + 60), ledger.spend(START + 60.5)] == [True, False]


def test_what_one_limit_refuses_takes_no_place_in_the_other():
    ledger = Several((1, 60), (2, 3600))
    assert [ledger.spend(START + n) for n in (0, 1, 2, 60, 120, 3600)] == [True, False, False, True, False, True]


def test_an_ended_conversation_becomes_nothing():
    assert not any(may_become(ENDED, new) for new in range(5))
    assert all(may_become(0, new) for new in range(1, 5))
