"""The head of a chain is written outside the database, in every folder that is named, and never over what is there."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from menkou.core.chain import anchors, chainer
from menkou.core.chain.chainer import Chainer
from menkou.core.models import AuditLink
from tests.test_the_audit_chain import say

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)


@pytest.fixture
def own(settings, tmp_path):
    """A home of this test's alone."""
    settings.MENKOU_HOME = tmp_path
    return tmp_path / "anchors"


def head(number: int = 1) -> AuditLink:
    return AuditLink(number=number, digest=bytes([number]) * 32, at=NOW)


def lines(folder: Path) -> list[str]:
    return [line for file in sorted(folder.iterdir()) for line in file.read_text().splitlines()]


def test_an_anchor_is_a_line_that_only_its_owner_reads(own):
    anchors.put(own, "shili", head(), NOW)
    (file,) = own.iterdir()

    assert file.name == "shili.2026.jsonl"
    assert (stat.S_IMODE(own.stat().st_mode), stat.S_IMODE(file.stat().st_mode)) == (0o700, 0o600)
    assert anchors.last(own, "shili") == anchors.Anchor(1, "01" * 32, NOW)
    assert anchors.last(own, "other") is None


def test_the_last_one_is_found_over_the_turn_of_a_year_and_past_a_line_that_was_cut_off(own):
    anchors.put(own, "shili", head(1), NOW)
    anchors.put(own, "shili", head(2), NOW + timedelta(days=1))
    with (own / "shili.2027.jsonl").open("a") as file:
        file.write('{"district": "shili", "num')

    assert anchors.last(own, "shili").number == 2
    anchors.put(own, "shili", head(3), NOW + timedelta(days=2))
    assert anchors.last(own, "shili").number == 3
    assert len(lines(own)) == 4


def test_a_clock_that_ran_into_the_next_year_and_came_back_leaves_no_old_anchor_as_the_last(own):
    anchors.put(own, "shili", head(1), NOW)
    anchors.put(own, "shili", head(2), NOW + timedelta(days=1))  # the clock stands wrong
    anchors.put(own, "shili", head(3), NOW)
    assert anchors.last(own, "shili").number == 3
    assert not anchors.due(anchors.last(own, "shili"), head(3))

    anchors.put(own, "shili", head(4), NOW + timedelta(days=2))  # and then it is that year
    assert anchors.last(own, "shili").number == 4


def test_heads_that_have_moved_are_put_down_in_both_folders_and_no_other(own, settings, district, tmp_path):
    settings.MENKOU_ANCHORS = str(tmp_path / "far")
    Path(settings.MENKOU_ANCHORS).mkdir()
    say()
    for _ in range(2):
        Chainer().run_once()

    assert (len(lines(own)), len(lines(tmp_path / "far"))) == (1, 1)
    assert anchors.last(own, "shili").digest == anchors.last(tmp_path / "far", "shili").digest
    assert anchors.last(own, "shili").digest == bytes(AuditLink.objects.get().digest).hex()


def test_between_two_anchors_the_interval_goes_by(own, settings, district):
    found = Chainer()
    for _ in range(3):
        say()
        found.run_once()
    assert len(lines(own)) == 1

    settings.MENKOU_ANCHOR_S = 0
    found.run_once()
    assert anchors.last(own, "shili").number == 3


def test_a_folder_that_is_not_there_is_said_and_keeps_nothing_from_the_other(own, settings, district, tmp_path, caplog):
    settings.MENKOU_ANCHORS = str(tmp_path / "unmounted")
    say()
    Chainer().run_once()

    assert len(lines(own)) == 1
    assert "unmounted" in caplog.text
    assert not (tmp_path / "unmounted").exists()


def test_a_link_is_never_older_than_five_minutes_without_an_anchor(settings):
    assert settings.MENKOU_ANCHOR_S + 2 * chainer.EVERY_S <= 300
