"""The doors of voice and pages: without a script too, part by part, to the two who may, and nowhere in the clear."""

import logging
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from PIL import Image

from menkou.consultations import content
from menkou.consultations.enclosing import actions as enclosing
from menkou.consultations.models import Consultation, Enclosure, Piece
from menkou.consultations.tests.spoken import CLIP, FORM, MIME, SPOKEN
from menkou.core.models import AuditEntry
from tests.cast import SLUG
from tests.counting import at_most

CANARY = b"jinsique"


def photo(colour: str = "red", size=(300, 200)) -> SimpleUploadedFile:
    kept = BytesIO()
    Image.new("RGB", size, colour).save(kept, "PNG")
    return SimpleUploadedFile("a.png", kept.getvalue(), "image/png")


@pytest.fixture
def put(client, village):
    """One piece or page, as our module sends it."""

    def put(number: int = 1, piece: int = 0, said: bytes = SPOKEN[0], kind: str = "voice", to: str = "", **more):
        sent = {"form": FORM, "kind": kind, "number": number, "piece": piece, "mime": MIME}
        sent["file"] = SimpleUploadedFile("said", said)
        return client.post(f"/{SLUG}/{to or f'v/{village.code}/ask'}/enclose", sent | more)

    return put


@pytest.fixture
def send(client, village, chen, lin):
    def send(**sent):
        return client.post(f"/{SLUG}/v/{village.code}/ask", {"form": FORM, "may_hand_over": "on"} | sent)

    return send


@pytest.fixture
def spoken(client, put, send, village):
    """A question by voice from a phone that keeps cookies."""
    client.get(f"/{SLUG}/v/{village.code}/ask")
    for number in (2, 0, 1, 3, 1):
        assert put(piece=number, said=SPOKEN[number]).json() == {"kept": True}
    assert send(text="", enclosed=[CLIP.said]).status_code == 302
    return Consultation.objects.get()


def clip_of(consultation):
    return content.open_for_adviser(consultation)[0].enclosures[0]


def test_a_question_by_voice_is_asked_and_heard_by_both(client, spoken, sign_in, adviser_a):
    clip = clip_of(spoken)
    heard = client.get(f"/{SLUG}/asked/{spoken.pk}/enclosures/{clip.id}")
    thread = client.get(f"/{SLUG}/asked/{spoken.pk}/").content.decode()
    sign_in(adviser_a)
    page = client.get(f"/{SLUG}/consultations/{spoken.pk}/").content.decode()
    part = client.get(f"/{SLUG}/consultations/{spoken.pk}/enclosures/{clip.id}", headers={"Range": "bytes=4-6"})

    assert heard.content == b"".join(SPOKEN)
    assert f'<audio controls preload="none" src="/{SLUG}/asked/{spoken.pk}/enclosures/{clip.id}"' in thread
    assert f'src="/{SLUG}/consultations/{spoken.pk}/enclosures/{clip.id}"' in page
    assert (part.status_code, part.content, part["Content-Range"]) == (206, b"one", "bytes 4-6/19")
    assert AuditEntry.objects.filter(what="consultation.enclosure_opened").count() == 1


def test_what_is_handed_out_is_what_it_is_and_kept_by_nobody(client, spoken):
    heard = client.get(f"/{SLUG}/asked/{spoken.pk}/enclosures/{clip_of(spoken).id}")

    assert heard["Content-Type"] == MIME
    assert heard["Cache-Control"] == "no-store"
    assert heard["X-Content-Type-Options"] == "nosniff"
    assert heard["Content-Disposition"] == "inline"
    assert "default-src 'none'" in heard["Content-Security-Policy"]
    assert "sandbox" in heard["Content-Security-Policy"]
    assert client.get(heard.request["PATH_INFO"], headers={"Range": "bytes=19-"}).status_code == 416


def test_nobody_else_finds_it(spoken, client, sign_in, adviser_b, bureau, cadre):
    clip = clip_of(spoken)
    client.cookies.clear()
    assert client.get(f"/{SLUG}/asked/{spoken.pk}/enclosures/{clip.id}").status_code == 404
    for by in (adviser_b, bureau, cadre):
        sign_in(by)
        assert client.get(f"/{SLUG}/consultations/{spoken.pk}/enclosures/{clip.id}").status_code == 404


def test_a_phone_without_cookies_speaks_and_gets_its_code(put, send):
    for number, said in enumerate(SPOKEN):
        put(piece=number, said=said)
    told = send(enclosed=[CLIP.said], HTTP_ACCEPT="x")

    assert told.status_code == 201
    assert "取件码" in told.content.decode()


