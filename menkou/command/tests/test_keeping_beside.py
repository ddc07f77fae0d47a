"""Backup, restore and upgrade beside whatever else goes on in the same place: served, started, put aside, cut short."""

import fcntl
import time
from types import SimpleNamespace

import pytest

from menkou.command import restore
from menkou.command.doctor import kept
from menkou.command.doctor.check import Patient
from menkou.command.home import Home
from menkou.command.keeping import choosing, source, taking, targets
from menkou.command.problems import Problem
from menkou.command.tests.installation import menkou, refused
from menkou.command.tests.test_keeping import put


def test_an_installation_that_was_started_during_the_restore_is_not_put_aside(tmp_path, monkeypatch):
    place = Home(tmp_path / "menkou")
    place.path.mkdir()
    (place.path / "serve.lock").touch()
    (tmp_path / "keys").mkdir()
    for one in ("keys.json", "secret.key"):
        (tmp_path / "keys" / one).write_text("x")
    with open(place.path / "serve.lock") as served:

        def started_meanwhile(*_):
            fcntl.flock(served, fcntl.LOCK_EX)
            return "", []

        monkeypatch.setattr(restore, "_bring", started_meanwhile)
        for name in ("demand_keys", "demand_known", "demand_whole"):
            monkeypatch.setattr(choosing, name, lambda *_: None)
        put(tmp_path, "20260301-000000")
        with pytest.raises(Problem, match="还在运行"):
            restore.restore(tmp_path, tmp_path / "keys", place.path, over=True, wal=None, release=False)

    assert [one.name for one in place.path.iterdir()] == ["serve.lock"]
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize(("age_s", "ok"), [(60, True), (-60, True), (90_000, True), (100_000, False), (-86_400, False)])
def test_a_backup_of_the_last_day_is_what_an_upgrade_asks_for_and_one_of_tomorrow_is_none(tmp_path, age_s, ok):
    patient = Patient(Home(tmp_path), "")
    patient.home.note("backup.json", {"dump": time.time() - age_s, "to": "/b"})

    assert kept.backup(patient).ok is ok
    assert kept.is_fresh(patient) is ok


@pytest.mark.parametrize("is_started_meanwhile", [True, False])
def test_a_backup_stops_no_database_that_is_served_since(tmp_path, monkeypatch, is_started_meanwhile):
    place, stopped = Home(tmp_path), []
    (place.path / "postgres").mkdir()
    (place.postgres / "state.json").touch()
    server = SimpleNamespace(start=lambda: True, stop=lambda: stopped.append(True))
    monkeypatch.setattr(source.database, "embedded", lambda _: server)
    monkeypatch.setattr(source, "of_embedded", lambda one: one)
    with open(place.path / "serve.lock", "w") as served, source.opened(place):
        if is_started_meanwhile:
            fcntl.flock(served, fcntl.LOCK_EX)

    assert stopped == ([] if is_started_meanwhile else [True])


@pytest.mark.parametrize(
    "words",
    [
        ["upgrade", "--check"],
        ["upgrade"],
        ["restore", "--release", "--yes"],
        ["audit", "export", "--district", "x", "--out", "/nowhere/x"],
    ],
)
def test_a_command_about_an_installation_makes_none_in_a_wrong_place(tmp_path, words):
    refused(menkou(*words, home=tmp_path / "wrong"), "没有安装过", "MENKOU_HOME")

    assert not (tmp_path / "wrong").exists()


@pytest.mark.parametrize("may_rename", [True, False])
@pytest.mark.parametrize("name", ["old", ""])
def test_what_was_there_is_put_aside_also_where_the_folder_above_is_not_ours(tmp_path, monkeypatch, may_rename, name):
    monkeypatch.setattr(targets.os, "access", lambda *_: may_rename)
    keys, place = tmp_path / "keys", Home(tmp_path / "menkou")
    for folder in (keys, place.path):
        folder.mkdir()
    for one in ("keys.json", "secret.key"):
        (keys / one).write_text("x")
    if name:
        (place.path / name).touch()
        with pytest.raises(Problem, match="--over"):
            targets.demand_free(place, over=False)
    targets.demand_free(place, over=True)
    with targets.beside(place, keys) as made:
        aside = targets.settle(made, place)

    assert sorted(one.name for one in place.path.iterdir() if one != aside) == ["keys", "logs"]
    assert (place.keys / "keys.json").stat().st_mode & 0o077 == 0
    assert (aside / name).exists() if name else aside is None
    assert not list(tmp_path.rglob("*.partial"))


def test_a_restore_that_was_not_finished_leaves_nothing(tmp_path):
    keys = tmp_path / "keys"
    keys.mkdir()
    for one in ("keys.json", "secret.key"):
        (keys / one).write_text("x")
    with pytest.raises(ZeroDivisionError), targets.beside(Home(tmp_path / "menkou"), keys):
        raise ZeroDivisionError
    assert [one.name for one in tmp_path.iterdir()] == ["keys"]


def test_of_two_backups_in_one_second_each_has_a_name_of_its_own(tmp_path, time_machine):
    time_machine.move_to("2026-03-05T12:00:00.9+08:00", tick=True)
    first = taking._name(tmp_path)
    (tmp_path / first).mkdir()

    assert taking._name(tmp_path) > first
