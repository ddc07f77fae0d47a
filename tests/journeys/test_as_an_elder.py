"""docs/as-an-elder.md, tapped as it stands there: the largest letters, voice only, not one key pressed."""

import re
from pathlib import Path

import pytest

from tests.journeys.test_every_page import examine
from tests.journeys.test_speaking import (
    DONE,
    heard_s,
    phone,  # noqa: F401 - fixtures
    phone_with_microphone,  # noqa: F401
    sign_in_with_microphone,
)

pytestmark = pytest.mark.journey
SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "as-an-elder.md"
COUNT_KEYS = """window.keys = () => Number(sessionStorage.keys || 0);
    addEventListener("keydown", () => { sessionStorage.keys = window.keys() + 1; }, true);"""
LARGE_BUTTON = 64  # px: a resident's main button
TO_TAKE_BACK_MS = 11_000


class Elder:
    """Taps what the script names, in its order; anything else is a fault of the script or of the page."""

    def __init__(self, page):
        self.page, self.left = page, re.findall("【(.+?)】", SCRIPT.read_text())
        page.add_init_script(COUNT_KEYS)

    def tap(self, word: str) -> None:
        assert word == self.left.pop(0)
        pressed = self.page.get_by_role("button", name=word).or_(self.page.get_by_role("link", name=word))
        found = pressed.first if pressed.count() else self.page.locator("label", has_text=word).first
        assert found.bounding_box()["height"] >= 44
        found.click()

    def sees(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()
        over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{over} px stand outside the screen beside {words}"
        cut = "found => found.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
        assert self.page.locator(".button:visible, .pill:visible").evaluate_all(cut) == []
        assert self.page.evaluate("window.keys()") == 0

    def speaks(self, seconds: float) -> None:
        self.page.get_by_role("button", name=DONE).wait_for()
        self.page.wait_for_timeout(seconds * 1000)
        self.tap(DONE)
        self.page.locator(".clips audio").wait_for()


def makes_letters_largest(elder: Elder, menkou) -> None:
    page = elder.page
    page.goto(menkou.village)
    elder.sees("不收钱")
    elder.tap("字大一点")
    elder.tap("字再大些")
    assert page.evaluate("document.documentElement.className").endswith("largest")
    elder.sees("不收钱")
    assert page.get_by_role("link", name="说出您的问题").bounding_box()["height"] >= LARGE_BUTTON
    examine(page, "village in the largest letters")


def test_an_elder_asks_hears_and_rates_without_typing(menkou, phone):  # noqa: F811
    page = phone()
    elder = Elder(page)
    makes_letters_largest(elder, menkou)

    before = len(elder.left)
    elder.tap("说出您的问题")
    elder.speaks(3)
    elder.tap("送给法律顾问")
    elder.sees("送到了")
    assert before - len(elder.left) <= 4
    matter = page.url.split("/")[-2]
    elder.tap("看我问的")
    assert heard_s(page) >= 2

    answer_by_voice(phone, menkou, matter)
    page.goto(menkou.village)
    elder.tap("我问过的")
    elder.sees("回了")
    page.locator(f"a.row[href*='{matter}']").click()
    elder.sees("法律顾问")
    assert heard_s(page) >= 1
    elder.tap("说一段话")
    elder.speaks(2)
    elder.tap("接着问")
    page.locator(".bubble--mine audio").nth(1).wait_for()
    examine(page, "thread in the largest letters")

    elder.tap("满意")
    elder.tap("解决了")
    elder.tap("送出评价")
    elder.sees("您的评价：满意，解决了")
    elder.tap("快速离开")
    page.wait_for_url("**/leave")
    page.go_back()
    page.wait_for_url("**/leave")
    assert elder.left == []


def answer_by_voice(phone, menkou, matter: str) -> None:  # noqa: F811
    adviser = sign_in_with_microphone(phone, menkou)
    adviser.goto(f"{menkou.district}/consultations/{matter}/")
    adviser.get_by_role("button", name="语音答复").click()
    adviser.get_by_role("button", name=DONE).wait_for()
    adviser.wait_for_timeout(2000)
    adviser.get_by_role("button", name=DONE).click()
    adviser.locator(".clips audio").wait_for()
    adviser.get_by_label("没有利害关系").first.check()
    adviser.get_by_role("button", name="发出").click()
    adviser.get_by_text("已发出").wait_for()
    adviser.wait_for_timeout(TO_TAKE_BACK_MS)


def test_the_script_names_every_tap_once_in_order():
    named = re.findall("【(.+?)】", SCRIPT.read_text())
    assert named[:2] == ["字大一点", "字再大些"]
    assert named[-1] == "快速离开"
    assert named.count("说完了，点一下") == 2
