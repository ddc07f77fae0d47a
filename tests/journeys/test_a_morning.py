"""J6: an officer's morning: sign in, the workbench, the top of what waits, 催办, the next; and what is found without a mouse."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK
from tests.journeys.test_every_page import examine

pytestmark = pytest.mark.journey
MOST_CLICKS, MOST_BYTES = 3, 120 * 1024


@pytest.fixture
def desk(sign_in):
    return sign_in("区司法局", DESK, permissions=["clipboard-read", "clipboard-write"])


def test_from_the_list_to_a_nudge_sent_in_three_clicks(menkou, desk):
    answer = desk.goto(f"{menkou.district}/desk/")
    assert len(answer.body()) <= MOST_BYTES
    late = desk.locator(".waiting > li", has=desk.get_by_text("催办", exact=True))
    before, clicks = late.count(), 0
    first = late.first
    words = first.locator("textarea").input_value()

    first.locator("summary").click()
    clicks += 1
    first.get_by_role("button", name="复制这段话，并催办").click()
    clicks += 1

    expect(desk.locator("#waiting")).to_contain_text("已催办")
    assert desk.evaluate("navigator.clipboard.readText()") == words
    assert "还没有答复" in words
    assert late.count() == before - 1
    assert clicks <= MOST_CLICKS
    examine(desk, "desk/")


def test_whom_many_nudges_would_reach_is_shown_before(menkou, desk):
    desk.goto(f"{menkou.district}/desk/nudges")
    expect(desk.locator("main")).to_contain_text("一位顾问一天只催一次")
    examine(desk, "desk/nudges")


def test_the_palette_finds_by_initials_without_a_mouse(menkou, desk):
    desk.goto(f"{menkou.district}/desk/")
    desk.keyboard.press("Control+k")
    palette = desk.get_by_role("dialog", name="找")
    expect(palette).to_be_visible()
    desk.keyboard.type("pyht")
    expect(palette.get_by_role("link", name="聘用合同").first).to_be_visible()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("聘用合同")
    desk.keyboard.press("Control+k")
    desk.keyboard.press("Escape")
    expect(palette).to_be_hidden()


def test_a_list_is_narrowed_saved_and_opened_again(menkou, desk):
    desk.goto(f"{menkou.district}/desk/villages")
    desk.get_by_label("本月", exact=True).select_option("no")
    desk.get_by_role("button", name="筛选").click()
    address = desk.url
    desk.locator("details.views > summary").click()
    desk.get_by_label("把现在的条件存成").fill("本月没到村的")
    desk.get_by_role("button", name="存为常用").click()
    desk.goto(f"{menkou.district}/desk/villages")
    desk.get_by_role("link", name="本月没到村的").click()
    assert "served=no" in desk.url
    assert "served=no" in address
    examine(desk, "desk/villages")
    desk.get_by_role("button", name="删掉常用视图：本月没到村的").click()
    expect(desk.locator("main")).to_contain_text("删掉了")
