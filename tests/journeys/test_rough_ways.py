"""A phone without script, cookies, signal or good sight does everything."""

import pytest

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_the_walk import QUESTION, ask

pytestmark = pytest.mark.journey


def test_without_script_one_can_ask_and_read(menkou, new_page):
    page = new_page(java_script_enabled=False)
    code = ask(page, menkou)
    page.goto(f"{menkou.district}/pickup")
    page.get_by_label("取件码").fill(code)
    page.get_by_role("button", name="看回复").click()
    assert QUESTION in page.locator(".talk").inner_text()


def test_the_code_in_a_qr_fills_itself_in_and_leaves_the_address(menkou, new_page):
    code = ask(new_page(), menkou)
    other = new_page()
    other.goto(f"{menkou.district}/pickup#{code}")
    assert other.get_by_label("取件码").input_value() == f"{code[:4]} {code[4:]}"
    assert code not in other.url
    other.get_by_role("button", name="看回复").click()
    other.get_by_role("heading", name="我问的").wait_for()


def test_a_wrong_code_is_said_beside_the_field(menkou, new_page):
    page = new_page()
    page.goto(f"{menkou.district}/pickup")
    page.get_by_label("取件码").fill("2222 2222")
    page.get_by_role("button", name="看回复").click()
    assert "没有这个取件码" in page.locator(".field .wrong").inner_text()
    assert page.get_by_label("取件码").input_value() == "2222 2222"


def test_quick_exit_leaves_nothing_behind(menkou, new_page):
    page = new_page()
    page.goto(menkou.village)
    page.get_by_role("link", name="快速离开").click()
    page.wait_for_url("**/leave")
    assert "法律" not in page.content()


def test_going_back_after_quick_exit_shows_nothing_and_coming_again_does(menkou, new_page):
    page = new_page()
    ask(page, menkou)
    page.get_by_role("link", name="看我问的").click()
    page.get_by_role("heading", name="我问的").wait_for()
    page.get_by_role("link", name="快速离开").click()
    page.wait_for_url("**/leave")
    for _ in range(2):
        page.go_back()
        page.wait_for_url("**/leave")
        assert QUESTION not in page.content()
    page.goto(f"{menkou.district}/asked/")
    assert page.url.endswith("/asked/")


def test_the_back_button_after_sending_does_not_ask_twice(menkou, new_page):
    page = new_page()
    ask(page, menkou)
    page.goto(f"{menkou.district}/asked/")
    before = page.locator("a.row", has_text="送到了").count()
    page.go_back()
    page.reload()
    page.goto(f"{menkou.district}/asked/")
    assert page.locator("a.row", has_text="送到了").count() == before


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1366"])
def test_a_resident_s_first_visit_is_small(menkou, new_page, size):
    page, bodies = new_page(size), []
    page.on("response", lambda reply: bodies.append(len(reply.body())))
    page.goto(menkou.village, wait_until="networkidle")
    assert sum(bodies) <= 40 * 1024


def test_without_signal_the_words_stay_and_go_out_later(menkou, new_page):
    page = new_page()
    page.goto(f"{menkou.village}/ask")
    page.get_by_label("您遇到了什么事？").fill(QUESTION)
    page.context.set_offline(True)
    page.get_by_role("button", name="送给法律顾问").click()
    page.get_by_text("现在没信号，还没送出去").wait_for()
    assert page.get_by_label("您遇到了什么事？").input_value() == QUESTION
    page.context.set_offline(False)
    page.get_by_role("button", name="送给法律顾问").click()
    page.get_by_role("heading", name="送到了").wait_for()
