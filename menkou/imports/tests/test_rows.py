"""Row by row: what is wrong names its cell and the cure, what is unclear is asked, and what was chosen is remembered."""

import pytest

from menkou.core.errors import Conflict, Invalid
from menkou.imports import actions, queries, showing
from menkou.imports.models import Layout
from menkou.imports.template import template
from menkou.imports.tests.conftest import worked
from menkou.imports.tests.samples import PEOPLE, TOWNS, VILLAGES, WHOLE
from menkou.imports.undoing.actions import undo
from menkou.places.models import FormerName, Township, Village

pytestmark = pytest.mark.django_db


def judged(dropped):
    return {line.title: line for line in queries.lines_of(dropped)}


def test_an_error_names_sheet_row_column_value_and_cure(drop):
    dropped = drop({"镇街": TOWNS, "村居": [*VILLAGES, ["99990100620", "半村", "柳树街道"]]})

    line = queries.lines_of(dropped, "wrong").get()

    assert (line.sheet, line.row) == ("村居", 5)
    assert line.problems == [
        {
            "field": "code",
            "title": "村居代码",
            "column": "A",
            "value": "99990100620",
            "sentence": "应是 12 位数字，现在是 11 位。请照统计用区划代码填。",
        }
    ]


def test_what_is_right_comes_in_and_what_is_wrong_stays_out(drop, apply):
    apply(drop({"镇街": TOWNS, "村居": [*VILLAGES, ["999901006299", "半村", "没有的镇"]]}))

    assert Village.objects.count() == 3


def test_two_villages_of_one_name_are_asked_about_and_the_answer_holds(drop, apply, bureau):
    twins = [*VILLAGES, ["999901006202", "东白杨村委会", "柳树街道"]]
    apply(drop({"镇街": TOWNS, "村居": twins}))
    demand = ["村（社区）", "人口", "上年咨询（件）", "离镇街驻地（公里）"]

    dropped = drop({"村居需求与意愿": [demand, ["东白杨村", 10, 1, 1], ["白杨镇东白杨村", 20, 2, 2]]})

    asked = queries.lines_of(dropped, "asked").get()
    assert asked.row == 2
    assert [code for code, _ in asked.question["choices"]] == ["999901005201", "999901006202"]
    actions.answer(by=bureau, dropped=dropped, answers={asked.question["key"]: "999901006202", "x": "y"})
    worked(dropped)
    assert dropped.counts["new"] == 2
    assert dropped.answers == {asked.question["key"]: "999901006202"}


def test_another_name_under_the_same_code_is_asked_about_and_the_old_one_is_kept(drop, apply, bureau):
    apply(drop({"镇街": TOWNS}))
    before = Township.objects.get(code="999901005")

    dropped = drop({"镇街": [["镇街代码", "镇街名称"], ["999901005", "白柏镇"], ["999901006", "柳树街道办事处"]]})

    assert dropped.counts == {"new": 0, "changed": 0, "same": 1, "wrong": 0, "asked": 1}
    key = queries.lines_of(dropped, "asked").get().question["key"]
    actions.answer(by=bureau, dropped=dropped, answers={key: "change"})
    assert judged(worked(dropped))["白柏镇"].was == {"name": "白杨镇"}
    apply(dropped)
    assert FormerName.objects.get().name == "白杨镇"
    undo(by=bureau, dropped=dropped)
    assert Township.objects.get(code="999901005").name == before.name
    assert not FormerName.objects.exists()


def test_columns_that_were_chosen_once_are_remembered(drop, bureau):
    odd = {"Sheet1": [["甲", "乙", "丙"], ["999901007", "松树镇", "x"]]}
    dropped = drop(odd)
    assert (dropped.sheets[0]["kind"], dropped.counts["new"]) == ("", 0)

    with pytest.raises(Invalid, match="每项只选一列"):
        chosen = {0: "code", 1: "code"}
        actions.choose(by=bureau, dropped=dropped, sheet="Sheet1", kind="townships", header=1, columns=chosen)
    chosen = {0: "code", 1: "name"}
    actions.choose(by=bureau, dropped=dropped, sheet="Sheet1", kind="townships", header=1, columns=chosen)

    assert worked(dropped).counts["new"] == 1
    assert drop(odd).counts["new"] == 1
    assert Layout.objects.get().kind == "townships"


def test_nothing_is_taken_back_that_somebody_uses_or_has_changed_since(drop, apply, bureau):
    dropped = apply(drop(WHOLE))
    Township.objects.filter(code="999901006").update(name="杨柳街道")

    with pytest.raises(Conflict, match=r"柳树街道（镇街）|有人改过或用过"):
        undo(by=bureau, dropped=dropped)
    Township.objects.filter(code="999901006").update(name="柳树街道")
    town = Township.objects.get(code="999901006")
    facts = {"kind": "village", "valid_from": town.villages.get().valid_from, "township": town}
    Village.objects.create(code="999901006399", name="后来村", **facts)
    with pytest.raises(Conflict, match="已经在“村居”里用上了"):
        undo(by=bureau, dropped=dropped)
    dropped.refresh_from_db()
    assert dropped.state == "applied"
    assert Village.objects.count() == 4


def test_the_template_as_it_is_holds_nothing_to_import(drop):
    dropped = drop(template(["白杨镇"]), "模板.xlsx")

    assert sum(dropped.counts.values()) == 0
    assert [one["kind"] for one in dropped.sheets].count("") == 1  # 说明


def test_the_same_person_twice_says_the_same_or_is_wrong(drop):
    twice = [*PEOPLE, PEOPLE[1], [*PEOPLE[2][:4], "13999999999"]]

    dropped = drop({**WHOLE, "顾问": twice})

    assert queries.lines_of(dropped, "same").get().title == "王白"
    assert "和第 3 行说的是同一个" in queries.lines_of(dropped, "wrong").get().problems[0]["sentence"]


def test_rows_that_wait_for_another_say_which_and_are_counted_as_one_cause(drop):
    towns = [TOWNS[0], [*TOWNS[1][:2], "0537-3400005/3400006", "白杨街 1 号"], TOWNS[2]]
    more = [["999901005203", "南白杨村村委会", "白杨镇"]]

    dropped = drop({"镇街": towns, "村居": [*VILLAGES, *more], "另一张": [["甲", "乙"], ["1", "2"]]})

    said = "这里说的镇街写在“镇街”第 2 行，那一行还要改。先改好那一行，这一行不用动。"
    assert [line.row for line in queries.lines_of(dropped, "wrong", "villages")] == [2, 3, 5]
    assert queries.causes_of(dropped) == [(said, 3)]
    assert showing.unread(dropped) == ["另一张"]
