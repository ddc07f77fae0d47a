"""The whole programme once: scan, ask in private, be answered, rate; the log writes itself; the office verifies.

Uses only what README says: the addresses, the words on the buttons, the sign-ins that a start prints.
"""

import re
import time

import pytest

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.pressing import press, reach

pytestmark = pytest.mark.journey
QUESTION = "邻居把墙砌到我家宅基地上了，怎么办？"
FIRST_WORDS = "先别动手，我看看。"
ANSWER = "可以先请村里调解，拍照留好证据；谈不拢再打官司。"


def ask(page, menkou) -> str:
    """Scan the village's code and ask; return the 取件码."""
    page.goto(menkou.village)
    page.get_by_role("link", name="写字提问").click()
    page.get_by_label("您遇到了什么事？").fill(QUESTION)
    page.get_by_role("button", name="送给法律顾问").click()
    page.get_by_role("heading", name="送到了").wait_for()
    return "".join(page.locator(".slip__code span").all_inner_texts())


def answer(page) -> None:
    """Open what came last, send words in haste, take them back, and answer well."""
    page.locator("li[data-row]", has_text="未读").last.get_by_role("link").click()
    assert QUESTION in page.locator(".talk").inner_text()
    page.get_by_label("答复").fill(FIRST_WORDS)
    page.get_by_label("没有利害关系").first.check()
    page.get_by_role("button", name="发出").click()
    page.get_by_role("button", name=re.compile("撤回")).click()
    page.get_by_text("撤回来了").wait_for()
    assert page.get_by_label("答复").input_value() == FIRST_WORDS
    page.get_by_label("答复").fill(ANSWER)
    page.get_by_role("button", name="发出").click()
    page.get_by_text("已发出").wait_for()


def read_with_code(page, menkou, code: str) -> None:
    """On any phone; the answer arrives when the ten seconds of taking back are over."""
    page.goto(f"{menkou.district}/pickup")
    page.get_by_label("取件码").fill(f"{code[:4].lower()} {code[4:]}")
    page.get_by_role("button", name="看回复").click()
    page.get_by_role("heading", name="我问的").wait_for()
    give_up = time.monotonic() + 20
    while ANSWER not in page.locator(".talk").inner_text():
        assert time.monotonic() < give_up, "the answer never arrived"
        page.wait_for_timeout(500)
        page.reload()
    assert FIRST_WORDS not in page.content()


def rate(page) -> None:
    page.get_by_text("满意", exact=True).click()
    page.get_by_text("解决了", exact=True).click()
    page.get_by_role("button", name="送出评价").click()
    page.get_by_text("您的评价：满意，解决了").wait_for()


def release(page) -> None:
    """Let the bureau review it: first what it will see, then one box of two."""
    from tests.journeys.test_every_page import examine

    page.locator("summary", has_text="让司法局看看").click()
    page.get_by_role("link", name="看看给他们看什么").click()
    assert ANSWER in page.locator("main").inner_text()
    page.get_by_role("button", name="给司法局看").click()
    page.locator(".errors").wait_for()
    examine(page, "review with an error")
    page.get_by_label("同意给区司法局看").check()
    page.get_by_role("button", name="给司法局看").click()
    page.get_by_role("heading", name="给司法局看了一份").wait_for()
    examine(page, "released")


def review(bureau, resident) -> None:
    """The bureau reads the copy and says what it thinks; taken back, it is gone from the page that was open."""
    from tests.journeys.test_every_page import examine

    press(bureau, "评查", "link")
    bureau.locator("tr[data-row]", has_text="还没评").last.get_by_role("link").click()
    bureau.get_by_role("button", name="打开看").click()
    assert ANSWER in bureau.locator("main").inner_text()
    examine(bureau, "copy")
    bureau.get_by_label("答得好").check()
    bureau.get_by_role("button", name="交给顾问").click()
    bureau.get_by_text("评查意见交给顾问了").wait_for()
    resident.get_by_role("button", name="收回，不给看了").click()
    resident.get_by_text("谁也看不到那一份了").wait_for()
    assert bureau.goto(bureau.url).status == 404


def close(page, village: str) -> None:
    page.reload()
    page.locator("summary", has_text="办结").click()
    page.get_by_label("用了多少分钟").fill("23")
    page.get_by_label("哪一类事").select_option(label="邻里纠纷")
    page.get_by_role("button", name="办结并记日志").click()
    page.get_by_text("工作日志已经自动记好").wait_for()
    page.get_by_role("link", name="日志").click()
    newest = page.locator("li[data-row]").first.inner_text()
    assert village in newest
    assert "解答咨询" in newest
    assert "23 分钟" in newest


def verify(page, village: str) -> None:
    reach(page, page.get_by_role("link", name="工作日志").first).click()
    last = page.locator("a[rel=next]")
    while last.count():
        last.click()
    entry = page.locator("article", has_text="23 分钟").filter(has_text=village).last
    assert QUESTION not in page.content()
    waiting = [page.locator("#waiting"), page.locator("#count-worklogs-inbox")]
    before = [said(number) for number in waiting]
    entry.get_by_role("button", name="核实").click()
    entry.get_by_text("已核实").wait_for()
    assert [said(number) for number in waiting] == [count - 1 for count in before]


def said(number) -> int:
    """What a number on the page says; where nothing is left, nothing is said."""
    return int(number.inner_text().strip("（）") or 0)


@pytest.mark.parametrize("size", [PHONE, pytest.param(DESK, marks=pytest.mark.nightly)], ids=["360", "1366"])
def test_the_whole_programme_once(menkou, new_page, sign_in, size):
    resident = new_page(size)
    resident.goto(menkou.village)
    village = resident.get_by_role("heading", level=1).inner_text()
    code = ask(resident, menkou)
    adviser = sign_in("A岗", size)
    answer(adviser)
    on_another_phone = new_page(size)
    read_with_code(on_another_phone, menkou, code)
    rate(on_another_phone)
    release(on_another_phone)
    review(sign_in("区司法局", size), on_another_phone)
    close(adviser, village)
    verify(sign_in("司法所", size), village)


def test_asking_again_goes_back_to_the_adviser(menkou, new_page, sign_in):
    resident = new_page()
    ask(resident, menkou)
    resident.get_by_role("link", name="看我问的").click()
    resident.get_by_label("接着问").fill("还要不要去派出所？")
    resident.get_by_role("button", name="接着问").click()
    resident.get_by_text("送到了").first.wait_for()
    adviser = sign_in("A岗")
    adviser.locator("li[data-row]", has_text="未读").last.get_by_role("link").click()
    assert "还要不要去派出所？" in adviser.locator(".talk").inner_text()


def test_the_other_post_takes_over(menkou, new_page, sign_in):
    resident = new_page()
    ask(resident, menkou)
    a = sign_in("A岗")
    a.locator("li[data-row]", has_text="未读").last.get_by_role("link").click()
    where = a.url
    a.locator("summary", has_text="移交").click()
    a.get_by_label("为什么移交").select_option(label="这几天不在")
    a.get_by_role("button", name="移交").click()
    a.get_by_text("已移交给").wait_for()
    assert a.goto(where).status == 404
    b = sign_in("B岗")
    assert b.goto(where).status == 200
    resident.goto(f"{menkou.district}/asked/")
    resident.locator(".links a.row").first.click()
    resident.get_by_text("接着办").first.wait_for()
