"""备注 for oneself and for whoever takes over; 常用语 found by their sound."""

import pytest
from django.db import IntegrityError, transaction

from menkou.consultations import actions as consultations
from menkou.consultations import content
from menkou.consultations.models import Consultation, Note, Phrase
from menkou.consultations.notes import actions, queries, sealing
from menkou.consultations.passing import actions as passing
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from tests.cast import SLUG

SECRET = "他妻子不知道这件事"


@pytest.fixture
def note(adviser_a, consultation):
    forms = iter(f"{n:032x}" for n in range(7000, 7999))

    def note(text=SECRET, is_for_hand_over=False, form="", by=adviser_a):
        facts = {"text": text, "is_for_hand_over": is_for_hand_over, "form": form or next(forms)}
        return actions.note(by=by, consultation=consultation, **facts)

    return note


def read(by, consultation) -> list[str]:
    return [one.text for one in sealing.open_for(consultation, by.held(Role.ADVISER))]


def test_a_note_is_sealed_and_the_asker_never_sees_it(note, consultation, adviser_a, client):
    note()

    assert read(adviser_a, consultation) == [SECRET]
    assert SECRET.encode() not in bytes(Note.objects.get().sealed)
    assert SECRET not in str([one.text for one in content.open_for_asker(consultation)])


def test_whoever_takes_over_reads_what_was_marked_for_them_only(note, consultation, adviser_a, adviser_b):
    note("只给自己看")
    note("留给接手的", is_for_hand_over=True)
    passing.hand_over(by=adviser_a, consultation=consultation, reason="away")
    consultation.refresh_from_db()

    consultations.read(by=adviser_b, consultation=consultation)
    assert read(adviser_b, consultation) == ["留给接手的"]
    with pytest.raises(Refused):
        note("还想写", by=adviser_a)


def test_a_form_sent_twice_notes_once(note):
    assert note(form="5" * 32) == note(form="5" * 32)
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(
            **Note.objects.values(
                "consultation_id", "author_id", "sealed", "once_digest", "is_for_hand_over", "written_at"
            ).get()
        )


def test_a_note_is_removed_by_who_wrote_it(note, consultation, adviser_a, adviser_b):
    mine = note(is_for_hand_over=True)
    passing.hand_over(by=adviser_a, consultation=consultation, reason="away")
    consultation.refresh_from_db()
    with pytest.raises(Conflict):
        actions.remove_note(by=adviser_b, consultation=consultation, note_id=mine)
    assert Note.objects.count() == 1


def test_a_note_of_another_matter_cannot_be_moved_here(note, ask, resident, consultation, adviser_a):
    note()
    other = ask(resident).consultation
    Note.objects.update(consultation=other)
    with pytest.raises(Exception, match="damaged"):
        read(adviser_a, Consultation.objects.get(pk=other.pk))


def test_phrases_are_found_by_sound_and_kept_once(adviser_a, chen):
    for _ in range(2):
        actions.keep_phrase(by=adviser_a, owner=chen, text="先申请人民调解。")
    actions.keep_phrase(by=adviser_a, owner=chen, text="把借条拍给我。")

    assert Phrase.objects.count() == 2
    assert [one.text for one in queries.phrases(adviser_a, "rmtj")] == ["先申请人民调解。"]
    assert [one.text for one in queries.phrases(adviser_a, "借条")] == ["把借条拍给我。"]
    assert queries.phrases(adviser_a, "*&(") == []


def test_those_that_come_along_are_found_by_sound_too_and_a_few_stand_at_hand(adviser_a, chen):
    assert [one[:6] for one in queries.shipped("rmtj")] == ["这件事可以先"]
    assert [one[:6] for one in queries.shipped("faLv yuanzhu")] == ["符合条件可以"]
    assert queries.shipped("*&(") == []
    assert queries.at_hand(adviser_a)[0][:2] == "您好"
    actions.keep_phrase(by=adviser_a, owner=chen, text="先申请人民调解。")
    assert queries.at_hand(adviser_a)[0] == "先申请人民调解。"


def test_nobody_keeps_phrases_for_another(adviser_b, chen, bureau):
    for by in (adviser_b, bureau):
        with pytest.raises(Refused):
            actions.keep_phrase(by=by, owner=chen, text="您好")


class TestPages:
    def test_a_phrase_stands_below_what_was_typed(self, sign_in, adviser_a, consultation):
        path = f"/{SLUG}/consultations/{consultation.pk}/phrases/use"
        page = sign_in(adviser_a).post(path, {"draft": "您好。", "phrase": "先别签字。"})

        assert "您好。\n先别签字。</textarea>" in page.content.decode().replace("\r\n", "\n")

    def test_a_phrase_at_hand_stands_below_it_too_without_a_script(self, sign_in, adviser_a, consultation):
        path = f"/{SLUG}/consultations/{consultation.pk}/phrases/use"
        page = sign_in(adviser_a).post(path, {"text": "您好。", "phrase": "先别签字。", "form": "a" * 32})

        assert "您好。\n先别签字。</textarea>" in page.content.decode().replace("\r\n", "\n")

    def test_an_empty_note_says_what_to_do(self, sign_in, adviser_a, consultation):
        page = sign_in(adviser_a).post(f"/{SLUG}/consultations/{consultation.pk}/notes", {"text": " "})

        assert page.status_code == 422
        assert "还没写备注" in page.content.decode()

    def test_the_page_of_phrases_keeps_what_was_typed(self, sign_in, adviser_a, consultation):
        path = f"/{SLUG}/consultations/{consultation.pk}/phrases"
        page = sign_in(adviser_a).post(path, {"draft": "打了一半", "q": "没有这样的"})

        assert 'value="打了一半"' in page.content.decode()
        assert "没有这样的常用语" in page.content.decode()
