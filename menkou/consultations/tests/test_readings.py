"""念告知书: an officer reads aloud what residents are told; they hear it where they are told, and never other words."""

import dataclasses
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from menkou.consultations.models import Reading
from menkou.consultations.readings import actions, queries
from menkou.consultations.rules import notices, sounds
from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.places.rules.defaults import DEFAULTS
from tests.cast import SLUG
from tests.counting import at_most

SOUND = b"\x1a\x45\xdf\xa3" + bytes(range(200))
HERE = f"/{SLUG}/readings/"
PRIVACY = f"/{SLUG}/privacy"


def box(name: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return (len(content) + 8).to_bytes(4, "big") + name + content


FTYP = box(b"ftyp", b"M4A \x00\x00\x00\x00")
TAGGED = FTYP + box(b"moov", box(b"trak", box(b"mdia", b"")), box(b"udta", "©xyz+35.55+116.83 张三的手机".encode()))
FILM = FTYP + box(b"moov", box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), b"vide", bytes(12)))))
FRAMES = b"\xff\xfb\x90\x00" + bytes(300)
TAGGED_MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x05" + b"title" + FRAMES + b"TAG" + b"zhang san".ljust(125, b"\0")


@pytest.fixture
def record():
    forms = iter(f"{n:032x}" for n in range(1, 1000))

    def record(by, township=None, text="lawyer", sound=SOUND, form="", speech="红花话"):
        reading = Reading(text=text, township=township, speech=speech)
        return actions.record(by=by, reading=reading, sound=sound, form=form or next(forms))

    return record


@pytest.fixture
def asking(client, village, chen, lin):
    """What stands on the page of asking."""
    return lambda: client.get(f"/{SLUG}/v/{village.code}/ask").content.decode()


def test_what_an_officer_read_is_heard_before_asking_once_it_is_put_up(record, client, asking, office, townships):
    found = record(office, townships["here"])
    sound = f"{PRIVACY}/readings/{found.pk}"
    assert sound not in asking()
    assert client.get(sound).status_code == 404

    actions.put_up(by=office, reading=found)
    with at_most():
        page = asking()
    assert f'<audio controls preload="none" src="{sound}"' in page
    assert "听一听（红花话）" in page
    assert page.index(sound) < page.index("送给法律顾问</button>")
    heard = client.get(sound)
    assert (heard.content, heard["Content-Type"], heard["Accept-Ranges"]) == (SOUND, "audio/webm", "bytes")
    some = client.get(sound, headers={"range": "bytes=4-9"})
    assert (some.status_code, some.content, some["Content-Range"]) == (206, SOUND[4:10], f"bytes 4-9/{len(SOUND)}")
    assert client.get(sound, headers={"range": "bytes=900-"}).status_code == 416
    assert sound not in client.get(PRIVACY).content.decode()  # of one township, on a page of all
    assert set(AuditEntry.objects.values_list("what", flat=True)) >= {"reading.recorded", "reading.put_up"}


def test_a_township_hears_its_own_speech_before_the_districts(record, client, asking, bureau, office, townships):
    whole, own = record(bureau, speech="普通话"), record(office, townships["here"])
    actions.put_up(by=bureau, reading=whole)
    assert f"/readings/{whole.pk}" in asking()
    assert f"/readings/{whole.pk}" in client.get(PRIVACY).content.decode()

    actions.put_up(by=office, reading=own)
    page = asking()
    assert f"/readings/{own.pk}" in page
    assert f"/readings/{whole.pk}" not in page


def test_other_words_are_never_heard_with_an_old_recording(record, client, asking, bureau, monkeypatch):
    up, waits = record(bureau), record(bureau)
    actions.put_up(by=bureau, reading=up)
    now = notices.in_force("lawyer", clock.today())
    monkeypatch.setitem(notices.NOTICES, "lawyer", (dataclasses.replace(now, full=(*now.full, "新的一句。")),))

    page = asking()  # of the same version by its name
    assert "新的一句。" in page
    assert "<audio" not in page
    assert client.get(f"{PRIVACY}/readings/{up.pk}").status_code == 404
    with pytest.raises(Conflict, match="字改过了"):
        actions.put_up(by=bureau, reading=waits)


def test_where_nobody_read_it_the_phone_may_in_its_own_voice(asking):
    page = asking()

    assert 'data-read="#told"' in page
    assert "data-play" not in page


