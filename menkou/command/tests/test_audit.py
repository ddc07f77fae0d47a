"""menkou audit: the whole chain as a file, and the program that verifies it, by a command that needs no database."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from menkou.audit import exporting, verify
from menkou.audit.tests.conftest import anchored, say  # noqa: F401  the same log
from menkou.audit.tests.test_packs import log  # noqa: F401
from menkou.command import audit as command
from menkou.command import database
from menkou.core.models import AuditEntry
from tests.cast import SLUG

LOG = "(select * from core_auditentry where id <> '{}')"


@pytest.fixture
def menkou(monkeypatch, tmp_path, log, anchored):  # noqa: F811  fixtures by their names
    """The command, on the tests' database."""
    monkeypatch.setattr(command.home, "installed", lambda: tmp_path)
    monkeypatch.setattr(database, "ensure", lambda _: None)
    monkeypatch.setattr(database, "set_up_django", lambda: None)
    return lambda *words: CliRunner().invoke(command.app, [*map(str, words)])


def test_an_export_by_command_is_whole_and_verifies(menkou, anchored, tmp_path):  # noqa: F811
    out = tmp_path / "out.jsonl"
    said = menkou("export", "--district", SLUG, "--out", out)
    folder = anchored()

    assert "17 行" in said.stdout
    assert oct(out.stat().st_mode & 0o777) == "0o600"
    rows = [json.loads(line) for line in out.read_text().splitlines()][1:]
    assert [row["what"] for row in rows].count("consultation.asked") == 8
    assert (rows[-1]["what"], rows[-1]["by"]) == ("audit.exported", "系统安装")
    assert menkou("verify", out, folder).exit_code == 0
    assert subprocess.run([sys.executable, "-I", "-S", verify.__file__, out, folder], check=False).returncode == 0


def test_an_export_names_a_line_that_somebody_removed(menkou, anchored, tmp_path, monkeypatch):  # noqa: F811
    """Row security lets nobody of us remove one; so the query is shown a log from which one is gone."""
    folder, out = anchored(), tmp_path / "out.jsonl"
    gone = AuditEntry.objects.order_by("pk")[4].pk
    monkeypatch.setattr(exporting, "LINKS", exporting.LINKS.replace("core_auditentry", LOG.format(gone)))
    menkou("export", "--district", SLUG, "--out", out)
    anchored()
    said = menkou("verify", out, folder)

    assert (said.exit_code, "第 5 行在数据库里已经没有了" in said.stdout) == (1, True)


def test_an_export_writes_over_nothing(menkou, tmp_path):
    (tmp_path / "there").write_text("old")
    said = menkou("export", "--district", SLUG, "--out", tmp_path / "there")

    assert said.exit_code != 0
    assert (tmp_path / "there").read_text() == "old"
    assert not AuditEntry.objects.filter(what="audit.exported").exists()
