"""更正 on a page: one phone is another, and the list of boards to print again is exactly right."""

import pytest

from menkou.boards.models import Board
from menkou.boards.tests.conftest import adopted, board, hang, make, stale  # noqa: F401
from menkou.boards.views.forms import PhoneField
from tests.counting import at_most

PAGE = "/shili/setup/"


def test_an_officer_changes_one_phone_and_exactly_the_boards_that_show_it_are_listed(
    sign_in,
    bureau,
    village,
    village_next_door,
    make,  # noqa: F811
    hang,  # noqa: F811
    board,  # noqa: F811
    lin,
    wu,
    stale,  # noqa: F811
):
    hang(*make(village_next_door))
    browser = sign_in(bureau)
    listed = browser.get("/shili/desk/advisers").text
    assert f"{PAGE}advisers/{lin.pk}" in listed
    assert f"/shili/boards/portraits/{lin.pk}" in listed

    assert browser.post(f"{PAGE}advisers/{lin.pk}", {"phone": "十三"}).status_code == 422
    assert stale() == {}
    reply = browser.post(f"{PAGE}advisers/{lin.pk}", {"phone": "１３０ 0000-0077"}, follow=True)

    assert "改好了。印着旧内容的公示牌，列在要印的里面。" in reply.text
    assert stale() == {board.number: "B岗电话"}
    assert Board.objects.count() == 2


def test_an_institution_s_address_is_put_right_and_its_boards_are_listed(sign_in, bureau, chen, lin, board, stale):  # noqa: F811
    browser, house = sign_in(bureau), chen.institution
    with at_most(12):
        assert house.name in browser.get(f"{PAGE}institutions").text

    assert browser.get(f"{PAGE}institutions/{house.pk}").status_code == 200
    browser.post(f"{PAGE}institutions/{house.pk}", {"phone": house.phone, "address": "新路 9 号"})

    house.refresh_from_db()
    assert house.address == "新路 9 号"
    assert list(stale()) == [board.number]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0537－4221 148", "0537-4221148"), ("(0537)422-1148", "0537-4221148"), ("0477-00000001", "0477-00000001")],
)
def test_a_phone_is_kept_as_it_can_be_dialled_however_it_is_typed(typed, kept):
    assert PhoneField().clean(typed) == kept
