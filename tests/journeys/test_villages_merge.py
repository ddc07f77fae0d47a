"""The bureau merges villages: confirms who goes on for whom, tries it, applies it; old codes and questions go on."""

import re

import pytest

from tests.journeys.conftest import DESK, PHONE, started
from tests.journeys.test_every_page import examine, examine_both

pytestmark = pytest.mark.journey
QUESTION = "并村以后，原来的承包合同还算数吗？"


@pytest.fixture(scope="module")
def menkou():
    """One of its own: the other journeys know the villages as they were."""
    with started() as running:
        yield running


@pytest.mark.nightly
def test_villages_merge_and_everything_goes_on(menkou, new_page, sign_in):
    resident = new_page(PHONE)
    resident.goto(f"{menkou.village}/ask")
    resident.get_by_label("您遇到了什么事？").fill(QUESTION)
    resident.get_by_role("button", name="送给法律顾问").click()
    resident.get_by_role("heading", name="送到了").wait_for()
    bureau = sign_in("区司法局", DESK)
    confirm_by_names(bureau, "2019 年：兴隆庄撤镇设街道")
    bureau.get_by_role("link", name="试执行").click()
    apply(bureau)

    confirm_by_names(bureau, "2023 年：村居合并")
    confirm_each_township(bureau)
    bureau.get_by_role("link", name="试执行").click()
    bureau.get_by_text("由承接的村接着履行").first.wait_for()
    examine_both(bureau, "the trial")
    apply(bureau)
    bureau.get_by_text("条没办结的咨询转过去").wait_for()
    examine(bureau, "a change that is applied")

    resident.goto(menkou.village)  # the QR on the old board
    resident.get_by_role("heading", name="北关社区").wait_for()
    resident.get_by_text("北关村已并入北关社区").wait_for()
    resident.get_by_role("link", name="我问过的").click()
    resident.get_by_role("link", name=re.compile("北关社区")).first.click()
    resident.get_by_text(QUESTION).wait_for()
    adviser = sign_in("A岗", PHONE)
    adviser.locator("li[data-row]", has_text="北关社区").first.wait_for()
    bureau.goto(f"{menkou.district}/desk/villages?township=370812007")
    bureau.get_by_role("cell", name="兴隆庄街道").first.wait_for()


def confirm_by_names(bureau, title: str) -> None:
    """What the names alone say."""
    bureau.get_by_role("link", name="区划调整").first.click()
    examine(bureau, "changes")
    bureau.get_by_role("link", name=title).click()
    examine(bureau, "a change")
    bureau.get_by_role("button", name="村名对得上的全部核定").click()
    bureau.get_by_text("村名对得上的都核定了").wait_for()


def confirm_each_township(bureau) -> None:
    """All that is listed, one township after the other."""
    bureau.locator("main").get_by_role("table").get_by_role("link").first.click()
    examine_both(bureau, "a township's table")
    while True:
        bureau.get_by_role("button", name="列出的全部核定").click()
        bureau.get_by_text("存好了").wait_for()
        following = bureau.get_by_role("link", name="下一个")
        if not following.count():
            return
        following.click()


def apply(bureau) -> None:
    bureau.get_by_label("名单和承接关系都核对过了").check()
    bureau.get_by_role("button", name="执行", exact=True).click()
    bureau.get_by_text("执行好了").wait_for()
