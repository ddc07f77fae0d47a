"""作废: what was entered by mistake is void with a reason, its number is free again, and nobody deals with it."""

from datetime import timedelta

import pytest

from menkou.core.errors import Conflict
from menkou.core.models import Outgoing
from menkou.hotline import actions, jobs, sealing
from menkou.hotline.models import Order
from tests.cast import SLUG

LIST = f"/{SLUG}/hotline/"


def test_its_number_may_be_entered_again_and_the_reason_is_sealed(enter, bureau, sign_in):
    order = enter(number="2026-7")
    page = sign_in(bureau).post(f"{LIST}{order.pk}/void", {"text": "号抄错了一位。"}, follow=True)

    assert "作废了" in page.content.decode()
    order.refresh_from_db()
    assert (order.state, order.due_at, sealing.opened(order).void) == ("void", None, "号抄错了一位。")
    assert actions.void(by=bureau, order=order, text="号抄错了一位。").pk == order.pk  # pressed twice
    assert enter(number="2026-7").pk != order.pk
    with pytest.raises(Conflict):
        actions.accept(by=bureau, order=order)


def test_whom_it_was_assigned_to_hears_that_it_is_void(assign, bureau, office):
    order = assign()
    actions.void(by=bureau, order=order, text="登记了两遍。")

    words = dict(Outgoing.objects.filter(address=order.address).values_list("words", "state"))
    assert {text[:4]: state for text, state in words.items()} == {"派来一件": "withdrawn", "一件派来": "waiting"}
    with pytest.raises(Conflict):
        actions.handle(by=office, order=order, text="问过了。")


def test_what_somebody_has_dealt_with_is_not_void(answered, bureau):
    with pytest.raises(Conflict, match="不能作废"):
        actions.void(by=bureau, order=answered, text="号抄错了。")


def test_words_go_though_nobody_closed_it(answered, enter, bureau, hands):
    mistaken = actions.void(by=bureau, order=enter(), text="号抄错了。")
    hands.shift(timedelta(days=3 * 366))
    running = enter()
    jobs.forget_old()

    assert set(Order.objects.filter(sealed=None)) == {answered, mistaken}
    assert running in Order.objects.exclude(sealed=None)


@pytest.mark.parametrize(
    "typed", ["0001-01-01T00:00", "9999-12-31T23:59", "0000-00-00", "x" * 500, "2026-03-05 10:00\x00"]
)
def test_a_rude_time_is_said_to_be_wrong(typed, bureau, sign_in):
    said = {
        "number": "2026-9",
        "received_at": typed,
        "kind": "rude",
        "subject": "bureau",
        "text": "🙂",
        "form": "b" * 32,
    }
    page = sign_in(bureau).post(f"{LIST}new", said | {"due_on": "9999-12-31"})

    assert page.status_code == 422
    assert not Order.objects.exists()


def test_two_who_enter_one_number_at_once_enter_one(at_once, enter):
    met = at_once(*[lambda: enter(number="2026-AB")] * 2)

    assert sorted(type(one).__name__ for one in met) == ["Conflict", "Order"]
    assert Order.objects.count() == 1
