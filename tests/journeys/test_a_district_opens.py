"""From an empty district to boards and an answered question, by what docs/guide-bureau.md says and nothing else."""

import re

import pytest

from tests.journeys.conftest import PHONE
from tests.journeys.messy.ledgers import workbook
from tests.journeys.opening import Browsers, opened
from tests.journeys.test_every_page import examine

pytestmark = pytest.mark.journey
SOLVED_MS = 40_000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    plan(bureau, people.enabled(links["wukezhang"]))
    engage(bureau)
    print_boards(bureau)
    advisers = {name: people.enabled(links[username], PHONE) for name, username in ADVISERS.items()}
    ask(bureau, people.page(PHONE), advisers)
    to_setup(bureau)
    assert "问过 1 次，答复了 1 次" in bureau.locator("#question").inner_text()
    assert bureau.locator("#question .is-done").count() == 1
    examine(bureau, "an opened district")
    assert people.faults == []


def to_setup(page) -> None:
    page.get_by_role("link", name="开办", exact=True).click()
    page.get_by_role("heading", name="开办：").wait_for()


def press(page, step: str) -> None:
    """The one button of a step."""
    to_setup(page)
    page.locator(f"#{step} .buttons .button").click()


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


def hand_out(operator) -> dict[str, str]:
    """The operator's links, by username."""
    to_setup(operator)
    operator.locator("#people .buttons .button").click()
    examine(operator, "accounts")
    operator.get_by_role("button", name="发启用链接").click()
    examine(operator, "links")
    rows = operator.locator("tr[data-row]").all()
    return {row.locator("td").nth(1).inner_text(): row.get_by_role("link").get_attribute("href") for row in rows}


def plan(page, second) -> None:
    """Drawn up by one, approved by another, published from today."""
    press(page, "plan")
    page.get_by_label("最多算几秒").fill("5")
    page.get_by_role("button", name="开始计算").click()
    page.get_by_role("link", name="打开结对板").wait_for(timeout=SOLVED_MS)
    second.goto(page.url)
    second.get_by_role("button", name="审定").click()
    second.get_by_text("审定了，可以发布").wait_for()
    page.reload()
    page.get_by_role("button", name="发布").click()
    page.get_by_text("发布了").first.wait_for()
    to_setup(page)
    assert "17 个村有 A 岗、17 个村有 B 岗" in page.locator("#plan").inner_text()


def engage(page) -> None:
    """A contract for every village, with the institution of its A post, signed already."""
    press(page, "contracts")
    page.get_by_text("17 个村（社区）还没有合同").wait_for()
    examine(page, "contracts for all villages")
    page.get_by_label("纸上已经签好了").check()
    page.get_by_label("签订日期").fill(page.get_by_label("从哪天起").input_value())
    page.get_by_role("button", name="拟这些合同").click()
    page.get_by_text("登记了 17 份签好的合同").wait_for()


def print_boards(page) -> None:
    """The district's words, a code for each village, and all of them on paper."""
    press(page, "boards")
    page.get_by_label("区司法局监督电话").fill("0537-4412300")
    page.get_by_role("button").filter(has_text="审定").click()
    page.get_by_text("审定好了").wait_for()
    press(page, "boards")
    page.get_by_label("哪些村").select_option(label="全区")
    page.get_by_role("button", name="编码", exact=True).click()
    to_setup(page)
    assert "17 块牌" in page.locator("#boards").inner_text()
    press(page, "boards")
    page.get_by_role("button", name="打印勾了的").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载").click(timeout=SOLVED_MS)
    assert download.value.path().read_bytes().startswith(b"PK")  # a PDF to a township, in one zip
    to_setup(page)
    assert "17 个村印了" in page.locator("#boards").inner_text()
    assert page.locator("#boards .is-done").count() == 1


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
