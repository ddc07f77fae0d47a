"""恢复演练: the data directory is destroyed under load, and the last backup comes back as it was counted."""

import json
import re
import shutil

import psycopg
import pytest

from menkou.command.tests.installation import refused
from tests.keeping.living import QUESTIONS, after


def asked(living, sql):
    with psycopg.connect(living.server.url("launcher")) as connection:
        return connection.execute(sql).fetchone()[0]


@pytest.fixture
def copied(living, tmp_path):
    """A copy of the backup and of the keys, to be spoilt."""
    shutil.copytree(living.kept, tmp_path / living.kept.name)
    shutil.copytree(living.keys, tmp_path / "keys")
    return tmp_path / living.kept.name


def restore(living, folder, keys):
    return living.menkou("restore", "--from", folder, "--keys", keys, "--home", living.base / "elsewhere")


def test_what_was_written_before_the_backup_is_there_and_what_is_lost_is_told(living):
    with living.written() as acknowledged:
        after(acknowledged, 50)
        before = len(acknowledged)
        folder = living.back_up()
        after(acknowledged, 50)
        again = ["restore", "--from", folder, "--keys", living.keys, "--home", living.home]
        refused(living.menkou(*again), "--over")
        refused(living.menkou(*again, "--over"), "还在运行")
        living.destroy()
    said = living.restored(living.backups)
    living.server.start()
    kept = living.lines()

    assert set(acknowledged[:before]) <= kept
    assert 0 < len(set(acknowledged) - kept) <= len(acknowledged) - before
    counted = json.loads((folder / "manifest.json").read_text())["counted"]
    assert f"{len(counted['tables'])} 张表 {sum(rows for rows, _ in counted['tables'].values())} 行" in said
    assert re.search(r"以后写下的不在里面：到现在 \d+ 分钟", said)
    assert re.search(r"试开了 (\d+) 件.*打开 \1 件", said)
    assert "1 个区县的审计链头和备份时一样" in said
    assert (living.home / "scans" / "1" / "contract.pdf").read_bytes() == b"%PDF-signed"
    assert list(living.base.glob("home.before-*"))
    nothing_goes_out_until_it_is_released(living)


def nothing_goes_out_until_it_is_released(living):
    waiting = asked(living, "select count(*) from core_outgoing where state = 'waiting'")
    assert waiting >= QUESTIONS
    assert asked(living, "select count(*) from core_heartbeat where name = 'outbox held'") == 1
    doctor = json.loads(living.menkou("doctor", "--json").stdout)["checks"]
    assert next(one["cure"] for one in doctor if one["name"] == "outbox") == "看过以后请运行 menkou restore --release。"

    assert f"{waiting} 条不再发" in living.did("restore", "--release", "--forget", "--yes")

    assert asked(living, "select count(*) from core_outgoing where state = 'withdrawn'") == waiting
    assert asked(living, "select count(*) from core_heartbeat where name = 'outbox held'") == 0
    assert "不用放行" in living.did("restore", "--release")


def test_an_audit_chain_that_has_another_head_than_the_backup_noted_is_named(living, copied):
    """Somebody swaps the rows of a backup and writes everything anew in its manifest but the head that was put down."""
    heads = json.loads((copied / "manifest.json").read_text())["counted"]["heads"]
    district, (number, digest) = next(iter(heads.items()))
    change = "update core_auditlink set digest = decode(%s, 'hex') where district_id = %s and number = %s"
    with psycopg.connect(living.server.url("launcher")) as connection:
        connection.execute(change, ["00" * 32, district, number])
        connection.commit()
        changed = living.back_up("--keep", "9")
        connection.execute(change, [digest, district, number])
    manifest = json.loads((changed / "manifest.json").read_text())
    assert manifest["counted"]["heads"][district] == [number, "00" * 32]
    manifest["counted"]["heads"] = heads
    (changed / "manifest.json").write_text(json.dumps(manifest))

    words = ["restore", "--from", changed, "--keys", living.keys, "--home", living.base / "swapped"]
    refused(living.menkou(*words), f"对不上：区县 {district} 的审计链头（第 {number} 行）对不上。")
    shutil.rmtree(changed)


def test_a_damaged_backup_is_refused_before_anything_is_touched(living, copied):
    dump = copied / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-100])

    refused(restore(living, copied, living.keys), "坏了", "database.dump 变了")
    assert not (living.base / "elsewhere").exists()
    refused(restore(living, copied.rename(copied.with_suffix(".partial")), living.keys), "没有做完的备份")


def test_an_unfinished_backup_is_named_and_only_so_many_are_kept(living, copied):
    copied.rename(copied.with_suffix(".partial"))
    shutil.copytree(living.kept, copied)
    said = living.did("backup", "--to", copied.parent, "--keep", "1")

    assert "上次没有做完的备份" in said
    assert f"旧的备份 {copied.name} 已删掉" in said
    assert len(list(copied.parent.glob("menkou-*"))) == 1


def test_keys_are_apart_closed_and_of_one_installation(living, copied):
    names = {path.name for path in living.kept.rglob("*")}
    assert names == {"database.dump", "manifest.json", "files", "scans", "1", "contract.pdf"}
    held = json.loads((living.keys / "keys.json").read_text())
    assert all(key not in (living.kept / "manifest.json").read_text() for key in held["sealing"]["keys"].values())
    assert {path.stat().st_mode & 0o077 for path in [living.kept, living.keys, *living.keys.iterdir()]} == {0}

    keys = copied.parent / "keys"
    (keys / "keys.json").write_text(json.dumps(held | {"lookup": "A" * 43 + "="}))
    refused(restore(living, copied, keys), "不是这个安装的")
    refused(living.menkou("backup", "--keys-to", keys), "另一个安装的密钥")


def test_a_place_that_would_be_lost_as_well_is_refused(living):
    refused(living.menkou("backup", "--to", living.home / "backups"), "在安装目录", "里面")
    apart = ["backup", "--to", living.backups, "--keys-to", living.backups / "keys"]
    refused(living.menkou(*apart), "不能和备份放在一起")
    refused(living.menkou("backup", "--to", living.backups, MENKOU_HOME=str(living.base / "none")), "没有安装过")
