"""The clock of a work order: each is reminded once of each deadline, and what others are late with is asked for."""

import re
from datetime import date, timedelta

import pytest

from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.hotline import actions, jobs, queries
from menkou.hotline.models import Move, Order
from menkou.hotline.timing import actions as timing
from menkou.hotline.timing import queries as deadlines
from menkou.places import queries as places
from menkou.places.models import CalendarDay
from tests.cast import SLUG
from tests.counting import at_most

LIST, DESK = f"/{SLUG}/hotline/", f"/{SLUG}/desk/"


def told(*words: str) -> list[str]:
    """Whom these words went to, in their order."""
    return list(Outgoing.objects.filter(words__in=words).order_by("made_at", "id").values_list("address", flat=True))


def waiting(*words: str) -> list[str]:
    """To whom these words are still to go."""
    rows = Outgoing.objects.filter(words__in=words, state=Outgoing.State.WAITING)
    return list(rows.order_by("made_at", "id").values_list("address", flat=True))


def remind() -> list[str]:
    """All that the sweep finds, as its jobs do it; the steps that are on record then."""
    jobs.find_deadlines()
    for pk in deadlines.to_remind():
        timing.remind(by=CLOCK, order=Order.objects.get(pk=pk))
    return list(Move.objects.filter(what__in=Move.BY_CLOCK).order_by("made_at", "id").values_list("what", flat=True))


def test_whoever_has_it_is_reminded_a_day_before_and_when_it_is_over_each_once(assign, hands, townships):
    order = assign()  # on Thursday: by Tuesday 10:00
    there = f"township:{townships['here'].pk}"
    hands.move_to("2026-03-09 09:59+08:00")
    assert remind() == []
    hands.move_to("2026-03-09 10:00+08:00")
    assert remind() == remind() == ["soon"]
    hands.move_to("2026-03-10 10:00+08:00")
    assert remind() == remind() == ["soon", "over"]

    assert told(timing.SOON) == told(timing.OVER) == [there]
    assert told(timing.OVER_THERE) == ["bureau"]
    assert told(timing.OVER_IN_ALL) == []
    assert all(order.number not in one.words for one in Outgoing.objects.all())


def test_soon_is_counted_in_working_days_and_a_weekend_is_none(assign, hands):
    hands.move_to("2026-03-05 10:00+08:00")
    order = assign(due_at=clock.now() + timedelta(days=4))  # on Monday at ten, and no later than that to handle it
    assert order.due_at == order.answer_due_at
    hands.move_to("2026-03-06 09:59+08:00")
    assert remind() == []
    hands.move_to("2026-03-06 10:00+08:00")
    assert remind() == ["soon"]
    hands.move_to("2026-03-08 10:00+08:00")
    assert remind() == ["soon"]


def test_soon_is_counted_by_the_districts_own_calendar(assign, hands):
    CalendarDay.objects.create(day=date(2026, 3, 9), is_working=False, source="本区放假")
    order = assign(due_at=clock.now() + timedelta(days=5))  # on Tuesday, behind a Monday off
    hands.move_to("2026-03-06 09:59+08:00")
    assert remind() == []
    hands.move_to("2026-03-06 10:00+08:00")
    assert (remind(), order.due_at) == (["soon"], order.answer_due_at)


def test_when_12345_waits_audit_hears_of_it(assign, hands):
    order = assign()
    hands.move_to(order.answer_due_at)

    assert remind() == ["over", "over"]  # of the handling, and of the answer
    assert told(timing.OVER_IN_ALL) == ["auditor"]
    assert deadlines.to_remind() == []


def test_what_is_not_accepted_is_told_to_the_bureau_when_it_is_over(enter, hands):
    enter()
    hands.move_to("2026-03-06 09:00+08:00")
    assert remind() == []
    hands.move_to("2026-03-06 10:00+08:00")
    assert remind() == ["over"]
    assert told(timing.OVER) == ["bureau"]


def test_who_was_told_just_now_is_not_reminded_at_once(assign, hands):
    assign(due_at=clock.now() + timedelta(hours=20))
    assert remind() == []


def test_what_was_dealt_with_meanwhile_is_not_reminded_of_and_its_words_go_out_no_more(assign, hands, office):
    order = assign()
    hands.move_to("2026-03-10 10:00+08:00")
    remind()
    actions.handle(by=office, order=order, text="问过了。")

    waiting = Outgoing.objects.filter(address=order.address, state=Outgoing.State.WAITING)
    assert not waiting.exists()
    assert timing.remind(by=CLOCK, order=order) == []
    with pytest.raises(Refused, match="由系统提醒"):
        timing.remind(by=office, order=order)


def test_sent_back_or_assigned_to_another_it_has_new_deadlines_to_be_reminded_of(assign, hands, office, bureau):
    order = assign(received_at=clock.now())
    hands.move_to("2026-03-09 10:00+08:00")
    order = actions.handle(by=office, order=order, text="问过了。")
    order = actions.send_back(by=bureau, order=order, text="没有写查了什么。")
    assert actions.send_back(by=bureau, order=order, text="没有写查了什么。").pk == order.pk  # pressed twice
    assert Move.objects.filter(what="back").count() == 1
    assert order.due_at == order.handle_due_at == order.answer_due_at  # not after the answer
    hands.move_to("2026-03-12 10:00+08:00")
    assert remind() == ["over"]


