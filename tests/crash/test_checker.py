"""The checker is no better than what it finds: each promise broken once, by hand, and it must complain of just that."""

import pytest

from tests.crash.checker import Stored, duplicates, faults
from tests.crash.senders import Sent


@pytest.fixture
def sent():
    """Three accepted, one that gave up and was stored, one that gave up and was not."""
    accepted = [Sent(f"key {n}", "village", f"question {n}", code=f"CODE{n}", tries=1) for n in range(3)]
    return [*accepted, *(Sent(f"key {n}", "village", f"question {n}", tries=2, gave_up=True) for n in (3, 4))]


@pytest.fixture
def stored():
    """All as it should be; the second notice was written twice, and its first attempt's end was unknown."""
    questions = [{"id": n, "code": f"CODE{n}", "village": "village", "said": [f"question {n}"]} for n in range(4)]
    notices = [{"id": f"n{n}", "key": f"asked:{n}", "state": "sent", "attempt": 1 + (n == 1)} for n in range(4)]
    shown = {f"CODE{n}": [f"question {n}"] for n in range(3)}
    return Stored(questions, notices, {}, asked=4, lines=["n0", "n1", "n1", "n2", "n3"], shown=shown)


def test_it_does_not_complain_of_what_is_right(sent, stored):
    assert faults(sent, stored) == []
    assert duplicates(stored) == 1


def lost(sent, stored):
    del stored.questions[0], stored.notices[0], stored.lines[0]
    stored.asked, stored.shown["CODE0"] = 3, []


def doubled(sent, stored):
    stored.questions.append({**stored.questions[0], "id": 9})
    stored.notices.append({**stored.notices[0], "id": "n9", "key": "asked:9"})
    stored.lines.append("n9")
    stored.asked += 1


def phantom(sent, stored):
    del sent[3]


def never_answered(sent, stored):
    sent[4].gave_up = False


def changed(sent, stored):
    stored.questions[0]["code"] = "OTHER"


def not_shown(sent, stored):
    stored.shown["CODE0"] = ["question 1"]


def audit(sent, stored):
    stored.asked += 1


def two_notices(sent, stored):
    stored.notices.append({**stored.notices[0], "id": "n9"})
    stored.lines.append("n9")


def no_notice(sent, stored):
    del stored.notices[0], stored.lines[0]


def notice_of_nothing(sent, stored):
    stored.notices.append({**stored.notices[0], "id": "n9", "key": "asked:9"})
    stored.lines.append("n9")


def left_waiting(sent, stored):
    stored.notices[0]["state"] = "waiting"


def left_unknown(sent, stored):
    stored.notices[0]["state"] = "unknown"


def never_written(sent, stored):
    stored.lines.remove("n0")


def written_twice(sent, stored):
    stored.lines.append("n0")


def written_for_nothing(sent, stored):
    stored.lines.append("n9")


def job_left(sent, stored):
    stored.jobs["doing"] = 1


def job_failed(sent, stored):
    stored.jobs["failed"] = 1


@pytest.mark.parametrize(
    ("break_it", "complaint"),
    [
        (lost, "lost: question 0"),
        (doubled, "doubled: question 0 is there 2 times"),
        (phantom, "phantom: nobody sent 'question 3'"),
        (never_answered, "never answered, though asked 2 times: question 4"),
        (changed, "changed: question 0"),
        (not_shown, "not shown: CODE0"),
        (audit, "audit: 5 lines for 4 questions"),
        (two_notices, "2 notices of one question: asked:0"),
        (no_notice, "0 notices of one question: asked:0"),
        (notice_of_nothing, "notice of nothing: asked:9"),
        (left_waiting, "left waiting: asked:0"),
        (left_unknown, "left unknown: asked:0"),
        (never_written, "never in the file: asked:0"),
        (written_twice, "in the file 2 times in 1 attempts: asked:0"),
        (written_for_nothing, "in the file, but no notice: n9"),
        (job_left, "1 jobs left doing"),
        (job_failed, "1 jobs left failed"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_it_complains_of_what_is_broken(sent, stored, break_it, complaint):
    break_it(sent, stored)
    found = faults(sent, stored)
    assert any(fault.startswith(complaint) for fault in found), found
    also = "not shown: CODE0" if break_it is lost else complaint
    assert all(fault.startswith((complaint, also)) for fault in found), found
