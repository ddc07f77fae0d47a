"""The pictures of README, from a running demo: python -m tests.journeys.pictures http://127.0.0.1:8000

Small on purpose: the repository is cloned by people on slow lines.
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from menkou.boards.facts import CARRIERS
from menkou.demo.people import PASSWORD
from menkou.demo.places import WALK_VILLAGE
from tests.journeys.conftest import BROWSERS, DESK, FLAGS, PHONE

PLACE = Path(__file__).resolve().parents[2] / "docs" / "pictures"
COLOURS = 48
SHEET_WIDTH = 420  # pixels of a board, a sticker or a sheet of cards
QUESTION = "邻居把墙砌到我家宅基地上了，怎么办？"
ANSWER = "先别动手。可以请村里调解，拍照留好证据；谈不拢再打官司，我可以帮您看材料。"


def save(page: Page, name: str, *, whole: bool = False) -> None:
    """One picture, with few colours."""
    keep(Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB"), name)


def keep(picture: Image.Image, name: str) -> None:
    """Under docs/pictures, and say how large it is."""
    picture.quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE).save(PLACE / f"{name}.png", optimize=True)
    sys.stdout.write(f"{name}.png {(PLACE / f'{name}.png').stat().st_size // 1024} KB\n")


def save_sheets(bureau: Page, district: str) -> None:
    """样张 of every carrier, as one village would have it printed today."""
    bureau.goto(f"{district}/boards/make")
    bureau.get_by_label("哪些村").select_option(index=1)
    for box in bureau.locator("input[name=carriers]").all():
        box.check()
    bureau.get_by_role("button", name="编码").click()
    bureau.get_by_text("个码，可以打印了").or_(bureau.get_by_text("都已经有码了")).wait_for()
    for carrier in CARRIERS.keys() - {"a2"}:  # drawn as A3 is
        bureau.goto(f"{district}/boards/print?carrier={carrier}")
        address = bureau.locator("a[href$='sheet.png']").first.evaluate("link => link.href")
        whole = Image.open(io.BytesIO(bureau.request.get(address).body())).convert("RGB")
        small = whole.resize((SHEET_WIDTH, round(whole.height * SHEET_WIDTH / whole.width)), Image.Resampling.LANCZOS)
        keep(small, f"sheet-{carrier}")


def take(district: str, new_page, sign_in) -> None:
    resident = new_page(PHONE)
    resident.goto(f"{district}/v/{WALK_VILLAGE}")
    save(resident, "village")
    resident.get_by_role("link", name="写字提问").click()
    resident.get_by_label("您遇到了什么事？").fill(QUESTION)
    save(resident, "ask")
    resident.get_by_role("button", name="送给法律顾问").click()
    resident.get_by_role("heading", name="送到了").wait_for()
    save(resident, "delivered")
    adviser = sign_in("guwen-a", PHONE)
    save(adviser, "today")
    adviser.locator("li[data-row]", has_text="未读").last.get_by_role("link").click()
    adviser.get_by_label("答复").fill(ANSWER)
    adviser.get_by_label("没有利害关系").first.check()
    adviser.get_by_role("button", name="发出").click()
    adviser.get_by_text("已发出").wait_for()
    save(adviser, "consultation")
    resident.get_by_role("link", name="看我问的").click()
    resident.wait_for_timeout(11_000)
    resident.reload()
    save(resident, "thread")
    bureau = sign_in("sifaju", DESK)
    save(bureau, "desk", whole=True)
    save_sheets(bureau, district)
    office = sign_in("sifasuo", DESK)
    office.goto(f"{district}/worklogs/")
    save(office, "inbox")


def main(base: str) -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    found = next(filter(None, map(shutil.which, BROWSERS)))
    district = f"{base.rstrip('/')}/yanzhou"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))

        def new_page(size: dict) -> Page:
            return browser.new_context(viewport=size, locale="zh-CN").new_page()

        def sign_in(username: str, size: dict) -> Page:
            page = new_page(size)
            page.goto(f"{district}/sign-in")
            page.get_by_label("用户名").fill(username)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.wait_for_url(lambda url: not url.endswith("/sign-in"))
            return page

        take(district, new_page, sign_in)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
