"""menkou plan --explain: the posts on record explained, in Chinese or for a program; no solver."""

import json
import sys

import pytest
from typer.testing import CliRunner

from menkou.command import database, plan
from menkou.command.problems import Problem
from menkou.places.models import Township

CODE = "999901001201"


@pytest.fixture
def asked(monkeypatch, tmp_path, chen, lin, wu, register):
    """Ask of the tests' database; Zhao is Chen's colleague and has no post."""
    register("赵伟", "firm", 4)
    monkeypatch.setattr(plan.home, "installed", lambda: tmp_path)
    monkeypatch.setattr(database, "ensure", lambda _: None)
    monkeypatch.setattr(database, "set_up_django", lambda: None)

    def ask(*words, district="shili"):
        return CliRunner().invoke(plan.app, [*words, "--district", district])

    return ask


def test_people_read_why_who_would_be_next_and_why_not_the_others(asked):
    said = asked("--explain", CODE).stdout

    assert "红花村（红花镇）为什么是他们" in said
    assert "A岗：陈明（演示·红花律师事务所）" in said
    assert "可以换上来的有 2 位" in said
    assert "赵伟（演示·红花律师事务所）：无坐标，比现任" in said
    assert "全区的村（社区）都无坐标" in said
    assert "不可以的有 3 位：已在本村另一岗 1 位，换后镇街缺一类机构 2 位。" in said
    assert "其他村都不动" in said


def test_programs_read_the_same(asked, chen, lin):
    said = json.loads(asked("--explain", CODE, "--json").stdout)

    a, b = said["posts"]
    assert (said["village"], a["post"], b["post"]) == (CODE, "A", "B")
    assert (a["holder"]["adviser"], b["holder"]["adviser"]) == (str(chen.pk), str(lin.pk))
    assert a["holder"]["cost"] == sum(a["holder"]["terms"].values())
    assert [one["name"] for one in a["next_best"]] == ["赵伟", "吴刚"]
    assert all(one["costs_more"] == round(sum(one["more"].values()), 3) for one in a["next_best"])
    assert b["unable"] == {"other_post": 1, "kind_lost": 2}


def test_where_some_townships_lie_nowhere_it_says_of_how_many_villages(asked, townships, village_next_door):
    Township.objects.filter(pk=townships["here"].pk).update(longitude=116.8, latitude=35.5)
    said = asked("--explain", CODE).stdout

    assert "全区 2 个村（社区）里有 1 个无坐标" in said
    assert "赵伟（演示·红花律师事务所）：到村约 0.0 公里" in said  # whose way begins in the middle of what is known
    assert "公里，" not in asked("--explain", village_next_door.code).stdout
    told = json.loads(asked("--explain", CODE, "--json").stdout)
    assert (told["villages"], told["villages_without_coordinates"]) == (2, 1)
    Township.objects.update(longitude=116.8, latitude=35.5)
    assert "无坐标" not in asked("--explain", CODE).stdout


def test_no_plan_is_computed(asked, monkeypatch):
    monkeypatch.setitem(sys.modules, "ortools", None)

    assert asked("--explain", CODE).exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--explain", "999901001299"], "今天没有代码是 999901001299 的村"),
        (["--explain", CODE, "--from", "file"], "不能同时用 --from"),
        (["--explain", CODE, "--start", "2026-01-01"], "不能同时用 --from 或 --start"),
    ],
)
def test_what_cannot_be_explained_is_said(asked, words, said):
    told = asked(*words).exception

    assert isinstance(told, Problem)
    assert said in str(told)


def test_a_district_that_is_not_there_is_said(asked):
    assert "没有叫 nowhere 的区县" in str(asked("--explain", CODE, district="nowhere").exception)
