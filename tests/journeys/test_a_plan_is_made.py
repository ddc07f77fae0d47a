"""The bureau draws a plan up, reads why, changes it; a second person approves; from today the village says the name."""

import re

import pytest

from menkou.demo.people import PASSWORD
from menkou.demo.places import WALK_VILLAGE
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_every_page import examine, examine_both

pytestmark = pytest.mark.journey
SECONDS = "5"
SOLVED_MS = 40_000


def solve(page) -> str:
    """Wait until the version on the page is solved; its number."""
    page.get_by_role("link", name="打开结对板").wait_for(timeout=SOLVED_MS)
    return re.search(r"/plans/(\d+)/", page.url)[1]


def second_person(new_page, menkou):
    page = new_page(DESK)
    page.goto(f"{menkou.district}/sign-in")
    page.get_by_label("用户名").fill("sifaju-2")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    return page


def test_a_plan_is_drawn_up_read_changed_approved_and_published(menkou, sign_in, new_page):
    page = sign_in("区司法局", DESK)
    plans = f"{menkou.district}/plans"
    page.get_by_role("link", name="派驻方案").click()
    page.get_by_role("link", name="做方案", exact=True).first.click()
    page.get_by_label("最多算几秒").fill(SECONDS)
    page.get_by_role("button", name="开始计算").click()
    first = solve(page)

    kept = lock_both(page, f"{plans}/{first}")
    again = draw_up_again(page, f"{plans}/{first}/")
    page.goto(f"{plans}/compare?one={first}&other={again}")
    examine(page, "two versions compared")
    page.goto(f"{plans}/{again}/villages/{WALK_VILLAGE}")
    assert holders(page) == kept

    village, name = move_somebody(page, f"{plans}/{again}")
    page.get_by_role("button", name="撤销上一次调整").click()
    page.get_by_text("撤销了").wait_for()
    page.goto(f"{plans}/{again}/villages/{village}")
    assert name not in holders(page)[1]
    page.get_by_role("link", name=f"选{name}").last.click()
    page.get_by_role("button", name=f"换成{name}").click()
    page.get_by_text(f"B岗换成了{name}").wait_for()
    page.goto(f"{plans}/{again}/")
    page.get_by_text("请区司法局的另一个人审定").wait_for()

    other = second_person(new_page, menkou)
    other.goto(f"{plans}/{again}/")
    other.get_by_role("button", name="审定", exact=True).click()
    other.get_by_text("审定了").wait_for()
    other.get_by_role("button", name="发布").click()
    other.get_by_text("发布了").wait_for()
    resident = new_page(PHONE)
    resident.goto(f"{menkou.district}/v/{village}/")
    assert name in resident.locator("main").inner_text()


def holders(page) -> list[str]:
    """Who is on A and on B, on the page of a village."""
    return [page.locator(f"#post-{post}").inner_text() for post in "AB"]


def lock_both(page, plan: str) -> list[str]:
    """Read why the walk's village has its two, and lock them; who they are."""
    page.goto(f"{plan}/villages/{WALK_VILLAGE}")
    page.get_by_text("到村约").first.wait_for()
    for post in "AB":
        page.get_by_role("button", name=f"锁定{post}岗").click()
        page.get_by_text(f"{post}岗锁定了").wait_for()
    return holders(page)


def draw_up_again(page, plan: str) -> str:
    """Solve around the locks; the number of what comes of it."""
    page.goto(plan)
    page.get_by_label("最多算几秒").fill(SECONDS)
    page.get_by_role("button", name="重新计算").click()
    page.wait_for_url(lambda url: url != plan)
    return solve(page)


def move_somebody(page, plan: str) -> tuple[str, str]:
    """Move the cheapest other person to the B-post of the first village that has one; the village and the name."""
    page.goto(f"{plan}/board")
    codes = page.locator("tbody a[href*='/villages/']").evaluate_all("all => all.map(a => a.href.split('/').pop())")
    for village in codes:
        if village == WALK_VILLAGE:
            continue
        page.goto(f"{plan}/villages/{village}")
        choices = page.locator("section", has=page.locator("#post-B")).get_by_role("link", name=re.compile("^选"))
        if choices.count():
            name = choices.first.inner_text().removeprefix("选")
            choices.first.click()
            page.get_by_text("整个方案的代价").wait_for()
            page.get_by_role("button", name=f"换成{name}").click()
            page.get_by_text(f"B岗换成了{name}").wait_for()
            return village, name
    raise AssertionError("nobody else can take any B-post")


@pytest.mark.nightly
def test_the_pages_of_a_plan(menkou, sign_in):
    page = sign_in("区司法局", DESK)
    plans = f"{menkou.district}/plans"
    page.goto(f"{plans}/")
    examine(page, "plans")
    if not page.locator("tbody a").count():
        page.goto(f"{plans}/ask")
        page.get_by_label("最多算几秒").fill(SECONDS)
        page.get_by_role("button", name="开始计算").click()
        solve(page)
        page.goto(f"{plans}/")
    number = re.search(r"/plans/(\d+)/", page.locator("tbody a").first.get_attribute("href"))[1]
    place = f"{number}/villages/{WALK_VILLAGE}"
    for path in (
        *("ask", f"{number}/", f"{number}/board", f"{number}/board?by=institution&colour=change"),
        *(f"{number}/board?by=adviser", f"{number}/board?q=没有的", f"compare?other={number}"),
        *(place, f"{place}/A/choose", f"{place}/A/choose?q=没有的", f"{place}/A/swap"),
    ):
        page.goto(f"{plans}/{path}")
        examine_both(page, path)
