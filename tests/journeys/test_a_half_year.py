"""A half-year has consequences: one adviser wins a review; another is let off nothing: a deduction decided by a second
person comes off, a third is replaced through a plan that a second person publishes, and the order is set on paper.
"""

import re

import pytest
from playwright.sync_api import expect

from menkou.demo.people import PASSWORD
from tests.journeys.conftest import DESK
from tests.journeys.pressing import done, press
from tests.journeys.test_a_question_of_a_group import look

pytestmark = pytest.mark.journey
REPAIRED_MS = 90_000  # the planner, beside everything else that runs


def second_person(new_page, menkou):
    page = new_page(DESK)
    page.goto(f"{menkou.district}/sign-in")
    page.get_by_label("用户名").fill("sifaju-2")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    return page


def decide_a_review(second) -> None:
    """All of the office's points, after seeing what they come to."""
    press(second, "半年考核", "link")
    second.locator("a.row", has_text="申请复核").first.click()
    look(second, "a half-year that is answered")
    press(second, "要定的复核", "link")
    second.locator("main a.row").first.click()
    look(second, "a review with its evidence")
    second.get_by_label("改分", exact=True).check()
    second.get_by_label(re.compile("改成几分")).fill("10")
    second.get_by_label("理由").fill("两次都补上了处理结果，有照片。")
    press(second, "下一步", to="改成 10 分？")
    look(second, "what a review would come to")
    press(second, "改成 10 分")
    done(second, "复核定了")


def deduct(second, menkou) -> None:
    """What was told and answered is decided by the other person, and comes off without being typed again."""
    press(second, "结果运用", "link")
    second.locator("a.row", has_text="扣减补贴").first.click()
    look(second, "a deduction to decide on")
    second.get_by_label("照拟的处理").check()
    second.get_by_label("扣多少（元）").fill("200")
    second.get_by_label("决定的理由").fill("有一次在法院，有传票，减为 200 元。")
    press(second, "决定")
    done(second, "减为 200 元")
    second.goto(f"{menkou.district}/subsidies/terms/adjustments")
    assert "200.00" in second.locator("main").inner_text()
    look(second, "deductions")


def replace(bureau, second, menkou) -> None:
    """The order asks for a repair; until a second person has published it the posts are held as before."""
    press(bureau, "结果运用", "link")
    bureau.locator("a.row", has_text="责令更换").first.click()
    assert "还不能办结" in bureau.locator("main").inner_text()
    case = bureau.url
    press(bureau, "开始换人")
    done(bureau, "修补方案")
    look(bureau, "a replacement ordered")
    number = re.search(r"修补方案 (\d+)", bureau.locator("main").inner_text())[1]
    second.goto(f"{menkou.district}/plans/{number}/")
    expect(second.get_by_role("button", name="审定", exact=True)).to_be_visible(timeout=REPAIRED_MS)
    press(second, "审定")
    done(second, "审定了")
    press(second, "发布")
    done(second, "发布了")
    bureau.goto(case)
    bureau.get_by_label("怎么办的").fill("各村都换好了人，机构已经告诉村里。")
    press(bureau, "办结")
    done(bureau, "各村都换好了人")
    look(bureau, "a replacement carried out")


def put_on_paper(bureau) -> None:
    """The order as the page shows it, and as a file for Word."""
    press(bureau, "文书中心", "link")
    look(bureau, "the centre of papers")
    bureau.get_by_role("form", name=re.compile("责令更换")).get_by_role("button", name="看一看").click()
    bureau.get_by_role("heading", name=re.compile("责令")).first.wait_for()
    look(bureau, "an order on paper")
    press(bureau, "取 Word")
    with bureau.expect_download() as waiting:
        bureau.get_by_role("button", name=re.compile("^下载")).click()
    assert waiting.value.suggested_filename.endswith(".docx")


def test_a_review_is_won_and_others_are_deducted_and_replaced_by_two(menkou, sign_in, new_page):
    bureau, second = sign_in("区司法局", DESK), second_person(new_page, menkou)
    decide_a_review(second)
    deduct(second, menkou)
    replace(bureau, second, menkou)
    put_on_paper(bureau)
    director = sign_in("机构", DESK)
    director.goto(f"{menkou.district}/consequences/notices")
    assert "通报" in director.locator("main").inner_text()
