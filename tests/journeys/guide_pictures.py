"""The pictures of docs/guide-bureau.md, from a district that opens while they are taken: python -m tests.journeys.guide_pictures

It walks as tests/journeys/test_a_district_opens.py does; the clock, the people and the places are the journey's.
"""

import shutil

from playwright.sync_api import sync_playwright

from tests.journeys import test_a_district_opens as journey
from tests.journeys.conftest import BROWSERS, FLAGS, PHONE
from tests.journeys.messy.ledgers import workbook
from tests.journeys.opening import Browsers, Opened, opened
from tests.journeys.pictures import PLACE, save


def take(people: Browsers, made: Opened) -> None:
    """Nine pictures, in the order of the guide."""
    bureau, operator = people.signed_in("zhangke"), people.signed_in("yunwei")
    save(bureau, "guide-empty")
    _preview(bureau)
    journey.bring_in(bureau)
    journey.to_setup(bureau)
    save(bureau, "guide-half")
    journey.type_in(bureau)
    bureau.goto(f"{made.district}/setup/places/370881004")
    save(bureau, "guide-town")
    links = journey.hand_out(operator)
    save(operator, "guide-links")
    journey.plan(bureau, people.enabled(links["wukezhang"]))
    bureau.locator("#plan .buttons .button").click()
    save(bureau, "guide-plan")
    journey.press(bureau, "contracts")
    save(bureau, "guide-contracts")
    journey.engage(bureau)
    journey.print_boards(bureau)
    bureau.goto(f"{made.district}/boards/")
    save(bureau, "guide-boards")
    advisers = {name: people.enabled(links[username], PHONE) for name, username in journey.ADVISERS.items()}
    journey.ask(bureau, people.page(PHONE), advisers)
    journey.to_setup(bureau)
    bureau.locator(".band").evaluate_all("bands => bands.forEach((one) => one.remove())")  # no backup was made yet
    save(bureau, "guide-done")


def _preview(page) -> None:
    """What an officer looks at before anything is put on record."""
    journey.press(page, "places")
    file = {"name": "曲阜台账.xlsx", "mimeType": journey.EXCEL, "buffer": workbook()}
    page.get_by_label("文件").set_input_files(file)
    page.get_by_role("button", name="放进来看看").click()
    page.get_by_label("下面的行核对过了").wait_for()
    save(page, "guide-import")
    page.get_by_role("button", name="这个文件不导入了").click()
    page.get_by_text("这个文件不导入了，什么都没有动").wait_for()


def main() -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    found = next(filter(None, map(shutil.which, BROWSERS)))
    with opened() as made, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        take(Browsers(browser, made), made)
        browser.close()


if __name__ == "__main__":
    main()
