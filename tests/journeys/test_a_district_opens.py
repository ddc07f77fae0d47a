"""From an empty district to boards and an answered question, by what docs/guide-bureau.md says and nothing else."""

import re

import pytest

from tests.journeys.conftest import PHONE
from tests.journeys.messy.ledgers import workbook
from tests.journeys.opening import Browsers, opened
from tests.journeys.steps_of_opening import begin_plan, engage, hand_out, press, print_boards, publish_plan, to_setup
from tests.journeys.test_every_page import examine

pytestmark = pytest.mark.journey
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VILLAGES = 17
QUESTION, ANSWER = "试一问：有人能看到吗？", "看到了，您这里通了。"
ADVISERS = {"赵一": "zhaoyi", "李四": "lisi"}  # one of each house; who opened their link


@pytest.fixture
def made():
    with opened() as running:
        yield running


def test_a_district_opens(browser, made):
    people = Browsers(browser, made)
    bureau = people.signed_in("zhangke")
    bureau.get_by_text("刚开好，里面还是空的").wait_for()
    examine(bureau, "an empty district")
    bring_in(bureau)
    type_in(bureau)
    links = hand_out(people.signed_in("yunwei"))
    begin_plan(bureau)
    publish_plan(bureau, people.enabled(links["wukezhang"]), VILLAGES)
    engage(bureau, VILLAGES)
    print_boards(bureau, VILLAGES)
    advisers = {name: people.enabled(links[username], PHONE) for name, username in ADVISERS.items()}
    ask(bureau, people.page(PHONE), advisers)
    to_setup(bureau)
    assert "问过 1 次，答复了 1 次" in bureau.locator("#question").inner_text()
    assert bureau.locator("#question .is-done").count() == 1
    examine(bureau, "an opened district")
    assert people.faults == []


def bring_in(page) -> None:
    """The workbook with a slip, and the same put right: what is wrong stays out, and what is there is not doubled."""
    press(page, "places")
    for slip in (True, False):
        page.get_by_label("文件").set_input_files(
            {"name": "曲阜台账.xlsx", "mimeType": EXCEL, "buffer": workbook(slip=slip)}
        )
        page.get_by_role("button", name="放进来看看").click()
        page.get_by_label("下面的行核对过了").wait_for()
        if slip:
            page.get_by_role("link", name=re.compile("^有错")).click()
            examine(page, "what is wrong in a workbook")
        page.get_by_label("下面的行核对过了").check()
        page.get_by_role("button", name="导入", exact=True).click()
        page.get_by_role("button", name="撤销这次导入").wait_for()
        page.get_by_role("link", name="回到导入").click()
    to_setup(page)
    said = page.locator("#places").inner_text()
    assert "3 个镇街、15 个村（社区）" in said
    assert "名册上 5 人" in page.locator("#advisers").inner_text()
    assert "1 个镇街没有司法所电话：小雪街道" in said
    examine(page, "a district half set up")


def type_in(page) -> None:
    """What the workbook did not know, by hand; and a township that is not in it, with its villages."""
    press(page, "places")
    page.get_by_role("link", name="小雪街道").click()
    page.get_by_label("司法所电话").fill("0537-4412303")
    page.get_by_role("button", name="改司法所").click()
    page.get_by_text("司法所改好了").wait_for()
    examine(page, "a township")
    page.get_by_label("再加村（社区）").fill("370881004201\t大雪二村\n３７０８８１００４２０３ 南雪村村民委员会")
    page.get_by_role("button", name="加上这些村").click()
    page.get_by_text("加好了，2 个村（社区）").wait_for()
    to_setup(page)
    assert page.locator("#places .is-done").count() == 1
    assert "17 个村" in page.locator("#places").inner_text()


def ask(page, resident, advisers) -> None:
    """Like a resident, on the page that the step leads to; whoever serves there answers."""
    to_setup(page)
    resident.goto(page.locator("#question .button").evaluate("link => link.href"))
    serving = next(adviser for name, adviser in advisers.items() if resident.get_by_text(name).count())
    resident.get_by_role("link", name="写字提问").click()
    resident.get_by_label("您遇到了什么事？").fill(QUESTION)
    resident.get_by_role("button", name="送给法律顾问").click()
    resident.get_by_role("heading", name="送到了").wait_for()
    serving.reload()
    serving.locator("li[data-row]", has_text="未读").get_by_role("link").click()
    serving.get_by_label("答复").fill(ANSWER)
    serving.get_by_label("没有利害关系").first.check()
    serving.get_by_role("button", name="发出").click()
    serving.get_by_text("已发出").wait_for()
    resident.get_by_role("link", name="看我问的").click()
    resident.wait_for_timeout(11_000)  # until it cannot be taken back any more
    resident.reload()
    resident.get_by_text(ANSWER).wait_for()
