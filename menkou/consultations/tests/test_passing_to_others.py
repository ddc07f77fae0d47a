"""移交给团队里的一位, and 请司法所安排: never to whom an interest keeps out, and only where the asker agreed."""

import pytest
from django.db import IntegrityError, transaction

from menkou.advisers.models import Adviser, Institution, Registration, Speciality
from menkou.consultations.arranging import actions as arranging
from menkou.consultations.arranging import queries as arrangements
from menkou.consultations.models import Arrangement, Consultation, Handover, Interest
from menkou.consultations.passing import actions, queries
from menkou.consultations.rights import actions as rights
from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing
from menkou.postings.models import Posting
from tests.cast import LONG_AGO, SLUG


@pytest.fixture
def third(village_next_door):
    """冯平 of a third institution, who serves another township."""
    house = Institution.objects.create(name="演示·第三所", kind="law_firm", credit_code="310000000000000003")
    adviser = Adviser.objects.create(name="冯平", kind="lawyer", licence_no="19900000000000009")
    feng = Registration.objects.create(adviser=adviser, institution=house, phone="1", valid_from=LONG_AGO)
    Posting.objects.create(village=village_next_door, post="B", registration=feng, valid_from=LONG_AGO)
    return feng


def keep_out(matter, person) -> None:
    facts = {"kind": "named", "institution": person.institution, "registration": person, "recorded_at": clock.now()}
    Interest.objects.create(consultation=matter, **facts)


def now_of(matter) -> Consultation:
    return Consultation.objects.get(pk=matter.pk)


class TestTeam:
    def hand(self, by, matter, taker, reason="better_suited"):
        return actions.hand_over_to(by=by, consultation=now_of(matter), taker=taker, reason=reason)

    def test_the_other_post_stands_first_then_who_is_good_at_it(
        self, consultation, lin, wu, register, village_next_door
    ):
        meng = register("孟强", "firm", 7)
        Posting.objects.create(village=village_next_door, post="B", registration=meng, valid_from=LONG_AGO)
        Speciality.objects.create(registration=meng, topic="land", valid_from=LONG_AGO, source="测试")
        found = queries.colleagues_of(consultation, "land")
        assert [one.person for one in found] == [lin, meng, wu]
        assert (found[0].is_other_post, found[1].good_at, found[1].open_matters) == (True, "土地承包和宅基地", 0)

    def test_it_passes_to_a_colleague_who_stands_in(self, consultation, adviser_a, adviser_next_door, wu):
        done = self.hand(adviser_a, consultation, wu)
        matter = now_of(consultation)
        assert (matter.holder_id, matter.post, done.reason) == (wu.pk, "S", "better_suited")
        with pytest.raises(Refused):
            self.hand(adviser_a, consultation, wu)

    def test_only_where_the_asker_agreed_but_to_the_other_post_by_the_rule_there_was(
        self, ask, resident, adviser_a, lin, wu
    ):
        matter = ask(resident, may_hand_over=False).consultation
        with pytest.raises(Conflict, match="没有同意"):
            self.hand(adviser_a, matter, wu)
        assert self.hand(adviser_a, matter, lin).taker == lin
        assert now_of(matter).post == "B"

    def test_never_to_whom_an_interest_keeps_out_nor_to_who_is_not_near(self, consultation, adviser_a, wu, third):
        keep_out(consultation, wu)
        Interest.objects.update(institution=third.institution)  # the firm itself is free, the person is not
        for taker in (wu, third):
            with pytest.raises(Conflict):
                self.hand(adviser_a, consultation, taker)
        assert wu not in [one.person for one in queries.colleagues_of(consultation)]

    def test_an_interest_is_no_reason_here(self, consultation, adviser_a, wu):
        with pytest.raises(Conflict):
            self.hand(adviser_a, consultation, wu, reason="conflict")

    def test_the_page_hands_over(self, sign_in, adviser_a, consultation, lin, wu):
        browser, path = sign_in(adviser_a), f"/{SLUG}/consultations/{consultation.pk}/"
        sorted_page = browser.post(f"{path}colleagues", {"topic": "land"})
        assert (sorted_page.status_code, "吴刚" in sorted_page.content.decode()) == (200, True)
        wrong = browser.post(f"{path}hand-over-to", {"person": str(wu.pk)})
        assert (wrong.status_code, "请选为什么移交" in wrong.content.decode()) == (422, True)
        sent = {"person": str(wu.pk), "reason": "better_suited"}
        assert browser.post(f"{path}hand-over-to", sent).status_code == 302
        assert now_of(consultation).holder_id == wu.pk
        assert browser.get(path).status_code == 404


