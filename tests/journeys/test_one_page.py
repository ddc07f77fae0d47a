"""一页纸: whoever asks for help is led to their own sheet, reads it at 360 px, and prints it on one sheet of A4."""

import re

import pytest

from config.helping import GUIDES
from tests.journeys.conftest import PHONE
from tests.journeys.test_every_page import examine

pytestmark = pytest.mark.journey
USERS = {
    "cunganbu": "cadre",
    "guwen-a": "adviser",
    "jigou": "institution",
    "sifasuo": "judicial-office",
    "sifaju": "bureau",
}
PAGES = re.compile(rb"/Type\s*/Page\b")


def test_everybody_finds_their_own_sheet_from_the_foot_of_a_page(menkou, sign_in):
    assert {*USERS.values(), "resident"} == set(GUIDES)
    for username, who in USERS.items():
        page = sign_in(username, PHONE)
        page.get_by_role("link", name="一页纸：怎么用").click()
        page.wait_for_url(f"**/help/{who}")
        assert page.get_by_role("heading", level=1).inner_text() == f"一页纸：{GUIDES[who]}"
        examine(page, who)
        page.locator(".one-page a").first.click()
        assert page.locator("main h1").inner_text() != f"一页纸：{GUIDES[who]}"


def test_a_resident_finds_it_on_the_page_of_the_village_and_every_sheet_is_one_page(menkou, new_page):
    page = new_page(PHONE)
    page.goto(menkou.village)
    page.get_by_role("link", name="怎么问、怎么看回复").click()
    page.wait_for_url("**/help/resident")
    for who in GUIDES:
        page.goto(f"{menkou.district}/help/{who}")
        examine(page, who)
        assert len(PAGES.findall(page.pdf(format="A4"))) == 1, who
