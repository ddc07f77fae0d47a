"""会诊, 转介, 请司法所安排, attacked: what was over comes back, what was erased is shown, who left is told."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine

from menkou.consultations import actions as consultations
from menkou.consultations import content
from menkou.consultations.after import actions as after
from menkou.consultations.models import Consent, Consultation, Message, Note, Opinion, Referral
from menkou.consultations.opinions import actions as opinions
from menkou.consultations.opinions import jobs, queries
from menkou.consultations.passing import actions as passing
from menkou.consultations.referring import actions as referring
from menkou.consultations.referring import jobs as referrals
from menkou.consultations.referring.queries import cards_of
from menkou.consultations.rights import actions as rights
from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.core.models import Outgoing
from tests.cast import SLUG

FORM, WORDS = "5" * 32, "先别起诉"


@pytest.fixture(autouse=True)
def hands():
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False) as hands:
        yield hands


@pytest.fixture
def now(consultation):
    return lambda: Consultation.objects.get(pk=consultation.pk)


@pytest.fixture
def asked(adviser_a, now, lin):
    return opinions.ask(by=adviser_a, consultation=now(), colleague=lin, is_spoken=False)


@pytest.fixture
def refer(adviser_a, now):
    def refer(matter=None, form=FORM):
        facts = {"to": "12348", "text": "", "bring": "身份证", "form": form}
        return referring.refer(by=adviser_a, consultation=matter or now(), **facts)

    return refer


def test_a_matter_that_came_back_to_its_holder_is_not_open_to_the_colleague_again(
    asked, resident, adviser_a, adviser_b, adviser_next_door, now, wu
):
    opinions.agree(by=resident, opinion=asked)
    passing.hand_over_to(by=adviser_a, consultation=now(), taker=wu, reason="better_suited")
    passing.hand_over_to(by=adviser_next_door, consultation=now(), taker=asked.holder, reason="better_suited")
    assert now().holder_id == asked.holder_id
    assert not queries.asked_of(adviser_b).exists()
    assert Opinion.objects.get().state == "ended"


def test_what_the_asker_gave_up_is_not_agreed_to_and_not_read_once_it_goes_on(asked, resident, adviser_b, now):
    after.withdraw(by=resident, consultation=now())
    with pytest.raises(Conflict, match="已经结束"):
        opinions.agree(by=resident, opinion=asked)
    assert not Consent.objects.filter(about="opinion").exists()
    assert not Outgoing.objects.filter(key__startswith="opinion:").exists()


def test_whatever_is_over_is_marked_by_the_clock(asked, resident, adviser_b, now, hands):
    opinions.agree(by=resident, opinion=asked)
    jobs.end_what_is_over()
    assert Opinion.objects.get().state == "open"
    rights.erase(by=resident, consultation=now())
    jobs.end_what_is_over()
    assert Opinion.objects.get().state == "ended"


def test_days_that_are_over_are_not_agreed_to_again(asked, resident, hands):
    opinions.agree(by=resident, opinion=asked)
    hands.shift(timedelta(days=9))
    with pytest.raises(Conflict):
        opinions.agree(by=resident, opinion=asked)
    jobs.end_what_is_over()
    assert Opinion.objects.get().state == "ended"


def test_a_colleague_of_a_holder_whose_post_ended_reads_no_more(asked, resident, adviser_b, chen, now):
    opinions.agree(by=resident, opinion=asked)
    assert queries.asked_of(adviser_b).exists()
    chen.posting_set.update(valid_until=clock.today())
    assert not queries.asked_of(adviser_b).exists()


def test_other_words_under_the_form_of_an_opinion_are_not_lost_in_silence(asked, resident, adviser_b, sign_in):
    opinion = opinions.agree(by=resident, opinion=asked)
    desk, door = sign_in(adviser_b), f"/{SLUG}/consultations/opinions/{opinion.pk}/give"
    assert desk.post(door, {"text": WORDS, "form": FORM}).status_code == 302
    again = desk.post(door, {"text": f"{WORDS}，再等等", "form": FORM})
    page = again.content.decode()
    assert (again.status_code, "再等等" in page, FORM in page) == (409, True, False)
    assert Note.objects.count() == 1


def test_nothing_leads_from_an_erased_matter_to_where_its_asker_was_sent(refer, client, consultation, resident, now):
    client.post(f"/{SLUG}/pickup", {"code": consultations.pickup_code(consultation)})
    one, thread = refer(), f"/{SLUG}/asked/{consultation.pk}/"
    assert client.get(f"{thread}referrals/{one.pk}/slip").status_code == 200
    rights.erase(by=resident, consultation=now())
    assert "referrals/" not in client.get(thread).content.decode()
    assert client.get(f"{thread}referrals/{one.pk}/slip").status_code == 404
    assert client.post(f"{thread}referrals/{one.pk}/tell", {"said": "not_gone"}).status_code == 404


def test_who_may_not_open_it_any_more_is_not_reminded_of_a_referral(refer, chen, hands):
    refer()
    chen.posting_set.update(valid_until=clock.today())
    hands.move_to("2026-03-12 10:00+08:00")
    referrals.remind_of_referrals()
    assert not Outgoing.objects.filter(key__startswith="referral-silent").exists()


def test_taking_back_what_sent_somebody_on_takes_the_card_back_too(refer, consultation, adviser_a, now):
    first, second = refer(), refer(form="4" * 32)
    last = content.open_for_adviser(consultation)[-1]
    consultations.take_back(by=adviser_a, consultation=now(), message_id=last.id)
    assert [one.referral for one in cards_of(consultation)] == [first]
    consultations.answer(by=adviser_a, consultation=now(), text="请您去：12348", form="3" * 32)
    last = content.open_for_adviser(consultation)[-1]
    consultations.take_back(by=adviser_a, consultation=now(), message_id=last.id)  # an answer like any other
    assert [one.referral for one in cards_of(consultation)] == [first]
    assert Referral.objects.get(pk=second.pk).told_by_id == adviser_a.user_id


def test_the_form_of_one_matter_refers_in_no_other(refer, ask, resident):
    other = ask(resident, "另一件").consultation
    refer()
    with pytest.raises(Conflict):
        refer(other)
    assert not Referral.objects.filter(consultation=other).exists()


def test_a_locked_matter_shuts_the_doors_of_its_referral_and_its_opinion(
    refer, asked, client, consultation, resident, now, stranger
):
    from menkou.consultations.locking import actions as locking

    client.post(f"/{SLUG}/pickup", {"code": consultations.pickup_code(consultation)})
    one, thread = refer(), f"/{SLUG}/asked/{consultation.pk}/"
    locking.set_secret(by=resident, consultation=now(), typed="红花村3棵树")
    for door in (f"referrals/{one.pk}/tell", f"opinions/{asked.pk}/agree", f"opinions/{asked.pk}/decline"):
        assert client.post(f"{thread}{door}").status_code == 403  # asks for it, and tells nothing
    slip = client.get(f"{thread}referrals/{one.pk}/slip")
    assert slip.status_code == 403
    assert "转" not in slip.content.decode().split("<main")[1]


def test_rude_input_is_told_in_chinese(sign_in, adviser_a, consultation, lin):
    desk, at = sign_in(adviser_a), f"/{SLUG}/consultations/{consultation.pk}/"
    for rude, door in product(("", "\0", "😀", str(2**200)), ("opinions", "hand-over-to", "arrange", "refer")):
        sent = {"person": rude, "reason": rude, "topic": rude, "to": rude, "form": rude, "text": rude}
        page = desk.post(f"{at}{door}", sent)
        assert page.status_code == 422, (rude, door)
        assert " valid" not in page.content.decode().split("<main")[1].split("</main")[0]
    assert (Opinion.objects.count(), Referral.objects.count(), Message.objects.count()) == (0, 0, 1)
