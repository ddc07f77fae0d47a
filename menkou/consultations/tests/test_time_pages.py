"""The doors of time and of what comes after: what was typed stays, every refusal says what to do, nothing is told twice."""

import re
from datetime import timedelta

import pytest

from menkou.consultations import actions
from menkou.consultations.after import actions as after
from menkou.consultations.models import Concern, Consultation, Message, Revisit, Stop
from menkou.core import clock
from tests.cast import QUESTION
from tests.counting import at_most

TODAY = "/shili/consultations/"
ASK = "/shili/v/999901001201/ask"
FORM = "a" * 32


def words(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


@pytest.fixture
def matter(client, village, chen, lin, adviser_a) -> Consultation:
    """Asked by this phone."""
    client.get(ASK)
    client.post(ASK, {"text": QUESTION, "form": FORM, "may_hand_over": "on"})
    return Consultation.objects.get()


@pytest.fixture
def thread(matter):
    return f"/shili/asked/{matter.pk}/"


@pytest.fixture
def helped(matter, adviser_a):
    """Answered, and arrived."""
    actions.answer(by=adviser_a, consultation=matter, text="可以先请村里调解。", form="f" * 32)
    Message.objects.update(visible_at=matter.asked_at)
    Consultation.objects.update(first_answered_at=matter.asked_at, answered_at=matter.asked_at)
    matter.refresh_from_db()
    return matter


@pytest.fixture
def ended(helped, adviser_a):
    return actions.close(by=adviser_a, consultation=helped, minutes=5, category="land", ending="partly")


@pytest.fixture
def revisit(ended):
    at = clock.now() - timedelta(days=8)
    Consultation.objects.update(closed_at=at)
    days = {"due_at": at + timedelta(days=7), "until_at": at + timedelta(days=21)}
    return Revisit.objects.create(consultation=ended, number=1, closed_at=at, **days)


def test_the_thread_says_by_when_and_why_it_takes_longer(client, matter, thread, sign_in, adviser_a):
    assert "最晚" in words(client.get(thread))
    staff = type(client)()
    staff.force_login(_user(adviser_a))
    page = f"{TODAY}{matter.pk}/"
    until = clock.today() + timedelta(days=3)
    told = words(staff.post(f"{page}stop", {"reason": "papers", "until": str(until)}, follow=True))
    assert "停表：等材料" in told
    assert "恢复计时" in told
    assert "顾问在等材料" in words(client.get(thread))

    client.post(f"{thread}follow-up", {"text": "材料来了", "form": "b" * 32})
    assert Stop.objects.get().ended_at is not None
    assert "恢复计时" not in words(staff.get(page))


def _user(actor):
    from menkou.accounts.models import User

    return User.objects.get(pk=actor.user_id)


@pytest.mark.parametrize(
    ("send", "says"),
    [
        ({"reason": "", "until": ""}, "请选为什么停表"),
        ({"reason": "papers", "until": "2020-01-01"}, "今天以后"),
        ({"reason": "papers", "until": "明天"}, "2026-03-05 这样填"),
        ({"reason": "papers", "until": "2099-01-01"}, "最多停表 30 天"),
    ],
)
def test_a_stop_that_cannot_be_says_what_to_do(sign_in, adviser_a, consultation, send, says):
    page = sign_in(adviser_a).post(f"{TODAY}{consultation.pk}/stop", send)

    assert page.status_code == 422
    assert says in words(page)
    assert 'id="stop_until"' in words(page)


def test_a_late_matter_is_not_stopped(sign_in, adviser_a, consultation):
    at = clock.now() - timedelta(days=9)
    Consultation.objects.update(asked_at=at, due_at=at + timedelta(days=1))
    send = {"reason": "papers", "until": str(clock.today() + timedelta(days=2))}
    page = sign_in(adviser_a).post(f"{TODAY}{consultation.pk}/stop", send)

    assert page.status_code == 409
    assert "过了时限" in words(page)


def test_a_resident_says_never_mind_and_opens_it_again(client, matter, thread):
    page = client.post(f"{thread}withdraw", follow=True)
    assert "您说不问了" in words(page)
    page = client.post(f"{thread}reopen", {"text": "  ", "form": FORM})
    assert (page.status_code, "还没写字" in words(page)) == (422, True)
    page = client.post(f"{thread}reopen", {"text": "还是想问", "form": "c" * 32}, follow=True)

    assert "重新打开了" in words(page)
    assert "还是想问" in words(page)
    page = client.post(f"{thread}reopen", {"text": "又点了一次", "form": "d" * 32})
    assert (page.status_code, "接着问" in words(page)) == (409, True)


def test_thanks_are_taken_as_thanks(client, helped, thread):
    page = client.post(f"{thread}follow-up", {"text": "谢谢您", "form": "c" * 32}, follow=True)

    assert "道谢收到了" in words(page)
    assert "回了" in words(page)


def test_unsolved_leads_to_people(client, ended, thread, lin):
    assert "还没解决？" not in words(client.get(thread))
    page = client.post(f"{thread}rate", {"face": 2, "is_solved": "no"}, follow=True)
    assert "告诉司法所" in words(page)
    page = client.post(f"{thread}tell-office", follow=True)
    assert "已经告诉司法所了" in words(page)
    page = client.post(f"{thread}ask-other", follow=True)

    assert "换成林芳了" in words(page)
    assert Consultation.objects.get().holder == lin


def test_the_resident_says_what_became_of_it(client, revisit, thread):
    page = client.get(thread)
    assert "后来怎么样了" in words(page)
    ids = re.findall(r'\bid="([^"]+)"', page.content.decode())
    assert len(ids) == len(set(ids))
    assert client.post(f"{thread}outcome", {}).status_code == 422
    page = client.post(f"{thread}outcome", {"face": 3}, follow=True)

    assert "已经记下了" in words(page)
    assert "后来怎么样了" not in words(page)
    assert client.post(f"{thread}outcome", {"face": 3}).status_code == 404


def test_the_adviser_has_it_on_today_s_list_and_records_the_call(revisit, sign_in, adviser_a):
    desk = sign_in(adviser_a)
    shown = words(desk.get(TODAY))
    assert "该回访的" in shown
    assert "邻居" not in shown
    page = f"{TODAY}{revisit.consultation_id}/"
    assert "部分解决" in words(desk.get(page))
    assert desk.post(f"{page}revisit", {"face": ""}).status_code == 422
    desk.post(f"{page}revisit", {"face": "skip"})

    assert Revisit.objects.get().way == "skipped"
    assert "该回访的" not in words(desk.get(TODAY))


def test_the_office_sees_reference_month_and_adviser_and_nothing_else(answered, resident, sign_in, office, village):
    actions.rate(by=resident, consultation=answered, face=1, is_solved=False)
    after.tell_office(by=resident, consultation=answered)
    desk = sign_in(office)
    shown = words(desk.get("/shili/concerns/"))

    assert answered.reference in shown
    assert "陈明" in shown
    assert "邻居" not in shown
    assert village.short_name not in shown
    assert "居民说没解决" in words(desk.get("/shili/desk/"))
    desk.post(f"/shili/concerns/{Concern.objects.get().pk}/seen-to")
    assert "已跟进" in words(desk.get("/shili/concerns/"))
    assert "居民说没解决" not in words(desk.get("/shili/desk/"))


def test_the_pages_ask_little_of_the_database(client, revisit, thread, sign_in, adviser_a):
    client.get(thread)
    with at_most(13):  # a matter also has a complaint
        client.get(thread)
    desk = type(client)()
    desk.force_login(_user(adviser_a))
    for page in (TODAY, f"{TODAY}{revisit.consultation_id}/"):
        desk.get(page)
        with at_most(16 if page != TODAY else 15):  # today also asks for duties and consequences
            desk.get(page)
