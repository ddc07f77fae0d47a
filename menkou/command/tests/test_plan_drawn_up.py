"""menkou plan: drawn up for a term from the tables, with what is doubtful and which wishes are not honoured."""

import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from menkou.advisers.models import Licence
from menkou.command import database, plan
from menkou.command.problems import Problem
from menkou.core.clock import today
from menkou.postings.models import Plan, Wish
from tests.cast import LONG_AGO

SAID = {"valid_from": LONG_AGO, "source": "测试文件"}
NEXT_YEAR = today() + timedelta(days=365)


@pytest.fixture
def asked(monkeypatch, tmp_path, chen, lin, wu, register):
    """Ask of the tests' database; Zhou is Lin's colleague, so that both villages have somebody of each kind."""
    register("周敏", "office", 4)
    monkeypatch.setattr(plan.home, "installed", lambda: tmp_path)
    monkeypatch.setattr(database, "ensure", lambda _: None)
    monkeypatch.setattr(database, "set_up_django", lambda: None)

    def ask(*words):
        return CliRunner().invoke(plan.app, ["--district", "shili", "--seconds", "3", "--dry-run", *words])

    return ask


def test_programs_read_the_posts_the_terms_and_the_unmet_wishes(asked, chen, lin, village):
    unwanted = Wish.objects.create(village=village, institution=chen.institution, side="village", weight=-1, **SAID)
    told = json.loads(asked("--json").stdout)

    assert {"value", "bound", "seconds", "posts", "terms", "unmet_wishes"} <= set(told)
    assert {one["village"] for one in told["posts"]} == {"999901001201", "999901002201"}
    assert told["unmet_wishes"] == [
        {
            "village": village.code,
            "adviser": None,
            "institution": str(chen.institution_id),
            "weight": -1.0,
            "key": str(unwanted.pk),
        }
    ]
    assert any("没有登记执业证" in doubt for doubt in told["doubts"])


def test_whoever_s_licence_ends_before_the_last_day_is_not_posted(asked, chen, register):
    register("郑重", "firm", 5)
    Licence.objects.create(
        registration=chen, kind="lawyer", number="13708200011000001", **SAID, valid_until=today() + timedelta(days=30)
    )
    whole_year = asked("--until", f"{NEXT_YEAR}", "--json")
    told, today_s = json.loads(whole_year.stdout), json.loads(asked("--json").stdout)

    assert str(chen.pk) not in {who for one in told["posts"] for who in (one["a"], one["b"])}
    assert str(chen.pk) in {who for one in today_s["posts"] for who in (one["a"], one["b"])}
    assert any("陈明" in doubt and "换证以后请登记新证" in doubt for doubt in told["doubts"])


def test_people_read_the_doubts_before_anything_is_solved(asked):
    said = asked().stdout

    assert said.index("请留意：") < said.index("代价")
    assert not Plan.objects.exists()


def test_a_plan_for_last_year_is_refused_before_it_is_solved(asked, monkeypatch):
    last_year = f"{date(today().year - 1, 1, 1)}"
    refused = CliRunner().invoke(plan.app, ["--district", "shili", "--start", last_year]).exception

    assert isinstance(refused, Problem)
    assert "已经过去" in str(refused)
    assert "比开始的日子还早" in str(asked("--until", last_year).exception)
