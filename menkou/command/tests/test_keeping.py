"""What backup and restore decide by themselves: room, folders, digests, differences, and what is said to be lost."""

import json
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from menkou.command import backup, restore
from menkou.command.backup import told
from menkou.command.home import Home
from menkou.command.keeping import choosing, manifest, places, source, taking, wal
from menkou.command.keeping.counting import Counted, astray, differences
from menkou.command.problems import Problem
from tests.guards.sources import shipped

MOMENT = datetime(2026, 3, 5, 12, tzinfo=UTC)
COUNTED = Counted({"a": [3, "17"], "b": [0, "0"]}, ["core.0001_initial"], {"1": [3, "2026-03-05"]}, 240)


def a_manifest(**facts) -> manifest.Manifest:
    facts = {"kind": "dump", "at": MOMENT.isoformat(), "version": "0.1.0", "postgres": "18.6"} | facts
    return manifest.Manifest(keys={"mark": "m", "active": "k1"}, counted=COUNTED.held(), **facts)


def test_every_folder_beside_the_database_is_kept_or_made_again():
    made = {
        word.split('"')[1]
        for file, text in shipped().items()
        for word in text.split("Folder(")[1:]
        if file != "menkou/core/store.py" and word.startswith('"')
    } | {"imports", "batches"}  # these two by a name

    assert made == {*taking.FILES, *taking.MADE_AGAIN}


def test_what_is_not_as_it_was_is_named():
    assert differences(COUNTED, COUNTED) == []
    fewer = Counted({"a": [2, "17"]}, [], {"1": [2, "2026-03-05"]}, 0)
    assert differences(COUNTED, fewer) == ["a 应有 3 行，现有 2 行", "少了表 b", "区县 1 的审计记录对不上"]
    assert differences(COUNTED, Counted({"a": [3, "18"], "b": [0, "0"]}, [], COUNTED.audit, 0)) == ["a 的内容对不上"]


class Chained:
    """A database with one link: of district 1, the third."""

    def execute(self, asked, wanted=()):
        self.row = (True,) if "to_regclass" in asked else ("ab",) if wanted == [1, 3] else None
        return self

    def fetchone(self):
        return self.row


def test_a_chain_that_lost_its_head_or_has_another_there_is_named():
    def kept(heads):
        return Counted({}, [], {}, 0, heads)

    assert astray(Chained(), kept({"1": [3, "ab"]})) == astray(Chained(), kept({})) == []
    assert astray(Chained(), kept({"1": [3, "cd"]})) == ["区县 1 的审计链头（第 3 行）对不上"]
    assert astray(Chained(), kept({"1": [9, "ab"]})) == ["区县 1 的审计链到不了备份时的链头（第 9 行）"]


def test_a_manifest_from_before_heads_were_noted_is_still_read(tmp_path):
    counted = {name: value for name, value in COUNTED.held().items() if name != "heads"}
    older = manifest.Manifest(
        kind="dump",
        at=MOMENT.isoformat(),
        version="0.1.0",
        postgres="18.6",
        keys={"mark": "m", "active": "k1"},
        counted=counted,
        format=1,
    )
    manifest.write(tmp_path, older)
    assert manifest.read(tmp_path).counts.heads == {}


def test_what_may_be_lost_is_told_in_time_and_in_acts():
    said = restore.lost(a_manifest(), MOMENT + timedelta(hours=6, minutes=5))
    assert "2026-03-05 20:00:00" in said
    assert "6 小时 5 分" in said
    assert "约 60 次操作" in said
    assert "操作" not in restore.lost(a_manifest(), MOMENT)


def test_a_manifest_that_is_damaged_missing_or_of_tomorrow_is_refused(tmp_path):
    with pytest.raises(Problem, match="没有备份清单"):
        manifest.read(tmp_path)
    manifest.write(tmp_path, a_manifest())
    assert manifest.read(tmp_path).made_at == MOMENT
    held = json.loads((tmp_path / manifest.NAME).read_text())
    for spoilt, words in (
        ("{", "已损坏"),
        (json.dumps(held | {"format": manifest.FORMAT + 1}), "更新的门口"),
        ("[]", "已损坏"),
    ):
        (tmp_path / manifest.NAME).write_text(spoilt)
        with pytest.raises(Problem, match=words):
            manifest.read(tmp_path)


def test_rows_of_newer_code_are_refused():
    choosing.demand_known(a_manifest())
    newer = a_manifest()
    newer.counted["migrations"].append("core.9999_tomorrow")
    with pytest.raises(Problem, match="core.9999_tomorrow"):
        choosing.demand_known(newer)


def test_a_disk_that_is_too_small_is_refused_beforehand(tmp_path, monkeypatch, db):
    from django.conf import settings

    usage = namedtuple("usage", "total used free")
    kept = source.Source(settings.MENKOU_OWNER_DATABASE_URL, Path("/"))
    taking.demand_room(Home(tmp_path), kept, tmp_path, "dump")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(9, 8, 1 << 20))
    with pytest.raises(Problem, match="只剩 1 MB"):
        taking.demand_room(Home(tmp_path), kept, tmp_path, "dump")