def test_a_new_one_takes_the_old_one_down_and_its_voice_is_gone(record, client, bureau):
    old, new = record(bureau), record(bureau)
    for one in (old, new, new):
        actions.put_up(by=bureau, reading=one)
    old.refresh_from_db()
    assert (bytes(old.sound), old.taken_down_by_id) == (b"", bureau.user_id)
    assert client.get(f"{PRIVACY}/readings/{old.pk}").status_code == 404

    actions.take_down(by=bureau, reading=new)
    assert client.get(f"{PRIVACY}/readings/{new.pk}").status_code == 404
    for act in (actions.put_up, actions.take_down):
        with pytest.raises(Conflict, match="撤下了"):
            act(by=bureau, reading=new)


@pytest.mark.parametrize("who", ["cadre", "adviser_a", "auditor", "office_next_door", "director"])
def test_nobody_else_reads_aloud_for_a_township(record, office, townships, who, request):
    found, by = record(office, townships["here"]), request.getfixturevalue(who)

    with pytest.raises(Refused):
        record(by, townships["here"])
    for act in (actions.put_up, actions.take_down):
        with pytest.raises(Refused):
            act(by=by, reading=found)


def test_an_office_does_not_speak_for_the_whole_district(record, bureau, office, sign_in):
    found = record(bureau)

    with pytest.raises(Refused):
        record(office)
    assert sign_in(office).post(f"{HERE}{found.pk}/put-up", {"heard": "1"}).status_code == 404


def test_a_form_sent_twice_records_once(record, bureau):
    first = record(bureau, form="1" * 32)
    assert record(bureau, form="1" * 32) == first
    for other in ({"sound": SOUND + b"!"}, {"text": "other"}):
        with pytest.raises(Conflict, match="已经送出过"):
            record(bureau, form="1" * 32, **other)
    assert Reading.objects.count() == 1


def test_a_form_sent_twice_at_one_moment_records_once(record, bureau, at_once):
    twice = partial(record, bureau, form="1" * 32)

    first, second = at_once(twice, twice)
    assert first == second
    assert Reading.objects.count() == 1


def test_what_is_taken_down_while_it_is_fetched_is_not_there(record, bureau):
    found = record(bureau)
    actions.take_down(by=bureau, reading=found)

    with pytest.raises(Reading.DoesNotExist):
        queries.part_of(found, "")


@pytest.mark.parametrize(
    "wrong",
    [
        *(b"hello", b"\x00\x00\x00\x14ftyp3gp4" + bytes(40), FILM, b"\xff\xf1" + bytes(40)),
        b"\x1a\x45\xdf\xa3" + bytes(50) + b"\x86\x85V_VP8" + bytes(50),
    ],
)
def test_what_is_no_recording_is_refused(record, bureau, wrong):
    with pytest.raises(Invalid, match="m4a 或 mp3"):
        record(bureau, sound=wrong)


def test_what_is_too_large_is_refused(record, bureau, monkeypatch):
    monkeypatch.setitem(DEFAULTS, "most_kb_of_a_spoken_notice", 1)

    with pytest.raises(Invalid, match="太大"):
        record(bureau, sound=SOUND + bytes(1024))


def test_places_and_names_that_a_phone_wrote_into_a_recording_are_gone(record, bureau):
    kept = record(bureau, sound=TAGGED)
    assert (kept.mime, kept.size) == ("audio/mp4", len(TAGGED))
    assert "张三".encode() in TAGGED
    assert "张三".encode() not in kept.sound
    assert b"116.83" not in kept.sound
    assert record(bureau, sound=TAGGED_MP3).sound == FRAMES
    assert sounds.bare(SOUND, sounds.WEBM) == SOUND


def test_boxes_in_boxes_and_tags_after_tags_are_no_reason_to_fail_or_to_be_slow():
    nested = box(b"udta", b"zhang san")
    for _ in range(2000):
        nested = box(b"moov", nested)
    assert b"zhang" not in sounds.bare(FTYP + nested, sounds.MP4)

    tags = b"ID3\x04\x00\x00\x00\x00\x00\x00" * 30_000
    assert sounds.kind_of(tags + FRAMES) == sounds.MP3  # a copy of the rest at each tag took minutes
    assert sounds.bare(tags + FRAMES, sounds.MP3) == FRAMES


