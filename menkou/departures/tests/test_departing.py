"""离任: posts end on the day, the other post acts from its first minute, and before the day all can be undone."""

from datetime import date, timedelta

import pytest

from menkou.advisers.models import Licence, Registration
from menkou.core import clock, remarks
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.departures import actions, jobs, queries
from menkou.engagements.models import Contract
from menkou.plans.models import Version
from menkou.postings import queries as postings
from menkou.postings.models import Departure, Pairing, Posting
from tests.cast import LONG_AGO

DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def leave(bureau):
    def leave(who: Registration, on: date | None = None, by=bureau) -> Departure:
        return actions.leave(by=by, registration=who, on=on or clock.today(), reason="另有高就")

    return leave


@pytest.fixture
def suspend(bureau):
    def suspend(who: Registration, on: date | None = None, until: date | None = None) -> Departure:
        return actions.suspend(by=bureau, registration=who, on=on or clock.today(), until=until, reason="处罚决定")

    return suspend


def test_whoever_leaves_today_is_on_no_post_and_off_the_roster_and_b_acts(leave, village, chen, lin, today):
    leave(chen)
    assert Posting.objects.get(registration=chen).valid_until == today
    assert Registration.objects.get(pk=chen.pk).valid_until == today
    assert postings.on_duty(village) == (lin.pk, "B")
    assert AuditEntry.objects.filter(what="departures.left").count() == 1


def test_open_consultations_go_to_who_is_on_duty_and_the_new_name_is_told(leave, chen, lin, consultation):
    leave(chen)
    consultation.refresh_from_db()
    assert consultation.holder_id == lin.pk


def test_whoever_leaves_later_serves_until_then(leave, village, chen, lin, consultation, today):
    leave(chen, today + 5 * DAY)
    assert postings.on_duty(village) == (chen.pk, "A")
    assert [p.registration_id for p in postings.running(today + 5 * DAY).filter(village=village)] == [lin.pk]
    consultation.refresh_from_db()
    assert consultation.holder_id == chen.pk


def test_before_its_day_it_is_undone_and_everything_is_as_before(
    leave, bureau, village, village_next_door, chen, today
):
    later = {"village": village_next_door, "post": "B", "valid_from": today + 9 * DAY, "valid_until": today + 12 * DAY}
    Posting.objects.create(registration=chen, **later, place=12)
    before = list(Posting.objects.order_by("valid_from").values_list("village", "post", "valid_until", "place"))
    departure = leave(chen, today + 5 * DAY)
    assert Posting.objects.filter(registration=chen).count() == 1

    actions.undo(by=bureau, departure=departure)
    assert list(Posting.objects.order_by("valid_from").values_list("village", "post", "valid_until", "place")) == before
    assert Registration.objects.get(pk=chen.pk).valid_until is None
    with pytest.raises(Conflict, match="已经撤销了"):
        actions.undo(by=bureau, departure=departure)


def test_it_is_not_undone_once_its_day_has_come(leave, bureau, chen):
    departure = leave(chen)
    with pytest.raises(Conflict, match="不能撤销"):
        actions.undo(by=bureau, departure=departure)
    with pytest.raises(Conflict, match="重新登记入册"):
        actions.lift(by=bureau, departure=departure)


@pytest.mark.parametrize("days", [5, 9])
def test_what_somebody_else_has_by_then_stays_theirs_and_is_named(leave, bureau, village, chen, wu, today, days):
    departure = leave(chen, today + 5 * DAY)
    Posting.objects.create(village=village, post="A", registration=wu, valid_from=today + days * DAY)
    with remarks.listening() as heard:
        actions.undo(by=bureau, departure=departure)
    assert "有 1 个岗位没有全部还给撤销离任的顾问，因为已经另派了人或者合同有变动：红花村A岗。" in [
        one.words for one in heard
    ]
    assert Outgoing.objects.filter(address="bureau", key=f"not-given-back:{departure.pk}").exists()
    assert Posting.objects.get(village=village, registration=chen).valid_until == today + days * DAY
    assert Registration.objects.get(pk=chen.pk).valid_until is None


def test_a_suspension_keeps_the_place_on_the_roster_and_may_be_lifted(suspend, bureau, village, chen, today):
    departure = suspend(chen, until=today + 30 * DAY)
    assert Registration.objects.get(pk=chen.pk).valid_until is None
    assert not postings.holds_post(chen.pk, village.pk)
    actions.lift(by=bureau, departure=departure)
    Posting.objects.create(village=village, post="A", registration=chen, valid_from=today)
    with pytest.raises(Conflict, match="已经结束"):
        actions.lift(by=bureau, departure=departure)


def test_what_begins_after_a_suspension_stays(suspend, village_next_door, chen, today):
    later = Posting.objects.create(village=village_next_door, post="B", registration=chen, valid_from=today + 30 * DAY)
    suspend(chen, until=today + 30 * DAY)
    assert Posting.objects.filter(pk=later.pk).exists()


def test_whoever_is_suspended_can_still_leave(suspend, leave, chen, today):
    suspend(chen, today + 9 * DAY)
    leave(chen, today + 5 * DAY)
    assert [(one.why, one.valid_from) for one in Departure.objects.all()] == [("left", today + 5 * DAY)]


