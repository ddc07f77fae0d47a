"""Two at the same moment, over real connections: one question, one answer, one closing, one rating."""

from functools import partial

import pytest

from menkou.consultations import actions, content, intake
from menkou.consultations.models import Consultation, Handover, Message, Rating, WrongTry
from menkou.consultations.passing import actions as passing
from menkou.consultations.pickup import actions as pickup
from menkou.core.errors import Conflict
from menkou.core.models import Outgoing
from menkou.worklogs.models import Entry

AT_ONCE = 4


@pytest.fixture
def at_once(at_once):
    """Do the same thing in several threads, each told its number."""
    return lambda do: at_once(*(partial(do, number) for number in range(AT_ONCE)))


def conflicts(met: list) -> int:
    return sum(isinstance(one, Conflict) for one in met)


def test_one_form_asks_once(at_once, village, chen, lin, resident):
    def ask(_):
        return intake.ask_once(by=resident, village=village, text="问", form="a" * 32, may_hand_over=True)

    met = at_once(ask)

    assert sum(one.is_new for one in met) == 1
    assert len({one.code for one in met}) == 1
    assert Consultation.objects.count() == Message.objects.count() == Outgoing.objects.count() == 1


def test_two_different_questions_under_one_form_are_one_question_and_one_conflict(
    at_once, village, chen, lin, resident
):
    def ask(number):
        return intake.ask_once(by=resident, village=village, text=f"问{number}", form="a" * 32, may_hand_over=True)

    assert conflicts(at_once(ask)) == AT_ONCE - 1
    assert Consultation.objects.count() == 1


def test_one_form_answers_once(at_once, consultation, adviser_a):
    at_once(lambda _: actions.answer(by=adviser_a, consultation=consultation, text="答", form="b" * 32))

    assert [one.text for one in content.open_for_adviser(consultation)][1:] == ["答"]


def test_one_form_asks_on_once(at_once, consultation, resident):
    at_once(lambda _: actions.follow_up(by=resident, consultation=consultation, text="追", form="b" * 32))

    assert Message.objects.count() == 2
    assert Outgoing.objects.filter(key__startswith="followed-up").count() == 1


def test_a_matter_closes_once_with_one_entry(at_once, answered, adviser_a):
    met = at_once(lambda _: actions.close(by=adviser_a, consultation=answered, minutes=5, category="land"))

    assert conflicts(met) == AT_ONCE - 1
    assert Entry.objects.count() == 1
    assert Consultation.objects.get().entry == Entry.objects.get()


def test_a_matter_is_rated_once(at_once, answered, resident):
    met = at_once(lambda n: actions.rate(by=resident, consultation=answered, face=1, is_solved=bool(n % 2)))

    assert conflicts(met) == AT_ONCE - 1
    assert Rating.objects.count() == Outgoing.objects.filter(key__startswith="unhappy").count() == 1


def test_a_matter_is_handed_over_once(at_once, consultation, adviser_a):
    met = at_once(lambda _: passing.hand_over(by=adviser_a, consultation=consultation, reason="away"))

    assert conflicts(met) == AT_ONCE - 1
    assert Handover.objects.count() == 1


def test_what_is_taken_back_is_taken_back_once(at_once, consultation, adviser_a):
    actions.answer(by=adviser_a, consultation=consultation, text="答", form="b" * 32)
    answer = content.open_for_adviser(consultation)[-1]
    met = at_once(lambda _: actions.take_back(by=adviser_a, consultation=consultation, message_id=answer.id))

    assert met.count("答") == 1
    assert conflicts(met) == AT_ONCE - 1


def test_an_answer_and_a_closing_leave_no_answer_after_the_closing(at_once, answered, adviser_a):
    def do(number):
        if number % 2:
            return actions.close(by=adviser_a, consultation=answered, minutes=5, category="land")
        return actions.answer(by=adviser_a, consultation=answered, text="再答", form=f"{number:032x}")

    at_once(do)

    assert Consultation.objects.get().state == "closed"
    assert Entry.objects.count() == 1


def test_wrong_tries_at_once_are_all_counted(at_once, district, stranger):
    met = at_once(lambda _: pickup.pick_up(by=stranger, district=district, typed="AAAA2222"))

    assert met == [None] * AT_ONCE  # nobody was made to wait
    assert WrongTry.objects.count() == AT_ONCE
