"""What processes remember: each asks anew once another one of this machine has changed something."""

import os
import threading

import pytest
from django.db import transaction

from menkou.core import memory


@pytest.fixture
def told(settings, tmp_path):
    """An answer that is remembered, and how often it was asked for."""
    settings.MENKOU_HOME = tmp_path
    times = []

    @memory.remembered
    def ask():
        times.append(1)
        return "told"

    ask()
    return ask, times


def test_it_asks_once_in_a_while(told):
    ask, times = told
    ask()
    assert len(times) == 1


def test_whoever_changes_something_asks_anew(told):
    ask, times = told
    memory.forget()
    ask()
    assert len(times) == 2


def test_what_another_process_changed_is_asked_for_anew(told, tmp_path):
    ask, times = told
    child = os.fork()
    if not child:
        memory._tell()
        os._exit(0)
    os.waitpid(child, 0)
    ask()
    ask()
    assert len(times) == 2


def test_what_was_asked_before_the_change_was_on_record_is_forgotten_after(
    told, tmp_path, db, django_capture_on_commit_callbacks
):
    ask, times = told
    with django_capture_on_commit_callbacks(execute=True):
        memory.forget()
        ask()
        assert not (tmp_path / "changed").exists()
    ask()
    assert (tmp_path / "changed").exists()
    assert len(times) == 3


def test_without_a_place_to_tell_it_the_others_follow_within_the_seconds(told, settings, tmp_path):
    ask, times = told
    settings.MENKOU_HOME = tmp_path / "gone"
    memory.forget()
    ask()
    assert len(times) == 2


class TakenBack(Exception):
    pass


def test_what_was_taken_back_is_not_remembered(settings, tmp_path, db):
    settings.MENKOU_HOME, on_record = tmp_path, ["before"]
    ask = memory.remembered(lambda: on_record[-1])

    with pytest.raises(TakenBack), transaction.atomic():
        on_record.append("never")
        memory.forget()
        assert ask() == "never"
        raise TakenBack
    on_record.pop()

    assert ask() == "before"


def test_whoever_changes_something_sees_it_though_others_ask_before_it_is_on_record(settings, tmp_path, db):
    settings.MENKOU_HOME = tmp_path
    ask = memory.remembered(lambda: "new" if transaction.get_connection().in_atomic_block else "old")
    told = []

    with transaction.atomic():
        memory.forget()
        other = threading.Thread(target=lambda: told.append(ask()))  # on a connection of its own
        other.start()
        other.join()
        told.append(ask())

    assert told == ["old", "new"]


def test_what_was_asked_before_a_change_and_answered_after_it_is_not_remembered(settings, tmp_path):
    settings.MENKOU_HOME, on_record = tmp_path, ["before"]
    asked, changed = threading.Event(), threading.Event()

    @memory.remembered
    def ask():
        found = on_record[-1]
        asked.set()
        changed.wait(10)
        return found

    slow = threading.Thread(target=ask)
    slow.start()
    asked.wait(10)
    on_record.append("after")
    memory.forget()
    memory.remembered(lambda: "of another thread")()
    changed.set()
    slow.join()

    assert ask() == "after"


def test_two_changes_within_one_tick_of_the_disks_clock_are_two(told, tmp_path):
    ask, times = told
    place, moment = tmp_path / "changed", (1_000_000_000, 1_000_000_000)
    for count in (2, 3):
        child = os.fork()
        if not child:
            memory._tell()
            os.utime(place, moment)
            os._exit(0)
        os.waitpid(child, 0)
        ask()
        assert len(times) == count
    ask()
    assert len(times) == 3
