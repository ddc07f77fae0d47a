"""Residents' doors: nothing typed is lost, every error says what to do, a phone without cookies gets its code at once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from menkou.consultations import actions, content
from menkou.consultations.models import Consultation, Message
from menkou.consultations.rules import codes
from menkou.consultations.views import paper
from menkou.core import clock
from tests.cast import QUESTION, SLUG
from tests.counting import at_most

ASK = "/shili/v/999901001201/ask"
FORM = "a" * 32
RARE = "𠮷家的𪚥字牌坊👨‍👩‍👧‍👦被拆了，䶮"
CODE = re.compile(rf"[{codes.ALPHABET}]{{4}}")


@pytest.fixture
def served(village, chen, lin):
    """红花村 with both its advisers."""
    return village


@pytest.fixture
def phone(client, served):
    """A phone that keeps cookies, and has looked at the page."""
    client.get(ASK)
    return client


@pytest.fixture
def thread(phone):
    """What this phone has asked, and the address of its thread."""
    phone.post(ASK, {"text": QUESTION, "form": FORM, "may_hand_over": "on"})
    return f"/shili/asked/{Consultation.objects.get().pk}/"


def words(page) -> str:
    return page.content.decode()


def said() -> list[str]:
    return [one.text for one in content.open_for_asker(Consultation.objects.get())]


def form_id(page) -> str:
    return re.search(r'name="form" value="([0-9a-f]{32})"', words(page))[1]


def test_no_code_is_kept_in_the_process_beside_the_addresses_whose_pictures_are(phone, thread):
    kept = [one for one in vars(paper).values() if hasattr(one, "cache_info")]
    phone.get("/shili/v/999901001201/")
    before = [one.cache_info().currsize for one in kept]

    assert "<svg" in words(phone.get(f"{thread}delivered"))

    assert [one.cache_info().currsize for one in kept] == before


def test_a_question_is_delivered_with_its_code(phone):
    page = phone.post(ASK, {"text": QUESTION, "form": FORM}, follow=True)

    assert page.status_code == 200
    code = actions.pickup_code(Consultation.objects.get())
    assert code[:4] in words(page)
    assert code[4:] in words(page)


def test_a_phone_without_cookies_gets_its_code_at_once_and_the_same_again(served):
    for status in (201, 200):
        page = Client().post(ASK, {"text": QUESTION, "form": FORM})
        assert page.status_code == status
        assert actions.pickup_code(Consultation.objects.get())[:4] in words(page)


def test_a_repeated_form_shows_the_same_page(phone):
    first, second = (phone.post(ASK, {"text": QUESTION, "form": FORM}) for _ in range(2))

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Consultation.objects.count() == 1


def test_a_repeated_form_with_other_words_keeps_them_and_can_be_sent(phone):
    phone.post(ASK, {"text": QUESTION, "form": FORM})
    page = phone.post(ASK, {"text": "另一件事", "form": FORM})

    assert page.status_code == 409
    assert "另一件事" in words(page)
    assert phone.post(ASK, {"text": "另一件事", "form": form_id(page)}).status_code == 302
    assert Consultation.objects.count() == 2


@pytest.mark.parametrize("text", ["", "   ", "\r\n\r\n"])
def test_nothing_typed_is_told_so_beside_the_field(phone, text):
    page = phone.post(ASK, {"text": text, "form": FORM})

    assert page.status_code == 422
    assert "还没写字" in words(page)
    assert 'aria-invalid="true"' in words(page)
    assert not Consultation.objects.exists()


def test_too_much_is_told_how_much_and_kept_whole(phone):
    long = "长" * 100_000
    page = phone.post(ASK, {"text": long, "form": FORM})

    assert page.status_code == 422
    assert "写了 100000 字，最多 5000 字" in words(page)
    assert long in words(page)


def test_a_character_that_no_text_has_is_told_so(phone):
    page = phone.post(ASK, {"text": "问\x00题", "form": FORM})

    assert page.status_code == 422
    assert "怪字符" in words(page)


@pytest.mark.parametrize("text", [RARE, "𪚥" * 5000, "<script>alert(1)</script>&amp;", "第一行\r\n第二行"])
def test_every_writing_arrives_as_it_was_typed(phone, text):
    phone.post(ASK, {"text": text, "form": FORM})

    assert said() == [text.replace("\r\n", "\n")]
    assert "<script>alert" not in words(phone.get(f"/shili/asked/{Consultation.objects.get().pk}/"))


@pytest.mark.parametrize("form", ["", "nonsense", "a" * 33, "A" * 32])
def test_a_broken_form_name_never_swallows_a_question(phone, form):
    page = phone.post(ASK, {"text": QUESTION, "form": form})

    assert page.status_code == 302 or QUESTION in words(page)
    assert page.status_code in (302, 422)


def test_a_village_without_anybody_keeps_the_words_and_says_whom_to_call(client, village):
    page = client.post(ASK, {"text": QUESTION, "form": FORM})

    assert page.status_code == 409
    assert QUESTION in words(page)
    assert "tel:0537-0000001" in words(page)


def test_the_thread_shows_what_arrived_and_takes_more(phone, thread):
    page = phone.post(f"{thread}follow-up", {"text": RARE, "form": "b" * 32}, follow=True)

    assert page.status_code == 200
    assert said() == [QUESTION, RARE]
    empty = phone.post(f"{thread}follow-up", {"text": " ", "form": "c" * 32})
    assert empty.status_code == 422
    assert "还没写字" in words(empty)


def test_other_words_under_a_sent_form_are_kept_and_can_be_sent(phone, thread):
    phone.post(f"{thread}follow-up", {"text": "一", "form": "b" * 32})
    page = phone.post(f"{thread}follow-up", {"text": "二加一点", "form": "b" * 32})

    assert page.status_code == 409
    assert "二加一点" in words(page)
    phone.post(f"{thread}follow-up", {"text": "二加一点", "form": form_id(page)})
    assert said() == [QUESTION, "一", "二加一点"]


def test_a_rating_without_a_face_says_what_is_missing(phone, thread):
    assert phone.post(f"{thread}rate", {"is_solved": "yes"}).status_code == 422
    early = phone.post(f"{thread}rate", {"face": "3", "is_solved": "yes"})
    assert early.status_code == 409
    assert "要等有了回复" in words(early)


def test_an_expired_page_keeps_the_words_and_leads_back_to_the_page(served):
    careful = Client(enforce_csrf_checks=True)
    careful.get(ASK)
    careful.post(ASK, {"text": QUESTION, "form": FORM})
    thread = f"/shili/asked/{Consultation.objects.get().pk}/"
    page = careful.post(f"{thread}follow-up", {"text": "打了很久的字", "form": "b" * 32})

    assert page.status_code == 403
    assert "打了很久的字" in words(page)
    assert f'href="{thread}"' in words(page)
    assert "b" * 32 not in words(page)
    assert "cookie" not in words(page).lower()  # a villager's words for it are 无痕浏览
    assert Message.objects.count() == 1


def test_the_address_of_a_button_leads_to_its_page(phone, thread):
    for button in ("follow-up", "rate", "agree"):
        assert phone.get(thread + button).url == thread
    assert phone.get("/shili/asked/forget").url == "/shili/asked/"


@pytest.mark.parametrize(
    "path", ["v/000000000000/", "v/x/ask", "asked/00000000-0000-7000-8000-000000000000/", "nothing", "v/" + "9" * 300]
)
def test_what_is_not_there_is_a_page_of_our_own(client, district, path):
    page = client.get(f"/shili/{path}")

    assert page.status_code == 404
    assert "没找到这一页" in words(page)


def test_an_unknown_district_is_a_page_of_our_own(client, district):
    page = client.get("/nowhere/v/999901001201/")

    assert page.status_code == 404
    assert "没找到这一页" in words(page)


def test_pages_are_kept_by_nobody_and_show_no_code_in_their_address(phone, thread):
    for path in (ASK, thread, f"{thread}delivered"):
        page = phone.get(path)
        assert page["Cache-Control"] == "no-store"
        assert "script-src" not in page["Content-Security-Policy"]
        assert "unsafe" not in page["Content-Security-Policy"]
        assert not any(len(part) == 8 and codes.tidy(part) for part in path.split("/"))


def test_pages_ask_little_of_the_database(phone, thread):
    pages = ["/shili/", "/shili/v/999901001201/", ASK, thread, f"{thread}delivered", "/shili/asked/", "/shili/pickup"]
    for path in pages:
        with at_most(13 if path == thread else 12):  # a matter also has a complaint
            assert phone.get(path).status_code == 200


def test_asking_asks_little_of_the_database(phone):
    with at_most(8):
        assert phone.post(ASK, {"text": QUESTION, "form": FORM}).status_code == 302


def test_whom_to_call_at_once_stands_before_the_form(client, village, chen):
    page = client.get(f"/{SLUG}/v/{village.code}/ask").content.decode()
    before = page[: page.index("<form")]

    for number in ("110", "12338", "12356", "12355", "12333", "12348"):
        assert f'href="tel:{number}"' in before


def test_links_lead_to_the_first_answer_since_the_askers_last_word(client, village, chen, lin, adviser_a):
    client.get(f"/shili/v/{village.code}/ask")
    client.post(f"/shili/v/{village.code}/ask", {"text": "问", "form": "1" * 32})
    asked = Consultation.objects.get()
    thread = f"/shili/asked/{asked.pk}/"
    forms = iter("23456")
    with time_machine.travel(clock.now(), tick=False) as hands:

        def answer(text: str) -> str:
            actions.answer(by=adviser_a, consultation=asked, text=text, form=next(forms) * 32)
            hands.shift(timedelta(seconds=12))
            return client.get(thread).content.decode()

        assert 'id="new"' not in client.get(thread).content.decode()
        assert 'id="new"' in answer("第一句")
        page = answer("第二句")
        assert page.index('id="new"') < page.index("第一句")
        client.post(f"{thread}follow-up", {"text": "再问一句", "form": "9" * 32})
        page = answer("第三句")
        assert page.count('id="new"') == 1
        assert page.index("再问一句") < page.index('id="new"') < page.index("第三句")
    assert f'{thread}#new"' in client.get("/shili/asked/").content.decode()
