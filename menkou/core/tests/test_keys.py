"""The key file: made once, whole, readable by its owner only; every damage has its sentence."""

import json
import stat

import pytest

from menkou.core import keys


@pytest.fixture
def path(tmp_path):
    return keys.ensure(tmp_path / "keys")


def spoil(path, change) -> None:
    held = json.loads(path.read_text())
    change(held)
    path.write_text(json.dumps(held))


def test_a_fresh_file_is_whole_and_its_owner_s(path):
    ring = keys.load(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert ring.active in ring.sealing
    assert ring.lookup != ring.sealing[ring.active]
    assert [one.name for one in path.parent.iterdir()] == [keys.FILE]


def test_an_existing_file_is_never_touched(path):
    before = path.read_bytes()
    keys.ensure(path.parent)
    path.write_text("damaged")
    keys.ensure(path.parent)

    assert before != path.read_bytes() == b"damaged"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660])
def test_a_file_open_to_others_is_refused(path, mode):
    path.chmod(mode)

    with pytest.raises(keys.KeyFault, match="chmod 600"):
        keys.load(path)


def test_a_missing_file_says_so(path):
    path.unlink()

    with pytest.raises(keys.KeyFault, match="从备份恢复"):
        keys.load(path)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "7", '{"sealing": []}', '{"sealing": {"active": "k1", "keys": []}}']
)
def test_a_damaged_file_says_so(path, text):
    path.write_text(text)

    with pytest.raises(keys.KeyFault, match="已损坏"):
        keys.load(path)


def test_bytes_that_are_no_text_are_damage(path):
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(keys.KeyFault, match="已损坏"):
        keys.load(path)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda held: held["sealing"].update(active="k9"), "不完整"),
        (lambda held: held["sealing"]["keys"].update(k1="AAAA"), "不完整"),
        (lambda held: held.update(lookup="AAAA"), "不完整"),
        (lambda held: held.update(lookup="!!!!"), "已损坏"),
        (lambda held: held.update(lookup=None), "已损坏"),
        (lambda held: held["sealing"]["keys"].update(k1=7), "已损坏"),
        (lambda held: held["sealing"].update(active=[]), "已损坏"),
    ],
)
def test_a_key_that_is_not_whole_is_refused(path, change, says):
    spoil(path, change)

    with pytest.raises(keys.KeyFault, match=says):
        keys.load(path)


def test_digests_hold_their_parts_apart():
    assert keys.digest("once", "ab", "c") != keys.digest("once", "a", "bc")
    assert keys.digest("once", "ab") != keys.digest("asked", "ab")
    assert keys.digest("once", "ab") == keys.digest("once", "ab")
    assert len(keys.digest("once")) == 32
