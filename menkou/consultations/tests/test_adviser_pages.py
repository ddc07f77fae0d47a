"""An adviser's doors: today's list, the matter, ten seconds to take back, handing over, closing; others find nothing."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from menkou.consultations import content
from menkou.consultations.models import Consultation, Handover
from menkou.core import clock
from menkou.worklogs.models import Entry
from tests.counting import at_most

TODAY = "/shili/consultations/"
ANSWER = "可以先请村里调解。𠮷"


@pytest.fixture
def desk(sign_in, adviser_a):
    return sign_in(adviser_a)


@pytest.fixture
def page_of(consultation):
    return f"{TODAY}{consultation.pk}/"


@pytest.fixture
def sent(desk, page_of):
    """An answer is on its way."""
    assert desk.post(f"{page_of}answer", {"text": ANSWER, "form": "a" * 32}).status_code == 302
    return desk


def words(page) -> str:
    return page.content.decode()


def test_today_shows_what_waits_the_most_urgent_first(ask, resident, desk):
    later, sooner = (ask(resident).consultation for _ in range(2))
    Consultation.objects.filter(pk=sooner.pk).update(due_at=clock.now() + timedelta(minutes=5))
    shown = words(desk.get(TODAY))

    assert shown.index(sooner.reference) < shown.index(later.reference)
    assert "邻居" not in shown


def test_the_matter_shows_what_was_asked_and_takes_an_answer(desk, consultation, page_of):
    assert "邻居把墙砌到我家宅基地上了" in words(desk.get(page_of))
    page = desk.post(f"{page_of}answer", {"text": ANSWER, "form": "a" * 32}, follow=True)

    assert ANSWER in words(page)
    assert "撤回" in words(page)


def test_what_is_taken_back_stands_in_the_box_again(sent, consultation, page_of):
    answer = content.open_for_adviser(consultation)[-1]
    page = sent.post(f"{page_of}take-back/{answer.id}")

    assert re.search(rf"<textarea[^>]*>\s*{ANSWER}</textarea>", words(page))
    assert "对方没有看到" in words(page)
    assert [one.author_id for one in content.open_for_adviser(consultation)] == [None]


def test_too_late_says_what_to_do_instead(sent, consultation, page_of):
    answer = content.open_for_adviser(consultation)[-1]
    with time_machine.travel(clock.now() + timedelta(seconds=11)):
        page = sent.post(f"{page_of}take-back/{answer.id}", follow=True)

    assert "撤不回来了" in words(page)
    assert "可以再发一条更正" in words(page)


@pytest.mark.parametrize(("text", "says"), [("", "还没写答复"), ("长" * 5001, "最多 5000 字"), ("坏\x00字", "怪字符")])
def test_a_mistake_is_told_beside_the_field_and_the_words_are_kept(desk, page_of, text, says):
    page = desk.post(f"{page_of}answer", {"text": text, "form": "a" * 32})

    assert page.status_code == 422
    assert says in words(page)
    assert text.replace("\x00", "") in words(page).replace("\x00", "").replace("�", "")


def test_handing_over_leads_to_today_and_the_matter_is_gone(desk, page_of):
    page = desk.post(f"{page_of}hand-over", {"reason": "away"}, follow=True)

    assert "已移交给林芳" in words(page)
    assert desk.get(page_of).status_code == 404
    assert desk.post(f"{page_of}answer", {"text": ANSWER, "form": "a" * 32}).status_code == 404


def test_a_post_that_ended_cannot_be_given_as_a_reason(desk, page_of):
    assert desk.post(f"{page_of}hand-over", {"reason": "post_ended"}).status_code == 422
    assert not Handover.objects.exists()


def test_no_reason_is_chosen_for_the_adviser(desk, page_of):
    assert '<option value="" selected>请选择</option>' in words(desk.get(page_of))

    page = desk.post(f"{page_of}hand-over", {"reason": "", "draft": "<b>写到一半</b>"})

    assert page.status_code == 422
    assert words(page).count("请选为什么移交") == 2  # above the form, and beside the field
    assert "&lt;b&gt;写到一半&lt;/b&gt;</textarea>" in words(page)
    assert not Handover.objects.exists()


def test_closing_leads_to_today_and_wrote_the_log(sent, page_of):
    page = sent.post(f"{page_of}close", {"minutes": "20", "category": "land"}, follow=True)

    assert "工作日志已经自动记好" in words(page)
    assert Entry.objects.get().minutes == 20
    assert "20 分钟" in words(sent.get(f"{TODAY}closed"))


def test_closing_twice_says_that_nothing_was_written_twice(sent, page_of):
    for _ in range(2):
        page = sent.post(f"{page_of}close", {"minutes": "20", "category": "land"}, follow=True)

    assert "没有重复记日志" in words(page)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"category": "land"}, "请填用了多少分钟"),
        ({"minutes": "二十", "category": "land"}, "请填数字"),
        ({"minutes": "0", "category": "land"}, "至少 1 分钟"),
        ({"minutes": "1441", "category": "land"}, "一天只有 1440 分钟"),
        ({"minutes": "20", "category": ""}, "请选哪一类事"),
        ({"minutes": "20", "category": "x"}, "请从列表里选一类"),
    ],
)
def test_a_closing_that_is_not_whole_says_what_is_missing(sent, page_of, typed, says):
    page = sent.post(f"{page_of}close", typed)

    assert page.status_code == 422
    assert says in words(page)
    assert not Entry.objects.exists()


def test_others_find_nothing_here(
    sign_in, page_of, adviser_b, adviser_next_door, office, bureau, auditor, operator, cadre
):
    for by in (adviser_b, adviser_next_door, office, bureau, auditor, operator, cadre):
        browser = sign_in(by)
        assert browser.get(page_of).status_code == 404
        for button in ("answer", "hand-over", "close"):
            assert browser.post(page_of + button, {"text": "x", "form": "a" * 32}).status_code == 404


def test_who_is_signed_out_is_asked_to_sign_in(page_of):
    for path in (TODAY, page_of):
        page = Client().get(path)
        assert page.status_code == 302
        assert page.url.startswith("/shili/sign-in?next=")


def test_the_address_of_a_button_leads_to_the_matter(desk, page_of):
    for button in ("answer", "hand-over", "close"):
        assert desk.get(page_of + button).url == page_of


def test_pages_ask_little_of_the_database(sent, page_of, ask, resident):
    for _ in range(5):
        ask(resident)
    for path in (TODAY, page_of, f"{TODAY}closed"):
        # a matter also has notes, a clock; today duties, consequences, and once in some seconds what is assessed
        with at_most(14 if path.endswith("closed") else 17):
            assert sent.get(path).status_code == 200
