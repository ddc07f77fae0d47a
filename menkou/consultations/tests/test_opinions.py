"""会诊: a colleague reads one matter, for some days, because its asker agreed; and tells its holder alone."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from menkou.consultations import actions as consultations
from menkou.consultations import content, viewings
from menkou.consultations.interests import actions as interests
from menkou.consultations.models import Consent, Consultation, Interest, Note, Opinion, Viewing
from menkou.consultations.notes import sealing
from menkou.consultations.opinions import actions, queries
from menkou.consultations.passing import actions as passing
from menkou.consultations.rights import actions as rights
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing
from tests.cast import LONG_AGO, SLUG
from tests.counting import at_most

THINKS = "这份合同没有备案，先别起诉"
FORM = "6" * 32


@pytest.fixture
def ask_opinion(adviser_a, consultation, lin):
    def ask_opinion(colleague=None, is_spoken=False, by=adviser_a):
        found = Consultation.objects.get(pk=consultation.pk)
        return actions.ask(by=by, consultation=found, colleague=colleague or lin, is_spoken=is_spoken)

    return ask_opinion


@pytest.fixture
def agreed(ask_opinion, resident):
    return actions.agree(by=resident, opinion=ask_opinion())


def test_nothing_is_read_before_the_asker_agreed(ask_opinion, adviser_b, resident):
    opinion = ask_opinion()
    assert list(queries.asked_of(adviser_b)) == []
    with pytest.raises(Refused):
        actions.read(by=adviser_b, opinion=opinion)

    actions.agree(by=resident, opinion=opinion)
    assert list(queries.asked_of(adviser_b)) == [opinion]
    said = Consent.objects.get(about="opinion")
    assert (said.is_given, said.text_version, said.recorded_by_id) == (True, "2026-11-opinion", None)
    assert Outgoing.objects.filter(key=f"opinion:{opinion.pk}").count() == 1


def test_spoken_consent_is_put_on_record_as_what_it_is(ask_opinion, adviser_a):
    opinion = ask_opinion(is_spoken=True)
    said = Consent.objects.get(about="opinion")
    assert (opinion.state, opinion.is_spoken, said.recorded_by_id) == ("open", True, adviser_a.user_id)


def test_each_reading_is_a_line_for_the_asker(agreed, adviser_b, consultation):
    words = [one.text for one in actions.read(by=adviser_b, opinion=agreed)]
    assert words == [one.text for one in content.open_for_asker(consultation)]
    assert Viewing.objects.get(way="conferred").viewer_id == agreed.colleague_id
    assert "林芳" in viewings.told_of(consultation)[0].words
    assert "会诊时看过" in viewings.told_of(consultation)[0].words


def test_the_opinion_is_sealed_and_for_the_holder_alone(agreed, adviser_a, adviser_b, consultation):
    facts = {"by": adviser_b, "opinion": agreed, "text": THINKS, "form": FORM}
    assert actions.give(**facts) == actions.give(**facts)

    note = sealing.open_for(consultation, adviser_a.held(Role.ADVISER))[0]
    assert (note.text, note.opinion_of) == (THINKS, "林芳")
    assert THINKS.encode() not in bytes(Note.objects.get().sealed)
    assert THINKS not in str([one.text for one in content.open_for_adviser(consultation)])  # not on the thread


def test_a_colleague_reads_and_does_nothing_else(agreed, adviser_b, consultation):
    with pytest.raises(Refused):
        consultations.answer(by=adviser_b, consultation=consultation, text="答", form=FORM)
    with pytest.raises(Refused):
        passing.hand_over(by=adviser_b, consultation=consultation, reason="away")
    with pytest.raises(Refused):
        actions.ask(by=adviser_b, consultation=consultation, colleague=agreed.holder, is_spoken=True)


def end_of_days(agreed, hands, **cast):
    hands.move_to("2026-03-06 10:00+08:00")


def declined(agreed, hands, resident, **cast):
    actions.decline(by=resident, opinion=agreed)
    assert Consent.objects.filter(about="opinion", is_given=False).count() == 1


def ended_by_holder(agreed, hands, adviser_a, **cast):
    actions.end(by=adviser_a, opinion=agreed)


def test_word_of_mouth_counts_for_nothing_after_the_askers_own_no(agreed, ask_opinion, resident, wu):
    actions.decline(by=resident, opinion=agreed)
    with pytest.raises(Conflict, match="点过不同意"):
        ask_opinion(is_spoken=True)
    assert not Opinion.objects.filter(state__in=["asked", "open"]).exists()

    actions.agree(by=resident, opinion=ask_opinion(wu))  # a yes to somebody else changes nothing of it
    assert queries.is_open(ask_opinion(wu, is_spoken=True))  # nor does asking again for whom they said yes to
    with pytest.raises(Conflict, match="点过不同意"):
        ask_opinion(is_spoken=True)
    assert queries.is_open(actions.agree(by=resident, opinion=ask_opinion()))  # on the thread they may be asked


def test_a_no_that_came_after_the_holder_ended_it_counts(ask_opinion, adviser_a, resident):
    asked = ask_opinion()
    actions.end(by=adviser_a, opinion=asked)
    for _ in range(2):
        assert not actions.decline(by=resident, opinion=asked)
    assert Consent.objects.filter(about="opinion", is_given=False).count() == 1
    with pytest.raises(Conflict, match="点过不同意"):
        ask_opinion(is_spoken=True)


def interest_of_the_colleague(agreed, hands, **cast):
    facts = {"kind": "own_client", "institution": agreed.colleague.institution, "recorded_at": clock.now()}
    Interest.objects.create(consultation=agreed.consultation, **facts)


def interest_of_the_holder(agreed, hands, adviser_a, **cast):
    matter = Consultation.objects.get(pk=agreed.consultation_id)
    interests.declare(by=adviser_a, consultation=matter, kind="relative")


def declared_by_the_colleague(agreed, hands, adviser_b, **cast):
    interests.declare_as_colleague(by=adviser_b, opinion=agreed, kind="relative")


def handed_on(agreed, hands, adviser_a, wu, village, **cast):
    passing.hand_over_to(
        by=adviser_a,
        consultation=Consultation.objects.get(pk=agreed.consultation_id),
        taker=wu,
        reason="better_suited",
    )


def withdrawn(agreed, hands, resident, **cast):
    rights.erase(by=resident, consultation=agreed.consultation)


def no_post_any_more(agreed, hands, lin, **cast):
    lin.posting_set.update(valid_until=clock.today())


ENDS = [
    *(end_of_days, declined, ended_by_holder, interest_of_the_colleague, interest_of_the_holder),
    *(declared_by_the_colleague, handed_on, withdrawn, no_post_any_more),
]


@pytest.mark.parametrize("end", ENDS)
def test_the_next_request_finds_nothing_once_it_is_over(
    end, sign_in, ask_opinion, resident, adviser_a, adviser_b, lin, wu, village
):
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False) as hands:
        agreed = actions.agree(by=resident, opinion=ask_opinion())
        browser, path = sign_in(adviser_b), f"/{SLUG}/consultations/opinions/{agreed.pk}/"
        assert browser.get(path).status_code == 200

        cast = {"resident": resident, "adviser_a": adviser_a, "adviser_b": adviser_b}
        end(agreed, hands, lin=lin, wu=wu, village=village, **cast)

        browser = sign_in(adviser_b)  # days may have passed
        assert browser.get(path).status_code == 404
        assert not queries.is_open(Opinion.objects.select_related("consultation").get(pk=agreed.pk))
        assert browser.post(f"{path}give", {"text": THINKS}).status_code == 404
        assert not Note.objects.exists()


def test_whom_an_interest_keeps_out_is_never_asked_nor_agreed_to(ask_opinion, resident, lin, consultation):
    opinion = ask_opinion()
    facts = {"kind": "named", "institution": lin.institution, "registration": lin, "recorded_at": clock.now()}
    Interest.objects.create(consultation=consultation, **facts)
    with pytest.raises(Conflict):
        actions.agree(by=resident, opinion=opinion)
    with pytest.raises(Conflict):
        ask_opinion(is_spoken=True)
    assert Consent.objects.filter(about="opinion").count() == 0


def test_the_same_colleague_is_asked_once_and_again_when_it_is_over(ask_opinion, resident, adviser_b):
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False) as hands:
        opinion = ask_opinion()
        assert ask_opinion() == opinion
        with pytest.raises(IntegrityError), transaction.atomic():
            facts = {"consultation": opinion.consultation, "holder": opinion.holder, "colleague": opinion.colleague}
            Opinion.objects.create(asked_at=clock.now(), asked_by_id=opinion.asked_by_id, **facts)
        actions.agree(by=resident, opinion=opinion)
        hands.shift(timedelta(days=9))
        assert ask_opinion() != opinion
        assert not queries.asked_of(adviser_b).exists()


def test_the_database_refuses_reading_without_a_yes(ask_opinion, resident, adviser_a):
    opinion = ask_opinion()
    for wrong in ({"state": "open"}, {"given_at": clock.now()}, {"colleague": opinion.holder}, {"state": "ended"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opinion.objects.filter(pk=opinion.pk).update(**wrong)


class TestPages:
    def test_asked_by_the_holder_agreed_by_one_tap_and_given(
        self, sign_in, client, adviser_a, adviser_b, lin, consultation, resident
    ):
        matter = f"/{SLUG}/consultations/{consultation.pk}/"
        browser = sign_in(adviser_a)
        with at_most(40):
            assert "林芳" in browser.get(f"{matter}colleagues").content.decode()
        assert browser.post(f"{matter}opinions", {}).status_code == 422
        assert browser.post(f"{matter}opinions", {"person": str(lin.pk)}).status_code == 302
        assert "等居民在手机上同意" in browser.get(matter).content.decode()
        opinion = Opinion.objects.get()
        actions.agree(by=resident, opinion=opinion)

        browser, page = sign_in(adviser_b), f"/{SLUG}/consultations/opinions/{opinion.pk}/"
        assert "请您会诊的" in browser.get(f"/{SLUG}/consultations/").content.decode()
        assert content.open_for_asker(consultation)[0].text in browser.get(page).content.decode()
        wrong = browser.post(f"{page}give", {"text": ""})
        assert (wrong.status_code, "还没写意见" in wrong.content.decode()) == (422, True)
        assert browser.post(f"{page}give", {"text": THINKS}).status_code == 302
        assert THINKS in browser.get(page).content.decode()
        assert THINKS in sign_in(adviser_a).get(matter).content.decode()

    def test_the_asker_is_asked_by_name_and_may_stop_it(self, client, ask_opinion, consultation):
        client.post(f"/{SLUG}/pickup", {"code": consultations.pickup_code(consultation)})
        opinion, thread = ask_opinion(), f"/{SLUG}/asked/{consultation.pk}/"
        page = client.get(thread).content.decode()
        assert "林芳" in page
        assert "同意他看" in page
        assert client.post(f"{thread}opinions/{opinion.pk}/agree").status_code == 302
        assert "不让他看了" in client.get(thread).content.decode()
        assert client.post(f"{thread}opinions/{opinion.pk}/decline").status_code == 302
        assert "不让他看了" not in client.get(thread).content.decode()
        assert Opinion.objects.get().state == "ended"


def test_who_is_near_is_of_the_township_or_of_the_holders_institution(consultation, lin, wu, register, townships):
    from menkou.consultations.passing.queries import near
    from menkou.places.models import Village
    from menkou.postings.models import Posting

    far = register("外镇人", "office", 8)
    facts = {"township": townships["next door"], "kind": "village", "valid_from": LONG_AGO}
    there = Village.objects.create(code="999901002209", name="远村", **facts)
    Posting.objects.create(village=there, post="A", registration=far, valid_from=LONG_AGO)
    assert set(near(consultation)) == {lin, wu}  # of the township; of the holder's institution elsewhere; not the third
