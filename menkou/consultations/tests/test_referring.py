"""转介: where to go stands on a card, nothing goes to the other body, and somebody asks what came of it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from menkou.consultations import actions as consultations
from menkou.consultations import content
from menkou.consultations.models import Consultation, Message, Referral, Target
from menkou.consultations.referring import actions, jobs, queries
from menkou.consultations.rights import actions as rights
from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import Outgoing
from tests.cast import LONG_AGO, SLUG

BRING = "带上那张三万块的借条"
WHY = "对方不还钱，先去调解"
FORM = "7" * 32


@pytest.fixture
def mediation(townships):
    facts = {"valid_from": LONG_AGO, "source": "测试", "phone": "0537-0000009", "address": "演示路9号", "hours": "上午"}
    return Target.objects.create(kind="mediation", name="演示·红花镇调解委员会", township=townships["here"], **facts)


@pytest.fixture
def refer(adviser_a, consultation, mediation):
    def refer(to="", form=FORM, by=adviser_a, bring=BRING):
        facts = {"to": to or str(mediation.pk), "text": WHY, "bring": bring, "form": form}
        return actions.refer(by=by, consultation=Consultation.objects.get(pk=consultation.pk), **facts)

    return refer


def test_the_words_are_sealed_and_the_asker_sees_where_to_go(refer, consultation, resident):
    referral = refer()

    card = queries.cards_of(consultation)[0]
    assert (card.body.name, card.body.phone, card.bring) == ("演示·红花镇调解委员会", "0537-0000009", BRING)
    assert BRING.encode() not in bytes(referral.sealed)
    said = content.open_for_adviser(consultation)[-1].text
    assert WHY in said
    assert card.body.name in said
    assert not Outgoing.objects.filter(address__contains="演示").exists()  # nothing goes to the other body


def test_a_form_refers_once_and_it_counts_as_an_answer(refer, consultation):
    assert refer() == refer()
    consultation.refresh_from_db()
    assert (Message.objects.count(), consultation.state) == (2, "answered")


def test_the_numbers_of_the_whole_country_are_there_from_the_first_day(consultation, refer, mediation):
    assert [one.key for one in queries.bodies_for(consultation)] == [str(mediation.pk), "12348", "12345", "110"]
    assert refer(to="12348").national == "12348"
    Target.objects.create(kind="hotline", name="本区热线", phone="12348", valid_from=LONG_AGO, source="测试")
    assert "12348" not in [one.key for one in queries.bodies_for(consultation)]


def test_only_todays_bodies_of_the_township_or_the_district_are_offered(refer, mediation, townships):
    Target.objects.filter(pk=mediation.pk).update(township=townships["next door"])
    with pytest.raises(Conflict):
        refer()
    Target.objects.filter(pk=mediation.pk).update(township=None, valid_until=clock.today())
    with pytest.raises(Conflict):
        refer()
    assert Message.objects.count() == 1


def test_nobody_else_refers(refer, adviser_b, bureau):
    for by in (adviser_b, bureau):
        with pytest.raises(Refused):
            refer(by=by)


def test_closing_as_referred_asks_for_a_referral(refer, answered, adviser_a):
    facts = {"by": adviser_a, "minutes": 5, "category": "other", "ending": "referred"}
    with pytest.raises(Conflict, match="转到哪里"):
        consultations.close(consultation=answered, **facts)
    referral = refer()
    actions.cancel(by=adviser_a, referral=referral)
    with pytest.raises(Conflict):
        consultations.close(consultation=answered, **facts)
    refer(form="8" * 32)
    assert consultations.close(consultation=answered, **facts).ending == "referred"


def test_both_say_what_became_of_it_and_the_latest_word_holds(refer, adviser_a, resident):
    referral = refer()
    assert actions.tell(by=resident, referral=referral, outcome="not_gone").received_on is None
    assert actions.tell(by=resident, referral=referral, outcome="").received_on == clock.today()
    told = actions.tell(by=resident, referral=referral, outcome="resolved")
    assert (told.outcome, told.received_on, told.told_by_id) == ("resolved", clock.today(), None)
    told = actions.record(by=adviser_a, referral=referral, received_on=None, outcome="not_accepted")
    assert (told.outcome, told.received_on, told.told_by_id) == ("not_accepted", None, adviser_a.user_id)
    with pytest.raises(Invalid):
        actions.record(
            by=adviser_a, referral=referral, received_on=clock.today() + timedelta(days=1), outcome="going_on"
        )
    actions.cancel(by=adviser_a, referral=referral)
    with pytest.raises(Conflict):
        actions.tell(by=resident, referral=referral, outcome="resolved")
    with pytest.raises(Referral.DoesNotExist):
        queries.referral_asked_for(resident, referral.consultation_id, referral.pk)


def test_the_holder_is_reminded_once_after_the_districts_working_days(refer, adviser_a, resident):
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False) as hands:
        refer()
        jobs.remind_of_referrals()
        assert queries.to_ask(adviser_a) == []
        hands.move_to("2026-03-09 10:01+08:00")
        jobs.remind_of_referrals()
        jobs.remind_of_referrals()
        words = Outgoing.objects.get(key__startswith="referral-silent").words
        assert BRING not in words
        assert "调解" not in words
        referral = queries.to_ask(adviser_a)[0]
        actions.tell(by=resident, referral=referral, outcome="not_gone")
        assert queries.to_ask(adviser_a) == []


def test_what_was_answered_for_is_not_reminded_of(refer, resident):
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False) as hands:
        actions.tell(by=resident, referral=refer(), outcome="")
        hands.move_to("2026-03-12 10:00+08:00")
        jobs.remind_of_referrals()
        assert not Outgoing.objects.filter(key__startswith="referral-silent").exists()


def test_erasing_takes_what_to_bring_along(refer, consultation, resident, adviser_a):
    referral = refer()
    rights.erase(by=resident, consultation=consultation)
    assert queries.cards_of(consultation)[0].bring == ""
    with pytest.raises(Conflict):
        actions.tell(by=resident, referral=referral, outcome="resolved")


def test_the_database_refuses_what_cannot_be(refer):
    referral = refer()
    for wrong in ({"national": "110"}, {"outcome": "resolved"}, {"received_on": LONG_AGO}, {"target": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Referral.objects.filter(pk=referral.pk).update(**wrong)


def test_few_are_not_counted_in_the_open(refer, mediation):
    for n in range(4):
        refer(form=f"{n}a" * 16)
    since = clock.now() - timedelta(days=1)
    assert queries.numbers(since) == {}
    last = refer(form="9a" * 16)
    Referral.objects.filter(pk=last.pk).update(received_on=clock.today(), outcome="resolved", told_at=clock.now())
    assert queries.numbers(since) == {str(mediation.pk): (5, 1, 1)}


class TestTargets:
    def row(self, **more):
        facts = {"kind": "court", "name": "演示·法庭", "phone": "1", "valid_from": clock.today(), "source": "测试"}
        return Target(**facts | more)

    def test_a_changed_row_takes_over_from_its_day_on(self, bureau, district):
        keep = {"by": bureau, "district": district}
        actions.record_target(target=self.row(valid_from=LONG_AGO), **keep)
        actions.record_target(target=self.row(phone="2"), **keep)
        assert [(one.phone, one.valid_until) for one in Target.objects.order_by("valid_from")] == [
            ("1", clock.today()),
            ("2", None),
        ]
        with pytest.raises(Conflict):
            actions.record_target(target=self.row(phone="3"), **keep)
        with pytest.raises(Invalid):
            actions.record_target(target=self.row(name="没法找", phone=""), **keep)

    def test_one_that_sent_nobody_anywhere_yet_is_struck_out(self, bureau, district, refer):
        keep = {"by": bureau, "district": district}
        fresh = actions.record_target(target=self.row(), **keep)
        actions.end_target(target=fresh, **keep)
        used = actions.record_target(target=self.row(), **keep)
        refer(to=str(used.pk))
        actions.end_target(target=used, **keep)
        assert Target.objects.get(name="演示·法庭").valid_until == clock.today() + timedelta(days=1)

    def test_the_bureau_keeps_them_on_its_page(self, sign_in, bureau, mediation):
        browser, path = sign_in(bureau), f"/{SLUG}/targets/"
        facts = {"kind": "legal_aid", "name": "演示·法援中心", "valid_from": "2026-03-01", "source": "本局"}
        page = browser.post(path, facts)
        assert (page.status_code, "至少填一样" in page.content.decode()) == (422, True)
        assert "演示·法援中心" in page.content.decode()
        assert browser.post(path, {**facts, "phone": "0537-0000008"}).status_code == 302
        shown = browser.get(path).content.decode()
        assert "演示·法援中心" in shown
        assert "12348" in shown


class TestPages:
    def test_the_holder_sends_somebody_and_reads_what_became_of_it(self, sign_in, adviser_a, consultation, mediation):
        browser, matter = sign_in(adviser_a), f"/{SLUG}/consultations/{consultation.pk}/"
        page = browser.get(f"{matter}refer")
        assert "演示·红花镇调解委员会" in page.content.decode()
        sent = {"to": "", "text": WHY, "bring": BRING, "form": FORM}
        wrong = browser.post(f"{matter}refer", sent)
        assert (wrong.status_code, BRING in wrong.content.decode()) == (422, True)
        assert browser.post(f"{matter}refer", sent | {"to": str(mediation.pk)}).status_code == 302
        one = Referral.objects.get()
        bad = browser.post(f"{matter}referrals/{one.pk}/record", {"received_on": "2099-01-01", "outcome": "going_on"})
        assert (bad.status_code, "转介那天到今天" in bad.content.decode()) == (422, True)
        assert browser.post(f"{matter}referrals/{one.pk}/record", {"outcome": "going_on"}).status_code == 302
        assert "还在办" in browser.get(matter).content.decode()
        slip = browser.get(f"{matter}referrals/{one.pk}/slip").content.decode()
        assert "转介单" in slip
        assert BRING not in slip

    def test_the_asker_taps_once_and_chooses_what_stands_on_the_slip(self, client, refer, consultation):
        client.post(f"/{SLUG}/pickup", {"code": consultations.pickup_code(consultation)})
        one, thread = refer(), f"/{SLUG}/asked/{consultation.pk}/"
        page = client.get(thread).content.decode()
        assert 'href="tel:0537-0000009"' in page
        assert BRING in page
        assert client.post(f"{thread}referrals/{one.pk}/tell", {"said": "not_gone"}).status_code == 302
        assert "没去" in client.get(thread).content.decode()
        assert client.post(f"{thread}referrals/{one.pk}/tell", {"said": "x"}).status_code == 302
        slip = client.get(f"{thread}referrals/{one.pk}/slip").content.decode()
        assert (BRING in slip, "红花村" in slip, consultation.reference in slip) == (False, True, True)
        assert BRING in client.get(f"{thread}referrals/{one.pk}/slip?words=1").content.decode()
