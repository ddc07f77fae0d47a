"""The pictures of README and the guides, from a running demo: python -m tests.journeys.pictures http://127.0.0.1:8000

Small on purpose: the repository is cloned by people on slow lines.
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path

import typst
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from menkou.boards.facts import CARRIERS
from menkou.demo.people import PASSWORD
from menkou.demo.places import WALK_VILLAGE
from tests.journeys.conftest import BROWSERS, DESK, FLAGS, PHONE

PLACE = Path(__file__).resolve().parents[2] / "docs" / "pictures"
COLOURS = (48, 36, 24, 16, 12)  # as many as fit
OURS = bytes.fromhex("FBF8F2 FFFFFF F3EEE3 1D2528 23568A A8281E FBE9E6 FBF0D9 2C6B4A C07A12 4A5459 D9D2C3")  # tokens
LARGEST, LARGEST_DENSE = 40_000, 70_000  # bytes of one picture
SHEET_WIDTH = 420  # pixels of a board, a sticker, a sheet of cards or another printed page
SCREEN, SCREEN_WIDTH = {"width": 1920, "height": 1080}, 960
TALL = {"width": 1366, "height": 1410}  # a workbench down to its grid of villages
ON_ITS_SIDE = {"width": 1123, "height": 794}  # A4 as a browser prints it
QUESTION = "邻居把墙砌到我家宅基地上了，怎么办？"
ANSWER = "先别动手。可以请村里调解，拍照留好证据；谈不拢再打官司，我可以帮您看材料。"


def save(page: Page, name: str, *, whole: bool = False, largest: int = LARGEST) -> None:
    """One picture."""
    keep(Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB"), name, largest)


def keep(picture: Image.Image, name: str, largest: int = LARGEST) -> None:
    """Under docs/pictures, with few colours; and say how large it is."""
    for colours in COLOURS:
        with_few(picture, colours).save(PLACE / f"{name}.png", optimize=True)
        if (size := (PLACE / f"{name}.png").stat().st_size) <= largest:
            break
    sys.stdout.write(f"{name}.png {size // 1024} KB, {colours} colours\n")


def with_few(picture: Image.Image, colours: int) -> Image.Image:
    """The colours of our tokens, however rare, and so many that the picture has most of."""
    own = picture.quantize(colours, dither=Image.Dither.NONE)
    palette = Image.new("P", (1, 1))
    palette.putpalette((own.getpalette() or [])[: 3 * colours] + list(OURS))
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def save_narrow(page: Page, name: str, width: int) -> None:
    """What is looked at from afar, or on paper, drawn as wide as this."""
    keep(narrow(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), width), name)


def narrow(picture: Image.Image, width: int) -> Image.Image:
    return picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)


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
        keep(narrow(whole, SHEET_WIDTH), f"sheet-{carrier}", LARGEST_DENSE)


def save_guides(district: str, sign_in) -> None:
    """Two or three of each guide, apart from those of README."""
    adviser = sign_in("guwen-a", PHONE)
    adviser.goto(f"{district}/visits/")
    adviser.get_by_role("button", name="到了").last.click()
    adviser.get_by_text("参与调解", exact=True).click()
    save(adviser, "guide-adviser-visit")
    adviser.goto(f"{district}/assessments/")
    adviser.get_by_role("link", name="请看一看").first.click()
    save(adviser, "guide-adviser-score")
    cadre = sign_in("cunganbu", PHONE)
    cadre.goto(f"{district}/occasions/")
    cadre.get_by_role("link", name="要签的合同").first.click()
    cadre.locator("summary", has_text="存一页材料").click()
    save(cadre, "guide-cadre-occasion")
    cadre.goto(f"{district}/boards/?show=all")
    cadre.get_by_role("table").get_by_role("link").first.click()
    cadre.set_viewport_size({**PHONE, "height": 720})  # above the browser's own words about a file
    save(cadre, "guide-cadre-board")
    director = sign_in("jigou", DESK)
    save(director, "guide-institution-desk")
    director.goto(f"{district}/assessments/")
    director.get_by_role("link", name="请看一看").first.click()
    save(director, "guide-institution-sheet")
    save(sign_in("sifasuo", DESK), "guide-office-desk")


def save_told(bureau: Page, district: str, new_page) -> None:
    """报表, a 通报 on paper, and 大屏."""
    bureau.goto(f"{district}/desk/reports?level=township")
    bureau.set_viewport_size(ON_ITS_SIDE)
    bureau.emulate_media(media="print")
    save(bureau, "report")
    bureau.emulate_media(media="screen")
    bureau.set_viewport_size(DESK)
    bureau.goto(f"{district}/desk/documents")
    bureau.locator("form", has=bureau.get_by_label("哪一期考核")).get_by_role("button", name="看一看").click()
    bureau.get_by_role("button", name="取 PDF").click()
    bureau.get_by_role("button", name="下载").wait_for()
    with bureau.expect_download() as made:
        bureau.get_by_role("button", name="下载").click()
    keep(narrow(first_page(made.value.path()), SHEET_WIDTH), "document")
    bureau.goto(f"{district}/screens/")
    bureau.get_by_label("放在哪里").fill("一楼大厅")
    bureau.get_by_role("button", name="发一条新链接").click()
    hall = new_page(SCREEN)
    hall.goto(bureau.locator("main").get_by_text("/screen/").first.inner_text().strip())
    save_narrow(hall, "screen", SCREEN_WIDTH)


def first_page(pdf: Path) -> Image.Image:
    """The first page of a PDF; typst, which wrote it, draws it as well."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copy(pdf, place / "paper.pdf")
        (place / "page.typ").write_text(
            '#set page(width: auto, height: auto, margin: 0pt)\n#image("paper.pdf", page: 1)'
        )
        drawn = typst.compile(place / "page.typ", format="png", ppi=144)
    return Image.open(io.BytesIO(drawn)).convert("RGB")


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
    bureau = sign_in("sifaju", TALL)
    save(bureau, "desk", largest=LARGEST_DENSE)
    save_told(bureau, district, new_page)
    save_guides(district, sign_in)
    office = sign_in("sifasuo", DESK)
    office.goto(f"{district}/worklogs/")
    save(office, "inbox")
    save_sheets(bureau, district)  # last: it makes boards that nobody has put up yet


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
