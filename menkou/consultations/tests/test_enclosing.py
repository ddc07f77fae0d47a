"""附上: voice comes in pieces, in any order and perhaps twice; what is sent is whole, sealed, and sent once."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.consultations import actions, content, jobs
from menkou.consultations.enclosing import actions as enclosing
from menkou.consultations.models import CaseKey, Consultation, Draft, Enclosure, Message, Piece
from menkou.consultations.rules.packing import Packed
from menkou.consultations.tests.spoken import CLIP, FORM, HEAD, MIME, SPOKEN
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid, Refused, TooSoon
from menkou.core.models import AuditEntry


def whole(consultation, by_adviser: bool = True, of: int = -1) -> list[bytes]:
    """The opened bytes of what the last message encloses."""
    show = content.open_for_adviser if by_adviser else content.open_for_asker
    one_of = content.enclosure_for_adviser if by_adviser else content.enclosure_for_asker
    return [one_of(consultation, one.id, "").content for one in show(consultation)[of].enclosures]


def test_a_question_may_be_voice_alone(say, send, adviser_a):
    say()
    asked = send(CLIP).consultation

    [said] = actions.read(by=adviser_a, consultation=asked)
    assert said.text == ""
    assert [(one.kind, one.mime, one.seconds, one.size) for one in said.enclosures] == [("voice", MIME, 17, 19)]
    assert whole(asked) == whole(asked, by_adviser=False) == [b"".join(SPOKEN)]


def test_the_draft_gives_the_question_its_identity_and_its_key_and_is_gone(say, send):
    say()
    draft, key = Draft.objects.get(), CaseKey.objects.get()
    asked = send(CLIP).consultation

    assert asked.pk == draft.pk
    assert bytes(CaseKey.objects.get(consultation=asked).wrapped) == bytes(key.wrapped)
    assert not Draft.objects.exists()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(order=st.permutations([*range(4), *range(4)]), cut=st.integers(0, 8))
def test_pieces_in_any_order_and_twice_are_whole_once_they_are_all_there(say, send, order, cut):
    with transaction.atomic():
        say(numbers=order[:cut])
        if set(order[:cut]) == set(range(4)):
            assert whole(send(CLIP).consultation) == [b"".join(SPOKEN)]
            assert Piece.objects.count() == 4
        else:
            with pytest.raises(Conflict, match="没有全部送上来|没有收到|没有送上来"), transaction.atomic():
                send(CLIP)
            assert not Consultation.objects.exists()
            say(numbers=order[cut:])
            assert whole(send(CLIP).consultation) == [b"".join(SPOKEN)]
        transaction.set_rollback(True)


def test_a_piece_of_other_sound_under_the_same_number_is_refused(say):
    say()
    with pytest.raises(Conflict, match="不一样"):
        say([HEAD + b"other"])


def test_sending_the_form_again_finds_the_same_question(say, send):
    say()
    first, again = send(CLIP), send(CLIP)

    assert (first.is_new, again.is_new) == (True, False)
    assert first.code == again.code
    assert Message.objects.count() == Enclosure.objects.count() == 1


def test_sending_the_form_again_with_something_else_is_told_so(say, send):
    say()
    say([HEAD], clip=2)
    send(CLIP)

    for packed in ([], [CLIP, Packed(2, 1, 3)], [Packed(1, 4, 18)]):
        with pytest.raises(Conflict, match="不一样"):
            send(*packed, text="" if packed else "写的字")


def test_what_the_form_does_not_claim_is_forgotten(say, send):
    say()
    say([HEAD, b"left out"], clip=2)
    asked = send(CLIP).consultation

    assert whole(asked) == [b"".join(SPOKEN)]
    assert Enclosure.objects.count() == 1
    assert Piece.objects.count() == len(SPOKEN)


def test_whoever_spoke_and_then_only_writes_is_not_heard(say, send):
    say()
    asked = send(text="写的字").consultation

    assert content.open_for_asker(asked)[0].enclosures == ()
    assert not Piece.objects.exists()


def test_nothing_at_all_is_no_question(send):
    with pytest.raises(Invalid, match="还没说话"):
        send(text="  ")


def test_a_late_piece_of_what_was_sent_begins_nothing(say, send, village, resident):
    say()
    send(CLIP)

    assert enclosing.start_question(by=resident, village=village, form=FORM) == (None, False)
    assert not Draft.objects.exists()


def test_pieces_at_the_same_moment_begin_one_draft(at_once, village, chen, lin, resident):
    def put(number):
        draft, _ = enclosing.start_question(by=resident, village=village, form=FORM)
        piece = SPOKEN[number % 4]
        return enclosing.put_piece(by=resident, draft=draft, clip=1, number=number % 4, mime=MIME, piece=piece)

    met = at_once(*(partial(put, number) for number in range(6)))

    assert [one for one in met if not isinstance(one, bool)] == []
    assert (Draft.objects.count(), Enclosure.objects.count(), Piece.objects.count()) == (1, 1, 4)


def test_sending_twice_at_the_same_moment_asks_once(at_once, say, send):
    say()
    met = at_once(*(partial(send, CLIP) for _ in range(4)))

    assert sum(one.is_new for one in met) == 1
    assert len({one.code for one in met}) == 1
    assert Enclosure.objects.get().message_id == Message.objects.get().pk


@pytest.mark.parametrize(
    ("pieces", "mime", "words"),
    [
        ([b"<html><script>"], MIME, "不是录下来的声音"),
        ([b"\x00\x00\x00\x18ftypmp42"], MIME, "不是录下来的声音"),
        ([HEAD], "text/html", "不是录下来的声音"),
        ([HEAD], "image/jpeg", "不是录下来的声音"),
        ([HEAD + b"x" * 300 * 1024], MIME, "太大"),
    ],
)
def test_only_sound_of_a_known_kind_is_taken(say, pieces, mime, words):
    with pytest.raises(Invalid, match=words):
        say(pieces, mime=mime)


@pytest.mark.parametrize("mime", ["audio/mp4", "audio/ogg"])
def test_other_phones_record_other_kinds(say, send, mime):
    first = {"audio/mp4": b"\x00\x00\x00\x18ftypmp42", "audio/ogg": b"OggS\x00"}[mime]
    say([first, b"more"], mime=mime)

    assert whole(send(Packed(1, 2, 9)).consultation) == [first + b"more"]


def test_a_clip_has_an_end(say, send):
    with pytest.raises(Invalid, match="最多说 120 秒"):
        say([HEAD] * 40, numbers=[30])
    say()
    with pytest.raises(Invalid, match="最多说 120 秒"):
        send(Packed(1, 4, 200))


def test_a_message_has_five_clips(say, send):
    for clip in range(1, 7):
        say([HEAD], clip=clip)
    with pytest.raises(Invalid, match="最多说 5 段"):
        send(*(Packed(clip, 1, 2) for clip in range(1, 7)))
    assert send(*(Packed(clip, 1, 2) for clip in range(2, 7))).is_new


def test_another_phone_adds_nothing_to_a_draft(say, stranger, resident):
    say()
    with pytest.raises(Refused, match="别人"):
        enclosing.put_piece(by=stranger, draft=Draft.objects.get(), clip=1, number=0, mime=MIME, piece=HEAD)


def test_a_phone_without_cookies_speaks_too(say, send):
    nameless = partial(Actor, None, "居民", device_age_s=0.0)
    for number in range(4):
        say(numbers=[number], by=nameless(device=bytes([number]) * 32))

    assert whole(send(CLIP, by=nameless(device=b"z" * 32)).consultation) == [b"".join(SPOKEN)]


def test_many_in_an_hour_are_slowed_and_never_locked(say, send, stranger):
    with time_machine.travel("2026-03-05 10:00+08:00", tick=False) as hands:
        for number in range(12):
            say([HEAD], form=f"{number:032x}")
        with pytest.raises(TooSoon, match="60 秒"):
            say([HEAD], form="e" * 32)
        say([HEAD], form="e" * 32, by=stranger)
        assert send(text="写字随时可以送", form="f" * 32).is_new
        hands.shift(timedelta(seconds=61))
        say([HEAD], form="d" * 32)


def test_a_draft_that_was_never_sent_is_forgotten_after_a_day(say, send):
    with time_machine.travel("2026-03-05 10:00+08:00", tick=False) as hands:
        say()
        hands.shift(timedelta(hours=23))
        jobs.forget_drafts()
        assert Draft.objects.exists()
        hands.shift(timedelta(hours=2))
        jobs.forget_drafts()

        assert [kind.objects.count() for kind in (Draft, Enclosure, Piece, CaseKey)] == [0, 0, 0, 0]
        assert AuditEntry.objects.filter(what="consultation.drafts_forgotten").count() == 1
        with pytest.raises(Conflict, match="没有收到"):
            send(CLIP)


def test_an_answer_by_voice_is_heard_after_ten_seconds_and_can_be_taken_back(consultation, adviser_a, resident):
    with time_machine.travel(clock.now(), tick=False) as hands:
        draft, _ = enclosing.start_answer(by=adviser_a, consultation=consultation, form=FORM)
        enclosing.put_piece(by=adviser_a, draft=draft, clip=1, number=0, mime=MIME, piece=HEAD)
        for _ in range(2):
            actions.answer(by=adviser_a, consultation=consultation, text="", form=FORM, enclosed=[Packed(1, 1, 3)])
        [_, answer] = content.open_for_adviser(consultation)
        [clip] = answer.enclosures
        with pytest.raises(Enclosure.DoesNotExist):
            content.enclosure_for_asker(consultation, clip.id, "")
        hands.shift(timedelta(seconds=3))
        assert actions.take_back(by=adviser_a, consultation=consultation, message_id=answer.id) == ""

    assert not Enclosure.objects.exists()
    assert not Piece.objects.exists()


def test_asking_on_by_voice_stays_under_the_key_of_the_case(consultation, resident, stranger, adviser_a):
    draft, is_new = enclosing.start_follow_up(by=resident, consultation=consultation, form=FORM)
    enclosing.put_piece(by=resident, draft=draft, clip=1, number=0, mime=MIME, piece=HEAD)
    for _ in range(2):
        actions.follow_up(by=resident, consultation=consultation, text="", form=FORM, enclosed=[Packed(1, 1, 3)])

    assert is_new
    assert CaseKey.objects.count() == 1
    assert whole(consultation) == [HEAD]
    with pytest.raises(Conflict, match="不一样"):
        actions.follow_up(by=resident, consultation=consultation, text="字", form=FORM)
    with pytest.raises(Refused):
        enclosing.start_follow_up(by=stranger, consultation=consultation, form="2" * 32)
    with pytest.raises(Refused):
        enclosing.start_answer(by=resident, consultation=consultation, form="2" * 32)


def test_a_draft_of_one_form_is_used_for_nothing_else(consultation, resident, say, send, village):
    enclosing.start_follow_up(by=resident, consultation=consultation, form=FORM)

    with pytest.raises(Conflict, match="已经送出"):
        say()
    with pytest.raises(Conflict, match="没有收到"):
        send(CLIP)