def test_a_box_that_says_it_goes_beyond_its_place_hides_nothing():
    longer = (9999).to_bytes(4, "big") + b"moov" + box(b"udta", b"zhang san")
    assert b"zhang" not in sounds.bare(FTYP + longer, sounds.MP4)

    wide = (1).to_bytes(4, "big") + b"udta" + (25).to_bytes(8, "big") + b"zhang san"  # its size in eight bytes
    assert sounds.bare(FTYP + wide, sounds.MP4) == FTYP + wide.replace(b"udta", b"free").replace(b"zhang san", bytes(9))


@pytest.mark.parametrize("length", [1, 9, 40, 70, len(TAGGED) - 1])
def test_a_recording_that_breaks_off_breaks_nothing(length):
    assert len(sounds.bare(TAGGED[:length], sounds.MP4)) == length


def test_an_officer_records_listens_and_puts_up_by_the_page(sign_in, office, townships, client, asking):
    browser = sign_in(office)
    sent = {"form": "4" * 32, "text": "lawyer", "township": townships["here"].pk, "speech": "红花话"}
    wrong = browser.post(HERE, sent | {"speech": ""} | {"sound": SimpleUploadedFile("a.webm", SOUND)})
    assert wrong.status_code == 422
    assert "请写用哪里的话念的。" in wrong.content.decode()
    told = browser.post(HERE, sent, headers={"accept": "application/json"})
    assert (told.status_code, told.json()["words"]) == (422, "请先录一段，或者选一个录音文件。")

    said = sent | {"sound": SimpleUploadedFile("a.webm", SOUND)}
    assert browser.post(HERE, said, headers={"accept": "application/json"}).json() == {"go": HERE}
    found = Reading.objects.get()
    assert browser.get(f"{HERE}{found.pk}/sound").content == SOUND
    with at_most():
        page = browser.get(HERE).content.decode()
    assert "录好了，居民还听不到" in page
    browser.post(f"{HERE}{found.pk}/put-up")
    assert "请先从头听一遍" in browser.get(HERE).content.decode()
    assert "<audio" not in asking()
    browser.post(f"{HERE}{found.pk}/put-up", {"heard": "1"})
    assert "居民听得到" in browser.get(HERE).content.decode()
    browser.post(f"{HERE}{found.pk}/take-down")
    assert queries.readings_for(office) == []
    for button in ("take-down", "put-up"):  # of a page that is older than that
        assert browser.post(f"{HERE}{found.pk}/{button}", {"heard": "1"}).headers["Location"] == HERE
        assert "已经撤下了" in browser.get(HERE).content.decode()
    assert browser.get(f"{HERE}{found.pk}/sound").status_code == 404


def test_what_is_asked_before_a_colleague_reads_is_heard_too(record, client, bureau, adviser_a, lin, village, chen):
    from menkou.consultations.models import Consultation
    from menkou.consultations.opinions import actions as opinions

    actions.put_up(by=bureau, reading=record(bureau, text="opinion"))
    client.get(f"/{SLUG}/v/{village.code}/ask")
    thread = client.post(f"/{SLUG}/v/{village.code}/ask", {"text": "问"}).headers["Location"].removesuffix("delivered")
    assert "<audio" not in client.get(thread).content.decode()
    opinions.ask(by=adviser_a, consultation=Consultation.objects.get(), colleague=lin, is_spoken=False)

    page = client.get(thread).content.decode()
    assert page.index("<audio") < page.index("同意他看")


def test_the_database_keeps_one_up_at_a_place_and_no_voice_that_was_taken_down(record, bureau):
    up, other = record(bureau), record(bureau)
    actions.put_up(by=bureau, reading=up)
    rows, now = Reading.objects.filter(pk=other.pk), clock.now()
    by = {"put_up_at": now, "put_up_by": bureau.user_id}
    for name, change in {
        "one_reading_of_a_text_is_up_at_a_place": by,
        "a_reading_is_put_up_and_taken_down_by_somebody": {"put_up_at": now},
        "a_reading_sounds_until_it_is_taken_down": {"taken_down_at": now, "taken_down_by": bureau.user_id},
        "a_reading_is_recorded_first": {"recorded_at": clock.now().replace(year=2099)} | by | {"text": "other"},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**change)
