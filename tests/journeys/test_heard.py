"""听一听: the notice is read aloud at a desk, heard once more, put up, and heard on a phone; with and without a script."""

import pytest

from menkou.demo.people import PASSWORD
from tests.journeys.conftest import username
from tests.journeys.test_speaking import heard_s, phone, phone_with_microphone  # noqa: F401  # fixtures

pytestmark = pytest.mark.journey
LISTEN, MAIN_PX = "听一听（兖州话）", 64


def read_aloud(page, menkou) -> None:
    """The bureau, at a desk with a microphone that hears beeps."""
    page.goto(f"{menkou.district}/sign-in")
    page.get_by_label("用户名").fill(username("区司法局"))
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    page.goto(f"{menkou.district}/readings/")
    page.get_by_role("button", name="开始念").click()
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="念完了").click()
    page.locator("[data-said] audio").wait_for()
    page.get_by_role("button", name="存下来").click()
    page.get_by_text("请选念的是哪一份。").wait_for()  # and what was recorded is still there
    page.get_by_label("念的哪一份").select_option("lawyer")
    page.get_by_label("用哪里的话念的").fill("兖州话")
    page.get_by_role("button", name="存下来").click()
    row = page.locator("[data-row]", has_text="兖州话").first
    row.get_by_text("居民还听不到").wait_for()
    assert heard_s(page) >= 2
    row.get_by_label("从头听过了").check()
    row.get_by_role("button", name="放给居民听").click()
    page.get_by_text("居民听得到").wait_for()


@pytest.mark.nightly
def test_a_notice_is_read_aloud_at_a_desk_and_heard_on_a_phone(menkou, phone, browser):  # noqa: F811  # the fixture
    read_aloud(phone(), menkou)

    resident, asked = phone(), []
    resident.on("request", lambda request: asked.append(request.url))
    resident.goto(f"{menkou.district}/privacy", wait_until="networkidle")
    button = resident.get_by_role("button", name=LISTEN)
    assert button.bounding_box()["height"] >= MAIN_PX
    assert not [url for url in asked if "/readings/" in url]  # nothing of it comes before somebody listens
    button.click()
    resident.get_by_role("button", name="停一下").wait_for()
    assert [url for url in asked if "/readings/" in url]
    assert heard_s(resident) >= 2

    plain = browser.new_context(viewport={"width": 360, "height": 780}, java_script_enabled=False).new_page()
    plain.goto(f"{menkou.district}/privacy")
    assert plain.locator("audio").bounding_box()["height"] >= MAIN_PX
    assert not plain.get_by_role("button", name="听一听").first.is_visible()
    plain.context.close()