def test_a_disk_that_fills_meanwhile_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(taking, "_dump", full)
    with pytest.raises(OSError, match="No space"):
        taking.take(Home(tmp_path), source.Source("", Path("/")), tmp_path, "dump", told)
    assert not list(tmp_path.iterdir())


def test_one_backup_at_a_time_and_the_newest_is_chosen(tmp_path):
    for day in (1, 3, 2):
        folder = tmp_path / f"menkou-2026030{day}-000000"
        folder.mkdir()
        manifest.write(folder, a_manifest())
    with places.alone_in(tmp_path), pytest.raises(Problem, match="另一个备份"), places.alone_in(tmp_path):
        pass
    assert choosing.chosen(tmp_path)[0].name == "menkou-20260303-000000"
    assert [one.name for one in places.prune(tmp_path, 1, "dump")] == [
        "menkou-20260301-000000",
        "menkou-20260302-000000",
    ]
    assert places.prune(tmp_path, 1, "base") == []


def put(folder: Path, *names: str, **facts) -> list[Path]:
    """Backups of these names."""
    made = [folder / f"menkou-{name}" for name in names]
    for one in made:
        one.mkdir()
        manifest.write(one, a_manifest(**facts))
    return made


def test_a_backup_made_by_a_clock_of_the_future_is_not_the_newest_and_costs_no_newer_one(tmp_path):
    wrong, old, new = put(tmp_path, "20990101-000000", "20260301-000000", "20260302-000000")

    assert choosing.chosen(tmp_path)[0] == new
    assert places.prune(tmp_path, 1, "dump") == [wrong, old]
    assert "比现在还晚" in restore.lost(a_manifest(at="2099-01-01T00:00:00+08:00"), MOMENT)


def test_wal_is_kept_for_the_base_that_needs_the_oldest_whatever_the_clock_said(tmp_path, monkeypatch, capsys):
    for name, lsn in (("20990101-000000", "0/9000000"), ("20260301-000000", "0/3000000")):
        put(tmp_path, name, kind="base", wal={"timeline": 1, "from": lsn})
    received = tmp_path / "wal"
    received.mkdir()
    for number in range(1, 10):
        (received / f"{1:08X}{0:08X}{number:08X}").touch()
    place = Home(tmp_path)
    place.note("wal.json", {"to": str(received)})
    backup._tidy_wal(place, tmp_path)

    assert wal.segments(received)[0].name == "000000010000000000000003"


def test_a_damaged_manifest_among_older_backups_spoils_no_new_one_and_is_named(tmp_path):
    damaged, old, new = put(tmp_path, "20260301-000000", "20260302-000000", "20260303-000000")
    (damaged / manifest.NAME).write_text("{")

    assert places.prune(tmp_path, 1, "dump") == [old]
    assert manifest.unreadable(tmp_path) == [damaged]
    assert choosing.chosen(tmp_path, for_wal=True)[0] == new


@pytest.mark.parametrize(
    "spoilt",
    [
        {"keys": {}},
        {"keys": None},
        {"counted": {}},
        {"counted": []},
        {"files": []},
        {"files": {"a": 1}},
        {"kind": "x"},
        {"kind": "base"},
        {"at": "2026-01-01T00:00:00"},
    ],
)
def test_a_manifest_that_lacks_what_a_restore_asks_of_it_is_damaged(tmp_path, spoilt):
    manifest.write(tmp_path, a_manifest())
    held = json.loads((tmp_path / manifest.NAME).read_text())
    (tmp_path / manifest.NAME).write_text(json.dumps(held | spoilt))
    with pytest.raises(Problem, match="已损坏"):
        manifest.read(tmp_path)


def test_an_owner_is_no_administrator(monkeypatch, db):
    from django.conf import settings

    monkeypatch.delenv(source.ADMIN, raising=False)
    with pytest.raises(Problem, match=source.ADMIN):
        source.of_ones_own()
    monkeypatch.setenv(source.ADMIN, settings.MENKOU_OWNER_DATABASE_URL)
    with pytest.raises(Problem, match="绕不过行级安全"):
        source.of_ones_own()


def test_a_failure_of_a_program_is_one_sentence_without_a_password():
    said = source.failure("pg_dump", "pg_dump: error: could not write: No space left on device\nmore\n")
    assert said == "pg_dump 没有做成：磁盘已满。"
    kept = source.Source("postgresql://a:secret@h/db", Path("/"))
    assert "secret" not in " ".join(kept.words())
    assert kept.environment()["PGPASSWORD"] == "secret"


def test_wal_is_named_by_its_place_and_what_no_base_needs_is_removed(tmp_path):
    assert wal.name_of(1, "0/3000148") == "000000010000000000000003"
    assert wal.name_of(2, "1A/FF000000") == "000000020000001A000000FF"
    for name in ("000000010000000000000001", "000000010000000000000003.partial", "00000002.history", "menkou-wal.json"):
        (tmp_path / name).touch()
    assert wal.tidy(tmp_path, "000000010000000000000003") == 1
    assert [one.name for one in wal.segments(tmp_path)] == ["000000010000000000000003.partial"]
