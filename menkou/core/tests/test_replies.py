"""Replies: kept without words, told again, forgotten in time."""

from datetime import timedelta
from uuid import uuid4

import pytest

from menkou.core import clock, replies
from menkou.core.errors import Conflict
from menkou.core.models import Reply


class Count(replies.Receipt):
    count: int


@pytest.fixture
def ask(district):
    """Ask for something countable to be done."""
    done = []

    def do():
        done.append(1)
        return Count(count=len(done))

    def ask(do=do, **changed):
        facts = {"who": "a", "where": "POST /x", "key": KEY, "asked": "{}", "status": 201, **changed}
        return replies.once(do, **facts)

    return ask


KEY = uuid4()


def test_the_same_request_is_done_once(ask):
    assert ask() == ask() == (201, {"count": 1})


@pytest.mark.parametrize("changed", [{"who": "b"}, {"where": "POST /y"}, {"key": uuid4()}])
def test_another_s_request_is_another(ask, changed):
    ask()
    assert ask(**changed) == (201, {"count": 2})


def test_one_key_for_two_wishes_is_refused(ask):
    ask()
    with pytest.raises(Conflict, match="Idempotency-Key"):
        ask(asked='{"more": 1}')


def test_what_failed_may_be_tried_again(ask):
    def fail():
        raise Conflict("还不行。")

    with pytest.raises(Conflict, match="还不行"):
        ask(fail)
    assert not Reply.objects.exists()
    assert ask() == (201, {"count": 1})


def test_old_replies_are_forgotten(ask):
    ask()
    replies.note_undone(b"form")
    replies.forget_old()
    assert Reply.objects.count() == 2

    Reply.objects.update(made_at=clock.now() - replies.KEPT_FOR - timedelta(seconds=1))
    replies.forget_old()
    assert (Reply.objects.count(), replies.is_undone(b"form")) == (1, True)  # a phone may send much later

    Reply.objects.update(made_at=clock.now() - replies.UNDONE_KEPT_FOR - timedelta(seconds=1))
    replies.forget_old()
    assert not Reply.objects.exists()


@pytest.mark.parametrize("kind", [str, str | None, list[int], dict, object])
def test_a_receipt_has_no_room_for_words(kind):
    with pytest.raises(TypeError, match="could hold words"):
        type("Wordy", (replies.Receipt,), {"__annotations__": {"text": kind}})
