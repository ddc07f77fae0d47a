"""收信的进程: where they are called, what is refused, and what doctor says of them."""

import os
import socket
import subprocess
import sys

import pytest

from menkou.command import intakes
from menkou.command.children import Child
from menkou.command.doctor import running as running_parts
from menkou.command.doctor.check import Patient
from menkou.command.home import CHECKOUT, Home
from menkou.command.problems import Problem
from menkou.command.tests.installation import CLEAN, free_port


def test_without_a_word_there_are_none(monkeypatch):
    monkeypatch.delenv(intakes.PORTS, raising=False)
    assert intakes.ports(8000, demo=False) == []


def test_a_demo_takes_the_two_ports_after_its_own_where_they_are_free(monkeypatch):
    monkeypatch.delenv(intakes.PORTS, raising=False)
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert port not in intakes.ports(port - 1, demo=True)


@pytest.mark.parametrize("said", ["8001,8002", " 8001 ， 8002"])
def test_they_are_where_the_environment_says(monkeypatch, said):
    monkeypatch.setenv(intakes.PORTS, said)
    assert intakes.ports(8000, demo=False) == [8001, 8002]


@pytest.mark.parametrize("said", ["8000,8001", "8001,8001", "八千", "0", "70000", "1,2,3,4,5", ","])
def test_what_cannot_be_is_refused_in_a_sentence(monkeypatch, said):
    monkeypatch.setenv(intakes.PORTS, said)
    with pytest.raises(Problem, match="写得不对"):
        intakes.ports(8000, demo=False)


def test_none_of_them_is_vital_and_each_heals_by_itself(tmp_path):
    made = intakes.children([8001, 8002], "127.0.0.1", tmp_path, {}, 0)
    assert [(one.title, one.vital, one.heals, one.log.name) for one in made] == [
        ("收信一", False, True, "intake-1.log"),
        ("收信二", False, True, "intake-2.log"),
    ]
    assert isinstance(made[0], Child)
    assert made[0].command[-1] == "menkou.channels.asgi:application"


def test_by_itself_it_wants_to_know_where_the_database_is(tmp_path):
    words = [sys.executable, "-m", "menkou.command.intakes", "8001"]
    environment = CLEAN | {"MENKOU_HOME": str(tmp_path)}
    done = subprocess.run(words, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "MENKOU_DATABASE_URL" in done.stderr
    assert not os.listdir(tmp_path)


def test_doctor_says_which_does_not_answer(tmp_path):
    home, port = Home(tmp_path), free_port()
    assert running_parts.intake(Patient(home, "")).ok
    home.note("serve.json", {"pid": 0, "intake": [0], "intake_ports": [port]})
    found = running_parts.intake(Patient(home, ""))
    assert not found.ok
    assert str(port) in found.found
