"""扫描件: told by its content, kept for our eyes, handed out only as a download and on record."""

import io
import stat
from datetime import timedelta

import pytest
import time_machine

from menkou.core import clock, store
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.engagements import actions, jobs, scans
from menkou.engagements.models import Contract, Scan
from tests.cast import SLUG
from tests.counting import at_most

PAGE = f"/{SLUG}/contracts/"
PDF = b"%PDF-1.7\n" + b"x" * 90 + b"\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0" + b"x" * 90 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 90 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
pytestmark = pytest.mark.usefixtures("noon", "home")


@pytest.fixture
def keep(bureau, contract):
    def keep(content: bytes = PDF, by=bureau, under: Contract = contract) -> Scan:
        return actions.add_scan(by=by, contract=under, file=io.BytesIO(content), size=len(content))

    return keep


def upload(content: bytes, name: str) -> io.BytesIO:
    sent = io.BytesIO(content)
    sent.name = name
    return sent


@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (JPG, "jpg"), (PNG, "png")])
def test_what_it_is_its_content_says_and_only_we_read_it(keep, home, content, kind):
    made = keep(content)
    path = scans.STORE.path_of(made.file)

    assert (made.kind, made.size, path.read_bytes()) == (kind, len(content), content)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, home / "scans")} == {0o700}
    assert made.contract.village.name not in made.file


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的"),
        (b"MZ" + b"x" * 200, "不是完整的 PDF"),
        (b"<html><script>alert(1)</script>%%EOF", "不是完整的 PDF"),
        (PDF[:50], "不是完整的 PDF"),
        (JPG[:50], "不是完整的 PDF"),
        (PNG[:50], "不是完整的 PDF"),
        (b" " + PDF, "不是完整的 PDF"),
    ],
)
def test_what_is_no_scan_is_refused_and_leaves_nothing(keep, home, content, said):
    with pytest.raises(Invalid, match=said):
        keep(content)
    assert not Scan.objects.exists()
    assert not (home / "scans").exists()


def test_one_that_is_too_large_is_refused_without_being_read(bureau, contract):
    with pytest.raises(Invalid, match="最大 10 MB"):
        actions.add_scan(by=bureau, contract=contract, file=io.BytesIO(PDF), size=scans.MOST_BYTES + 1)


def test_a_draft_has_no_scan_and_a_contract_not_too_many(keep, draft, monkeypatch):
    with pytest.raises(Conflict, match="先登记签订"):
        keep(under=draft)
    monkeypatch.setattr(actions, "MOST_SCANS", 1)
    keep()
    with pytest.raises(Conflict, match="最多存 1 个"):
        keep()


def test_a_full_disk_is_told_in_words(keep, monkeypatch):
    def full(*of):
        raise OSError(28, "seeded")

    monkeypatch.setattr(store, "settle", full)
    with pytest.raises(Conflict, match="存不了文件"):
        keep()
    assert not Scan.objects.exists()


@pytest.mark.parametrize("who", ["director", "office", "auditor", "adviser_a", "cadre", "operator"])
def test_only_the_bureau_keeps_them(request, who, keep):
    made = keep()
    by = request.getfixturevalue(who)
    with pytest.raises(Refused):
        keep(by=by)
    with pytest.raises(Refused):
        actions.remove_scan(by=by, contract=made.contract, scan=made)


def test_it_is_handed_out_as_a_download_and_on_record(keep, bureau, director, office, auditor, sign_in):
    made = keep()
    for who in (bureau, director, office, auditor):
        answer = sign_in(who).post(f"{PAGE}scans/{made.pk}/file")
        assert b"".join(answer.streaming_content) == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(what="engagements.scan_taken").count() == 4


@pytest.mark.parametrize("who", ["other_director", "office_next_door", "cadre", "adviser_a"])
def test_for_whom_it_is_not_it_does_not_exist(request, who, keep, sign_in, make_actor, institutions):
    made = keep()
    if who == "other_director":
        by = make_actor("institution_director", who, institution=institutions["office"])
    else:
        by = request.getfixturevalue(who)
    with pytest.raises(Refused):
        actions.take_scan(by=by, scan=made)
    assert sign_in(by).post(f"{PAGE}scans/{made.pk}/file").status_code == 404


def test_a_file_that_is_gone_is_told_in_a_sentence(keep, bureau, sign_in):
    made, desk = keep(), sign_in(bureau)
    scans.STORE.remove(made.file)
    assert "文件不在了，请重新扫描" in desk.get(f"{PAGE}{made.contract_id}/").content.decode()
    answer = desk.post(f"{PAGE}scans/{made.pk}/file", follow=True)
    assert "扫描件的文件不在了" in answer.content.decode()


def test_what_is_removed_goes_with_the_sweep_and_nothing_else(keep, bureau, home):
    kept, gone = keep(), keep(JPG)
    actions.remove_scan(by=bureau, contract=gone.contract, scan=gone)
    with pytest.raises(Conflict, match="已经删掉"):
        actions.remove_scan(by=bureau, contract=gone.contract, scan=gone)
    jobs.forget_lost_scans()
    assert scans.STORE.path_of(gone.file).exists()  # perhaps it is being written at this moment
    with time_machine.travel(clock.now() + timedelta(seconds=store.ABANDONED_S + 3600 * 24 * 366)):
        jobs.forget_lost_scans()
    assert not scans.STORE.path_of(gone.file).exists()
    assert scans.STORE.path_of(kept.file).exists()


def test_a_contract_is_signed_with_its_scan_or_not_at_all(desk, draft):
    page = f"{PAGE}{draft.pk}/"
    wrong = desk.post(f"{page}sign", {"signed_on": "2026-11-05", "scan": upload(b"MZ", "a.pdf")})
    assert wrong.status_code == 422
    assert "改后缀名没有用" in wrong.content.decode()
    draft.refresh_from_db()
    assert draft.stage == "draft"

    right = desk.post(f"{page}sign", {"signed_on": "2026-11-05", "scan": upload(PNG, "../x.exe")})
    assert right.status_code == 302
    assert Scan.objects.get().kind == "png"
    assert desk.post(f"{page}sign", {"signed_on": "2026-11-05"}).status_code == 409


@pytest.fixture
def desk(sign_in, bureau):
    return sign_in(bureau)


def test_the_page_adds_and_removes(desk, contract):
    page = f"{PAGE}{contract.pk}/"
    assert "请选扫描件" in desk.post(f"{page}scans").content.decode()
    assert desk.post(f"{page}scans", {"scan": upload(JPG, "1.jpg")}).status_code == 302
    with at_most(14):
        assert "JPG" in desk.get(page).content.decode()
    assert desk.post(f"{PAGE}scans/{Scan.objects.get().pk}/remove").status_code == 302
    assert "还没有存扫描件" in desk.get(page).content.decode()


def test_more_than_a_scan_may_have_is_refused_in_words(sign_in, bureau, contract):
    """Of whoever has signed in; of a stranger nothing larger than a form is taken in (imports/tests/test_pages.py)."""
    client, sent = sign_in(bureau), {"content_type": "multipart/form-data; boundary=x"}
    answer = client.generic("POST", f"{PAGE}{contract.pk}/scans", b"x" * 12 * 1024 * 1024, **sent)
    assert answer.status_code == 413
    assert "最大 10 MB" in answer.content.decode()
    assert client.generic("POST", f"{PAGE}{contract.pk}/end", b"x" * 3 * 1024 * 1024, **sent).status_code == 413
