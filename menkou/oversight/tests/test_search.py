"""找: by characters, sound, initials and numbers; nobody finds what is beyond their own scope, and the page needs no script."""

import re

import pytest

from menkou.advisers import actions
from menkou.advisers.models import Adviser
from menkou.consultations.models import Consultation
from menkou.engagements.models import Contract
from menkou.oversight.search import pages
from menkou.places.rules.sounds import sounds_of
from tests.cast import LONG_AGO
from tests.counting import at_most

SEARCH = "/shili/search"


@pytest.fixture
def search(sign_in):
    def search(by, typed: str) -> list[str]:
        """The names of what was found."""
        shown = sign_in(by).get(SEARCH, {"q": typed, "part": "1"}).content.decode()
        return re.findall(r'<a class="row" href="[^"]*"><span>([^<]*)', shown)

    return search


@pytest.mark.parametrize("typed", ["红花", "honghua", "hhc", "HHC", "hong hua", "999901001201"])
def test_a_village_is_found_by_characters_sound_initials_and_code(search, bureau, village, village_next_door, typed):
    assert "红花村" in search(bureau, typed)
    assert "青树村" not in search(bureau, typed)


@pytest.mark.parametrize("typed", ["陈明", "chenming", "cm", "0001"])
def test_an_adviser_is_found_by_name_sound_initials_and_the_end_of_the_phone(search, bureau, chen, typed):
    assert "陈明" in search(bureau, typed)


def test_pages_of_the_menu_townships_institutions_and_contracts_are_found(search, bureau, chen, institutions, village):
    Contract.objects.create(
        village=village, institution=institutions["firm"], valid_from=LONG_AGO, valid_until=LONG_AGO.replace(year=2099)
    )

    assert "聘用合同" in search(bureau, "pyht")
    assert "红花镇" in search(bureau, "hhz")
    assert "演示·红花律师事务所" in search(bureau, "lssws")
    assert "红花村—演示·红花律师事务所" in search(bureau, "hhc")


def test_another_township_s_office_finds_nothing_of_here(search, office_next_door, chen, lin, village, institutions):
    assert search(office_next_door, "红花") == []
    assert search(office_next_door, "陈明") == []
    assert search(office_next_door, "0001") == []


def test_an_adviser_and_a_cadre_find_their_own_villages_and_no_people(
    search, adviser_a, cadre, village, village_next_door, lin
):
    for by in (adviser_a, cadre):
        assert search(by, "红花") == ["红花村"]
        assert search(by, "青树") == []
        assert search(by, "林芳") == []


def test_a_reference_opens_for_its_holder_and_tells_nobody_else_that_it_is_there(
    search, consultation, adviser_a, adviser_next_door, bureau, office
):
    reference = Consultation.objects.get(pk=consultation.pk).reference

    assert search(adviser_a, reference) == [reference]
    for by in (adviser_next_door, bureau, office):
        assert search(by, reference) == []


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "'", "(", "[a-z]*", "x" * 500, "９８９８"])
def test_nothing_typed_breaks_it(sign_in, bureau, village, typed):
    page = sign_in(bureau).get(SEARCH, {"q": typed})

    assert page.status_code == 200
    assert "红花村" not in page.content.decode()


def test_the_page_needs_no_script_and_asks_little(sign_in, bureau, village, chen):
    browser = sign_in(bureau)
    with at_most(20):
        shown = browser.get(SEARCH, {"q": "hh"}).content.decode()

    assert "红花村" in shown
    assert 'name="q"' in shown


def test_a_new_name_sounds_new(chen, bureau, district, search):

    actions.amend(by=bureau, district=district, row=chen.adviser, facts={"name": "郑和"})

    assert Adviser.objects.get(pk=chen.adviser_id).sound.startswith("zheng he")
    assert "郑和" in search(bureau, "zhenghe")


def test_every_page_of_the_menu_has_its_sound(sign_in, request):
    for name in ("bureau", "office", "director", "auditor", "cadre", "operator", "adviser_a"):
        menu = sign_in(request.getfixturevalue(name)).get("/shili/search").context["menu"]
        titles = {item["title"] for group in menu for item in group["items"]}
        assert titles <= set(pages.SOUNDS), name
    assert all(sounds_of(title).split("/")[0] == sound for title, sound in pages.SOUNDS.items())
