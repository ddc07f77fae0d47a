"""menkou plan --from: an answer that the checker confirms, or one sentence; never a database."""

import json

import pytest

from bench.posting_districts import Size, district
from menkou.command.tests.installation import CLEAN, menkou, refused
from menkou.postings.rules.allotment.checker import judged

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
    assert set(answer) == {"value", "bound", "seconds", "a", "b"}
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
