"""网页服务: how many processes answer."""

import pytest

from menkou.command import web
from menkou.command.problems import Problem


@pytest.fixture
def on_cores(monkeypatch):
    def cores(number: int, mode: str = "production", said: str = "") -> int:
        monkeypatch.setattr(web.os, "sched_getaffinity", lambda _: set(range(number)))
        monkeypatch.setenv("MENKOU_MODE", mode)
        monkeypatch.setenv(web.PROCESSES, said)
        return web.processes()

    return cores


def test_two_answer_where_there_are_two_cores_and_one_where_there_is_one(on_cores):
    assert [on_cores(1), on_cores(2), on_cores(16)] == [1, 2, 2]


def test_a_demo_has_one(on_cores):
    assert on_cores(16, "demo") == 1


def test_the_environment_says_how_many(on_cores):
    assert on_cores(2, "demo", "4") == 4
    words = web.command("127.0.0.1", 8000)
    assert words[words.index("--workers") + 1] == "4"
    assert words[words.index("--blocking-threads") + 1] == "2"  # eight of all together


@pytest.mark.parametrize("said", ["0", "17", "-1", "two", "1.5", "٢x"])
def test_no_other_word_is_taken(on_cores, said):
    with pytest.raises(Problem, match="1 到 16"):
        on_cores(2, "production", said)
