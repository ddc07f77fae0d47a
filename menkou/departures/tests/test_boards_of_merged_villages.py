"""公示牌 after a merger: the village that goes on has another name, so what hangs there is no longer its board."""

import pytest

from menkou.core import clock
from menkou.core.actors import CLOCK, INSTALLER
from menkou.departures import actions, queries
from menkou.departures.models import Board
from menkou.places import actions as places
from menkou.places.models import Village
from menkou.postings.models import Posting


@pytest.fixture
def community(district, village, chen, lin):
    """红花村 goes on as 红花社区 from today, with the same two people."""
    new = Village(
        code="999901001001", name="红花社区", kind="community", township=village.township, valid_from=clock.today()
    )
    places.rearrange(
        by=INSTALLER,
        district=district,
        day=clock.today(),
        townships=[],
        begins=[new],
        renames={},
        ends={village.code: new.code},
    )
    Posting.objects.filter(village=village).update(valid_until=clock.today())
    for post, who in (("A", chen), ("B", lin)):
        Posting.objects.create(village=new, post=post, registration=who, valid_from=clock.today())
    return new


def test_the_village_that_goes_on_needs_a_board_of_its_own(district, community, chen, lin, bureau):
    for _ in range(2):  # looked at again, it is the same board
        actions.check_boards(by=CLOCK, district=district, why="村居撤并", villages=[community.pk])
    board = Board.objects.get(village=community)
    assert (board.a_id, board.b_id, board.stale_since, board.why) == (None, None, clock.today(), "村居撤并")
    assert board in queries.stale_boards(bureau)
    assert board.is_missing
    actions.renew(by=bureau, board=board, a=chen.pk, b=lin.pk)
    assert board not in queries.stale_boards(bureau)


def test_a_village_that_is_simply_new_is_taken_to_have_its_board(district, village, chen, lin):
    Village.objects.filter(pk=village.pk).update(valid_from=clock.today())
    actions.check_boards(by=CLOCK, district=district, why="村居撤并", villages=[village.pk])
    assert Board.objects.get(village=village).stale_since is None
