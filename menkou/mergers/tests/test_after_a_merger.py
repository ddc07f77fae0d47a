"""What a merger must not lose or break though it seldom happens: facts that change later, papers of the very day, plans."""

from datetime import timedelta

import pytest
from django.db.models import Q

from menkou.consultations import actions as consultations
from menkou.consultations import queries as asked
from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.engagements import actions as engagements
from menkou.engagements import queries as contracts_of
from menkou.engagements.models import Contract
from menkou.mergers import actions
from menkou.mergers.rules.succession import Place
from menkou.mergers.tests.conftest import AFTER, confirmed
from menkou.places.models import Demand, Village
from menkou.plans import actions as plans
from menkou.postings.models import Avoidance, Posting, Wish
from tests.cast import LONG_AGO

TOLD = {"valid_from": LONG_AGO, "source": "统计年报"}


@pytest.fixture
def soon():
    return clock.today() + timedelta(days=40)


@pytest.fixture
def closed(answered, adviser_a):
    return consultations.close(by=adviser_a, consultation=answered, minutes=20, category="land")


def test_what_an_adviser_closed_stays_readable_to_them_where_they_serve_the_successor(
    closed, served, settled, bureau, adviser_a, adviser_b, sign_in
):
    actions.apply(by=bureau, change=settled)

    assert list(asked.closed(adviser_a)) == [closed]
    assert closed.village.short_name == "红花村"
    assert consultations.read(by=adviser_a, consultation=closed)
    assert sign_in(adviser_a).get(f"/shili/consultations/{closed.pk}/").status_code == 200
    assert not asked.closed(adviser_b).exists()


def test_who_does_not_serve_the_successor_reads_it_no_more(closed, settled, bureau, adviser_a, chen):
    Posting.objects.filter(registration=chen).update(valid_until=clock.today())
    actions.apply(by=bureau, change=settled)

    assert not asked.closed(adviser_a).exists()
    with pytest.raises(Refused):
        consultations.read(by=adviser_a, consultation=closed)


def test_an_avoidance_of_two_villages_holds_until_the_later_end(
    settled, village, small_village, bureau, register, soon
):
    wu = register("吴刚", "firm", 3)
    for where, until in ((village, soon), (small_village, None)):
        Avoidance.objects.create(village=where, registration=wu, reason="kinship", valid_until=until, **TOLD)
    actions.apply(by=bureau, change=settled)

    spans = Avoidance.objects.filter(village__code="999901001001").values_list("valid_from", "valid_until")
    assert list(spans.order_by("valid_from")) == [(clock.today(), soon), (soon, None)]


def test_a_wish_that_is_to_change_still_changes(draw_up, village, bureau, chen, small_village, soon):
    facts = {"village": village, "registration": chen, "side": "village", "source": "村民代表会议"}
    Wish.objects.create(weight=Wish.Weight.GLADLY, valid_from=LONG_AGO, valid_until=soon, **facts)
    Wish.objects.create(weight=min(Wish.Weight.values), valid_from=soon, **facts)
    actions.apply(by=bureau, change=confirmed(draw_up([Place(village.code, village.name), AFTER[1]]), bureau))

    running = Wish.objects.filter(Q(valid_until=None) | Q(valid_until__gt=clock.today())).order_by("valid_from")
    assert [(one.weight, one.valid_until) for one in running] == [(Wish.Weight.GLADLY, soon), (min(Wish.Weight), None)]


def test_next_year_s_demand_is_summed_too(settled, village, small_village, bureau, soon):
    facts = {"consultations": 1, "remoteness": 1}
    Demand.objects.create(village=village, population=900, valid_until=soon, **facts, **TOLD)
    Demand.objects.create(village=village, population=950, **facts, **TOLD | {"valid_from": soon})
    Demand.objects.create(village=small_village, population=300, **facts, **TOLD)
    actions.apply(by=bureau, change=settled)

    sums = Demand.objects.filter(village__code="999901001001").order_by("valid_from")
    assert [(one.population, one.valid_from, one.valid_until) for one in sums] == [
        (1200, clock.today(), soon),
        (1250, soon, None),
    ]


