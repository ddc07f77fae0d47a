"""A village is about to sign: its cadre tells the adviser beforehand, with the pages; the adviser comes, and says what to
change; the village says what became of it, and why; the township's office sees all of it.
"""

import io
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import expect

from menkou.core import clock
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.pressing import done, press
from tests.journeys.test_a_question_of_a_group import look

pytestmark = pytest.mark.journey
NAME = "机动地出租合同（续租五年）"
OPINION = "租金要写明哪天付、付到哪里。五年到期后不要写自动续租，先经村民代表会议讨论。"
REASON = "租金日期改了；自动续租已经开会定过，没有改。"


def a_page() -> dict:
    written = io.BytesIO()
    Image.new("RGB", (900, 1200), "ivory").save(written, "JPEG")
    return {"name": "合同.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def register(cadre) -> None:
    """Three days ahead, with two pages."""
    press(cadre, "村里的事", "link")
    press(cadre, "登记一件", "link")
    cadre.get_by_label("要签的合同").check()
    cadre.get_by_label("名称").fill(NAME)
    cadre.get_by_label("哪一天").fill((clock.today() + timedelta(days=4)).isoformat())
    cadre.get_by_label("几点").fill("09:30")
    cadre.get_by_label("地点").fill("村委会二楼")
    look(cadre, "a contract to register")
    press(cadre, "登记")
    done(cadre, "登记好了，已经告诉")
    for number in (1, 2):
        if not cadre.get_by_label("一页材料").is_visible():
            cadre.locator("summary", has_text="存一页材料").click()
        cadre.get_by_label("一页材料").set_input_files(a_page())
        press(cadre, "存这一页")
        done(cadre, f"第 {number} 页")
    look(cadre, "a registered contract")


def come_and_advise(adviser) -> None:
    adviser.locator("li[data-row]", has_text="要签的合同").filter(has_text="等您答复").last.get_by_role("link").click()
    adviser.get_by_role("heading", name=NAME).wait_for()
    look(adviser, "an invitation")
    press(adviser, "会到")
    done(adviser, "答复好了")
    assert adviser.get_by_role("button", name="看第 2 页").is_visible()
    adviser.locator("summary", has_text="写一条条款意见").click()
    adviser.get_by_label("哪一条").fill("第四条 租金")
    adviser.get_by_label("必须改").check()
    adviser.get_by_label("怎么改").fill("写明每年 3 月 1 日前付到村集体账户。")
    press(adviser, "存这一条")
    done(adviser, "这一条存好了")
    adviser.locator("summary", has_text="写法律意见").click()
    adviser.get_by_role("textbox", name="法律意见").fill(OPINION)
    press(adviser, "存法律意见")
    done(adviser, "意见存好了")
    look(adviser, "an opinion")


def decide(cadre) -> None:
    """Adopted in part, and why."""
    cadre.reload()
    assert OPINION in cadre.locator("main").inner_text()
    cadre.get_by_label("部分采纳").check()
    press(cadre, "记好")
    cadre.locator(".errors").wait_for()
    cadre.get_by_label("没有全部采纳的").fill(REASON)
    press(cadre, "记好")
    done(cadre, "记好了，顾问看得到")
    look(cadre, "what became of an opinion")


def see(office) -> None:
    press(office, "村里的事", "link")
    row = office.locator("li[data-row]", has_text=NAME).last
    expect(row).to_contain_text("部分采纳")
    look(office, "affairs of villages")
    row.get_by_role("link").click()
    office.get_by_role("heading", name=NAME).wait_for()
    look(office, "an affair for the office")
    told = office.locator("main").inner_text()
    assert OPINION in told
    assert REASON in told


def test_a_contract_is_told_of_advised_on_and_what_became_of_it_is_seen(sign_in):
    cadre, adviser = sign_in("村干部", PHONE), sign_in("A岗", PHONE)
    register(cadre)
    adviser.reload()
    come_and_advise(adviser)
    decide(cadre)
    see(sign_in("司法所", DESK))
