"""谢谢: a line that only thanks restarts nothing, reopens nothing and ends no stopped clock."""

import pytest

from menkou.consultations import actions, content
from menkou.consultations.after import actions as after
from menkou.consultations.models import Consultation
from menkou.consultations.rules.thanks import only_thanks
from menkou.core.models import Outgoing

FORM = "9" * 32


@pytest.mark.parametrize(
    "text",
    [
        "谢谢",
        "谢谢！",
        "好的，谢谢您",
        "谢谢陈律师🙏",
        "多谢多谢",
        "收到，辛苦了",
        "知道了，太感谢您了！",
        " 非常感谢律师的耐心解答。 ",
    ],
)
def test_it_is_only_thanks(text):
    assert only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "好的",
        "谢谢，还有个事",
        "谢谢？",
        "谢谢，他又来了",
        "谢谢您，要带 3 样什么",
        "不用谢，我要告他",
        "谢谢律师，请您明天来",
        "感谢。墙还是没拆",
        "谢谢" * 20,
    ],
)
def test_it_is_more_than_thanks(text):
    assert not only_thanks(text)


def thank(by, consultation):
    return actions.follow_up(by=by, consultation=consultation, text="谢谢您！", form=FORM)


def test_thanks_restart_nothing(answered, resident):
    words = Outgoing.objects.count()
    before = Consultation.objects.values("state", "due_at", "answered_at", "read_at").get()
    thank(resident, answered)

    assert Consultation.objects.values("state", "due_at", "answered_at", "read_at").get() == before
    assert content.open_for_asker(answered)[-1].text == "谢谢您！"
    assert Outgoing.objects.count() == words


def test_thanks_are_said_once(answered, resident):
    for _ in range(2):
        thank(resident, answered)

    assert len(content.open_for_asker(answered)) == 3


def test_an_answer_that_is_taken_back_after_thanks_leaves_the_one_before(answered, adviser_a, resident):
    actions.answer(by=adviser_a, consultation=answered, text="再补一句。", form="8" * 32)
    second = content.open_for_adviser(answered)[-1]
    thank(resident, answered)
    actions.take_back(by=adviser_a, consultation=answered, message_id=second.id)

    assert Consultation.objects.get().state == "answered"


@pytest.mark.parametrize(
    "again", [thank, lambda by, c: after.reopen(by=by, consultation=c, text="谢谢您！", form=FORM)]
)
def test_thanks_reopen_nothing(answered, adviser_a, resident, again):
    actions.close(by=adviser_a, consultation=answered, minutes=5, category="land")
    again(resident, answered)

    assert Consultation.objects.get().state == "closed"
    assert content.open_for_asker(answered)[-1].text == "谢谢您！"


def test_a_line_that_is_taken_for_thanks_by_mistake_would_be_seen(answered, resident, monkeypatch):
    """A seeded fault: were 谢谢 not known, the deadline would run again."""
    monkeypatch.setattr("menkou.consultations.rules.thanks.only_thanks", lambda text: False)
    thank(resident, answered)

    assert Consultation.objects.get().state == "waiting"
