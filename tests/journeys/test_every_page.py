"""Every page, small and wide: axe finds nothing, text at 200 % breaks nothing, nothing hangs over the edge."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

from menkou.demo.places import WALK_VILLAGE
from tests.journeys.conftest import BROWSERS, DESK, FLAGS, PHONE
from tests.journeys.test_the_walk import ask

pytestmark = pytest.mark.journey
PUBLIC = [
    "",
    "?q=bg",
    "?q=没有这个",
    f"t/{WALK_VILLAGE[:9]}/",
    f"v/{WALK_VILLAGE}/",
    f"v/{WALK_VILLAGE}/ask",
    f"v/{WALK_VILLAGE}/complain",
    "pickup",
    "asked/",
    "verify",
    "sign-in",
    "leave",
    "privacy",
    "claim",
    "nonsense",
    "style",
    "help/resident",
    "help/cadre",
]
STAFF = {
    "A岗": [
        "consultations/",
        "consultations/closed",
        "consultations/meetings",
        "visits/",
        "visits/offline",
        "worklogs/mine",
        *("worklogs/new", "worklogs/new?kind=lecture", "desk/ledger"),
        "complaints/mine",
        *("consequences/", "consequences/notices"),
        "reminders/",
        *("pushes/mine", "groups/register/", "subsidies/mine", "assessments/", "help/"),
    ],
    "司法所": [
        "desk/",
        *("worklogs/", "worklogs/paper", "visits/hints", "desk/ledger", "occasions/?show=all"),
        *("concerns/", "assessments/"),
        "concerns/arrangements/",
        *("complaints/?state=all", "hotline/?state=all"),
        "desk/overdue",
        "desk/villages",
        "desk/advisers",
        "reminders/",
    ],
    "区司法局": [
        *("desk/", "desk/villages", f"desk/villages/{WALK_VILLAGE}/why", "desk/nudges", "search?q=xh"),
        *("desk/year", *(f"desk/grid?measure={one}" for one in ("served", "timely", "boards"))),
        *(f"desk/lists/{name}" for name in ("consultations", "contracts", "institutions")),
        *(f"desk/villages/{WALK_VILLAGE}/dossier", "audit/"),
        *("desk/advisers", "desk/asked", "desk/awaiting", "desk/ledger", "assessments/", "assessments/reviews"),
        *(
            "departures/",
            "departures/gaps",
            "boards/",
            "boards/?show=all",
            "boards/?show=without",
            "boards/make",
            "boards/words",
            "boards/alarms",
            "boards/print",
            "imports/",
            "setup/",
            "accounts/",
            "unheld/",
            "targets/",
            "inspections/",
            *("complaints/?state=all", "hotline/?state=all", "hotline/new"),
            *("consequences/?state=all", "consequences/new", "consequences/notices"),
            "consultations/keeping",
            "readings/",
            "reviews/",
            *("desk/beside", "desk/reports?level=township", "desk/reports?level=village", "screens/"),
            *("channels/", "channels/add/wechat", "codes/"),
            *("groups/register/", "groups/register/new", "groups/register/rules"),
            *("pushes/", "pushes/rising", "pushes/new", "pushes/articles/", "pushes/articles/new"),
            *("subsidies/", "subsidies/terms/tariffs", "subsidies/terms/factors", "subsidies/terms/adjustments"),
            *("subsidies/objections", "help/"),
        ),
    ],
    "村干部": ["desk/", "pushes/mine", f"desk/villages/{WALK_VILLAGE}/dossier"],
}
MANY = ("区司法局",)  # so many pages that they are looked at by night
USUAL = {"A岗": PHONE, "村干部": PHONE, "司法所": DESK, "区司法局": DESK}
TWICE_THE_SIZE = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT_WORDS = """[...document.querySelectorAll('a, button, label, h1, h2, p, li, td, th')]
  .filter((e) => e.getClientRects().length && e.scrollWidth > e.clientWidth + 1
                 && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && !e.closest('.unseen, .cell, .skip'))
  .map((e) => e.outerHTML.slice(0, 80))"""


def examine(page, where: str) -> None:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], where
    fits(page, where)


def fits(page, where: str) -> None:
    assert page.evaluate(OVERHANG) <= 0, f"{where} hangs over the edge"
    assert page.evaluate(CUT_WORDS) == [], where


def examine_both(page, where: str) -> None:
    """With axe as wide as the window is, and laid out in the other width too."""
    size = page.viewport_size
    examine(page, where)
    page.set_viewport_size(DESK if size == PHONE else PHONE)
    fits(page, where)
    page.set_viewport_size(size)


def examine_all(page, base: str, paths: list[str]) -> None:
    for path in paths:
        page.goto(f"{base}/{path}")
        examine_both(page, path)


def test_public_pages(menkou, new_page):
    examine_all(new_page(PHONE), menkou.district, PUBLIC)


@pytest.mark.nightly
def test_public_pages_on_a_desk(menkou, new_page):
    examine_all(new_page(DESK), menkou.district, PUBLIC)


@pytest.mark.nightly
def test_one_entry_of_the_log(menkou, sign_in):
    page = sign_in("A岗")
    page.goto(f"{menkou.district}/worklogs/mine")
    page.locator("a.row", has_text="已核实").first.click()
    examine_both(page, "entry")


@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=pytest.mark.nightly) if role in MANY else role for role in STAFF]
)
def test_staff_pages_where_they_are_used(menkou, sign_in, role):
    examine_all(sign_in(role, USUAL[role]), menkou.district, STAFF[role])


@pytest.mark.nightly
@pytest.mark.parametrize("role", STAFF)
def test_staff_pages_in_the_other_width(menkou, sign_in, role):
    size = DESK if USUAL[role] == PHONE else PHONE
    examine_all(sign_in(role, size), menkou.district, STAFF[role])


def test_the_pages_of_one_question(menkou, new_page, sign_in):
    resident = new_page()
    ask(resident, menkou)
    examine(resident, "delivered")
    resident.get_by_role("link", name="看我问的").click()
    examine(resident, "thread")
    resident.get_by_role("button", name="接着问").click()
    resident.locator(".errors").wait_for()
    examine(resident, "thread with an error")
    adviser = sign_in("A岗")
    adviser.locator("li[data-row]", has_text="未读").last.get_by_role("link").click()
    adviser.locator("summary", has_text="停表").click()
    examine(adviser, "consultation")
    adviser.get_by_role("button", name="发出").click()
    adviser.locator(".errors").wait_for()
    examine(adviser, "consultation with an error")
    adviser.get_by_label("答复").fill("看到了。")
    adviser.get_by_label("没有利害关系").first.check()
    adviser.get_by_role("button", name="发出").click()
    adviser.get_by_text("已发出").wait_for()
    adviser.locator("summary", has_text="办结").click()
    examine(adviser, "answered")
    resident.locator("summary", has_text="不问了").click()
    examine(resident, "never mind")
    resident.get_by_role("button", name="不问了").click()
    resident.locator("summary", has_text="重新打开").click()
    examine(resident, "ended")


def test_text_at_two_hundred_per_cent(menkou, browser):
    opened = browser.browser_type.launch(
        executable_path=next(filter(None, map(shutil.which, BROWSERS))), args=[*FLAGS, TWICE_THE_SIZE]
    )
    try:
        page = opened.new_context(viewport=PHONE).new_page()
        for path in PUBLIC:
            page.goto(f"{menkou.district}/{path}")
            letters = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
            assert letters >= 30 or path == "leave", "the letters did not grow"
            assert page.evaluate(OVERHANG) <= 0, f"{path} hangs over the edge"
            assert page.evaluate(CUT_WORDS) == [], path
    finally:
        opened.close()


def test_the_keyboard_reaches_everything_that_can_be_pressed(menkou, new_page):
    page = new_page()
    page.goto(menkou.village)
    pressable = page.locator("a:visible, button:visible, input:visible, summary:visible").count()
    seen = set()
    for _ in range(pressable + 5):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.outerHTML"))
    assert len(seen) >= pressable
