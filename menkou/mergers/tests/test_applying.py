"""What happens on the day: nobody is lost, everything the villages had goes on, and all of it or nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.accounts.models import Membership
from menkou.consultations import actions as consultations
from menkou.consultations import intake
from menkou.consultations.models import Consultation, Handover
from menkou.consultations.pickup import actions as pickup
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict
from menkou.core.models import AuditEntry
from menkou.engagements.models import Contract
from menkou.mergers import actions
from menkou.mergers.models import Change
from menkou.mergers.moving import actions as moving
from menkou.mergers.rules.choice import Choice
from menkou.mergers.rules.succession import Place
from menkou.mergers.tests.conftest import AFTER, UNTIL, confirmed
from menkou.places import queries as places
from menkou.places.models import Demand, FormerName, JudicialOffice, Village
from menkou.postings import queries as postings
from menkou.postings.models import Avoidance, Posting
from menkou.worklogs.queries import awaiting_review
from tests.cast import LONG_AGO

ENDED = ("c999901001201", "c999901001202")


@pytest.fixture
def applied(served, consultation, cadre, entry, settled, bureau):
    return actions.apply(by=bureau, change=settled)


@pytest.fixture
def community(applied):
    return Village.objects.get(code="999901001001")


def test_the_villages_of_the_list_run_from_today_and_the_others_have_a_successor(applied, community, village):
    village.refresh_from_db()
    assert {one.code for one in places.villages()} == {one.code for one in AFTER}
    assert (community.valid_from, community.kind, community.township_id) == (
        clock.today(),
        "community",
        village.township_id,
    )
    assert (village.valid_until, village.successor_id) == (clock.today(), community.pk)
    assert places.village_with(village.code) == community


def test_the_main_predecessor_s_contract_goes_on_to_the_same_day_and_the_other_ends(applied, community, contracts):
    running = Contract.objects.get(village=community)
    assert (running.institution_id, running.valid_from, running.valid_until) == (
        contracts[0].institution_id,
        clock.today(),
        UNTIL,
    )
    old = Contract.objects.filter(pk__in=[one.pk for one in contracts]).order_by("village__code")
    assert [(one.valid_until, one.end_kind, one.end_reason) for one in old] == [
        (clock.today(), "merged", "红花村并入红花社区"),
        (clock.today(), "merged", "小红花村并入红花社区"),
    ]


def test_the_same_two_people_go_on_and_the_third_s_post_ends(applied, community, served):
    assert [one.registration for one in postings.posts_of(community)] == [served["chen"], served["lin"]]
    a, b = Posting.objects.filter(village=community).order_by("post")
    assert (a.contract.village_id, a.place, a.valid_until, b.contract_id) == (community.pk, 1, UNTIL, None)
    assert not postings.running().filter(registration=served["zhou"]).exists()


def test_an_open_consultation_goes_on_with_its_holder_and_its_pickup_code(applied, community, consultation, resident):
    moved = Consultation.objects.get(pk=consultation.pk)
    assert (moved.village_id, moved.holder_id) == (community.pk, consultation.holder_id)
    code = consultations.pickup_code(consultation)
    found = pickup.pick_up(by=resident, district=applied.district, typed=code)
    assert found == consultation
    assert not Handover.objects.exists()


def test_a_form_that_is_sent_again_after_the_merger_asks_once(served, settled, bureau, village, resident):
    words = {"text": "问", "form": "5" * 32, "may_hand_over": True}
    asked = intake.ask_once(by=resident, village=village, **words)
    actions.apply(by=bureau, change=settled)
    again = intake.ask_once(by=resident, village=places.village_with(village.code), **words)

    assert (again.consultation, again.code, again.is_new) == (asked.consultation, asked.code, False)


def test_what_is_over_stays_under_the_old_name(applied, entry, village):
    entry.refresh_from_db()
    assert (entry.village_id, entry.village.short_name) == (village.pk, "红花村")


def test_cadres_are_cadres_of_the_successor(applied, community, cadre):
    held = Membership.objects.filter(user=cadre.user_id).order_by("valid_from")
    assert [(one.village_id, one.valid_until) for one in held][1:] == [(community.pk, None)]
    assert held[0].valid_until == clock.today()


def test_a_name_that_changes_is_kept_for_its_time(applied, village_next_door):
    village_next_door.refresh_from_db()
    yesterday = clock.today() - timedelta(days=1)
    assert (village_next_door.short_name, places.called_on(village_next_door, yesterday)) == ("大青树村", "青树村")
    assert places.called_on(village_next_door, clock.today()) == "大青树村"


def test_each_part_leaves_its_audit_line(applied):
    said = set(AuditEntry.objects.filter(subject=f"mergers.Change:{applied.pk}").values_list("what", flat=True))
    assert said >= {
        "mergers.applied",
        "mergers.service_passed_on",
        "mergers.people_passed_on",
        "mergers.facts_passed_on",
        "mergers.consultations_passed_on",
    }


def test_the_other_village_s_matters_pass_to_who_is_on_duty_now(
    served, settled, small_village, village, bureau, resident
):
    asked = consultations.ask(by=resident, village=small_village, text="问", form="1" * 32, may_hand_over=True)
    private = consultations.ask(by=resident, village=small_village, text="问", form="2" * 32, may_hand_over=False)
    actions.apply(by=bureau, change=settled)

    asked.refresh_from_db()
    private.refresh_from_db()
    assert (asked.holder, private.holder) == (served["chen"], served["zhou"])  # without consent it waits for it
    assert asked.village.code == private.village.code == "999901001001"


def test_facts_about_the_villages_go_on_as_their_sum(settled, village, small_village, bureau, register, contracts):
    told = {"valid_from": LONG_AGO, "source": "统计年报"}
    for where, people, needs in ((village, 900, ["land"]), (small_village, 300, ["land", "family"])):
        Demand.objects.create(
            village=where, population=people, consultations=3, remoteness=people // 100, needs=needs, **told
        )
    wu = register("吴刚", "firm", 3)
    for where in (village, small_village):
        Avoidance.objects.create(village=where, registration=wu, reason="kinship", **told)
    actions.apply(by=bureau, change=settled)

    running = Demand.objects.get(valid_until=None)
    assert (running.village.code, running.population, running.consultations, running.remoteness, running.needs) == (
        "999901001001",
        1200,
        6,
        9,
        ["land", "family"],
    )
    assert [one.village.code for one in Avoidance.objects.filter(valid_until=None)] == ["999901001001"]


def test_who_has_to_avoid_one_of_the_villages_does_not_go_on_in_their_successor(served, settled, small_village, bureau):
    told = {"valid_from": LONG_AGO, "source": "申请"}
    Avoidance.objects.create(village=small_village, registration=served["lin"], reason="kinship", **told)
    actions.apply(by=bureau, change=settled)

    community = Village.objects.get(code="999901001001")
    assert [one.registration for one in postings.posts_of(community)] == [served["chen"]]


def test_a_village_that_was_there_before_keeps_its_own_contract_and_people(served, draw_up, bureau, village):
    change = confirmed(draw_up([Place(village.code, village.name), AFTER[1]]), bureau)
    actions.apply(by=bureau, change=change)

    assert [one.registration for one in postings.posts_of(village)] == [served["chen"], served["lin"]]
    assert Contract.objects.filter(village=village).count() == 1


def test_a_township_with_another_code_is_the_same_one(townships, served, draw_up, bureau):
    after = [Place("999901005201", "红花村委会"), Place("999901005202", "小红花村委会"), AFTER[1]]
    change = confirmed(draw_up(after, **{"999901005": "红花街道"}), bureau)
    actions.apply(by=bureau, change=change)

    here = townships["here"]
    here.refresh_from_db()
    assert (here.code, here.name, here.kind) == ("999901005", "红花街道", "subdistrict")
    assert FormerName.objects.get(township=here).code == "999901001"
    assert JudicialOffice.objects.filter(township=here).count() == 1
    assert {one.township_id for one in Village.objects.filter(code__startswith="999901005")} == {here.pk}


def test_a_township_without_villages_keeps_its_row_and_its_office_what_was_done_there(
    townships, served, entry, draw_up, office, office_next_door, bureau
):
    change = draw_up([AFTER[1]], title="两镇合一")
    actions.apply(by=bureau, change=confirmed(change, bureau, **dict.fromkeys(ENDED, "999901002201")))

    assert [one.township for one in places.villages()] == [townships["next door"]]
    assert set(places.townships()) == set(townships.values())
    assert list(awaiting_review(office)) == [entry]
    assert not awaiting_review(office_next_door).exists()


def test_two_changes_on_one_day_go_through_each_other(served, consultation, draw_up, bureau):
    first = confirmed(draw_up(), bureau)
    second = draw_up([Place("999901001002", "红花城社区居委会"), AFTER[1]], title="再改")
    actions.apply(by=bureau, change=first)
    actions.apply(by=bureau, change=confirmed(second, bureau, c999901001001="999901001002"))

    consultation.refresh_from_db()
    assert consultation.village.code == places.village_with("999901001201").code == "999901001002"
    assert Contract.objects.get(valid_until=UNTIL).village.code == "999901001002"
    assert [one.registration for one in postings.posts_of(consultation.village)] == [served["chen"], served["lin"]]


def test_not_before_its_day(draw_up, bureau):
    change = confirmed(draw_up(effective_on=clock.today() + timedelta(days=1)), bureau)
    with pytest.raises(Conflict, match="才生效"):
        actions.apply(by=bureau, change=change)


def test_not_before_every_row_is_confirmed(draw_up, bureau):
    with pytest.raises(Conflict, match="还有 2 行没有核定"):
        actions.apply(by=bureau, change=draw_up())


def test_not_when_other_villages_run_than_were_compared(settled, bureau, small_village):
    small_village.valid_until = clock.today()
    small_village.save()
    with pytest.raises(Conflict, match="重新比对"):
        actions.apply(by=bureau, change=settled)


def test_no_village_is_closed_over_an_open_consultation(consultation, draw_up, bureau):
    change = draw_up()
    said = [Choice("999901001201", 0, "", "整村搬迁", True), Choice("999901001202", 0, "999901001001", "", True)]
    actions.settle(by=bureau, change=change, choices=said)
    with pytest.raises(Conflict, match="红花村没有承接的村，却还有没办结的咨询"):
        actions.apply(by=bureau, change=change)


def test_a_village_may_be_closed_without_a_successor(served, draw_up, bureau, village, client):
    change = draw_up()
    said = [Choice("999901001201", 0, "", "整村搬迁", True), Choice("999901001202", 0, "999901001001", "", True)]
    actions.settle(by=bureau, change=change, choices=said)
    actions.apply(by=bureau, change=change)

    assert places.village_with(village.code) == village
    assert Contract.objects.get(village=village).end_reason == "红花村撤销"
    assert not postings.posts_of(village)


def test_it_is_applied_once(applied, bureau):
    with pytest.raises(Conflict, match="已执行"):
        actions.apply(by=bureau, change=applied)


@pytest.mark.parametrize("step", ["pass_on_service", "pass_on_people", "pass_on_facts", "pass_on_consultations"])
def test_cut_off_in_the_middle_nothing_is_half_applied(step, served, consultation, settled, bureau, monkeypatch):
    def cut(**details):
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(moving, step, cut)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.apply(by=bureau, change=settled)

    assert places.villages().count() == 3
    assert Change.objects.get().is_open
    assert Contract.objects.filter(valid_until=UNTIL).count() == 2
    assert not Posting.objects.filter(village__code="999901001001").exists()


def test_what_is_asked_at_that_very_moment_is_brought_along(served, applied, community, village, resident, district):
    late = Consultation.objects.exclude(village=village).first()
    Consultation.objects.filter(pk=late.pk).update(village=village)

    assert moving.bring_along(by=CLOCK, district=district) == 1
    late.refresh_from_db()
    assert late.village_id == community.pk
    assert moving.bring_along(by=CLOCK, district=district) == 0


def test_the_database_refuses_a_village_that_succeeds_itself(village):
    with pytest.raises(IntegrityError, match="no_village_is_its_own_successor"), transaction.atomic():
        Village.objects.filter(pk=village.pk).update(successor=village, valid_until=clock.today())
