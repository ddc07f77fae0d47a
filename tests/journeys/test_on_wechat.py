"""A resident asks over the service account and over 微信客服, with the simulator's page for a phone; the same thread is on
the web with its 取件码. Time is moved by two days between the first answer and the second.
"""

import re

import pytest

from menkou.demo.people import PASSWORD
from tests.journeys.conftest import DESK, PATIENCE_MS, PHONE, started, username
from tests.journeys.test_every_page import examine, fits

pytestmark = pytest.mark.journey
QUESTION, AGAIN = "邻居把墙砌到我家宅基地上了，怎么办？", "村里调解了两回，他还是不拆，怎么办？"
ANSWER, SECOND = "先拍照留好证据，请村里调解。", "那就去镇上的法庭起诉，我帮您写诉状。"
WHO = [("王桂兰", "服务号", "关注"), pytest.param("李建国", "微信客服", "进入会话", marks=pytest.mark.nightly)]
SOON_MS = 40_000  # an answer may be taken back for ten seconds, and a lost job is found in ten more


@pytest.fixture(scope="module")
def apart():
    """A Menkou of its own, since its time is moved."""
    with started() as running:
        yield running


@pytest.fixture
def page_of(browser):
    contexts, faults = [], []

    def make(size):
        context = browser.new_context(viewport=size, locale="zh-CN")
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on("response", lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 500 else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


class Phone:
    """Somebody's phone on the simulator's page."""

    def __init__(self, page, base: str, owner: str, tab: str) -> None:
        self.page = page
        page.goto(base)
        page.get_by_role("button", name=owner).click()
        page.get_by_role("tab", name=tab).click()

    def say(self, words: str) -> None:
        self.page.get_by_label("要说的话").fill(words)
        self.page.get_by_role("button", name="发送", exact=True).click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def hear(self, words: str, times: int = 1) -> str:
        lines = self.page.locator("#lines li", has_text=words)
        lines.nth(times - 1).wait_for(timeout=SOON_MS)
        return lines.nth(times - 1).inner_text()


def simulator_of(running) -> str:
    head, _, port = running.base.rpartition(":")
    return f"{head}:{int(port) + 3}"


def ask(phone: Phone, village: str) -> str:
    """By text, voice and picture; return the 取件码."""
    phone.say(QUESTION)
    phone.hear("您是哪个村")
    phone.say(village)
    phone.hear("请回数字")
    phone.say("1")
    phone.hear("送到了")
    phone.press("发一段语音")
    phone.hear("送到了", 2)
    phone.press("发一张照片")
    phone.hear("送到了", 3)
    phone.say("取件码")
    code = re.search(r"([0-9A-Z]{4}) ([0-9A-Z]{4})", phone.hear("请不要转给别人"))
    return "".join(code.groups())


def ask_for_a_reminder(phone: Phone) -> None:
    """Say no on the platform's page, change one's mind on ours, and say yes."""
    link = phone.page.locator("#lines a[href*='to=remind']").first.get_attribute("href")
    page = phone.page.context.new_page()
    page.goto(link)
    page.get_by_text("取消", exact=True).click()
    page.get_by_role("heading", name="好，不提醒").wait_for()
    page.get_by_role("link", name="有回复时提醒我").click()
    page.get_by_text("允许", exact=True).click()
    page.get_by_role("heading", name="记下了").wait_for()
    examine(page, "consent")
    page.close()


def open_newest(adviser, district: str) -> None:
    adviser.goto(f"{district}/consultations/")
    adviser.locator("li[data-row]", has_text="未读").last.get_by_role("link").click()


def answer(adviser, words: str) -> None:
    adviser.get_by_label("答复").fill(words)
    if adviser.get_by_label("没有利害关系").count():
        adviser.get_by_label("没有利害关系").first.check()
    adviser.get_by_role("button", name="发出").click()
    adviser.get_by_text("已发出").wait_for()


def pressed(page, name: str, times: int = 120) -> None:
    """Press a link of a page that shows it once the worker has asked for it."""
    link = page.get_by_role("link", name=name)
    while not link.count() and (times := times - 1):
        page.wait_for_timeout(500)
        page.reload()
    link.click()


def test_from_the_villages_page_and_by_its_code_the_chat_begins_with_the_village(apart, page_of):
    page = page_of(PHONE)
    page.goto(apart.village)
    village = page.get_by_role("heading", level=1).inner_text()
    fits(page, apart.village)
    pressed(page, "用微信问")
    phone = Phone(page, page.url, "何丽", "微信客服")
    phone.press("扫这个码")
    phone.hear("进入会话")
    phone.say(QUESTION)  # before that the platform lets nobody answer
    assert "请回数字" in phone.hear("先替您放着")
    assert "您是哪个村" not in page.locator("#lines").inner_text()

    codes = page.get_by_label("村里公示牌的码")
    named = codes.locator("option", has_text=f"{village}的码（服务号）")
    named.wait_for(state="attached")
    codes.select_option(value=named.get_attribute("value"))
    phone.press("扫这个码")
    phone.page.get_by_role("tab", name="服务号").click()
    assert village in phone.hear("记下了")
    assert "您是哪个村" not in page.locator("#lines").inner_text()


@pytest.fixture
def adviser(apart, page_of):
    page = page_of(DESK)
    page.goto(f"{apart.district}/sign-in")
    page.get_by_label("用户名").fill(username("A岗"))
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: not url.partition("?")[0].endswith("/sign-in"))
    return page


