"""听、看附件: to the asker and the holder, part by part, and to nobody else; the database keeps them in their place."""

import pytest
from django.db import IntegrityError

from menkou.consultations import content
from menkou.consultations.enclosing import actions as enclosing
from menkou.consultations.models import CaseKey, Draft, Enclosure, Message, Piece
from menkou.consultations.rules.packing import Packed
from menkou.consultations.tests.spoken import CLIP, HEAD, MIME, SPOKEN
from menkou.core.errors import Refused
from menkou.core.models import AuditEntry
from tests.guards.test_no_words_leak import everything_stored


@pytest.mark.parametrize(
    ("wanted", "start", "part"),
    [
        ("", 0, b"".join(SPOKEN)),
        ("bytes=0-", 0, b"".join(SPOKEN)),
        ("bytes=5-8", 5, b"etwo"[:4]),
        ("bytes=-3", 16, b"our"),
        ("bytes=18-900", 18, b"r"),
        ("chars=1-2", 0, b"".join(SPOKEN)),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(say, send, adviser_a, wanted, start, part):
    say()
    asked = send(CLIP).consultation
    [clip] = content.open_for_adviser(asked)[0].enclosures
    whole_of = b"".join(SPOKEN)
    got = enclosing.open_enclosure(by=adviser_a, consultation=asked, enclosure_id=clip.id, wanted=wanted)

    assert got.start == start
    assert got.content == whole_of[start : start + len(got.content)]
    assert len(got.content) == len(part)
    assert AuditEntry.objects.filter(what="consultation.enclosure_opened").count() == 1


def test_a_part_beyond_the_end_is_none(say, send):
    say()
    asked = send(CLIP).consultation
    [clip] = content.open_for_adviser(asked)[0].enclosures

    assert content.enclosure_for_adviser(asked, clip.id, "bytes=19-") is None


def test_an_enclosure_of_another_matter_is_not_there(say, send, ask, resident):
    say()
    asked, other = send(CLIP).consultation, ask(resident, form="9" * 32).consultation
    [clip] = content.open_for_adviser(asked)[0].enclosures

    with pytest.raises(Enclosure.DoesNotExist):
        content.enclosure_for_adviser(other, clip.id, "")


def test_nobody_but_the_holder_opens_it_and_it_is_on_record(say, send, adviser_b, office, bureau, cadre, operator):
    say()
    asked = send(CLIP).consultation
    [clip] = content.open_for_adviser(asked)[0].enclosures
    for by in (adviser_b, office, bureau, cadre, operator):
        with pytest.raises(Refused, match="查看"):
            enclosing.open_enclosure(by=by, consultation=asked, enclosure_id=clip.id, wanted="")


def test_what_was_said_is_in_no_table_in_the_clear(say, send):
    say([HEAD + b"jinsique" * 9])
    send(Packed(1, 1, 3))

    assert b"jinsique".hex() not in everything_stored()


def test_a_sealed_piece_moved_to_another_place_does_not_open(say, send):
    say()
    asked = send(CLIP).consultation
    first, second, *_ = Piece.objects.all()
    Piece.objects.filter(pk=first.pk).update(sealed=bytes(second.sealed))

    with pytest.raises(Exception, match="another place"):
        content.enclosure_for_adviser(asked, content.open_for_adviser(asked)[0].enclosures[0].id, "")


@pytest.mark.parametrize("owners", [{"draft": None, "message": None}, {}])
def test_an_enclosure_has_one_owner(say, send, owners):
    say()
    asked = send(CLIP).consultation
    say(form="3" * 32)
    message, draft = Message.objects.get(consultation=asked), Draft.objects.get()
    facts = {"draft": draft, "message": message} | owners

    with pytest.raises(IntegrityError, match="an_enclosure_is_of_a_draft_or_of_a_message"):
        Enclosure.objects.create(kind="voice", number=7, mime=MIME, **facts)


@pytest.mark.parametrize(("kind", "mime"), [("photo", "audio/webm"), ("voice", "image/jpeg"), ("voice", "text/html")])
def test_a_clip_is_sound_and_a_page_is_a_picture(say, kind, mime):
    say()
    with pytest.raises(IntegrityError, match="a_clip_is_sound_and_a_page_is_a_picture"):
        Enclosure.objects.create(draft=Draft.objects.get(), kind=kind, number=7, mime=mime)


def test_a_piece_is_kept_once(say):
    say()
    piece = Piece.objects.first()
    with pytest.raises(IntegrityError, match="a_piece_is_kept_once"):
        Piece.objects.create(enclosure=piece.enclosure, number=0, size=1, sealed=b"x")


def test_a_key_has_one_owner(say, consultation):
    say()
    with pytest.raises(IntegrityError, match="a_key_is_of_a_draft_a_consultation_or_a_copy"):
        CaseKey.objects.filter(draft=Draft.objects.get()).update(consultation=consultation)
