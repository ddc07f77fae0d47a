"""menkou keys: a person changes the wrapping keys of a running installation, and cannot destroy too soon."""

import json

from menkou.command.tests.installation import menkou, refused


def test_keys_are_changed_while_people_are_served_and_not_destroyed_too_soon(running):
    before = json.loads((running.home / "keys" / "keys.json").read_text())["sealing"]["active"]

    done = menkou("keys", "rotate", home=running.home)
    after = json.loads((running.home / "keys" / "keys.json").read_text())["sealing"]["active"]

    assert done.returncode == 0, done.stderr
    assert after != before
    assert "备份" in done.stdout
    refused(menkou("keys", "destroy", "--old", "--yes", home=running.home), "分钟")
    refused(menkou("keys", "destroy", home=running.home), "--old")
    listed = menkou("keys", "list", home=running.home).stdout
    assert f"{before}\t旧的" in listed
    assert f"{after}\t在用" in listed