def test_our_module_is_told_where_to_go_or_what_is_wrong(client, village, put, chen, lin):
    client.get(f"/{SLUG}/v/{village.code}/ask")
    put()
    sent, accept = {"form": FORM, "enclosed": [CLIP.said]}, {"Accept": "application/json"}
    missing = client.post(f"/{SLUG}/v/{village.code}/ask", sent, headers=accept)
    for number in range(1, 4):
        put(piece=number, said=SPOKEN[number])
    gone = [client.post(f"/{SLUG}/v/{village.code}/ask", sent, headers=accept).json() for _ in range(2)]
    empty = client.post(f"/{SLUG}/v/{village.code}/ask", {"form": "9" * 32}, headers=accept)

    assert (missing.status_code, missing.json()["words"][:4]) == (409, "第 1 ")
    assert gone == [{"go": f"/{SLUG}/asked/{Consultation.objects.get().pk}/delivered"}] * 2
    assert (empty.status_code, empty.json()["words"][:4]) == (422, "还没写字")


def test_photos_come_along_with_the_form_where_there_is_no_script(client, village, send):
    client.get(f"/{SLUG}/v/{village.code}/ask")
    sent = [photo("red"), photo("blue")]
    assert send(text="看看这个", photos=sent).status_code == 302
    for one in sent:
        one.seek(0)
    assert send(text="看看这个", photos=sent).status_code == 302
    other = send(text="看看这个", photos=[photo("red"), photo("green")])

    said = content.open_for_asker(Consultation.objects.get())
    assert [(one.kind, one.mime) for one in said[0].enclosures] == [("photo", "image/jpeg")] * 2
    assert (other.status_code, Enclosure.objects.count()) == (409, 2)


def test_photos_are_added_some_at_a_time_and_left_out_by_a_tick(client, village, send):
    client.get(f"/{SLUG}/v/{village.code}/ask")
    page = send(add="1", photos=[photo("red"), photo("blue")]).content.decode()
    assert page.count('name="enclosed"') == 2
    assert FORM in page
    page = send(add="1", enclosed=["2"], photos=[photo("green")]).content.decode()
    assert 'value="3"' in page
    assert send(enclosed=["2", "3"]).status_code == 302

    asked = Consultation.objects.get()
    assert [one.number for one in content.open_for_asker(asked)[0].enclosures] == [2, 3]
    assert Piece.objects.count() == 2


def test_a_file_that_is_no_photo_is_refused_and_what_was_typed_stays(send):
    told = send(text="写好的话", photos=[SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>")])

    assert told.status_code == 422
    assert "不是完整的照片" in told.content.decode()
    assert "写好的话" in told.content.decode()


def test_the_adviser_answers_by_voice(client, consultation, sign_in, adviser_a, put, send):
    sign_in(adviser_a)
    at = f"consultations/{consultation.pk}"
    for number, said in enumerate(SPOKEN):
        assert put(piece=number, said=said, to=at).status_code == 200
    told = client.post(f"/{SLUG}/{at}/answer", {"form": FORM, "text": "", "enclosed": [CLIP.said]})

    assert told.status_code == 302
    [_, answer] = content.open_for_adviser(consultation)
    assert (answer.text, len(answer.enclosures)) == ("", 1)


def test_the_microphone_is_allowed_where_one_speaks_and_nowhere_else(client, village, chen, lin):
    asking, home = client.get(f"/{SLUG}/v/{village.code}/ask"), client.get(f"/{SLUG}/v/{village.code}/")

    assert "microphone=(self)" in asking["Permissions-Policy"]
    assert "media-src 'self' blob:" in asking["Content-Security-Policy"]
    assert "microphone=()" in home["Permissions-Policy"]
    assert "blob:" not in home["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["v/{code}/ask", "v/{code}/ask/enclose"])
def test_more_than_a_phone_sends_is_not_read(client, village, path):
    huge = client.generic(
        "POST", f"/{SLUG}/{path.format(code=village.code)}", b"x", "multipart/form-data", CONTENT_LENGTH=str(2**30)
    )

    assert huge.status_code == 413
    assert "24 MB" in huge.content.decode()


def test_nothing_lies_on_the_disk_in_the_clear(client, village, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a temporary file")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", refuse)
    taken = []
    monkeypatch.setattr(enclosing.pictures, "page", lambda said, _: taken.append(len(said)) or b"\xff\xd8")
    large = SimpleUploadedFile("a.jpg", b"x" * 6 * 1024 * 1024)
    sent = {"form": FORM, "kind": "photo", "number": 1, "file": large}

    assert client.post(f"/{SLUG}/v/{village.code}/ask/enclose", sent).json() == {"kept": True}
    assert taken == [6 * 1024 * 1024]


def test_no_log_holds_what_was_said(put, spoken, caplog):
    caplog.set_level(logging.DEBUG)
    put(number=9, said=SPOKEN[0] + CANARY, form="8" * 32)
    put(number=9, said=CANARY, mime="text/html", form="8" * 32)

    assert CANARY.decode() not in caplog.text


def test_a_thread_with_voice_takes_few_queries(client, spoken):
    client.get(f"/{SLUG}/asked/{spoken.pk}/")
    with at_most(14):
        client.get(f"/{SLUG}/asked/{spoken.pk}/")
