"""The quota's ledger against a model that is another thought: it keeps every act and every message for ever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.wechat.quota import Ledger

EDGES = [0.0, 0.001, 1.0, 59.999, 60.0, 60.001, 3600.0, 172_799.999, 172_800.0, 172_800.001]
ACTS = {"message": (5, 172_800), "click": (3, 60), "follow": (3, 60), "scan": (3, 60)}
STEPS = st.lists(st.tuples(st.sampled_from(EDGES), st.sampled_from([*ACTS, "send", "send", "send"])), max_size=60)


def expected(past, now):
    """What a message gets now: judged from the whole past, in whole milliseconds."""
    open_acts = []
    for act, (most, seconds) in ACTS.items():
        times = [at for at, what in past if what == act]
        if times and round((now - times[-1]) * 1000) < seconds * 1000:
            since = max(n for n, one in enumerate(past) if one == (times[-1], act))
            open_acts.append(most - sum(what == "sent" for _, what in past[since:]))
    if not open_acts:
        return 45015
    return 0 if max(open_acts) > 0 else 45047


@settings(max_examples=150, deadline=None)
@given(STEPS, st.integers(0, 10))
def test_the_ledger_and_the_model_never_differ(steps, start):
    now, ledger, past = float(start), Ledger(), []
    for wait, what in steps:
        now = round(now + wait, 3)
        if what != "send":
            ledger.open(what, now)
            past.append((now, what))
            continue
        answered = ledger.spend(now)
        assert answered == expected(past, now)
        if not answered:
            past.append((now, "sent"))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(EDGES[:4]), max_size=40))
def test_never_more_than_five_go_out_after_one_message(waits):
    ledger, now = Ledger(), 0.0
    ledger.open("message", now)
    gone = 0
    for wait in waits:
        now += wait
        gone += ledger.spend(now) == 0
    assert gone <= 5