def test_who_was_sent_one_back_just_now_is_not_reminded_at_once(assign, hands, office, bureau, monkeypatch):
    rules = places.rules() | {"working_days_to_handle_an_order": 1}  # as long as somebody is reminded beforehand
    monkeypatch.setattr(places, "rules", lambda: rules)
    order = assign()
    assert remind() == []
    hands.shift(timedelta(hours=4))
    order = actions.handle(by=office, order=order, text="问过了。")
    actions.send_back(by=bureau, order=order, text="没有写查了什么。")

    assert remind() == []


def test_nobody_hears_that_something_is_not_done_which_was_done_meanwhile(assign, hands, office, bureau):
    order = assign()
    hands.move_to("2026-03-12 21:00+08:00")
    remind()  # by night words wait
    order = actions.handle(by=office, order=order, text="问过了。")
    assert waiting(timing.OVER_THERE, timing.OVER) == []
    assert waiting(timing.OVER_IN_ALL) == ["auditor"]  # the answer is not given
    actions.answer(by=bureau, order=order, outcome="true", text="查实了。")

    assert list(Outgoing.objects.filter(state=Outgoing.State.WAITING)) == []


def test_the_answer_s_deadline_runs_whatever_is_done_next(enter, assign, bureau, hands):
    today = clock.start_of(clock.today()) + timedelta(hours=23, minutes=59)
    order = enter(due_at=today)  # the rule would give until tomorrow to accept it
    assert order.accept_due_at == order.due_at == today
    late = assign(received_at=clock.now() - timedelta(days=20))  # over before it came here
    assert late.handle_due_at > clock.now() > late.due_at
    assert {one.pk: one.due for one in queries.listed(bureau, "overdue")} == {late.pk: late.answer_due_at}


def test_assigned_to_whom_it_is_with_nothing_changes(assign, bureau, hands, townships):
    order = assign()
    hands.shift(timedelta(days=4))
    again = actions.assign(by=bureau, order=order, handler="office", to=townships["here"])

    assert (again.handle_due_at, Move.objects.filter(what="assigned").count()) == (order.handle_due_at, 1)
    actions.assign(by=bureau, order=order, handler="office", to=townships["next door"])
    states = Outgoing.objects.filter(address=order.address, words__contains="派来").values_list("state", flat=True)
    assert list(states) == ["withdrawn"]


def test_the_bureau_asks_once_a_day_for_what_an_office_is_late_with(assign, bureau, second, office, hands, sign_in):
    order = assign()
    with pytest.raises(Conflict, match="不用催"):
        timing.urge(by=bureau, order=order)
    hands.move_to("2026-03-12 10:00+08:00")

    assert timing.urge(by=bureau, order=order).what == "urged"
    assert timing.urge(by=second, order=order) is None
    assert told(timing.URGED) == [order.address]
    assert AuditEntry.objects.filter(what="hotline.urged").count() == 1
    with pytest.raises(Refused):
        timing.urge(by=office, order=order)
    hands.move_to("2026-03-13 00:00+08:00")
    assert timing.urge(by=second, order=order) is not None


def test_what_the_bureau_is_late_with_itself_is_asked_of_nobody(assign, bureau, hands):
    order = assign("bureau", None)
    hands.move_to("2026-03-12 10:00+08:00")

    with pytest.raises(Conflict):
        timing.urge(by=bureau, order=order)
    assert remind() == ["over", "over"]
    assert told(timing.OVER_THERE) == []


def test_the_workbench_shows_what_others_are_late_with_and_its_words(assign, bureau, office, auditor, hands, sign_in):
    order = assign()
    assert "12345工单超时" not in sign_in(bureau).get(DESK).content.decode()
    hands.move_to("2026-03-12 10:00+08:00")
    desk = sign_in(bureau)
    with at_most(36):
        page = desk.get(DESK).content.decode()

    assert f"红花镇司法所：12345 工单 {order.number} 应在 3月10日 10:00 前办理，已经超了 2 天" in page
    assert "12345工单超时" not in sign_in(office).get(DESK).content.decode()  # to whom it waits as their own
    desk = sign_in(bureau)
    done = desk.post(f"{LIST}{order.pk}/urge", {"desk": "1"}, follow=True).content.decode()
    assert "已催办红花镇司法所" in done
    assert "催过" in done
    assert "今天已经催过了" in desk.post(f"{LIST}{order.pk}/urge", follow=True).content.decode()
    assert sign_in(auditor).post(f"{LIST}{order.pk}/urge").status_code == 404


def test_what_was_answered_stands_on_the_workbench_until_it_is_closed(answered, bureau, sign_in):
    desk = sign_in(bureau)
    assert "答复过了，等回访、评价、办结" in desk.get(DESK).content.decode()
    actions.visit(by=bureau, order=answered)
    actions.rate(by=bureau, order=answered, rating="satisfied")
    actions.close(by=bureau, order=answered)
    assert "答复过了" not in desk.get(DESK).content.decode()


def test_what_does_not_fit_on_the_workbench_is_counted_and_each_line_says_its_number(enter, bureau, sign_in):
    orders = [enter() for _ in range(23)]
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", sign_in(bureau).get(DESK).content.decode()))

    assert orders[0].number in page
    assert "12345工单 还有 3 件" in page
