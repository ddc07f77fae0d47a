"""答复, 撤回, 接着问: an answer is seen after ten seconds and never if it was taken back; nothing typed is lost."""

from datetime import timedelta

import pytest
import time_machine

from menkou.consultations import actions, content, holding, queries
from menkou.consultations.models import Consultation, Message
from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry, Outgoing

State = Consultation.State
ANSWER = "可以先请村里调解。"
FORM = "a" * 32


@pytest.fixture(autouse=True)
def hands():
    """A clock that moves when told to."""
    with time_machine.travel("2026-03-05 10:00+08:00", tick=False) as hands:
        yield hands


@pytest.fixture
def say(consultation, adviser_a):
    def say(text: str = ANSWER, form: str = FORM, by=adviser_a) -> content.Said:
        actions.answer(by=by, consultation=consultation, text=text, form=form)
        return content.open_for_adviser(consultation)[-1]

    return say


@pytest.fixture
def asks_again(consultation, resident):
    def asks_again(text: str = "那要多少钱？", form: str = "b" * 32) -> Consultation:
        return actions.follow_up(by=resident, consultation=consultation, text=text, form=form)

    return asks_again


def arrived(consultation) -> list[str]:
    return [one.text for one in content.open_for_asker(consultation) if one.author_id]


def state_of(consultation) -> str:
    consultation.refresh_from_db()
    return consultation.state


def test_an_answer_arrives_after_ten_seconds(consultation, say, hands):
    say()
    hands.shift(timedelta(seconds=10, milliseconds=999))
    assert arrived(consultation) == []
    hands.shift(timedelta(milliseconds=1))
    assert arrived(consultation) == [ANSWER]
    assert state_of(consultation) == State.ANSWERED


def test_what_is_taken_back_comes_back_and_was_never_seen(consultation, say, adviser_a, hands):
    answer = say()
    hands.shift(timedelta(seconds=9))
    assert actions.take_back(by=adviser_a, consultation=consultation, message_id=answer.id) == ANSWER

    hands.shift(timedelta(days=1))
    assert arrived(consultation) == []
    assert state_of(consultation) == State.WAITING
    assert (consultation.answered_at, consultation.first_answered_at) == (None, None)
    assert AuditEntry.objects.filter(what="consultation.answer_taken_back").exists()


def test_after_ten_seconds_it_is_too_late(consultation, say, adviser_a, hands):
    answer = say()
    hands.shift(timedelta(seconds=11))

    with pytest.raises(Conflict, match="撤不回来"):
        actions.take_back(by=adviser_a, consultation=consultation, message_id=answer.id)
    assert arrived(consultation) == [ANSWER]


def test_the_second_of_two_is_taken_back_alone(consultation, say, adviser_a, hands):
    say()
    hands.shift(timedelta(seconds=11))
    second = say("还有一句。", form="c" * 32)
    actions.take_back(by=adviser_a, consultation=consultation, message_id=second.id)

    hands.shift(timedelta(seconds=11))
    assert arrived(consultation) == [ANSWER]
    assert state_of(consultation) == State.ANSWERED


def test_a_question_cannot_be_taken_back_by_the_adviser(consultation, adviser_a):
    question = content.open_for_asker(consultation)[0]

    with pytest.raises(Conflict):
        actions.take_back(by=adviser_a, consultation=consultation, message_id=question.id)


def test_an_answer_is_not_taken_back_after_closing(consultation, say, adviser_a):
    answer = say()
    actions.close(by=adviser_a, consultation=consultation, minutes=5, category="land")

    with pytest.raises(Conflict, match="办结"):
        actions.take_back(by=adviser_a, consultation=consultation, message_id=answer.id)


def test_a_form_sent_twice_answers_once(consultation, say):
    say()
    say()

    assert Message.objects.filter(author__isnull=False).count() == 1


def test_a_form_sent_again_with_other_words_is_told_so(consultation, say, asks_again):
    say()
    with pytest.raises(Conflict, match="不一样"):
        say("改过的答复。")
    asks_again()
    with pytest.raises(Conflict, match="不一样"):
        asks_again("改过的话。")


def test_what_was_taken_back_goes_again_under_another_form_only(consultation, say, adviser_a):
    actions.take_back(by=adviser_a, consultation=consultation, message_id=say().id)

    for text in (ANSWER, "改好的答复。"):
        with pytest.raises(holding.TakenBack, match="撤回过"):
            say(text)
    assert say("改好的答复。", form="c" * 32).text == "改好的答复。"


def test_a_follow_up_waits_for_an_answer_and_has_a_new_time(consultation, say, asks_again, hands):
    say()
    hands.shift(timedelta(days=1))
    before = consultation.due_at
    again = asks_again()

    assert again.state == State.WAITING
    assert again.due_at > before
    assert again.read_at is None
    assert Outgoing.objects.filter(key__startswith="followed-up").count() == 1


def test_asking_on_before_an_answer_does_not_win_time_for_the_adviser(consultation, asks_again, hands):
    before = consultation.due_at
    hands.shift(timedelta(hours=3))

    assert asks_again().due_at == before


def test_a_follow_up_while_an_answer_is_on_its_way_still_waits(consultation, say, asks_again, adviser_a, hands):
    say()
    hands.shift(timedelta(seconds=3))
    asks_again()
    second = say("再补一句。", form="c" * 32)
    actions.take_back(by=adviser_a, consultation=consultation, message_id=second.id)

    assert state_of(consultation) == State.WAITING


def test_a_follow_up_to_a_closed_matter_is_told_to_ask_anew(consultation, say, asks_again, adviser_a):
    say()
    actions.close(by=adviser_a, consultation=consultation, minutes=5, category="land")

    with pytest.raises(Conflict, match="再提一个新问题"):
        asks_again()
    with pytest.raises(Conflict, match="办结"):
        say("晚了一步的答复。", form="d" * 32)


def test_reading_is_on_record_and_the_asker_sees_that_it_was_read(consultation, adviser_a):
    said = actions.read(by=adviser_a, consultation=consultation)
    actions.read(by=adviser_a, consultation=consultation)

    assert len(said) == 1
    consultation.refresh_from_db()
    assert consultation.read_at == clock.now()
    assert AuditEntry.objects.filter(what="consultation.read").count() == 2


def test_nobody_but_the_holder_reads_or_answers(
    consultation, adviser_b, adviser_next_door, office, bureau, auditor, operator, cadre, director, resident
):
    for by in (adviser_b, adviser_next_door, office, bureau, auditor, operator, cadre, director, resident):
        with pytest.raises(Refused, match="查看"):
            actions.read(by=by, consultation=consultation)
        with pytest.raises(Refused, match="答复"):
            actions.answer(by=by, consultation=consultation, text="x", form=FORM)
        assert not queries.mine(by).exists()


def test_nobody_but_the_asker_asks_on(consultation, stranger, adviser_a, cadre):
    for by in (stranger, adviser_a, cadre):
        with pytest.raises(Refused):
            actions.follow_up(by=by, consultation=consultation, text="x", form=FORM)


def test_the_words_are_nowhere_in_the_clear(consultation, say, as_text):
    say("请带上宅基地使用证")

    assert "宅基地" not in as_text(Message, "sealed")
    for one in (AuditEntry.objects.all(), Outgoing.objects.all(), Consultation.objects.all()):
        assert "宅基地" not in str(list(one.values()))


@pytest.fixture
def as_text():
    """A column's bytes, read as if they were text."""

    def as_text(model, column: str) -> str:
        return "".join(bytes(held).decode(errors="ignore") for held in model.objects.values_list(column, flat=True))

    return as_text
