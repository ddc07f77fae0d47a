"""为什么是他们: the reasons and the next best on a page, for those who answer for the posts."""

from datetime import date

import pytest

from menkou.postings.models import Posting
from tests.counting import at_most

PAGE = "/shili/desk/villages/999901001201/why"


@pytest.fixture
def page(chen, lin, wu, register, sign_in):
    """What somebody reads there; Zhao is Chen's colleague and has no post."""
    register("赵伟", "firm", 4)

    def page(by, path: str = PAGE):
        return sign_in(by).get(path)

    return page


def test_the_bureau_reads_who_holds_a_post_who_would_be_next_and_why_others_cannot(page, bureau):
    shown = page(bureau).content.decode()

    assert "A岗：陈明（演示·红花律师事务所）" in shown
    assert "可以换上来的有 2 位。不可以的有 1 位：已在本村另一岗 1 位。" in shown
    assert "赵伟" in shown
    assert "B岗：林芳（演示·红花法律服务所）" in shown
    assert "没有别人可以换上来。不可以的有 3 位：已在本村另一岗 1 位，换后镇街缺一类机构 2 位。" in shown
    assert "这里只看本村" in shown


def test_what_costs_more_stands_beside_its_term(page, bureau, village, wu):
    Posting.objects.filter(post="B").update(registration=wu)
    shown = page(bureau).content.decode()

    assert "1,000" in shown  # Chen and Wu are of one firm
    assert "可以换上来的有 1 位。" in shown


def test_a_vacant_post_says_so_and_who_could_take_it(page, bureau, lin):
    Posting.objects.filter(registration=lin).update(valid_until=date(2020, 2, 1))
    shown = page(bureau).content.decode()

    assert "B岗：空缺" in shown
    assert "可以补上来的有 2 位。" in shown


def test_a_village_without_any_post_still_has_a_page(sign_in, bureau, village):
    shown = sign_in(bureau).get(PAGE).content.decode()

    assert "没有人可以补上来。" in shown


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("auditor", 200),
        ("office", 200),
        ("office_next_door", 404),
        ("director", 403),
        ("adviser_a", 403),
        ("cadre", 403),
        ("operator", 403),
    ],
)
def test_who_may_read_it(page, request, who, status):
    reply = page(request.getfixturevalue(who))

    assert reply.status_code == status
    assert ("赵伟" in reply.content.decode()) == (status == 200)


def test_no_such_village(page, bureau, village):
    assert page(bureau, PAGE.replace("201", "299")).status_code == 404
    type(village).objects.update(valid_until=date(2021, 1, 1))
    assert page(bureau).status_code == 404


def test_the_list_of_villages_leads_there_for_those_who_may(page, bureau, office, director):
    for by, leads in ((bureau, True), (office, True), (director, False)):
        assert (f'href="{PAGE}"' in page(by, "/shili/desk/villages").content.decode()) == leads


def test_the_page_asks_little_of_the_database(page, sign_in, bureau):
    browser = sign_in(bureau)
    with at_most(25):  # it is told all that a plan is told
        assert browser.get(PAGE).status_code == 200
