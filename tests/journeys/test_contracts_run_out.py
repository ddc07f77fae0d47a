"""The bureau renews what runs out, all but one, and ends that one with its reason."""

from datetime import timedelta

import pytest

from menkou.core import clock
from tests.journeys.conftest import DESK
from tests.journeys.test_every_page import examine

pytestmark = pytest.mark.journey


def test_the_bureau_renews_many_and_ends_one(menkou, sign_in):
    page = sign_in("区司法局", DESK)
    page.get_by_role("link", name="聘用合同").click()
    examine(page, "contracts")
    page.get_by_role("link", name="天内到期").click()
    examine(page, "contracts that run out")
    left_out = page.locator("tr[data-row]").last
    village = left_out.get_by_role("link").inner_text()
    left_out.get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="续签勾选的合同").click()
    page.locator(".errors", has_text="请选续签到哪天").wait_for()
    assert not page.locator("tr[data-row]").last.get_by_role("checkbox").is_checked()

    page.get_by_label("续签到哪天").fill((clock.today() + timedelta(days=400)).isoformat())
    page.get_by_role("button", name="续签勾选的合同").click()
    page.get_by_text("续签了 3 份").wait_for()
    page.get_by_label("状态").select_option(label="快到期")
    page.get_by_role("button", name="筛选").click()
    assert page.locator("tr[data-row]").count() == 1

    page.get_by_role("link", name=village).click()
    page.locator("summary", has_text="提前终止").click()
    page.get_by_label("为什么提前终止").fill("三次没来，也没有人替班。")
    page.get_by_role("button", name="终止合同").click()
    page.get_by_text("合同终止了").wait_for()
    examine(page, "a contract that has ended")
    page.get_by_role("link", name="聘用合同").first.click()
    page.get_by_text("没有合同的村").wait_for()
    assert village in page.locator(".panel", has_text="没有合同的村").inner_text()
