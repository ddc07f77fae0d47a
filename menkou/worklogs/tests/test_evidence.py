"""佐证: a photo beside an entry, without its place, for whoever may see the entry; nobody has to add one."""

import hashlib
import os
import stat
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from menkou.core import pictures, store
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.worklogs import actions, jobs, proofs, queries
from menkou.worklogs.models import Evidence
from menkou.worklogs.tests.conftest import PLACE, photo
from tests.cast import SLUG

PATH = f"/{SLUG}/worklogs"
PDF = b"%PDF-1.7\n" + b"x" * 90 + b"\n%%EOF\n"
pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def attach(adviser_a, entry):
    def attach(content: bytes = b"", by=adviser_a, to=entry, kind: str = "photo") -> Evidence:
        return actions.attach(by=by, entry=to, kind=kind, content=content or photo())

    return attach


def test_a_photo_is_kept_for_our_eyes_without_its_place(attach, home):
    made = attach()
    path = proofs.STORE.path_of(made.file)

    assert (made.kind, made.format, made.size) == ("photo", "jpg", len(path.read_bytes()))
    assert bytes(made.digest) == hashlib.sha256(photo()).digest()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PLACE.encode() in photo()
    assert PLACE.encode() not in path.read_bytes()
    assert Image.open(BytesIO(path.read_bytes())).size == (320, 240)
    assert AuditEntry.objects.get().what == "worklog.evidence_added"


def test_the_same_photo_twice_is_one(attach):
    assert attach() == attach()
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ" + b"x" * 200, "不是完整的照片"),
        (photo()[:300], "不是完整的照片"),
        (PDF[:50], "不是完整的 PDF"),
        (b"x" * (pictures.MOST_BYTES + 1), "最大 8 MB"),
    ],
)
def test_what_is_no_photo_is_refused_and_leaves_nothing(attach, home, content, said):
    with pytest.raises(Invalid, match=said):
        attach(content)
    assert not (home / "evidence").exists()


def test_an_entry_has_a_few_and_of_known_kinds(attach, monkeypatch):
    monkeypatch.setattr(actions, "MOST_EVIDENCE", 1)
    attach(PDF, kind="signin")

    with pytest.raises(Conflict, match="最多放 1 个"):
        attach()
    with pytest.raises(Invalid, match="请选"):
        attach(kind="track")


def test_a_consultation_has_no_photo(attach, put_down):
    with pytest.raises(Conflict, match="看出是谁问的"):
        attach(to=put_down("consultation"))
    assert not Evidence.objects.exists()


def test_only_the_author_adds_and_the_office_to_what_it_typed_in(attach, entry, office, adviser_b, bureau, cadre):
    for by in (office, adviser_b, bureau, cadre):
        with pytest.raises(Refused, match="录入这张纸页的司法所"):
            attach(by=by)
    entry.paper_number = "A-1"
    entry.save()
    assert attach(by=office, kind="paper").made_by_id == office.user_id


def test_whoever_sees_the_entry_sees_the_photo(
    attach, adviser_a, adviser_b, office, office_next_door, bureau, auditor, director, cadre
):
    made = attach()

    for by in (adviser_a, office, bureau, auditor, director):
        assert list(queries.evidence_of(by, made.entry)) == [made]
    for by in (adviser_b, office_next_door, cadre):
        assert not queries.evidence_of(by, made.entry).exists()


def test_the_same_photo_at_another_entry_is_noticed(attach, put_down):
    first, again = attach(), attach(to=put_down())

    assert list(queries.reused(again)) == [first]
    assert not queries.reused(attach(photo("red"))).exists()


def test_a_lost_file_is_swept_away_and_one_in_use_is_not(attach):
    made, lost = attach(), proofs.STORE.keep(BytesIO(b"x"), "jpg")
    for name in (made.file, lost):
        os.utime(proofs.STORE.path_of(name), (0, 0))

    jobs.forget_lost_evidence()

    assert proofs.STORE.size_of(lost) is None
    assert proofs.STORE.size_of(made.file) == made.size


def test_where_there_is_no_room_nothing_is_added(attach, monkeypatch):
    def full(file):
        raise OSError(28, "full")

    monkeypatch.setattr(store, "settle", full)
    with pytest.raises(Conflict, match="存不了文件"):
        attach()
    assert not Evidence.objects.exists()


def upload(content: bytes, name: str = "p.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_author_adds_a_photo_on_the_page_and_the_office_opens_it(sign_in, adviser_a, office, entry):
    browser, path = sign_in(adviser_a), f"{PATH}/{entry.pk}"
    page = browser.post(f"{path}/evidence", {"kind": "photo", "file": upload(photo())}, follow=True)
    made = Evidence.objects.get()
    assert "加好了" in page.text
    assert f"{PATH}/evidence/{made.pk}" in page.text

    browser = sign_in(office)
    assert "有 1 份照片和材料" in browser.get(f"{PATH}/").text
    assert f"{PATH}/evidence/{made.pk}" in browser.get(f"{path}/").text
    shown = browser.get(f"{PATH}/evidence/{made.pk}")
    assert (shown.headers["Content-Type"], shown.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")


def test_a_pdf_is_only_ever_saved(sign_in, adviser_a, attach):
    made = attach(PDF, kind="document")
    shown = sign_in(adviser_a).get(f"{PATH}/evidence/{made.pk}")

    assert shown.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(shown.streaming_content) == PDF


def test_what_could_not_be_taken_is_said_on_the_page(sign_in, adviser_a, entry):
    browser, path = sign_in(adviser_a), f"{PATH}/{entry.pk}/evidence"
    for sent, said in (({}, "请选一张照片"), ({"file": upload(b"x" * 99)}, "不是完整的照片")):
        page = browser.post(path, {"kind": "photo", **sent})
        assert page.status_code == 422
        assert said in page.text


def test_a_photo_of_40_mb_gets_a_sentence(sign_in, adviser_a, entry):
    page = sign_in(adviser_a).post(
        f"{PATH}/{entry.pk}/evidence", {"kind": "photo", "file": upload(b"x" * 40 * 1024 * 1024)}
    )

    assert page.status_code == 413
    assert "照片最大 8 MB" in page.text


def test_a_file_that_is_gone_is_not_there(sign_in, adviser_a, attach):
    made = attach()
    proofs.STORE.remove(made.file)

    assert sign_in(adviser_a).get(f"{PATH}/evidence/{made.pk}").status_code == 404
