"""评查 through the doors: two empty boxes, one tap back, a button that leaves a line, and nothing for anybody else."""

import re

import pytest
from django.test import Client

from menkou.accounts.models import User
from menkou.consultations import actions as consultations
from menkou.consultations import consents
from menkou.consultations.models import Consultation, Message, ReviewCopy, Viewing
from menkou.consultations.reviewing import actions, sealing
from menkou.consultations.rules.notices import PUBLISH, REVIEW
from menkou.core import clock
from menkou.core.actors import CLOCK
from tests.cast import QUESTION, SLUG
from tests.counting import at_most

MASKED = "某村的某人占了地。"


@pytest.fixture
def phone(client, village, chen, lin, adviser_a):
    """A browser whose question is answered, and the address of its thread."""
    client.get(f"/{SLUG}/v/{village.code}/ask")
    client.post(f"/{SLUG}/v/{village.code}/ask", {"text": QUESTION, "may_hand_over": "on"})
    asked = client.asked = Consultation.objects.get()
    consultations.answer(by=adviser_a, consultation=asked, text="先量一量。", form="6" * 32)
    Message.objects.update(visible_at=asked.asked_at)
    Consultation.objects.update(first_answered_at=asked.asked_at, answered_at=asked.asked_at)
    asked.refresh_from_db()
    client.thread = f"/{SLUG}/asked/{asked.pk}/"
    return client


def look(phone) -> str:
    """What the page to release from carries of the words on it."""
    return re.search(r'name="seen" value="(\w+)"', phone.get(f"{phone.thread}review").content.decode())[1]


def signed_in(by) -> Client:
    """A browser of its own, beside the phone."""
    browser = Client()
    browser.force_login(User.objects.get(pk=by.user_id))
    return browser


@pytest.fixture
def desk(bureau):
    return signed_in(bureau)


def test_the_page_says_what_is_seen_and_both_boxes_are_empty(phone):
    assert "让司法局看看答得好不好" in phone.get(phone.thread).content.decode()
    with at_most():
        page = phone.get(f"{phone.thread}review").content.decode()

    assert QUESTION in page
    assert all(line in page for line in REVIEW.full)
    assert PUBLISH.short in page
    assert "自动删掉" in page
    assert page.count('type="checkbox"') == 2
    assert "checked" not in page


@pytest.mark.parametrize("sent", [{}, {"may_publish": "on"}])
def test_without_the_first_box_nothing_goes_and_the_page_says_what_to_do(phone, sent):
    answer = phone.post(f"{phone.thread}review", {"seen": look(phone), **sent})

    assert answer.status_code == 422
    assert "请勾第一个" in answer.content.decode()
    assert ("checked" in answer.content.decode()) is bool(sent)
    assert not ReviewCopy.objects.exists()


def test_from_the_thread_to_the_bureau_and_back(phone, desk, adviser_a):
    sent = {"may_review": "on", "may_publish": "on", "form": "7" * 32, "seen": look(phone)}
    for _ in range(2):  # pressed twice
        assert phone.post(f"{phone.thread}review", sent).headers["Location"] == phone.thread
    copy = ReviewCopy.objects.get()
    at, theirs = f"/{SLUG}/reviews/{copy.pk}/", f"{phone.thread}reviews/{copy.pk}/"

    with at_most():
        listed = desk.get(f"/{SLUG}/reviews/").content.decode()
    assert copy.number in listed
    assert "居民同意</td>" in listed
    assert QUESTION not in listed + desk.get(at).content.decode()
    assert not Viewing.objects.filter(way="reviewed").exists()
    with at_most(16):
        read = desk.post(f"{at}read").content.decode()
    assert QUESTION in read
    assert "红花村" not in read
    wrong = desk.post(f"{at}judge", {"verdict": "needs_work"})
    assert (wrong.status_code, "写一句怎么改进" in wrong.content.decode()) == (422, True)
    assert desk.post(f"{at}judge", {"verdict": "needs_work", "text": "先告诉他拍照"}).headers["Location"] == at
    assert sealing.opinion_of(copy) == "先告诉他拍照"

    with at_most():
        thread = phone.get(phone.thread).content.decode()
    assert "看过您给他们评查的那一份，接着一共看了 2 次" in thread
    assert "先告诉他拍照" not in thread
    phone.post(f"{theirs}publish")
    assert not ReviewCopy.objects.get().may_publish
    copied = phone.post(f"{phone.thread}copy").content.decode()
    assert "给司法局评查的一份" in copied
    assert "顾问答：" in copied
    for _ in range(2):
        assert phone.post(f"{theirs}take-back").headers["Location"] == phone.thread
    for path in ("", "read", "judge"):
        answer = desk.post(at + path) if path else desk.get(at)
        assert answer.status_code == 404
    assert "居民收回 1 份" in desk.get(f"/{SLUG}/reviews/").content.decode()
    assert "先告诉他拍照" not in signed_in(adviser_a).get(f"/{SLUG}/consultations/{phone.asked.pk}/").content.decode()


def test_the_adviser_draws_one_up_and_reads_what_the_bureau_thinks(phone, desk, adviser_a, bureau):
    holder = signed_in(adviser_a)
    at = f"/{SLUG}/consultations/{phone.asked.pk}/"
    assert "请居民同意给司法局评查" in holder.get(at).content.decode()
    assert QUESTION in holder.get(f"{at}review").content.decode()
    empty = holder.post(f"{at}review", {"text": " "})
    assert empty.status_code == 422
    holder.post(f"{at}review", {"text": MASKED, "form": "9" * 32})
    copy = ReviewCopy.objects.get()
    assert desk.get(f"/{SLUG}/reviews/{copy.pk}/").status_code == 404

    with at_most():
        thread = phone.get(phone.thread).content.decode()
    assert MASKED in thread
    assert 'id="review_may_publish" aria-describedby="review_publish_hint">' in thread  # an empty box
    phone.post(f"{phone.thread}reviews/{copy.pk}/agree", {"may_publish": "on"})
    copy.refresh_from_db()
    assert (copy.state, copy.may_publish) == ("open", True)
    assert MASKED in desk.post(f"/{SLUG}/reviews/{copy.pk}/read").content.decode()
    actions.judge(by=bureau, copy=copy, verdict="good", text="讲得清楚")
    with at_most(20):
        page = holder.get(at).content.decode()
    assert "讲得清楚" in page
    assert "答得好" in page


def test_a_case_may_be_taken_back_when_the_copy_is_gone(phone):
    phone.post(f"{phone.thread}review", {"may_review": "on", "may_publish": "on", "seen": look(phone)})
    ReviewCopy.objects.update(until_at=clock.now())
    copy = ReviewCopy.objects.get()
    actions.end_over(by=CLOCK, copy=copy)
    assert "不同意做成案例了" in phone.get(phone.thread).content.decode()

    phone.post(f"{phone.thread}reviews/{copy.pk}/publish")

    assert not consents.agrees_to_publishing(phone.asked)
    assert "不同意做成案例了" not in phone.get(phone.thread).content.decode()
