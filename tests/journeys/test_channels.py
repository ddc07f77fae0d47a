"""A bureau sets an account up: every page of it small and wide, and the page that a phone sees that came back wrongly."""

import pytest

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_every_page import examine_both

pytestmark = pytest.mark.journey


def test_an_account_is_set_up_from_nothing_to_on(menkou, sign_in, new_page):
    page = sign_in("区司法局", DESK)
    page.goto(f"{menkou.district}/channels/")
    examine_both(page, "the list")
    page.get_by_role("link", name="登记微信公众号（服务号）").click()
    page.get_by_label("叫它什么").fill("示例服务号")
    page.get_by_label("AppID").fill("wx0123456789abcdef")
    page.get_by_role("button", name="登记").click()
    page.locator(".errors", has_text="请填AppSecret").wait_for()
    examine_both(page, "what is wrong")
    page.get_by_label("AppSecret").fill("0123456789abcdef0123456789abcdef")
    page.get_by_label("网页授权域名").select_option("填好了")
    page.get_by_role("button", name="登记").click()
    page.locator("h3", has_text="收信进程").wait_for()
    account = page.url
    examine_both(page, "an account")
    page.get_by_role("button", name="生成 Token 和 EncodingAESKey").click()
    page.get_by_text("只显示这一次").wait_for()
    examine_both(page, "what is shown once")
    page.get_by_role("link", name="粘贴好了").click()
    page.get_by_role("button", name="启用").click()
    page.get_by_role("button", name="停用").wait_for()

    phone = new_page(PHONE, java_script_enabled=False)
    phone.goto(f"{account}back?code=x&state=y")
    phone.get_by_role("link", name="重新打开").wait_for()
    page.goto(f"{account}back?code=x&state=y")
    examine_both(page, "opening it again")
    page.goto(account)
    page.get_by_role("button", name="停用").click()
    page.get_by_role("button", name="删掉这个账号").click()
    page.get_by_text("删掉了。").wait_for()
