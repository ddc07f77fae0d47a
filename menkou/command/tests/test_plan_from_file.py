"""menkou plan --from: an answer that the checker confirms, or one sentence; never a database."""

import dataclasses
import json
import os
import subprocess
import sys

import pytest

from bench.posting_districts import Size, district
from menkou.command.home import CHECKOUT
from menkou.command.tests.installation import CLEAN, menkou, refused
from menkou.postings.rules.allotment.checker import judged
from menkou.postings.rules.allotment.planner import solve
from menkou.postings.rules.allotment.reading import read

NOWHERE = {"MENKOU_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}  # whoever asks a database is refused
FACTS = district(8, Size(townships=2, villages=30, firms=2, offices=2, advisers=12))


@pytest.fixture
def asked(tmp_path):
    """Ask about a file with these words in it."""

    def ask(text, *words):
        file = tmp_path / "district.json"
        file.write_text(text if isinstance(text, str) else json.dumps(text))
        done = menkou("plan", "--from", str(file), *words, home=tmp_path / "home", **NOWHERE)
        assert not (tmp_path / "home").exists()
        return done

    return ask


def test_the_answer_is_one_that_the_checker_confirms(asked):
    done = asked(FACTS, "--seconds", "3", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert set(answer) == {"value", "bound", "seconds", "a", "b", "prices"}
    assert judged(FACTS, answer["a"], answer["b"]) == (answer["value"], [])
    assert answer["bound"] <= answer["value"]
    assert answer["seconds"] < 20  # of the 3 it has: machines are busy


def test_people_are_told_the_cost_and_the_bound(asked):
    done = asked(FACTS, "--seconds", "3")
    assert done.returncode == 0
    assert "全部方案里最好的不低于" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "不是 JSON"),
        (FACTS | {"demand": [1]}, "demand 有 1 项，应与 township_of 里的村居一样是 30 项。"),
        (FACTS | {"township_of": [9] * 30}, "村居 0 不属于任何镇街"),
        (FACTS | {"cap_a": [2] * 12}, "没有可行的方案。A 岗不够：30 个村居要 30 个 A 岗"),
    ],
)
def test_a_file_that_will_not_do_is_refused_in_one_sentence(asked, text, said):
    done = asked(text)
    refused(done, said)
    assert done.stdout == ""


def test_a_file_that_is_not_there_is_said(tmp_path):
    refused(menkou("plan", "--from", str(tmp_path / "none.json"), home=tmp_path / "home"), "读不了", "找不到")


def test_a_start_date_has_no_use_with_a_file(asked):
    assert "MENKOU_DATABASE_URL" not in CLEAN
    refused(asked(FACTS, "--start", "2026-01-01"), "不能同时用 --start")


@pytest.fixture(scope="module")
def printed():
    """What the command prints of the file, as a program reads it."""
    return dataclasses.asdict(solve(read(json.dumps(FACTS)), steps=50))


@pytest.fixture
def answered(printed, tmp_path):
    """An answer on disk, with changes."""

    def answer(**changes):
        kept = tmp_path / "answer.json"
        kept.write_text(json.dumps(printed | changes))
        return kept

    return answer


def test_the_same_steps_print_the_same_answer(asked, printed):
    assert json.loads(asked(FACTS, "--steps", "50", "--json").stdout) | {"seconds": 0} == printed | {"seconds": 0}


def test_an_answer_is_checked_by_what_shares_nothing_with_the_search(asked, answered):
    done = asked(FACTS, "--check", str(answered()))
    assert done.returncode == 0, done.stderr
    assert "不违反规定" in done.stdout
    assert "用另一个求解器重新求解是" in done.stdout  # a small one was solved exactly, and so again by HiGHS


def test_the_bound_of_a_larger_one_is_added_up_from_its_prices(tmp_path):
    file, kept = tmp_path / "district.json", tmp_path / "answer.json"
    file.write_text(json.dumps(district(5, Size(townships=4, villages=110, firms=3, offices=4, advisers=30))))
    kept.write_text(menkou("plan", "--from", str(file), "--seconds", "2", "--json", home=tmp_path / "home").stdout)
    done = menkou("plan", "--from", str(file), "--check", str(kept), "--json", home=tmp_path / "home")
    said = json.loads(done.stdout)
    assert (done.returncode, said["is_good"], said["broken"], said["why"]) == (0, True, [], "")
    assert said["proven"] >= said["claimed"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"bound": 10**9}, "结果说的是 1,000,000,000"),
        ({"prices": {"a": "x"}}, "下界没法在这里核对"),
        ({"prices": {"a": [10**400]}}, "下界没法在这里核对"),
        ({"value": 1}, "方案：代价"),
    ],
)
def test_an_answer_that_claims_too_much_does_not_pass(asked, answered, changes, said):
    done = asked(FACTS, "--check", str(answered(**changes)))
    assert done.returncode == 1
    assert said in done.stdout


def test_it_goes_on_from_an_answer_and_never_loses_what_was_there(asked, answered):
    kept = answered()
    before = json.loads(kept.read_text())
    done = asked(FACTS, "--continue", str(kept), "--steps", "50", "--json", "--progress")
    after = json.loads(done.stdout)
    assert after["value"] <= before["value"]
    assert after["bound"] >= before["bound"]
    assert json.loads(done.stderr.splitlines()[0])["value"] >= after["value"]


def test_whoever_does_not_listen_any_more_still_gets_the_plan(tmp_path, answered):
    (tmp_path / "facts.json").write_text(json.dumps(FACTS))
    words = ["plan", "--from", f"{tmp_path}/facts.json", "--continue", f"{answered()}", "--steps", "50", "--progress"]
    hears, says = os.pipe()
    os.close(hears)
    command = [sys.executable, "-m", "menkou.command.main", *words]
    done = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=says, text=True, check=False)
    os.close(says)
    assert done.returncode == 0
    assert "全部方案里最好的不低于" in done.stdout


def test_it_does_not_go_on_from_an_answer_to_another_problem(asked, answered):
    kept = answered(a=[0] * 30)
    refused(asked(FACTS, "--continue", str(kept)), "不合这个文件")


@pytest.mark.parametrize("price", ["x", 10**400])
def test_it_does_not_go_on_from_prices_that_are_none(asked, answered, price):
    refused(asked(FACTS, "--continue", str(answered(prices={"a": [price]}))), "不是 menkou plan --json 的结果")


@pytest.mark.parametrize("words", ["{", "[]", '{"a": 1}', '{"a": [0.5], "b": [1], "value": 1, "bound": 1}'])
def test_what_is_no_answer_is_refused_in_one_sentence(asked, tmp_path, words):
    kept = tmp_path / "answer.json"
    kept.write_text(words)
    for option in ("--check", "--continue"):
        refused(asked(FACTS, option, str(kept)), "不是 menkou plan --json 的结果")


def test_steps_and_answers_have_no_use_without_a_file(tmp_path):
    refused(menkou("plan", "--steps", "5", home=tmp_path / "home"), "只和 --from 一起用")


def test_whole_numbers_with_a_point_are_checked_and_gone_on_from_like_any(asked, answered):
    kept = str(answered())
    pointed = FACTS | {name: [float(one) for one in FACTS[name]] for name in ("township_of", "institution_of", "cap_a")}
    for words in (("--check", kept), ("--continue", kept, "--steps", "50")):
        done = asked(pointed, *words)
        assert done.returncode == 0, done.stderr
