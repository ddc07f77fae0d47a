"""A change is drawn up, confirmed row by row, and may be withdrawn; nothing moves before it is applied."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.mergers import actions, queries
from menkou.mergers.models import Change, Succession
from menkou.mergers.rules.choice import Choice
from menkou.mergers.rules.lists import BadList, decoded, read
from menkou.mergers.rules.succession import Place, Way
from menkou.mergers.tests.conftest import AFTER, confirmed
from menkou.places import queries as places

ROW, OTHER_ROW = "999901001201", "999901001202"


def test_drawing_up_proposes_where_each_village_goes_on(draw_up):
    change = draw_up()

    rows = [(one.name, one.successor, one.way, one.is_confirmed) for one in change.successions.order_by("code")]
    assert rows == [
        ("红花村委会", "999901001001", Way.SAME_NAME, False),
        ("小红花村委会", "999901001001", Way.PART_OF_NAME, False),
    ]
    assert [(was.name, now.name) for was, now in queries.renames(change)] == [("青树村委会", "大青树村委会")]
    assert places.villages().count() == 3  # nothing has moved


def test_a_list_that_changes_nothing_is_refused(draw_up, village, small_village, village_next_door):
    same = [Place(one.code, one.name) for one in (village, small_village, village_next_door)]

    with pytest.raises(Invalid, match="没有要调整的"):
        draw_up(same)


def test_a_new_township_needs_its_name(draw_up):
    after = [*AFTER, Place("999901009201", "新来村委会")]
    with pytest.raises(Invalid, match="999901009 是新的镇街代码"):
        draw_up(after)

    change = draw_up(after, **{"999901009": "新来街道"})
    assert change.towns == {"999901009": ["999901009", "新来街道"]}


def test_a_second_change_begins_with_what_the_first_will_have_made(draw_up, bureau):
    first = draw_up()
    second = draw_up([Place("999901001001", "红花社区居委会")], title="再并")

    assert second.before == first.after
    assert [one.name for one in second.successions.all()] == ["大青树村委会"]
    confirmed(second, bureau, c999901002201="999901001001")
    with pytest.raises(Conflict, match="请先执行前面的调整"):
        actions.apply(by=bureau, change=second)


def test_a_second_change_knows_the_townships_that_the_first_will_have_made(draw_up):
    after = [Place("999901005201", "红花村委会"), Place("999901005202", "小红花村委会"), AFTER[1]]
    draw_up(after, **{"999901005": "红花街道"})
    second = draw_up([Place("999901005203", "红花城村委会"), AFTER[1]], title="再并")

    assert second.towns == {}
    assert [one.name for one in queries.towns(second)] == ["红花街道"]


def test_two_officers_at_one_row_the_second_is_told(draw_up, bureau):
    change = draw_up()
    said = Choice(ROW, 0, "999901002201", confirmed=True)
    assert actions.settle(by=bureau, change=change, choices=[said]) == 1

    with pytest.raises(Conflict, match="红花村委会"):
        actions.settle(
            by=bureau, change=change, choices=[Choice(ROW, 0, "", "没有人了", True), Choice(OTHER_ROW, 0, "")]
        )
    assert change.successions.get(code=ROW).successor == "999901002201"
    assert change.successions.get(code=OTHER_ROW).successor == "999901001001"


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (Choice(ROW, 0, "999901001999", confirmed=True), "没有代码 999901001999"),
        (Choice(ROW, 0, "", confirmed=True), "请选由哪个村承接"),
        (Choice(ROW, 0, "999901001001", "没有人了"), "就不用写"),
    ],
)
def test_a_row_says_where_or_why_nowhere(draw_up, bureau, choice, words):
    with pytest.raises(Invalid, match=words):
        actions.settle(by=bureau, change=draw_up(), choices=[choice])


def test_what_the_names_say_is_confirmed_at_once_and_nothing_else(draw_up, bureau):
    change = draw_up([*AFTER[:1], Place("999901002202", "柳庄村委会")])

    assert actions.settle_sure(by=bureau, change=change) == 2
    assert [one.name for one in change.successions.filter(confirmed_at=None)] == ["青树村委会"]


def test_comparing_again_keeps_what_still_fits(draw_up, bureau, small_village):
    change = confirmed(draw_up(), bureau)
    small_village.valid_until = clock.today()
    small_village.save()

    actions.redraw(by=bureau, change=change)

    assert [(one.code, one.is_confirmed) for one in change.successions.all()] == [(ROW, True)]


def test_a_withdrawn_change_moves_nothing_and_stays_withdrawn(draw_up, bureau):
    change = confirmed(draw_up(effective_on=clock.today() + timedelta(days=30)), bureau)
    actions.withdraw(by=bureau, change=change)

    for act in (actions.apply, actions.withdraw, actions.redraw, actions.settle_sure):
        with pytest.raises(Conflict, match="已撤回"):
            act(by=bureau, change=change)
    assert places.villages().count() == 3


@pytest.mark.parametrize("who", ["office", "director", "cadre", "auditor", "adviser_a", "operator"])
def test_only_the_bureau_decides(request, draw_up, district, who):
    by, change = request.getfixturevalue(who), draw_up()

    for act in (actions.apply, actions.withdraw, actions.redraw, actions.settle_sure):
        with pytest.raises(Refused, match="只有区司法局"):
            act(by=by, change=change)
    assert not queries.changes_for(by).exists()


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("no_village_succeeds_itself", {"successor": ROW}),
        ("a_successor_or_a_reason_why_none", {"reason": "没有人了"}),
        ("a_confirmed_succession_says_where_and_who", {"confirmed_at": clock.now()}),
    ],
)
def test_the_database_refuses_rows_that_say_nothing_true(draw_up, constraint, fields):
    change = draw_up()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Succession.objects.filter(change=change, code=ROW).update(**fields)


def test_the_database_refuses_a_change_applied_by_nobody(draw_up):
    draw_up()
    with pytest.raises(IntegrityError, match="an_applied_change_has_time_and_person"), transaction.atomic():
        Change.objects.update(state="applied")


def test_a_list_is_read_in_the_usual_ways():
    wanted = [Place("370812001002", "韦园社区居委会"), Place("370812007200", "大桥村村委会")]
    towns = {"370812007": "兴隆庄街道"}
    texts = [
        "代码,名称\n370812001002,韦园社区居委会\n370812007200,大桥村村委会,370812007,兴隆庄街道\n",
        "370812001002\t韦园社区居委会\n370812007200 大桥村村委会 370812007 兴隆庄街道",
        "\n370812001002，韦园社区居委会\n\n370812007200；大桥村村委会；370812007；兴隆庄街道\n",
    ]
    for text in texts:
        assert read(text, "370812") == (wanted, towns)
    for encoding in ("gb18030", "utf-8", "utf-8-sig"):
        assert decoded(texts[0].encode(encoding)) == texts[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "名单是空的"),
        ("37081200100 韦园", "第 1 行开头应是 12 位代码"),
        ("110101001001 东华门", "不是本区县的"),
        ("370812001002", "没有村名"),
        ("370812001002 甲\n370812001002 乙", "第 2 行的代码 370812001002 前面已经有了"),
        (f"370812001002 {'长' * 61}", "超过 60 个字"),
        ("370812001002 甲\x00乙", "怪字符"),
        (f"370812001002,{'长' * 200_000}", "太长"),
    ],
)
def test_a_bad_list_is_refused_with_its_line(text, words):
    with pytest.raises(BadList, match=words):
        read(text, "370812")
