"""A leaves today: the village's page says so, B answers what is asked, A comes back and is asked again."""

import re
from datetime import timedelta

import pytest

from menkou.core import clock
from tests.journeys.conftest import DESK
from tests.journeys.test_every_page import examine
from tests.journeys.test_the_walk import ask

pytestmark = pytest.mark.journey


def test_b_answers_while_a_is_away(menkou, new_page, sign_in):
    a, phone, b, desk = sign_in("A岗"), new_page(), sign_in("B岗"), sign_in("区司法局", DESK)
    a.get_by_role("link", name="请假").click()
    today = clock.today()
    a.get_by_label("从哪天起").fill(today.isoformat())
    a.get_by_label("到哪天").fill((today + timedelta(days=6)).isoformat())
    a.get_by_role("button", name="登记请假").click()
    a.locator(".errors", has_text="请选一个原因").wait_for()
    assert a.get_by_label("从哪天起").input_value() == today.isoformat()
    a.get_by_label("原因").select_option(label="休假")
    a.get_by_role("button", name="登记请假").click()
    a.get_by_text("登记好了").wait_for()
    examine(a, "away")
    try:
        phone.goto(menkou.village)
        back = today + timedelta(days=7)
        phone.get_by_text(re.compile(f"这几天不在，.*{back.month}月{back.day}日回来")).wait_for()
        examine(phone, "village while A is away")
        ask(phone, menkou)

        b.reload()
        b.get_by_text("您在替班").wait_for()
        examine(b, "today of B")
        b.locator("li[data-row]", has_text="未读").last.get_by_role("link").click()
        b.get_by_label("答复").fill("我替他看，先别动手。")
        b.get_by_label("没有利害关系").first.check()
        b.get_by_role("button", name="发出").click()
        b.get_by_text("已发出").wait_for()

        desk.get_by_role("link", name="法律顾问", exact=True).click()
        desk.get_by_text(re.compile("不在，.*回来")).first.wait_for()
        examine(desk, "advisers while one is away")
    finally:
        a.get_by_role("button", name="提前回来").click()
    a.get_by_text("改好了").wait_for()
    phone.goto(menkou.village)
    assert "这几天不在" not in phone.content()
