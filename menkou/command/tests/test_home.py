"""A home keeps its keys: made once, never made again where something may be sealed with the lost ones."""

import json

import pytest

from menkou.command import home
from menkou.command.problems import Problem


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("MENKOU_HOME", str(tmp_path / "home"))
    return home.settle()


def test_a_new_home_gets_keys_that_a_second_start_leaves_alone(place):
    kept = (place.keys / "keys.json").read_text()

    assert home.settle().keys == place.keys
    assert (place.keys / "keys.json").read_text() == kept
    assert json.loads(kept)["sealing"]["active"] == "k1"


def test_lost_keys_are_never_replaced_in_silence(place):
    place.note(home.MIGRATED, {"applied": "something"})
    (place.keys / "keys.json").unlink()

    with pytest.raises(Problem, match="从备份恢复"):
        home.settle()
    assert not (place.keys / "keys.json").exists()
