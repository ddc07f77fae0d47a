"""After a slot: logged with one tap, or asked in one line; only what a person records, after hearing, is a missed duty."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import Outgoing
from menkou.engagements import actions as engagements
from menkou.engagements import queries as contracts
from menkou.engagements.models import MissedDuty
from menkou.rotas import counting, queries
from menkou.rotas.keeping import actions
from menkou.rotas.models import Slot
from menkou.rotas.substituting import actions as substituting
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import Period
from tests.cast import SLUG
from tests.counting import at_most

PAGE = f"/{SLUG}/rotas/"
MARCH = Period.called("2026-03")


@pytest.fixture
def missed(over, office):
    return actions.tell(by=office, slot=over, outcome="missed")


def test_one_tap_logs_it_and_the_office_or_the_cadre_confirms(over, adviser_a, sign_in, village, office):
    phone = sign_in(adviser_a)
    assert "要记" in phone.get(f"/{SLUG}/consultations/").content.decode()
    page = phone.get(f"{PAGE}{over.pk}/").content.decode()
    assert 'value="150"' in page
    sent = {"minutes": 150, "people": 4, "village": village.pk}
    assert phone.post(f"{PAGE}{over.pk}/log", sent).status_code == 302
    phone.post(f"{PAGE}{over.pk}/log", sent)  # pressed twice
    entry = Entry.objects.get()
    assert (entry.kind, entry.people, entry.village, entry.done_on) == ("duty", 4, village, over.day)
    assert sign_in(office).post(f"{PAGE}{over.pk}/confirm").status_code == 302
    over.refresh_from_db()
    assert (over.outcome, over.confirmed_by_id) == ("kept", office.user_id)
    with pytest.raises(Conflict, match="已经记了这次值班"):
        actions.tell(by=office, slot=over, outcome="missed")


def test_the_office_is_asked_in_one_line_until_it_says(over, office, sign_in):
    desk = sign_in(office)
    assert "来了没有？（1）" in desk.get(PAGE).content.decode()
    assert desk.post(f"{PAGE}{over.pk}/told", {"outcome": "excused"}).status_code == 422  # which reason?
    assert desk.post(f"{PAGE}{over.pk}/told", {"outcome": "excused", "why": "court"}).status_code == 302
    assert "来了没有？（" not in desk.get(PAGE).content.decode()
    assert not MissedDuty.objects.exists()


def test_what_the_office_said_only_the_office_takes_back(missed, adviser_a, office, village):
    with pytest.raises(Conflict, match="其实来了的，请写说明"):
        actions.log(by=adviser_a, slot=missed, village=village, minutes=150)
    actions.tell(by=office, slot=missed, outcome="kept")
    assert actions.log(by=adviser_a, slot=missed, village=village, minutes=150).entry


def test_before_it_is_over_nobody_says_that_nobody_came(slot, office, adviser_a, village):
    with pytest.raises(Conflict, match="等结束以后再说"):
        actions.tell(by=office, slot=slot, outcome="missed")
    with pytest.raises(Conflict, match="到了再记"):
        actions.log(by=adviser_a, slot=slot, village=village, minutes=10)


def test_a_missed_one_counts_only_after_the_days_to_reply_and_by_a_person(missed, office, contract, noon):
    assert Outgoing.objects.filter(words__contains="说明以前不算缺席").exists()
    with pytest.raises(Conflict, match="3月18日以后才可以记"):
        actions.record(by=office, slot=missed)
    noon.shift(timedelta(days=8))
    assert not MissedDuty.objects.exists()  # nothing happens by itself
    assert queries.to_decide(office) == [missed]
    actions.record(by=office, slot=missed)
    actions.record(by=office, slot=missed)  # pressed twice
    assert contracts.missed_count(contract) == 1
    assert MissedDuty.objects.get().what == "值班：红花镇工作站 12:00—14:30"


def test_a_reply_may_be_decided_on_at_once_and_a_good_reason_ends_it(missed, adviser_a, office, contract):
    actions.reply(by=adviser_a, slot=missed, words="临时开庭，打过电话。")
    with pytest.raises(Conflict, match="现在不用说明"):
        actions.reply(by=adviser_a, slot=missed, words="再说一次。")
    assert queries.to_decide(office) == [missed]
    actions.excuse(by=office, slot=missed, why="court", reason="看了传票")
    with pytest.raises(Conflict, match="没有正当理由的才记缺席"):
        actions.record(by=office, slot=missed)


def test_what_is_excused_later_is_struck_out_with_its_reason(missed, adviser_a, office, bureau, contract):
    actions.reply(by=adviser_a, slot=missed, words="病了。")
    actions.record(by=office, slot=missed)
    assert "红花村的合同记了 1 次缺席，再有 2 次" in counting.sentence_of(bureau, missed.adviser_id)
    actions.excuse(by=bureau, slot=missed, why="illness", reason="补了病历")
    assert MissedDuty.objects.get().strike_reason == "补了病历"
    assert contracts.missed_count(contract) == 0
    assert "没有要算的缺席" in counting.sentence_of(bureau, missed.adviser_id)


def test_one_that_the_institution_sent_somebody_to_does_not_count(over, office, contract, noon):
    actions.tell(by=office, slot=over, outcome="missed", had_substitute=True)
    noon.shift(timedelta(days=8))
    actions.record(by=office, slot=over)
    assert contracts.missed_count(contract) == 0
    assert MissedDuty.objects.get().had_substitute


def test_without_a_contract_there_is_nothing_to_record_it_on(missed, office, noon):
    noon.shift(timedelta(days=8))
    with pytest.raises(Conflict, match="陈明那天在红花镇没有聘用合同"):
        actions.record(by=office, slot=missed)


def test_an_empty_reply_and_an_unknown_reason_are_refused(missed, adviser_a, office):
    with pytest.raises(Invalid, match="请写一句说明"):
        actions.reply(by=adviser_a, slot=missed, words="  ")
    with pytest.raises(Invalid, match="写一句根据"):
        actions.excuse(by=office, slot=missed, why="court", reason=" ")


def test_nobody_says_of_themselves_whether_they_came(over, adviser_a, office_next_door, bureau):
    for other in (adviser_a, office_next_door, bureau):
        with pytest.raises(Refused, match="来了没有，由本镇街的司法所说"):
            actions.tell(by=other, slot=over, outcome="kept")


def test_each_number_opens_exactly_its_rows(arrange, over, adviser_b, office, lin, contract, noon, sign_in, bureau):
    actions.tell(by=office, slot=over, outcome="missed")
    again = arrange(begins_at=over.begins_at + timedelta(days=2))
    substituting.appoint(by=office, slot=again, whom=lin)
    noon.shift(timedelta(days=8))
    actions.record(by=office, slot=over)
    actions.tell(by=office, slot=again, outcome="excused", why="illness")
    rows = {row.person.pk: row for house in counting.houses(bureau, MARCH) for row in house.rows}
    told = {who: {name: number for name, number in row.count._asdict().items() if number} for who, row in rows.items()}
    assert told == {over.adviser_id: {"substituted": 1, "missed": 1}, lin.pk: {"excused": 1}}
    for who, numbers in told.items():
        for name, number in numbers.items():
            assert counting.listed(bureau, counting.Chosen(MARCH, name, adviser=who)).count() == number
    page = sign_in(bureau).get(f"{PAGE}counts?period=2026-03").content.decode()
    assert "红花村的合同记了 1 次缺席" in page
    assert "show=missed" in page


def test_a_cadre_and_another_institution_see_no_reason(over, office, make_actor, sign_in, cadre, village, other_house):
    Slot.objects.filter(pk=over.pk).update(village=village)
    actions.tell(by=office, slot=over, outcome="excused", why="illness")
    page = sign_in(cadre).get(f"{PAGE}{over.pk}/").content.decode()
    assert "生病" not in page
    assert sign_in(other_house).get(f"{PAGE}{over.pk}/").status_code == 404


@pytest.fixture
def other_house(make_actor, institutions):
    return make_actor(Role.INSTITUTION_DIRECTOR, "other", institution=institutions["office"])


def test_the_list_takes_no_more_questions_for_more_slots(arrange, sign_in, office):
    for days in range(6):
        arrange(begins_at=queries.clock.now() + timedelta(days=days + 1))
    desk = sign_in(office)
    desk.get(PAGE)
    with at_most(20):
        assert "共 6 次" in desk.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("an_excused_slot_says_why", {"outcome": "excused"}),
        ("how_a_slot_ended_has_person_and_time", {"told_at": None, "told_by": None}),
        ("nobody_stands_in_for_themselves", {"first": F("adviser")}),
    ],
)
def test_the_database_refuses_halves(missed, name, wrong):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Slot.objects.update(**wrong)


def test_struck_out_on_the_contract_s_own_page_it_counts_no_more_here(missed, office, bureau, contract, noon):
    noon.shift(timedelta(days=8))
    actions.record(by=office, slot=missed)
    engagements.strike_missed(by=bureau, missed=MissedDuty.objects.get(), reason="核错了人")
    chosen = counting.Chosen(MARCH, "struck", adviser=missed.adviser_id)
    assert list(counting.listed(bureau, chosen)) == [missed]
