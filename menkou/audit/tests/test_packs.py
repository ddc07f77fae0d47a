"""The inspection pack: it verifies, holds back what residents did, and the taking is its last line."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from menkou.core.actors import Actor
from menkou.core.models import AuditEntry
from menkou.papers import jobs, store
from menkou.papers.models import Batch
from tests.cast import SLUG


@pytest.fixture
def log(say, adviser_a):
    for number in range(8):
        say()
        say(str(adviser_a), "consultation.read", f"consultations.Consultation:{number}")


@pytest.fixture
def pack(sign_in, log, anchored, district):
    """Ask for the pack as somebody, let the worker make it, and return where it lies."""

    def pack(by) -> Path:
        answer = sign_in(by).post(f"/{SLUG}/audit/pack", {"what": "consultation.read"})
        batch = Batch.objects.get()
        assert answer["Location"] == f"/{SLUG}/papers/{batch.pk}/"
        jobs.make.func(district_id=district.pk, batch_id=str(batch.pk))
        batch.refresh_from_db()
        assert batch.state == Batch.State.READY, batch.problem
        return store.path_of(batch.file)

    return pack


def verified(*words: Path | str) -> tuple[int, str]:
    """What the program says, run by itself."""
    command = [sys.executable, "-I", "-S", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"})
    return done.returncode, done.stdout + done.stderr


def test_the_pack_verifies_by_the_program_that_lies_in_it(pack, auditor, anchored, tmp_path):
    path, folder = pack(auditor), anchored()
    with zipfile.ZipFile(path) as opened:
        opened.extractall(tmp_path / "out")

    assert {one.name for one in (tmp_path / "out").iterdir()} >= {
        "请先看我.txt",
        "审计记录.xlsx",
        "export.jsonl",
        "verify.py",
    }
    code, said = verified(tmp_path / "out" / "verify.py", path, folder)
    assert (code, "一行不少、一行没改" in said) == (0, True)


def test_the_pack_holds_back_what_residents_did_and_tells_how_many(pack, auditor):
    with zipfile.ZipFile(pack(auditor)) as opened:
        rows = [json.loads(line) for line in opened.read("export.jsonl").decode().splitlines()][1:]
        readme = opened.read("请先看我.txt").decode()
        with opened.open("审计记录.xlsx") as sheet:
            listed = CalamineWorkbook.from_filelike(sheet).get_sheet_by_name("审计记录").to_python()[1:]

    assert sum("line" in row for row in rows) == 8
    assert "（8 行）" in readme
    assert "共 8 行。条件是：谁：工作人员；做了什么：打开咨询；" in readme
    assert [row for row in rows if row.get("what") == "consultation.asked"] == []
    assert len(listed) == 8


def test_the_last_line_of_a_pack_is_that_it_was_taken(pack, auditor):
    with zipfile.ZipFile(pack(auditor)) as opened:
        last = json.loads(opened.read("export.jsonl").decode().splitlines()[-1])

    assert (last["what"], last["by"]) == ("audit.pack_taken", str(auditor))


def test_who_is_no_inspector_any_more_gets_no_pack(pack, auditor, monkeypatch):
    monkeypatch.setattr("menkou.audit.pack.accounts.actor_for", lambda user: Actor(user.pk, user.name))
    with pytest.raises(AssertionError, match="审计记录只能由"):
        pack(auditor)
    assert not AuditEntry.objects.filter(what="audit.pack_taken").exists()