def test_a_contract_of_the_very_day_with_a_missed_duty_is_ended_and_not_struck_out(
    contracts, settled, bureau, office, small_village
):
    today = clock.today()
    contract = contracts[1]
    Contract.objects.filter(pk=contract.pk).update(valid_from=today)
    engagements.record_missed(by=office, contract=contract, day=today, what="村民代表会议", had_substitute=False)
    actions.apply(by=bureau, change=settled)

    contract.refresh_from_db()
    assert (contract.village, contract.last_day, contract.end_kind) == (small_village, today, "merged")


def merged(four: list[Village], bureau, district) -> None:
    """The two villages of the first township become one."""
    one = Place("999901001301", "红花社区居委会")
    after = [one, *(Place(each.code, each.name) for each in four[2:])]
    facts = {"title": "并村", "source": "批复", "effective_on": clock.today(), "town_names": {}}
    change = actions.draw_up(by=bureau, district=district, after=after, **facts)
    actions.apply(by=bureau, change=confirmed(change, bureau, **{f"c{each.code}": one.code for each in four[:2]}))


def test_a_plan_approved_before_is_not_published_afterwards(town, approved, bureau, district):
    version = approved()
    merged(town, bureau, district)

    with pytest.raises(Conflict, match="999901001201.*请重新计算"):
        plans.publish(by=bureau, version=version)


def test_a_plan_published_ahead_may_be_withdrawn_afterwards_and_leaves_no_gap(
    town, approved, bureau, district, chen, lin, soon
):
    version = approved(starts_on=soon)
    plans.publish(by=bureau, version=version)
    merged(town, bureau, district)
    plans.withdraw(by=bureau, version=version)

    here = Posting.objects.filter(Q(valid_until=None) | Q(valid_until__gt=soon), village__township=town[0].township)
    assert [(one.village.code, one.registration) for one in here.order_by("post")] == [
        ("999901001301", chen),
        ("999901001301", lin),
    ]


def test_a_contract_of_a_merged_village_is_not_renewed_and_the_successor_is_named(contracts, settled, bureau, district):
    today = clock.today()
    Contract.objects.filter(pk=contracts[1].pk).update(valid_until=today - timedelta(days=30))
    actions.apply(by=bureau, change=settled)

    for contract in contracts:
        with pytest.raises(Conflict, match=f"已经在 {today} 撤并.*请给红花社区拟合同"):
            engagements.renew(by=bureau, district=district, contracts=[contract], until=today)


def test_what_was_missed_before_the_merger_counts_under_the_contract_that_goes_on(
    contracts, served, settled, bureau, office, sign_in
):
    facts = {"what": "村民代表会议", "had_substitute": False}
    days = [clock.today() - timedelta(days=number) for number in (1, 2, 3)]
    missed = [engagements.record_missed(by=office, contract=contracts[0], day=day, **facts) for day in days]
    engagements.record_missed(by=office, contract=contracts[1], day=days[0], **facts)  # another institution's
    actions.apply(by=bureau, change=settled)
    going_on = Contract.objects.get(village__code="999901001001")

    assert contracts_of.missed_count(going_on) == 3
    assert list(contracts_of.listed(bureau, state="missed")) == [going_on]
    assert "红花村撤并前的，接着算" in sign_in(bureau).get(f"/shili/contracts/{going_on.pk}/").content.decode()
    Contract.objects.filter(pk=going_on.pk).update(
        end_kind="trigger", end_reason="三次没到", ended_at=clock.now(), ended_by=bureau.user_id
    )
    with pytest.raises(Conflict, match="是凭据"):
        engagements.strike_missed(by=bureau, missed=missed[0], reason="反悔")