def see_what_was_asked(adviser) -> None:
    """Words, voice and a picture."""
    assert QUESTION in adviser.locator(".talk").inner_text()
    assert [adviser.locator(f".talk {what}").count() for what in ("audio", "img")] == [1, 1]


def see_that_it_arrived(adviser, matter: str) -> None:
    """What its holder reads under an answer, on a phone as well."""
    adviser.goto(matter)
    adviser.get_by_text("微信已送到").wait_for()
    adviser.set_viewport_size(PHONE)
    examine(adviser, "how an answer went")
    adviser.set_viewport_size(DESK)


@pytest.mark.parametrize(
    ("owner", "tab", "first"),
    WHO,
    ids=["service", "kf"],
)
def test_asks_is_answered_asks_again_after_two_days_and_rates(apart, page_of, adviser, owner, tab, first):
    web = page_of(PHONE)
    web.goto(apart.village)
    village = web.get_by_role("heading", level=1).inner_text()
    phone = Phone(page_of(PHONE), simulator_of(apart), owner, tab)
    phone.press(first)
    code = ask(phone, village)
    if tab == "服务号":
        ask_for_a_reminder(phone)

    open_newest(adviser, apart.district)
    matter = adviser.url
    see_what_was_asked(adviser)
    answer(adviser, ANSWER)
    phone.hear("您有一条新回复")
    assert ANSWER not in phone.page.content()
    see_that_it_arrived(adviser, matter)

    web.goto(f"{apart.district}/pickup")
    web.get_by_label("取件码").fill(code)
    web.get_by_role("button", name="看回复").click()
    web.get_by_role("heading", name="我问的").wait_for()
    assert ANSWER in web.locator(".talk").inner_text()

    phone.press("快进 48 小时")
    phone.say(AGAIN)
    phone.hear("送到了", 4)
    phone.say("发到这里")
    phone.hear("直接发到这里", 2)
    adviser.goto(matter)
    assert AGAIN in adviser.locator(".talk").inner_text()
    answer(adviser, SECOND)
    phone.hear(SECOND)
    phone.say("满意")
    phone.hear("解决了没有")
    phone.say("1")
    phone.hear("谢谢")
    web.reload()
    assert "您的评价：满意，解决了" in web.locator("main").inner_text()
    assert phone.page.locator("#violations").inner_text() == "0 次。"
