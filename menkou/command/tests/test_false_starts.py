"""A database that is killed while it starts is started again; one that never starts ends the service."""

import socket

import pytest

from menkou.command.children import MOST_DEATHS
from menkou.command.database import LauncherError
from menkou.command.home import Home
from menkou.command.problems import Problem
from menkou.command.serve import Supervisor


class Dying:
    """A database that dies so many times while it starts."""

    def __init__(self, times):
        self.times, self.starts = times, 0

    def alive(self):
        return self.starts > self.times

    def start(self):
        self.starts += 1
        if self.starts <= self.times:
            raise LauncherError("数据库启动不了。")
        return True


@pytest.fixture
def supervisor(tmp_path, monkeypatch):
    monkeypatch.setenv("MENKOU_PUBLIC_URL", "http://127.0.0.1:8309")
    monkeypatch.setattr(Supervisor, "_note", lambda self: None)  # it has no children
    return Supervisor(Home(tmp_path), "127.0.0.1", 8309)


def test_one_that_dies_while_it_starts_is_started_again(supervisor, capsys):
    supervisor.server = Dying(times=MOST_DEATHS - 1)
    while not supervisor.server.alive():
        supervisor._tend_database(closely=False)
    assert capsys.readouterr().out.count("正在重试") == MOST_DEATHS - 1


def test_one_that_never_starts_ends_the_service(supervisor):
    supervisor.server = Dying(times=100)
    with pytest.raises(LauncherError):
        for _ in range(MOST_DEATHS):
            supervisor._tend_database(closely=False)


def test_a_port_that_was_taken_while_tables_were_made_is_not_shared_with_whoever_took_it(tmp_path, monkeypatch):
    """The web server binds with SO_REUSEPORT: the kernel would hand each of two installations half of the callers."""
    monkeypatch.setenv("MENKOU_PUBLIC_URL", "http://127.0.0.1:8309")
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        supervisor = Supervisor(Home(tmp_path), "127.0.0.1", other.getsockname()[1])
        with pytest.raises(Problem, match="已被别的程序占用"):
            supervisor._start_children()
    assert supervisor.children == []
