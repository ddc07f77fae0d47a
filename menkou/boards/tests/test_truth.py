"""公示牌 true or not: what hangs there beside what would be printed now, to the very board."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.advisers import actions as advisers
from menkou.boards import actions, jobs, queries
from menkou.boards.models import Board, Printing
from menkou.boards.words import actions as wording
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Refused
from menkou.core.news import announce
from menkou.mergers.news import VillagesMerged
from menkou.places.models import Village
from menkou.postings.models import Posting
from tests.counting import at_most

Due, State = Board.Due, Board.State


def test_what_hangs_and_says_what_is_so_is_true(board, stale):
    assert (board.state, board.version, board.hung, board.due, stale()) == (State.UP, 1, 1, "", {})


def test_one_phone_number_changes_and_exactly_the_boards_that_show_it_are_stale(
    district, make, hang, bureau, village, village_next_door, chen, lin, wu, stale, client, board
):
    carriers = ("a2", "round", "card", "nameplate", "cover", "loudspeaker")
    others = make(village, carriers=carriers)
    elsewhere = make(village_next_door, carriers=("a3", "card"))
    hang(*others, *elsewhere)
    code = next(one.link for one in queries.papers_of([board])).split("/b/")[1]

    advisers.amend(by=bureau, district=district, row=lin, facts={"phone": "10000000077"})

    assert stale() == {one.number: "B岗电话" for one in (board, *others)}
    paper = actions.record_printing(by=bureau, district=district, boards=[board])[0]
    assert (paper.version, paper.facts.b.phone, paper.link.split("/b/")[1]) == (2, "10000000077", code)
    page = client.get(f"/{district.slug}/b/{code}")
    assert page.status_code == 200
    assert "10000000077" in page.text


def test_a_new_board_that_is_printed_is_true_once_it_hangs(board, district, bureau, lin, stale):
    advisers.amend(by=bureau, district=district, row=lin, facts={"phone": "10000000077"})
    board.refresh_from_db()
    assert board.due == Due.PRINT
    actions.record_printing(by=bureau, district=district, boards=[board])
    board.refresh_from_db()
    assert (board.due, board.version, board.hung, stale()) == (Due.HANG, 2, 1, {board.number: "B岗电话"})
    actions.put_up(by=bureau, board=board, place="村委会门口")
    board.refresh_from_db()
    assert (board.due, board.stale_since, stale()) == ("", None, {})


def test_the_same_words_printed_again_are_the_same_version(board, district, bureau):
    for _ in range(2):
        assert actions.record_printing(by=bureau, district=district, boards=[board])[0].version == 1
    assert Printing.objects.filter(board=board).count() == 1


@pytest.mark.parametrize(
    ("what", "facts", "why"),
    [
        ("office", {"name": "演示·红花法律事务所"}, "B岗机构"),
        ("office", {"address": "演示路9号"}, "B岗办公地址"),
        ("lin", {"phone": "10000000077"}, "B岗电话"),
        ("adviser", {"name": "林方", "licence_no": "19900000000000077"}, "B岗姓名、B岗执业证号"),
        ("judicial", {"phone": "0537-0000077"}, "监督电话"),
    ],
)
def test_each_fact_makes_stale_what_shows_it(what, facts, why, board, district, bureau, institutions, lin, stale):
    rows = {"office": institutions["office"], "lin": lin, "adviser": lin.adviser}
    if what == "judicial":
        from menkou.places import actions as places
        from menkou.places.models import JudicialOffice

        office = JudicialOffice.objects.get(township=board.village.township)
        places.amend_office(by=bureau, district=district, office=office, facts=facts)
    else:
        advisers.amend(by=bureau, district=district, row=rows[what], facts=facts)
    assert stale() == {board.number: why}


def test_what_no_board_shows_makes_none_stale(board, district, bureau, institutions, stale):
    advisers.amend(by=bureau, district=district, row=institutions["firm"], facts={"phone": "0537-0000077"})
    assert stale() == {}


def test_the_words_of_the_district_are_on_its_boards(board, make, hang, village, district, bureau, adopted, stale):
    (card,) = make(village, carriers=["card"])
    hang(card)
    adopted.pk, adopted.valid_from, adopted.standards = None, clock.today(), ["两个工作日内答复"]
    wording.adopt(by=bureau, district=district, disclosure=adopted)
    assert stale() == {board.number: "标准"}  # there is no room for it on a card


def test_hours_of_one_village_are_on_its_own_boards(board, make, hang, village_next_door, wu, bureau, stale):
    hang(*make(village_next_door))
    wording.set_hours(by=bureau, village=board.village, words="每月 10 日上午", valid_from=clock.today())
    assert stale() == {board.number: "到村时间"}


def test_another_adviser_takes_over_and_back(board, district, register, village, lin, stale):
    Posting.objects.filter(registration=lin).update(valid_until=clock.today())
    actions.compare(by=CLOCK, district=district, why="离职", villages=[village.pk])
    (why,) = stale().values()
    assert why.startswith("B岗姓名、B岗类别")
    assert Board.objects.get(pk=board.pk).cause == "离职"
    Posting.objects.filter(registration=lin).update(valid_until=None)
    actions.compare(by=CLOCK, district=district, why="", villages=None)
    assert stale() == {}


def test_a_day_comes_on_which_other_words_hold(board, district, bureau, village, stale, monkeypatch):
    tomorrow = clock.today() + timedelta(days=1)
    wording.set_hours(by=bureau, village=village, words="每月 10 日上午", valid_from=tomorrow)
    jobs.compare_boards()
    assert stale() == {}
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    jobs.compare_boards()
    assert stale() == {board.number: "到村时间"}


def test_the_sweep_looks_once_a_day(board, district, lin):
    jobs.compare_boards()
    with at_most(2):
        jobs.compare_boards()


def test_a_village_that_is_merged_has_its_board_taken_down(board, district, village, bureau):
    Village.objects.filter(pk=village.pk).update(valid_until=clock.today())
    actions.compare(by=CLOCK, district=district, why="村居撤并")
    board.refresh_from_db()
    assert (board.due, board.why) == (Due.TAKE_DOWN, "村并了")
    actions.take_down(by=bureau, board=board)
    board.refresh_from_db()
    assert (board.state, board.due, board.stale_since) == (State.DOWN, "", None)


def test_after_a_merger_the_old_board_comes_down_and_the_village_that_goes_on_has_none(
    board, village, bureau, chen, lin
):
    today, facts = clock.today(), {"township": village.township, "kind": "community"}
    new = Village.objects.create(code="999901001001", name="红花社区", valid_from=today, **facts)
    Village.objects.filter(pk=village.pk).update(valid_until=today, successor=new)
    Posting.objects.filter(village=village).update(village=new)
    announce(VillagesMerged(today, "区划调整", frozenset([new.pk])))
    assert [one.due for one in queries.boards_for(bureau)] == [Due.TAKE_DOWN]
    assert new in queries.without_board(bureau)


def test_a_village_with_another_name_has_a_board_with_the_old_one(board, village, stale):
    Village.objects.filter(pk=village.pk).update(name="红星村委会")
    announce(VillagesMerged(clock.today(), "区划调整", frozenset()))
    assert stale() == {board.number: "村居"}


def test_a_board_that_hung_before_is_judged_by_its_two_names(district, village, chen, lin, bureau, stale):
    facts = {"carrier": "earlier", "number": "222222", "made_at": clock.now(), "state": "up", "version": 1, "hung": 1}
    old = Board.objects.create(village=village, due="", seen_at=clock.now(), **facts)
    shown = {"A岗姓名": "陈明", "B岗姓名": "林芳"}
    Printing.objects.create(board=old, version=1, shown=shown, printed_at=clock.now())
    advisers.amend(by=bureau, district=district, row=lin, facts={"phone": "10000000077"})
    assert stale() == {}  # its phones are not on record
    advisers.amend(by=bureau, district=district, row=lin.adviser, facts={"name": "林方"})
    assert stale() == {"222222": "B岗姓名"}
    assert Board.objects.get().due == Due.TAKE_DOWN  # it is not printed again


def test_facts_cost_the_same_for_many_villages(adopted, village, village_next_door, chen, lin, wu):
    with at_most(8):
        queries.facts_of([village, village_next_door])
    assert queries.facts_of([]) == {}


def test_nothing_is_printed_before_all_is_there(make, district, bureau, village, chen, lin):
    (made,) = make(village)
    with pytest.raises(Conflict, match="承诺：还没有填"):
        actions.record_printing(by=bureau, district=district, boards=[made])
    assert not Printing.objects.exists()


def test_each_looks_after_their_own(
    board, make, village, village_next_door, district, cadre, office, adviser_next_door
):
    actions.look_at(by=cadre, board=board, found="seen")
    (other,) = make(village_next_door)
    with pytest.raises(Refused):
        actions.look_at(by=adviser_next_door, board=board, found="seen")
    with pytest.raises(Refused):
        actions.make(by=office, district=district, villages=[village_next_door], carriers=["card"])
    assert set(queries.boards_for(cadre)) == {board}
    assert set(queries.boards_for(office)) == {board}


def test_damaged_is_printed_again_and_gone_is_hung_again(board, district, bureau):
    actions.look_at(by=bureau, board=board, found="damaged")
    board.refresh_from_db()
    assert board.due == Due.PRINT
    actions.record_printing(by=bureau, district=district, boards=[board])
    board.refresh_from_db()
    assert board.due == ""
    actions.look_at(by=bureau, board=board, found="gone")
    board.refresh_from_db()
    assert (board.state, board.due) == (State.PRINTED, Due.HANG)


def test_the_database_refuses_a_board_that_hangs_unprinted(board):
    with pytest.raises(IntegrityError), transaction.atomic():
        Board.objects.filter(pk=board.pk).update(hung=5)


def test_a_revoked_board_that_hangs_is_to_be_taken_down_until_it_is(board, bureau):
    actions.revoke(by=bureau, board=board, why="丢了")
    board.refresh_from_db()
    assert (board.due, board.why) == (Board.Due.TAKE_DOWN, "码已作废")

    actions.reissue(by=bureau, board=board)
    board.refresh_from_db()
    assert board.due != Board.Due.TAKE_DOWN


def test_a_revoked_board_is_not_to_be_printed(make, village, adopted, chen, lin, bureau):
    (board,) = make(village)
    assert queries.due(bureau).count() == 1

    actions.revoke(by=bureau, board=board, why="丢了")

    assert (queries.due(bureau).count(), queries.due_by_township(bureau)) == (0, [])
