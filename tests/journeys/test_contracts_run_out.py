"""The bureau renews what runs out, prints, sends and signs it; an office writes down who did not come; one is ended."""

from datetime import timedelta

import pytest

from menkou.core import clock
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_every_page import examine

pytestmark = pytest.mark.journey
SCAN = {"name": "合同.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n" + b"x" * 3_000_000 + b"\n%%EOF\n"}


@pytest.mark.nightly
def test_the_bureau_renews_many_signs_them_and_ends_one(menkou, sign_in):
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
    page.get_by_text("拟了 3 份新合同").wait_for()
    examine(page, "drafts")
    page.get_by_role("button", name="登记送签").click()
    page.get_by_text("3 份登记了送签").wait_for()
    examine(page, "contracts on their way to be signed")
    page.locator("tr[data-row]").first.get_by_role("link").click()
    page.get_by_label("扫描件").set_input_files(SCAN)
    page.get_by_role("button", name="登记签订").click()
    page.get_by_text("登记了签订").wait_for()
    examine(page, "a contract that is signed")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载第 1 个扫描件").click()
    assert download.value.path().read_bytes() == SCAN["buffer"]
    page.goto(f"{menkou.district}/contracts/?state=sent")
    page.get_by_role("button", name="登记签订").click()
    page.get_by_text("2 份登记了签订").wait_for()
    page.get_by_label("状态").select_option(label="快到期")
    page.get_by_role("button", name="筛选").click()
    assert page.locator("tr[data-row]").count() == 1
    end(page, village)


def end(page, village: str) -> None:
    """提前终止 the one that is left, and see that its village has none."""
    page.get_by_role("link", name=village).click()
    page.locator("summary", has_text="提前终止").click()
    page.get_by_label("双方协商一致").check()
    page.get_by_label("为什么提前终止").fill("机构人手不够，双方商量好了。")
    page.get_by_role("button", name="终止合同").click()
    page.get_by_text("合同终止了").wait_for()
    examine(page, "a contract that has ended")
    page.get_by_role("link", name="聘用合同").first.click()
    page.get_by_text("没有合同的村").wait_for()
    assert village in page.locator(".panel", has_text="没有合同的村").inner_text()
    page.locator(".panel", has_text="没有合同的村").get_by_role("link", name=village).click()
    examine(page, "a new contract")


@pytest.mark.nightly
def test_an_office_writes_down_who_did_not_come_and_the_bureau_may_end_it(menkou, sign_in):
    office = sign_in("司法所", PHONE)
    office.goto(f"{menkou.district}/contracts/?state=running")
    office.locator("tr[data-row]").last.get_by_role("link").click()
    for days in (1, 2, 3):
        office.locator("summary", has_text="登记缺席").click()
        office.get_by_label("哪一天").fill((clock.today() - timedelta(days=days)).isoformat())
        office.get_by_label("应当到场的事").fill("列席村民代表会议")
        office.get_by_role("button", name="登记缺席").click()
        office.get_by_text("缺席登记了").wait_for()
    examine(office, "missed duties")
    bureau = sign_in("区司法局", DESK)
    bureau.goto(office.url)
    bureau.get_by_text("到了限").wait_for()
    bureau.locator("summary", has_text="提前终止").click()
    assert bureau.get_by_label("多次缺席，又没派人替").is_visible()
    bureau.locator("summary", has_text="划掉这一条").first.click()
    bureau.get_by_label("为什么划掉").first.fill("当天请了假。")
    bureau.get_by_role("button", name="划掉").first.click()
    bureau.get_by_text("不再计数").wait_for()
    examine(bureau, "a duty struck out")


@pytest.mark.nightly
def test_the_bureau_puts_in_its_own_template(menkou, sign_in):
    for size in (PHONE, DESK):
        page = sign_in("区司法局", size)
        page.goto(f"{menkou.district}/papers/templates")
        examine(page, "templates")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载系统自带的模板：聘用合同").click()
    ours = {"name": "本区.docx", "mimeType": "application/octet-stream", "buffer": download.value.path().read_bytes()}
    page.get_by_label("Word 文件").set_input_files(ours | {"buffer": b"not Word"})
    page.get_by_role("button", name="试填并使用").click()
    page.locator(".errors", has_text="不是 Word 文件").wait_for()
    examine(page, "a template that cannot be used")
    page.get_by_label("Word 文件").set_input_files(ours)
    page.get_by_role("button", name="试填并使用").click()
    page.get_by_text("试填过了").wait_for()
    examine(page, "templates of the bureau's own")
    page.get_by_role("button", name="改用系统自带的模板").click()
    page.get_by_text("从现在起用系统自带的模板").wait_for()
