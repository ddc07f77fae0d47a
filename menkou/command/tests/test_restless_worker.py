"""Where only the worker cannot be kept alive, the web server goes on, and doctor says so."""

import os
import sys

import pytest

from menkou.command import children, serve
from menkou.command.children import Child
from menkou.command.doctor import running
from menkou.command.doctor.check import Patient
from menkou.command.home import Home
from menkou.command.problems import Problem
from menkou.command.serve import Supervisor
from menkou.command.tests.installation import CLEAN, until


@pytest.fixture
def supervisor(tmp_path, monkeypatch):
    """One whose worker dies at once each time and whose web server sleeps."""
    monkeypatch.setenv("MENKOU_PUBLIC_URL", "http://127.0.0.1:8309")
    monkeypatch.setattr(children, "LONGEST_PAUSE_S", 0)
    monkeypatch.setitem(running.WORDS, "pid", os.path.basename(sys.executable).encode())
    home = Home(tmp_path)
    home.logs.mkdir()
    made = Supervisor(home, "127.0.0.1", 8309)
    with open(tmp_path / "lock", "w") as lock:
        web = Child("网页服务", ["sleep", "60"], home.logs / "web.log", dict(CLEAN), lock.fileno())
        worker = Child("后台任务", ["false"], home.logs / "worker.log", dict(CLEAN), lock.fileno(), vital=False)
        made.children = [web, worker]
        yield made
        for child in made.children:
            child.stop()


def test_the_start_goes_on_without_the_worker(supervisor, capsys):
    web, worker = supervisor.children
    web.start()
    worker.start()
    supervisor._await(worker, lambda: False)

    assert web.process.poll() is None
    assert "后台任务没有就绪，网页照常服务" in capsys.readouterr().out


def test_a_web_server_that_does_not_get_ready_ends_the_start(supervisor, monkeypatch):
    monkeypatch.setattr(serve, "SOON_S", 0)
    with pytest.raises(Problem, match="网页服务 0 秒后仍未就绪"):
        supervisor._await(supervisor.children[0], lambda: False)


def test_doctor_says_that_the_worker_keeps_dying_until_it_no_longer_does(supervisor, monkeypatch):
    monkeypatch.setattr(running.database, "asking", Beating)
    patient = Patient(supervisor.place, "postgresql://nowhere")
    for child in supervisor.children:
        child.start()
    supervisor._note()
    assert running.worker(patient).ok

    until(lambda: supervisor._tend_children() or supervisor.children[1].keeps_dying)
    supervisor._tend_children()
    finding = running.worker(patient)
    assert "一再意外退出" in finding.found
    assert "worker.log" in finding.cure

    supervisor.children[1].deaths.clear()
    supervisor.children[1].rest_until = float("inf")
    supervisor._tend_children()
    assert running.worker(patient).ok


class Beating:
    """A database in which every heart beats."""

    def __init__(self, url):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def execute(self, *_):
        return self

    def fetchone(self):
        return [True]
