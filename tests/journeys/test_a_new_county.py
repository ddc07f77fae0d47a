"""J10: a new county goes live with the software's own template, its browser closed twice on the way; the doctor is content.

What else the way meets, slips of the pen and villages typed in by hand, is walked in test_a_district_opens.
"""

import io

import pytest
import zxingcpp
from openpyxl import load_workbook
from PIL import Image

from tests.journeys.conftest import PHONE
from tests.journeys.opening import Browsers, opened
from tests.journeys.steps_of_opening import begin_plan, engage, hand_out, press, print_boards, publish_plan, to_setup

pytestmark = [pytest.mark.journey, pytest.mark.nightly]
QUESTION, ANSWER = "试一问：有人能看到吗？", "看到了，您这里通了。"
WORKBOOK = "临水台账.xlsx"
TOWNS = {
    ("379901101", "吴村镇", "0537-4412301", 116.99): {"201": "中心村", "202": "车站村", "203": "高楼村"},
    ("379901110", "石门山镇", "0537-4412302", 117.12): {"223": "大庙村", "229": "董大城村", "231": "管村"},
}
ADVISERS = {"赵一": "zhaoyi", "钱二": "qianer", "李四": "lisi"}
HOUSES = {"示例阙里律师事务所": "31000000000000010T", "示例石门法律服务所": "33000000000000010L"}


@pytest.fixture
def made():
    with opened("linshui", "临水县", "379901") as running:
        yield running


def test_a_new_county_goes_live(browser, made, tmp_path):
    people = Browsers(browser, made)
    assert made.complaints == []
    bureau = put_in(people, tmp_path)
    links = hand_out(operator(people))
    begin_plan(bureau)
    bureau = closed_and_opened_again(people, bureau)  # while the worker draws it up
    press(bureau, "plan")
    publish_plan(bureau, people.enabled(links["wukezhang"]), 6)
    engage(bureau, 6)
    print_boards(bureau, 6)
    assert "先请一位顾问启用账号" in bureau.locator("#question .button").inner_text()
    resident = people.page(PHONE)
    resident.goto(scanned(bureau, made))
    ask(resident)
    serving = next(name for name in ADVISERS if resident.get_by_text(f"{name} 律师").count())
    answer(people.enabled(links[ADVISERS[serving]], PHONE))
    read(resident)
    to_setup(bureau)
    assert "问过 1 次，答复了 1 次" in bureau.locator("#question").inner_text()
    assert bureau.get_by_text("系统有告警").count() == 0
    safe(made, tmp_path)
    assert people.faults == []


def closed_and_opened_again(people, page):
    """The browser is closed, with whatever it knew; its person signs in anew and is led to 开办 as it stands."""
    page.context.close()
    page = people.signed_in("zhangke")
    page.get_by_role("heading", name="开办：").wait_for()
    return page


def put_in(people, folder):
    """The template, filled in and put in; the browser is closed before anything of it is on record; then gone on with."""
    bureau = people.signed_in("zhangke")
    with bureau.expect_download() as template:
        bureau.locator("#places").get_by_role("link", name="下载模板").click()
    template.value.save_as(folder / "模板.xlsx")
    fill(folder / "模板.xlsx", folder / WORKBOOK)
    press(bureau, "places")
    bureau.get_by_label("文件").set_input_files(folder / WORKBOOK)
    bureau.get_by_role("button", name="放进来看看").click()
    bureau.get_by_text("导入会新增 20 行").wait_for()

    bureau = closed_and_opened_again(people, bureau)
    bureau.get_by_text("刚开好，里面还是空的").wait_for()
    bureau.locator(".notice", has_text=WORKBOOK).get_by_role("link", name="接着办这份表格").click()
    bureau.get_by_label("下面的行核对过了").check()
    bureau.get_by_role("button", name="导入", exact=True).click()
    bureau.get_by_role("button", name="撤销这次导入").wait_for()
    to_setup(bureau)
    assert bureau.get_by_role("heading", name="开办：3 / 8 步好了").count() == 1
    assert bureau.get_by_text("接着办这份表格").count() == 0
    return bureau


def fill(template, filled) -> None:
    """As the template says; its examples are left where they stand."""
    book = load_workbook(template)
    for (code, name, phone, longitude), villages in TOWNS.items():
        book["镇街"].append([code, name, None, None, phone, f"{name}驻地 1 号", longitude, 35.6])
        for last, village in villages.items():
            book["村居"].append([f"{code}{last}", f"{village}村民委员会", name])
    for name, code in HOUSES.items():
        home = "石门山镇" if "法律服务所" in name else None
        book["机构"].append([name, None, code, "0537-4412311", "静轩路 11 号", home])
    roles = [["吴科长", "wukezhang", "区司法局", None], ["郑所长", "zhengsuozhang", "司法所", "吴村镇"]]
    roles += [["王所长", "wangsuozhang", "司法所", "石门山镇"], ["何主任", "hezhuren", "村居干部", "中心村"]]
    for number, (name, username) in enumerate(ADVISERS.items(), 1):
        house = list(HOUSES)[name == "李四"]
        kind = "基层法律服务工作者" if name == "李四" else "律师"
        book["顾问"].append([name, kind, f"1999000000000017{number}", house, f"1300000017{number}"])
        roles.append([name, username, "法律顾问", f"1999000000000017{number}"])
    for row in roles:
        book["人员与角色"].append(row)
    book.save(filled)


def operator(people):
    """Whoever runs the server is told at once whose links are theirs to hand out."""
    page = people.signed_in("yunwei")
    page.get_by_text("有 7 个账号等本人启用").wait_for()
    return page


def scanned(bureau, made) -> str:
    """What a phone reads from 中心村's board."""
    bureau.locator("#boards").get_by_role("link", name="全部公示牌").click()
    bureau.get_by_role("link", name="中心村").first.click()
    sheet = bureau.get_by_role("link", name="看样张").evaluate("link => link.href")
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(bureau.request.get(sheet).body())))
    assert [one.text.startswith(f"{made.district}/b/") for one in found] == [True]
    return found[0].text


def ask(resident) -> None:
    """As the page of the code leads: one button, and words."""
    resident.get_by_role("link", name="问法律顾问").click()
    resident.get_by_label("您遇到了什么事？").fill(QUESTION)
    resident.get_by_role("button", name="送给法律顾问").click()
    resident.get_by_role("heading", name="送到了").wait_for()
    resident.get_by_role("link", name="看我问的").click()


def answer(adviser) -> None:
    """Just in by the link, on a phone."""
    adviser.locator("li[data-row]", has_text="未读").get_by_role("link").click()
    adviser.get_by_label("答复").fill(ANSWER)
    adviser.get_by_label("没有利害关系").first.check()
    adviser.get_by_role("button", name="发出").click()
    adviser.get_by_text("已发出").wait_for()


def read(resident) -> None:
    resident.wait_for_timeout(11_000)  # until it cannot be taken back any more
    resident.reload()
    resident.get_by_text(ANSWER).wait_for()


def safe(made, folder) -> None:
    """The first backup, as the guide wants it on the same day; the doctor says it of nothing else than that all is well."""
    kept = made.menkou("backup", "--to", str(folder / "kept"), "--keys-to", str(folder / "keys"))
    assert "备份做好了" in kept
    assert made.complaints == []
