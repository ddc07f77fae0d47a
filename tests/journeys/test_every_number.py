"""Over the demo: every number opens its rows or says why it may not; and a screen keeps its last frame."""

import pytest

from tests.journeys.conftest import DESK
from tests.journeys.test_every_page import examine
from tests.numbers_open import addresses, figures, unexplained

pytestmark = pytest.mark.journey
REPORTS = [f"desk/reports?level={level}" for level in ("district", "township", "institution", "village")]
MOST = 15  # of many alike


@pytest.mark.parametrize("who", ["区司法局", "司法所"])
def test_each_number_of_the_demo_is_explained(menkou, sign_in, who):
    page, opened = sign_in(who, DESK), []
    for where in ("desk/", *REPORTS):
        text = page.request.get(f"{menkou.district}/{where}").text()
        assert figures(text), where
        assert unexplained(text) == [], where
        opened += addresses(text)[:MOST]
    host = menkou.district.rsplit("/", 1)[0]
    for where in dict.fromkeys(opened):
        assert page.request.get(host + where).ok, where


def test_a_screen_keeps_its_last_frame_while_the_network_is_gone(menkou, sign_in, new_page):
    bureau = sign_in("区司法局", DESK)
    bureau.goto(f"{menkou.district}/screens/")
    bureau.get_by_label("放在哪里").fill("试一试")
    bureau.get_by_role("button", name="发一条新链接").click()
    link = bureau.locator(".paste a").get_attribute("href")
    hall = new_page({"width": 1920, "height": 1080})
    hall.goto(f"{menkou.district}/screen/{link.rsplit('/', 1)[1]}")
    examine(hall, "screen")
    served = hall.locator(".first b").first.inner_text()
    hall.context.set_offline(True)
    hall.get_by_text("网络断开，仍显示最后一次").wait_for()
    assert hall.locator(".first b").first.inner_text() == served
    hall.context.set_offline(False)
    hall.locator("main:not(.is-old)").wait_for()
    bureau.goto(f"{menkou.district}/screens/")
    bureau.get_by_role("button", name="停用 试一试").click()
    hall.evaluate("dispatchEvent(new Event('online'))")
    hall.get_by_text("这条大屏链接停用了").wait_for()
