"""What is done in a browser on the way from an empty district to boards, a step of 开办 at a time; every journey there."""

from tests.journeys.test_every_page import examine

SOLVED_MS = 40_000


def to_setup(page) -> None:
    page.get_by_role("link", name="开办", exact=True).click()
    page.get_by_role("heading", name="开办：").wait_for()


def press(page, step: str) -> None:
    """The one button of a step."""
    to_setup(page)
    page.locator(f"#{step} .buttons .button").click()


def hand_out(operator) -> dict[str, str]:
    """The operator's links, by username."""
    to_setup(operator)
    operator.locator("#people .buttons .button").click()
    examine(operator, "accounts")
    operator.get_by_role("button", name="发启用链接").click()
    examine(operator, "links")
    rows = operator.locator("tr[data-row]").all()
    return {row.locator("td").nth(1).inner_text(): row.get_by_role("link").get_attribute("href") for row in rows}


def begin_plan(page) -> None:
    """Asked for; the worker draws it up."""
    press(page, "plan")
    page.get_by_label("最多算几秒").fill("5")
    page.get_by_role("button", name="开始计算").click()


def publish_plan(page, second, villages: int) -> None:
    """Drawn up by one, approved by another, published from today."""
    page.get_by_role("link", name="打开结对板").wait_for(timeout=SOLVED_MS)
    second.goto(page.url)
    second.get_by_role("button", name="审定").click()
    second.get_by_text("审定了，可以发布").wait_for()
    page.reload()
    page.get_by_role("button", name="发布").click()
    page.get_by_text("发布了").first.wait_for()
    to_setup(page)
    assert f"{villages} 个村有 A 岗、{villages} 个村有 B 岗" in page.locator("#plan").inner_text()


def engage(page, villages: int) -> None:
    """A contract for every village, with the institution of its A post, signed already."""
    press(page, "contracts")
    page.get_by_text(f"{villages} 个村（社区）还没有合同").wait_for()
    examine(page, "contracts for all villages")
    page.get_by_label("纸上已经签好了").check()
    page.get_by_label("签订日期").fill(page.get_by_label("从哪天起").input_value())
    page.get_by_role("button", name="拟这些合同").click()
    page.get_by_text(f"登记了 {villages} 份签好的合同").wait_for()


def print_boards(page, villages: int) -> None:
    """The district's words, a code for each village, and all of them on paper."""
    press(page, "boards")
    page.get_by_label("区司法局监督电话").fill("0537-4412300")
    page.get_by_role("button").filter(has_text="审定").click()
    page.get_by_text("审定好了").wait_for()
    press(page, "boards")
    page.get_by_label("哪些村").select_option(label="全区")
    page.get_by_role("button", name="编码", exact=True).click()
    page.get_by_text(f"共 {villages} 块").wait_for()  # what was given a code is listed as to be printed
    to_setup(page)
    assert f"{villages} 块牌" in page.locator("#boards").inner_text()
    press(page, "boards")
    page.get_by_role("button", name="打印勾了的").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载").click(timeout=SOLVED_MS)
    assert download.value.path().read_bytes().startswith(b"PK")  # a PDF to a township, in one zip
    to_setup(page)
    assert f"{villages} 个村印了" in page.locator("#boards").inner_text()
    assert page.locator("#boards .is-done").count() == 1
