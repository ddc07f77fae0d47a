"""What processes remember: each asks anew once another one of this machine has changed something."""

import os

import pytest

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
