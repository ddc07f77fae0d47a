"""The hint that a board is not scanned any more, against its own past."""

import pytest

from menkou.boards.rules.judging import HANG, NOTHING, PRINT, TAKE_DOWN, judge
from menkou.boards.rules.masking import masked
from menkou.boards.rules.silence import silent_days


@pytest.mark.parametrize(
    ("counts", "days"),
    [
        ([1] * 60 + [0] * 30, 30),  # one a day: a week would do
        ([1] * 83 + [0] * 7, 7),
        ([1] * 84 + [0] * 6, 0),
        ([1, 0, 0, 0] * 15 + [0] * 30, 33),  # one in four days: a month is needed
        ([1, 0, 0, 0] * 15 + [0] * 20, 0),
        ([0] * 90, 0),  # never scanned: no past
        ([0] * 60 + [5] * 10 + [0] * 20, 0),  # hung for ten days only: nothing known
        ([0] * 40 + [1] * 30 + [0] * 20, 20),  # counted from its first scan
        ([1] * 90, 0),
        ([], 0),
    ],
)
def test_silence_is_measured_against_the_board_s_own_past(counts, days):
    assert silent_days(counts) == days


OLD, NEW = {"电话": "1"}, {"电话": "2"}


@pytest.mark.parametrize(
    ("now", "latest", "hung", "due", "why"),
    [
        (NEW, None, None, PRINT, ()),
        (NEW, NEW, None, HANG, ()),
        (NEW, OLD, None, PRINT, ("电话",)),
        (NEW, OLD, OLD, PRINT, ("电话",)),
        (NEW, NEW, OLD, HANG, ("电话",)),
        (NEW, NEW, NEW, NOTHING, ()),
        (OLD, NEW, OLD, PRINT, ()),  # what hangs is true again, and what was printed since is not
        (NEW, {}, {}, PRINT, ("电话",)),
        (None, NEW, NEW, TAKE_DOWN, ("村并了",)),
        (None, NEW, None, NOTHING, ()),
    ],
)
def test_what_is_to_be_done_about_a_board(now, latest, hung, due, why):
    judged = judge(now, latest, hung)
    assert (judged.due, judged.why) == (due, why)


def test_a_licence_number_is_written_as_the_district_says():
    number = "13708201510123456"
    assert [masked(number, how) for how in ("full", "middle", "last")] == [number, "1370*********3456", "尾号 3456"]
    assert masked("12345678", "last") == "12345678"
