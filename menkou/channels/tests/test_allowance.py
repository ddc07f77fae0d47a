"""How many words may go to one person: never more than a platform allows by any reading of its documents."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.channels import allowance
from menkou.channels.allowance import JITTER, MARGIN, MEMBER, ROBOT, Kind, Opening

DAWN = datetime(2026, 8, 3, 8, tzinfo=UTC)
EDGE = timedelta(milliseconds=1)
GAPS = st.sampled_from([0, 1, 5, 29, 30, 31, 59, 60, 61, 3600, 172_700, 172_770, 172_800]).map(
    lambda seconds: timedelta(seconds=seconds)
)
KINDS = st.sampled_from(list(Kind))
MOST = {"message": 5, "kf": 5, "click": 3, "follow": 3, "scan": 3}  # once more, and not from ours
LASTS_S = {"message": 172_800, "kf": 172_800, "click": 60, "follow": 60, "scan": 60}


def opened(
    openings: Iterable[Opening], kind: Kind, at: datetime, now: datetime, sends: Iterable[datetime] = ()
) -> tuple[Opening, ...]:
    """As the ledger keeps them: the openings after the person did something, without those that have closed.

    What arrives late, behind a newer act of its kind, changes nothing; what says it is of the future is of now.
    `sends` are the times of words sent already: those since `at` count.
    """
    at = min(at, now)
    kept = [opening for opening in openings if now < opening.closes_at]
    if any(opening.kind is kind and opening.at >= at for opening in kept):
        return tuple(kept)
    new = Opening(kind, at, sum(sent >= at for sent in sends))
    return (*(opening for opening in kept if opening.kind is not kind), new)


def charged(openings: Iterable[Opening], at: datetime) -> tuple[Opening, ...]:
    """As the ledger keeps them: the openings after a word was sent, or may have been, at this time: it counts against each before it.

    One whose time is later was opened while the word was on its way; the word counts there too, since nobody knows
    in which order the platform saw them.
    """
    return tuple(replace(opening, sent=opening.sent + 1) for opening in openings if at < opening.closes_at)


@dataclass
class Platform:
    """The other side, written without looking at ours: what happened, and five readings of how it counts."""

    acts: list[tuple[datetime, Kind]] = field(default_factory=list)
    sends: list[datetime] = field(default_factory=list)

    def latest(self, at):
        return {kind: when for when, kind in sorted(self.acts) if when <= at}

    def open_acts(self, at, shorter=timedelta(0)):
        return [(when, k) for when, k in self.acts if when <= at < when + timedelta(seconds=LASTS_S[k]) - shorter]

    def strictest(self, at, shorter=timedelta(0)) -> bool:
        """A newer act wipes out the older of its kind, and every word counts everywhere."""
        latest = self.latest(at)
        return any(
            latest[k] == when and sum(when <= s for s in self.sends if s <= at) < MOST[k]
            for when, k in self.open_acts(at, shorter)
        )

    def purses(self, *, newest_first: bool, renewed: bool) -> bool:
        """Each act is a purse of its own, or one per kind that is filled anew; a word takes from one that is open."""
        spent: dict[tuple[datetime, Kind], int] = {}
        for at in sorted(self.sends):
            purses = sorted(self.open_acts(at), reverse=newest_first)
            latest = self.latest(at)
            usable = [
                purse
                for purse in purses
                if spent.get(purse, 0) < MOST[purse[1]] and (not renewed or latest[purse[1]] == purse[0])
            ]
            if not usable:
                return False
            spent[usable[0]] = spent.get(usable[0], 0) + 1
        return True


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(GAPS, st.one_of(st.none(), KINDS)), max_size=40))
def test_what_is_allowed_is_what_the_strictest_reading_allows_but_for_the_margin(steps):
    platform, openings, now = Platform(), (), DAWN
    for gap, act in steps:
        now += gap
        if act:
            platform.acts.append((now, act))
            openings = opened(openings, act, now, now, platform.sends)
        allowed = allowance.may_send(openings, now)

        assert allowed == platform.strictest(now, shorter=MARGIN)
        assert (allowance.closes_at(openings, now) is not None) == allowed

        if allowed and act is None:
            platform.sends.append(now)
            openings = charged(openings, now)
        now += EDGE


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(GAPS, KINDS, st.integers(0, 20), st.integers(0, 6), st.integers(0, 17)), max_size=12))
def test_no_reading_refuses_what_was_allowed_however_late_acts_are_heard_of_and_words_arrive(steps):
    platform, openings, now = Platform(), (), DAWN
    for gap, act, heard_s, words, travels_s in steps:
        now += gap
        at = now - timedelta(seconds=heard_s)
        platform.acts.append((at, act))
        openings = opened(openings, act, at, now, platform.sends)
        for _ in range(words):
            if allowance.may_send(openings, now):
                now += timedelta(seconds=travels_s) + EDGE
                platform.sends.append(now)
                openings = charged(openings, now)
        now += EDGE

    for newest_first in (True, False):
        assert platform.purses(newest_first=newest_first, renewed=True)
        assert platform.purses(newest_first=newest_first, renewed=False)


@pytest.mark.parametrize(
    "sends",
    [[DAWN] * 6, [DAWN + timedelta(hours=48)], [DAWN - EDGE], [DAWN + timedelta(seconds=LASTS_S["kf"]) - EDGE] * 6],
    ids=["six", "too late", "before", "six at the edge"],
)
def test_the_other_side_of_these_tests_refuses_who_sends_too_much(sends):
    platform = Platform([(DAWN, Kind.KF)], sends)

    assert not platform.purses(newest_first=True, renewed=True)
    assert not platform.purses(newest_first=False, renewed=False)


@pytest.mark.parametrize(
    ("kind", "after", "open_"),
    [
        (Kind.MESSAGE, timedelta(hours=48) - MARGIN - EDGE, True),
        (Kind.MESSAGE, timedelta(hours=48) - MARGIN, False),
        (Kind.KF, timedelta(hours=48) - EDGE, False),
        (Kind.KF, timedelta(hours=48) + EDGE, False),
        (Kind.CLICK, timedelta(seconds=30) - EDGE, True),
        (Kind.SCAN, timedelta(seconds=30), False),
        (Kind.FOLLOW, timedelta(seconds=-3), True),  # our clock is behind
    ],
)
def test_a_window_is_left_before_it_closes(kind, after, open_):
    assert allowance.may_send([Opening(kind, DAWN)], DAWN + after) is open_


def test_the_last_of_five_is_sent_and_the_sixth_is_not():
    assert allowance.left([Opening(Kind.KF, DAWN, sent=4)], DAWN) == 1
    assert allowance.left([Opening(Kind.KF, DAWN, sent=5)], DAWN) == 0
    assert allowance.left([Opening(Kind.KF, DAWN, sent=9)], DAWN) == 0
    assert allowance.left([], DAWN) == 0


def test_two_openings_say_the_later_end_and_the_larger_rest():
    both = (Opening(Kind.MESSAGE, DAWN, sent=4), Opening(Kind.CLICK, DAWN))

    assert allowance.left(both, DAWN) == 3
    assert allowance.closes_at(both, DAWN) == DAWN + timedelta(hours=48) - MARGIN
    assert allowance.closes_at(charged(both, DAWN), DAWN) == DAWN + timedelta(seconds=30)


def test_what_is_heard_of_late_neither_shortens_nor_refills():
    openings = (Opening(Kind.MESSAGE, DAWN, sent=2),)
    earlier = DAWN - timedelta(hours=1)

    assert opened(openings, Kind.MESSAGE, earlier, DAWN) == openings
    late = opened((), Kind.MESSAGE, earlier, DAWN, sends=[earlier - EDGE, earlier, DAWN])
    assert late == (Opening(Kind.MESSAGE, earlier, sent=2),)


def test_an_act_of_the_future_opens_no_longer_than_one_of_now():
    assert opened((), Kind.MESSAGE, DAWN + timedelta(days=900), DAWN) == (Opening(Kind.MESSAGE, DAWN),)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 6_000)), min_size=15, max_size=50))
def test_no_minute_fixed_or_sliding_sees_more_than_a_robot_may_say(steps):
    sent, arrived, now = [], [], DAWN
    for gap, travels in steps:
        now += timedelta(milliseconds=gap) + timedelta(seconds=allowance.wait_seconds(sent, now, ROBOT))
        assert allowance.wait_seconds(sent, now, ROBOT) == 0
        sent.append(now)
        arrived.append(now + timedelta(milliseconds=travels))
    minute = timedelta(minutes=1)
    begins = [*arrived, *(DAWN + minute * number for number in range(30))]

    assert max(sum(begin <= when < begin + minute for when in arrived) for begin in begins) <= 20


def test_the_twenty_first_waits_for_the_first_to_be_a_minute_old_and_not_longer():
    sent = [DAWN + timedelta(seconds=second) for second in range(20)]
    full = timedelta(minutes=1) + JITTER

    assert allowance.wait_seconds(sent[:19], sent[-1], ROBOT) == 0
    assert allowance.wait_seconds(sent, DAWN + full - EDGE, ROBOT) == 1
    assert allowance.wait_seconds(sent, DAWN + full, ROBOT) == 0
    assert allowance.wait_seconds([], DAWN, ROBOT) == 0


def test_a_member_gets_thirty_a_minute_and_a_thousand_an_hour():
    burst = [DAWN] * 30
    hour = [DAWN + timedelta(seconds=3 * number) for number in range(1000)]

    assert allowance.wait_seconds(burst, DAWN, MEMBER) == 66
    assert allowance.wait_seconds(burst[1:], DAWN, MEMBER) == 0
    assert allowance.wait_seconds(hour, hour[-1], MEMBER) == 3606 - 2997
