"""群登记 from a table: whose and where each group is, what is wrong in words, and all of it taken back."""

import pytest

from menkou.accounts.models import User
from menkou.core.clock import today
from menkou.core.errors import Refused
from menkou.groups.keeping import actions as keeping
from menkou.groups.models import Group
from menkou.imports import queries
from menkou.imports.models import Line
from menkou.imports.undoing.actions import undo

pytestmark = pytest.mark.django_db
HEAD = ["群名", "哪一级的群", "镇街", "村（社区）", "我们建的", "哪一种群", "群主", "村民人数", "法律顾问在群里"]
NAME = "红花村法律顾问群"


@pytest.fixture
def row(village, chen):
    """A row that is right, with what a test changes of it."""

    def row(**said):
        plain = {"群名": NAME, "村（社区）": village.code, "我们建的": "是", "群主": chen.adviser.licence_no}
        return [(plain | said).get(title, "") for title in HEAD]

    return row


@pytest.fixture
def group(village, chen):
    facts = {"residents": 80, "cadres": 5, "looked_on": None}
    return Group.objects.create(level="village", name=NAME, village=village, registration=chen, **facts)


def said(dropped) -> list[str]:
    return [one.problems[0]["sentence"] for one in queries.lines_of(dropped).exclude(problems=[])]


def test_a_row_becomes_a_group_and_goes_again(drop, apply, bureau, row, chen):
    dropped = apply(drop({"群登记": [HEAD, row(村民人数=120)]}))
    group = Group.objects.get()

    assert (group.registration, group.residents, group.admission, group.looked_on) == (chen, 120, "asked", today())
    undo(by=bureau, dropped=dropped)
    assert not Group.objects.exists()


def test_an_empty_cell_keeps_what_stands(drop, apply, bureau, row, group):
    dropped = drop({"群登记": [HEAD, row(群主="", 村民人数=90)]})
    line = Line.objects.get(dropped=dropped)

    assert (line.status, line.was) == ("changed", {"residents": 80})
    apply(dropped)
    group.refresh_from_db()
    assert (group.residents, group.cadres, group.looked_on) == (90, 5, today())
    undo(by=bureau, dropped=dropped)
    group.refresh_from_db()
    assert (group.residents, group.looked_on) == (80, None)


def test_another_owner_by_name_is_shown_and_taken(drop, apply, row, group, office):
    officer = User.objects.get(pk=office.user_id)
    dropped = drop({"群登记": [HEAD, row(群主=officer.username)]})
    line = Line.objects.get(dropped=dropped)

    assert line.values["_names"][f"u:{officer.username}"] == officer.name
    apply(dropped)
    group.refresh_from_db()
    assert (group.owner, group.registration) == (officer, None)


def test_two_of_one_name_are_asked_about(drop, row, chen, office):
    User.objects.filter(pk=office.user_id).update(name=chen.adviser.name)
    line = Line.objects.get(dropped=drop({"群登记": [HEAD, row(群主=chen.adviser.name)]}))

    assert line.status == "asked"
    assert "群主是哪一位" in line.question["sentence"]
    assert len(line.question["choices"]) == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"群名": "", "村民人数": 3}, "“群名”没有填"),
        ({"群主": ""}, "要写群主"),
        ({"群主": "没有这人"}, "没有“没有这人”"),
        ({"我们建的": "否"}, "请空着"),
        ({"我们建的": "", "群主": ""}, "是不是我们建的"),
        ({"哪一级的群": "区"}, "“村（社区）”请空着"),
        ({"哪一级的群": "镇街", "村（社区）": ""}, "是哪个镇街"),
        ({"村（社区）": ""}, "哪一级的群"),
        ({"哪一级的群": "村", "村（社区）": ""}, "哪个村"),
        ({"哪一级的群": "市"}, "只能写：区、镇街、村"),
        ({"村民人数": 2001}, "最大是 2000"),
        ({"哪一种群": "QQ群"}, "只能写：微信群、企业微信群"),
    ],
)
def test_what_is_wrong_is_said_by_row(drop, row, change, says):
    dropped = drop({"群登记": [HEAD, row(**change)]})

    assert says in said(dropped)[0]
    assert not dropped.will_do


def test_a_village_s_own_group_has_no_owner_of_ours(drop, apply, row):
    apply(drop({"群登记": [HEAD, row(我们建的="否", 群主="", 法律顾问在群里="否")]}))
    found = Group.objects.get()

    assert (found.is_ours, found.owner_name, found.has_adviser) == (False, "村里的群", False)


def test_whose_a_group_is_and_what_it_is_pushed_by_are_not_changed_by_a_table(drop, row, group):
    assert "我们建的群" in said(drop({"群登记": [HEAD, row(我们建的="否", 群主="")]}))[0]
    assert said(drop({"群登记": [HEAD, row(哪一种群="企业微信群")]})) == []


def test_two_groups_of_one_name_in_one_place_are_not_guessed(drop, row, group, village):
    Group.objects.create(level="village", name=NAME, village=village, is_ours=False)

    assert "两个同名的群" in said(drop({"群登记": [HEAD, row(村民人数=9)]}))[0]


def test_a_dissolved_group_is_no_more_in_the_way(drop, row, group):
    Group.objects.update(dissolved_on=today())

    assert Line.objects.get(dropped=drop({"群登记": [HEAD, row()]})).status == "new"


def test_a_whole_list_is_taken_in_by_the_bureau_only(office, district):
    with pytest.raises(Refused, match="区司法局"):
        keeping.take_in(by=office, district=district, groups=[])
    assert not Group.objects.exists()
