"""请回电话: the number is sealed, shown to the holder alone, called, taken back, and gone with the content."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from menkou.consultations import intake
from menkou.consultations.calling import actions, sealing
from menkou.consultations.models import CallBack, Consultation
from menkou.consultations.rights import actions as rights
from menkou.consultations.rules import phones
from menkou.consultations.rules.circumstances import CallWish, Circumstances
from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from tests.cast import QUESTION, SLUG
from tests.counting import at_most

NUMBER = "13800000007"


@pytest.fixture
def wished(village, chen, lin, resident) -> Consultation:
    facts = {"text": QUESTION, "form": "8" * 32, "may_hand_over": True}
    how = Circumstances(call=CallWish(NUMBER, 1, "evening"))
    return intake.ask_once(by=resident, village=village, how=how, **facts).consultation


def opened(consultation) -> sealing.Wish | None:
    """As a page opens it."""
    row = Consultation.objects.annotate(call_row=sealing.row()).get(pk=consultation.pk)
    return sealing.open_for(row)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (" １３８ 0000-0007 ", NUMBER),
        ("+86 138 0000 0007", NUMBER),
        ("0537-3412345", "05373412345"),
        ("3412345", "3412345"),
        ("1380000000", None),
        ("打我儿子的", None),
    ],
)
def test_a_number_is_read_as_people_write_it(typed, number):
    assert phones.tidy(typed) == number


def test_a_number_is_sealed_and_opened_with_when_it_suits(wished):
    row = CallBack.objects.get()

    assert NUMBER.encode() not in bytes(row.sealed)
    wish = opened(wished)
    assert (wish.number, wish.day, wish.part) == (NUMBER, clock.today() + timedelta(days=1), "晚上")


def test_the_list_has_a_mark_only_and_the_matter_has_the_number(wished, adviser_a, sign_in):
    desk = sign_in(adviser_a)
    desk.get(f"/{SLUG}/consultations/closed")  # what is remembered of the district is known from now on

    with at_most(17):  # whom no machine reaches, duties and consequences are asked as well
        today = desk.get(f"/{SLUG}/consultations/").content.decode()
    assert "请回电话" in today
    assert NUMBER not in today
    with at_most(16):  # as any matter's page
        page = desk.get(f"/{SLUG}/consultations/{wished.pk}/").content.decode()
    assert f'href="tel:{NUMBER}"' in page


def test_nobody_answered_is_counted_and_reached_ends_it(wished, adviser_a, sign_in):
    desk = sign_in(adviser_a)
    assert desk.post(f"/{SLUG}/consultations/{wished.pk}/called/missed").status_code == 302
    assert opened(wished).tries == 1

    page = desk.post(f"/{SLUG}/consultations/{wished.pk}/called/reached").content.decode()
    assert '<details class="panel" id="spoken" open>' in page
    assert '<option value="phone" selected>' in page
    assert "请回电话" not in desk.get(f"/{SLUG}/consultations/").content.decode()
    assert desk.post(f"/{SLUG}/consultations/{wished.pk}/called/missed").status_code == 409


def test_a_spoken_answer_needs_no_call_any_more(wished, adviser_a, sign_in):
    spoken = {"how": "phone", "minutes": 5, "form": "9" * 32}
    sign_in(adviser_a).post(f"/{SLUG}/consultations/{wished.pk}/spoken", spoken)

    assert opened(wished).reached_at


def test_the_asker_takes_it_back_and_nobody_calls(wished, resident, stranger, adviser_a):
    with pytest.raises(Refused):
        actions.withdraw_call(by=stranger, consultation=wished)
    assert [actions.withdraw_call(by=resident, consultation=wished) for _ in range(2)] == [True, False]

    assert not CallBack.objects.exists()
    with pytest.raises(Conflict, match="不用打了"):
        actions.note_call(by=adviser_a, consultation=wished, is_reached=True)


def test_it_is_erased_with_the_content(wished, resident):
    rights.erase(by=resident, consultation=wished)

    assert not CallBack.objects.exists()


def test_another_adviser_neither_sees_nor_notes_it(wished, adviser_next_door, sign_in):
    desk = sign_in(adviser_next_door)

    assert desk.post(f"/{SLUG}/consultations/{wished.pk}/called/reached").status_code == 404
    with pytest.raises(Refused):
        actions.note_call(by=adviser_next_door, consultation=wished, is_reached=True)


def test_a_wrong_number_is_told_and_kept_and_a_right_one_goes_from_the_thread(village, chen, lin):
    phone, page = Client(), f"/{SLUG}/v/{village.code}/ask"
    phone.get(page)
    sent = {"text": QUESTION, "form": "8" * 32, "phone": "12345", "call_day": "0", "call_part": "afternoon"}
    refused = phone.post(page, sent)
    assert refused.status_code == 422
    assert "这个电话打不通" in refused.content.decode()
    assert 'value="12345"' in refused.content.decode()

    phone.post(page, sent | {"phone": NUMBER})
    thread = f"/{SLUG}/asked/{Consultation.objects.get().pk}/"
    with at_most():
        assert NUMBER in phone.get(thread).content.decode()
    phone.post(f"{thread}no-call")
    assert NUMBER not in phone.get(thread).content.decode()


def test_the_database_keeps_one_to_a_matter_and_none_reached_uncalled(wished):
    row = CallBack.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        CallBack.objects.create(consultation=wished, sealed=b"x", day=row.day, part="morning")
    with pytest.raises(IntegrityError), transaction.atomic():
        CallBack.objects.update(reached_at=clock.now(), tried_at=None)
