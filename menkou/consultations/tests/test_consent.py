"""告知和同意: told before the first message, kept with the version of the text, withdrawn as easily as given."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from menkou.consultations import consents, content
from menkou.consultations.models import Consent, Consultation
from menkou.consultations.passing import actions as passing
from menkou.consultations.rights import actions as rights
from menkou.consultations.rules import notices
from menkou.core import clock
from menkou.core.errors import Refused
from tests.cast import SLUG
from tests.counting import at_most


def said(consultation) -> list[tuple[str, bool]]:
    return [(one.about, one.is_given) for one in consents.said_of(consultation)]


def test_the_page_tells_in_a_sentence_and_whole_before_the_first_message(client, village, chen, lin):
    with at_most():
        page = client.get(f"/{SLUG}/v/{village.code}/ask").content.decode()

    notice = notices.in_force("lawyer", clock.today())
    assert notice.short in page
    assert all(line in page for line in notice.full)
    assert notice.version in page
    assert page.index(notice.short) < page.index("送给法律顾问")


def test_a_legal_service_worker_s_secrecy_is_told_in_its_own_words(client, village, lin):
    page = client.get(f"/{SLUG}/v/{village.code}/ask").content.decode()

    assert "基层法律服务工作者的管理规定" in page
    assert "依照律师法" not in page
    assert "依照律师法" in client.get(f"/{SLUG}/privacy").content.decode()


@pytest.mark.parametrize("agrees", [True, False])
def test_what_was_agreed_to_when_asking_is_kept_with_its_text(ask, resident, agrees):
    asked = ask(resident, may_hand_over=agrees).consultation

    assert sorted(said(asked)) == [("content", True), ("hand_over", agrees)]
    assert {one.text_version for one in consents.said_of(asked)} == {"2026-11-28-lawyer"}


def test_no_words_are_kept_without_a_consent_to_keep_them(ask, resident, stranger):
    for by in (resident, stranger, resident):
        ask(by)

    told = set(Consent.objects.filter(about="content", is_given=True).values_list("consultation", flat=True))
    assert {one.pk for one in Consultation.objects.all() if content.open_for_asker(one)} == told


def test_withdrawing_takes_as_many_taps_as_agreeing_and_both_are_kept(client, village, chen, lin):
    client.get(f"/{SLUG}/v/{village.code}/ask")
    thread = client.post(f"/{SLUG}/v/{village.code}/ask", {"text": "问", "may_hand_over": "on"}).headers["Location"]
    thread = thread.removesuffix("delivered")
    asked = Consultation.objects.get()

    assert "收回，不让替班的看" in client.get(thread).content.decode()
    client.post(f"{thread}disagree")
    client.post(f"{thread}disagree")
    asked.refresh_from_db()
    assert not asked.may_hand_over
    assert "同意，可以让替班的看" in client.get(thread).content.decode()
    client.post(f"{thread}agree")
    asked.refresh_from_db()
    assert asked.may_hand_over
    assert said(asked)[-2:] == [("hand_over", False), ("hand_over", True)]


def test_after_withdrawing_nobody_else_goes_on_with_it(consultation, resident, village, adviser_a):
    rights.withdraw_consent(by=resident, consultation=consultation)
    type(chen := consultation.holder).objects.filter(pk=chen.pk).update(valid_until=date(2021, 1, 1))

    assert not passing.queries.left_behind().exists()


@pytest.mark.parametrize("who", ["adviser_a", "stranger", "bureau"])
def test_nobody_else_agrees_or_withdraws(consultation, request, who):
    with pytest.raises(Refused):
        rights.withdraw_consent(by=request.getfixturevalue(who), consultation=consultation)


def test_a_new_version_holds_from_its_day_and_an_old_one_stays(monkeypatch):
    first = notices.in_force("lawyer", date(2026, 11, 28))
    second = notices.Notice("2027-01-lawyer", date(2027, 1, 1), "新的一句", ("新的全文",))
    monkeypatch.setitem(notices.NOTICES, notices.LAWYER, (first, second))

    assert notices.in_force("lawyer", date(2026, 12, 31)) == first
    assert notices.in_force("trainee", date(2027, 1, 1)) == second
    assert notices.in_force("legal_service_worker", date(2027, 1, 1)).version == "2026-11-28-other"


def test_no_row_can_be_changed_removed_or_without_a_text(consultation):
    for change in (lambda: Consent.objects.update(is_given=False), Consent.objects.all().delete):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()
    row = Consent(consultation=consultation, about="content", is_given=True, text_version="", said_at=clock.now())
    with pytest.raises(IntegrityError, match="a_consent_names_its_text"), transaction.atomic():
        row.save(force_insert=True)