class TestOffice:
    @pytest.fixture
    def asked(self, consultation, adviser_a):
        return arranging.ask(by=adviser_a, consultation=now_of(consultation), reason="speciality")

    def test_the_office_gives_it_to_another_institution(self, asked, office, office_next_door, third, consultation, wu):
        assert Outgoing.objects.get(key=f"arrangement:{asked.pk}").address.startswith("township:")
        assert list(arrangements.waiting_for(office)) == [asked]
        assert list(arrangements.waiting_for(office_next_door)) == []
        assert wu not in arrangements.may_take(asked)  # of the holder's own institution
        done = arranging.settle(by=office, arrangement=asked, taker=third)
        assert (done.reason, done.taker, now_of(consultation).holder_id) == ("arranged", third, third.pk)
        with pytest.raises(Conflict):
            arranging.settle(by=office, arrangement=Arrangement.objects.get(), taker=third)
        assert list(arrangements.waiting_for(office)) == []

    def test_asking_twice_asks_once_and_only_where_the_asker_agreed(self, asked, adviser_a, consultation, resident):
        again = arranging.ask(by=adviser_a, consultation=now_of(consultation), reason="workload")
        assert again == asked
        with pytest.raises(IntegrityError), transaction.atomic():
            facts = {"consultation": consultation, "holder": asked.holder, "reason": "away"}
            Arrangement.objects.create(asked_at=clock.now(), asked_by_id=adviser_a.user_id, **facts)
        rights.withdraw_consent(by=resident, consultation=now_of(consultation))
        with pytest.raises(Conflict, match="没有同意"):
            arranging.ask(by=adviser_a, consultation=now_of(consultation), reason="away")

    def test_consent_taken_back_meanwhile_counts(self, asked, office, third, consultation, resident):
        rights.withdraw_consent(by=resident, consultation=now_of(consultation))
        with pytest.raises(Conflict, match="没有同意"):
            arranging.settle(by=office, arrangement=asked, taker=third)

    def test_where_an_interest_is_known_it_is_the_bureaus_and_never_goes_to_whom_it_keeps_out(
        self, asked, office, bureau, third, lin, consultation
    ):
        assert list(arrangements.waiting_for(bureau)) == []
        keep_out(consultation, third)
        assert list(arrangements.waiting_for(office)) == []
        assert list(arrangements.waiting_for(bureau)) == [asked]
        with pytest.raises(Refused):
            arranging.settle(by=office, arrangement=asked, taker=lin)
        with pytest.raises(Conflict):
            arranging.settle(by=bureau, arrangement=asked, taker=third)
        assert arranging.settle(by=bureau, arrangement=asked, taker=lin).taker == lin
        assert now_of(consultation).post == "B"

    def test_it_is_void_once_the_matter_moved_on(self, asked, office, adviser_a, consultation, third):
        actions.hand_over(by=adviser_a, consultation=now_of(consultation), reason="away")
        assert list(arrangements.waiting_for(office)) == []
        with pytest.raises(Conflict):
            arranging.settle(by=office, arrangement=asked, taker=third)
        assert Handover.objects.count() == 1

    def test_the_pages_hold_no_word_of_the_matter(self, sign_in, adviser_a, office, consultation, third):
        path = f"/{SLUG}/consultations/{consultation.pk}/arrange"
        browser = sign_in(adviser_a)
        assert browser.post(path, {}).status_code == 422
        assert browser.post(path, {"reason": "speciality"}).status_code == 302
        browser, one = sign_in(office), Arrangement.objects.get()
        listed = browser.get(f"/{SLUG}/concerns/arrangements/").content.decode()
        assert consultation.reference in listed
        assert "宅基地" not in listed
        page = f"/{SLUG}/concerns/arrangements/{one.pk}"
        assert "宅基地" not in browser.get(page).content.decode()
        assert browser.post(page, {"taker": ""}).status_code == 422
        assert browser.post(page, {"taker": str(third.pk)}).status_code == 302
        assert browser.get(page).status_code == 404
