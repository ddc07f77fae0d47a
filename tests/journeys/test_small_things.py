"""What newcomers stumbled over, each once."""

import re

import pytest

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_the_walk import ask

pytestmark = pytest.mark.journey


def test_a_handover_without_a_reason_keeps_the_answer_that_was_begun(menkou, new_page, sign_in):
    ask(new_page(), menkou)
    page = sign_in("A岗")
    page.on("dialog", lambda dialog: dialog.accept())  # the page asks before words are left behind
    page.locator("li[data-row]", has_text="未读").last.get_by_role("link").click()
    page.get_by_label("答复").fill("写到一半")
    page.locator("summary", has_text="移交").click()
    page.get_by_role("button", name="移交").click()
    page.locator(".errors", has_text="请选为什么移交").wait_for()
    assert page.get_by_label("答复").input_value() == "写到一半"


def test_a_village_s_page_is_printed_on_one_sheet(menkou, new_page):
    page = new_page()
    page.goto(menkou.village)
    for size in ("standard", "largest"):
        page.evaluate("size => { document.documentElement.className = `resident ${size}` }", size)
        paper = page.pdf(format="A4", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1, size


def test_a_phone_is_told_nothing_of_keys(sign_in):
    assert sign_in("A岗", DESK).get_by_role("button", name="快捷键").is_visible()
    assert not sign_in("A岗", PHONE, has_touch=True, is_mobile=True).get_by_role("button", name="快捷键").is_visible()


def test_orders_are_ticked_by_the_keyboard_and_looked_at_before_anything_is_done(menkou, sign_in):
    page = sign_in("区司法局")
    page.goto(f"{menkou.district}/hotline/?state=received")
    boxes, told = page.locator("[data-row] input[type=checkbox]"), page.locator("[data-ticked]")
    count = boxes.count()
    assert count > 0
    for key in ("j", "x"):
        page.keyboard.press(key)
    assert (told.inner_text(), boxes.first.is_checked()) == ("勾了 1 件", True)
    page.get_by_label("勾选这一页").check()
    assert told.inner_text() == f"勾了 {count} 件"
    boxes.first.focus()
    page.keyboard.press("j")  # a box is no place to type into
    page.get_by_label("件都选").check()
    assert told.inner_text() == "都选了"
    page.get_by_role("button", name="一起受理").click()
    page.get_by_role("button", name=f"受理 {count} 件").wait_for()
    page.get_by_role("link", name="不办了，回到12345工单").click()
    assert page.locator("[data-row]").count() == count