def test_a_repair_is_asked_for_by_itself(leave, chen, lin, today):
    leave(chen, today + 5 * DAY)
    version = Version.objects.get()
    assert (version.kind, version.why, version.starts_on) == ("repair", "陈明离职", today + 5 * DAY)


def test_a_replacement_that_was_ordered_goes_through_the_same_door(bureau, chen, village):
    departure = actions.order_replacement(
        by=bureau, registration=chen, on=clock.today(), reason="上半年考核不合格，村里要求更换"
    )
    assert departure.why == "replaced"
    assert not postings.holds_post(chen.pk, village.pk)


@pytest.mark.parametrize(
    ("on", "says"), [(-DAY, "已经过去"), (timedelta(), "已经登记过|不用再登记")], ids=["a day that is over", "twice"]
)
def test_what_cannot_be_is_a_conflict(leave, chen, today, on, says):
    if not on:
        leave(chen)
    with pytest.raises((Conflict, Refused), match=f"{says}|只有"):
        leave(chen, today + on)


def test_a_suspension_over_another_is_a_conflict(suspend, chen, today):
    suspend(chen, until=today + 9 * DAY)
    with pytest.raises(Conflict, match="已经登记过离任"):
        suspend(chen, today + DAY)


def test_the_director_records_a_leaving_and_nothing_else(leave, director, chen, lin, today):
    with pytest.raises(Refused):
        leave(lin, by=director)
    with pytest.raises(Refused):
        actions.suspend(by=director, registration=chen, on=today, until=None, reason="x")
    leave(chen, by=director)


@pytest.mark.parametrize("who", ["adviser_a", "office", "cadre", "auditor", "operator", "resident"])
def test_nobody_else_does(request, leave, who, chen):
    with pytest.raises(Refused):
        leave(chen, by=request.getfixturevalue(who))


def test_the_other_post_and_the_institution_are_told_but_not_of_whom(leave, chen, lin):
    leave(chen)
    told = {one.address: one.words for one in Outgoing.objects.all()}
    assert set(told) == {f"registration:{lin.pk}", f"institution:{chen.institution_id}", "bureau"}
    assert not any("陈明" in words for words in told.values())


def test_with_an_institution_all_its_people_pairings_and_contracts_end(
    bureau, village, townships, chen, wu, lin, institutions, today
):
    firm = institutions["firm"]
    contract = Contract.objects.create(
        village=village, institution=firm, valid_from=LONG_AGO, valid_until=today + 99 * DAY
    )
    Pairing.objects.create(township=townships["here"], institution=firm, valid_from=LONG_AGO)
    found = actions.close(by=bureau, institution=firm, on=today, reason="注销")
    assert {one.registration_id for one in found} == {chen.pk, wu.pk}
    (told,) = Outgoing.objects.filter(address=f"institution:{firm.pk}")
    assert "贵机构有 2 位顾问从" in told.words
    assert Outgoing.objects.filter(address=f"registration:{lin.pk}", key__startswith="departed:").count() == 1
    assert {one.registration_id for one in postings.running()} == {lin.pk}
    contract.refresh_from_db()
    assert (contract.valid_until, contract.end_kind) == (today, "leaves")
    assert not postings.pairings().exists()


def test_an_institution_that_leaves_later_keeps_its_contracts_for_the_bureau(
    bureau, village, chen, institutions, today
):
    firm, on = institutions["firm"], today + 9 * DAY
    contract = Contract.objects.create(
        village=village, institution=firm, valid_from=LONG_AGO, valid_until=today + 99 * DAY
    )
    (departure,) = actions.close(by=bureau, institution=firm, on=on, reason="搬走")
    contract.refresh_from_db()
    assert contract.ended_at is None
    actions.undo(by=bureau, departure=departure)
    assert postings.running(on).filter(registration=chen).exists()


def licence(who: Registration, until: date, begin: date = LONG_AGO) -> Licence:
    facts = {"registration": who, "kind": "lawyer", "number": "19900000000000001", "source": "执业证"}
    return Licence.objects.create(valid_from=begin, valid_until=until, **facts)


def test_the_sweep_ends_posts_with_the_licence_and_gives_them_back_when_it_is_renewed(village, chen, lin, today):
    until = today + 9 * DAY
    licence(chen, until)
    jobs.end_with_licences()
    jobs.end_with_licences()
    departure = Departure.objects.get()
    assert (departure.why, departure.valid_from, departure.recorded_by) == ("licence", until, None)
    assert Posting.objects.get(registration=chen).valid_until == until

    licence(chen, until + 365 * DAY, until)
    jobs.end_with_licences()
    assert not Departure.objects.exists()
    assert Posting.objects.get(registration=chen).valid_until == until + 365 * DAY


def test_the_sweep_leaves_alone_who_has_no_licence_on_record_or_one_that_goes_on(village, chen, lin, today):
    licence(chen, today + 99 * DAY)
    jobs.end_with_licences()
    assert not Departure.objects.exists()


def test_what_would_happen_is_known_before(ask, resident, village, chen, lin):
    ask(resident)
    (left,) = queries.would_leave([chen])
    assert (left.posting.village, left.stays.registration, left.open) == (village, lin, 1)
