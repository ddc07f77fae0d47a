"""责令更换 goes through the planner's door: nobody is replaced here, and the order is done when nobody stands there any more."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.accounts.models import Membership
from menkou.advisers.models import Registration
from menkou.assessments.following import actions as following
from menkou.assessments.following import seats
from menkou.assessments.following.actions import Proposal
from menkou.assessments.models import Consequence
from menkou.assessments.replacing import actions
from menkou.assessments.tests.consequent import decided, found
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.places.models import Village
from menkou.plans import actions as plans
from menkou.plans import telling
from menkou.plans.models import Version
from menkou.postings.models import Avoidance, Posting
from tests.cast import LONG_AGO


@pytest.fixture
def wang(register):
    """王强 of the same firm has no post yet."""
    return register("王强", "firm", 9)


@pytest.fixture
def decision(bureau, second, district, institutions, chen, lin, wang):
    one = found(bureau, district, institutions["firm"], chen, kind="replace")
    return decided(one, bureau, second)


def mended(version: Version, registration: Registration, code: str, by) -> None:
    """What the worker, and then the bureau, make of a repair: this person on the A post of a village."""
    assert plans.begin(by=CLOCK, version=version)
    asked = telling.asked(version)
    before = {place: list(both) for place, both in asked.posts.items()}
    posts = {**before, code: [str(registration.pk), before[code][1]]}
    facts = {"value": 1.0, "bound": 1.0, "terms": {}, "seconds": 1, "posts": posts, "before": before}
    plans.finish(by=CLOCK, version=version, facts=facts | {"is_fewest": True, "bound_covers": "repair"})
    version.refresh_from_db()
    plans.approve(by=by, version=version, seen=version.revision)
    version.refresh_from_db()
    plans.publish(by=by, version=version)


def test_an_order_keeps_them_out_asks_for_a_repair_and_ends_no_post(decision, bureau, chen, village):
    repair = actions.order(by=bureau, consequence=decision, on=clock.today())

    avoided = Avoidance.objects.get()
    assert (avoided.village_id, avoided.registration_id, avoided.valid_until) == (village.pk, chen.pk, None)
    assert str(decision.pk)[-8:] in avoided.source
    assert "责令更换的决定" in avoided.source
    assert (repair.kind, repair.starts_on, repair.made_by_id) == ("repair", clock.today(), bureau.user_id)
    assert (decision.villages, decision.repair_id) == ([village.code], repair.pk)
    assert Posting.objects.get(registration=chen).valid_until is None  # the village is never without anybody


def test_it_is_done_once_a_second_person_has_put_somebody_else_there(decision, bureau, second, wang, village):
    repair = actions.order(by=bureau, consequence=decision, on=clock.today())
    with pytest.raises(Conflict, match="还不能办结：红花村A岗还没有换人"):
        following.finish(by=bureau, consequence=decision, note="换了")
    with pytest.raises(Refused, match="另一个人审定"):
        mended(repair, wang, village.code, bureau)
    Version.objects.filter(pk=repair.pk).update(state="waiting", value=None, posts={}, attempt=0)
    mended(repair, wang, village.code, second)

    done = following.finish(by=bureau, consequence=decision, note="机构改派王强")

    assert done.state == "done"
    assert Posting.objects.filter(village=village, post="A", valid_until=None).get().registration_id == wang.pk


def test_what_breaks_the_order_is_what_the_planner_is_told(decision, bureau, chen, village):
    actions.order(by=bureau, consequence=decision, on=clock.today())
    told = telling.planning.told(clock.today())

    assert (str(chen.pk), village.code) in told.forbidden


def test_an_order_is_given_once_and_only_of_what_was_decided(decision, bureau, district, institutions, chen):
    actions.order(by=bureau, consequence=decision, on=clock.today())
    with pytest.raises(Conflict, match="已经开始换人了"):
        actions.order(by=bureau, consequence=decision, on=clock.today())

    other = found(bureau, district, institutions["firm"], chen, kind="replace", key="hand:2")
    with pytest.raises(Conflict, match="现在不能办"):
        actions.order(by=bureau, consequence=other, on=clock.today())
    assert Avoidance.objects.count() == 1


def test_an_order_begins_today_and_not_after_its_last_day(decision, bureau, noon):
    with pytest.raises(Invalid, match="过去的日子"):
        actions.order(by=bureau, consequence=decision, on=clock.today() - timedelta(days=1))
    with pytest.raises(Invalid, match="前办到"):
        actions.order(by=bureau, consequence=decision, on=decision.carry_out_until + timedelta(days=1))
    noon.shift(timedelta(days=40))
    assert actions.order(by=bureau, consequence=decision, on=clock.today())  # late, and better than never


def test_only_the_villages_that_were_told_change_hands(bureau, second, district, institutions, chen, lin, townships):
    facts = {"township": townships["here"], "kind": "village", "valid_from": LONG_AGO}
    more = type(chen.posting_set.get().village).objects.create(code="999901001209", name="大安村委会", **facts)
    Posting.objects.create(village=more, post="A", registration=chen, valid_from=LONG_AGO)
    one = found(bureau, district, institutions["firm"], chen, kind="replace")
    decided(one, bureau, second, Proposal("只换大安村", villages=(more.code,)))

    actions.order(by=bureau, consequence=one, on=clock.today())

    assert [row.village_id for row in Avoidance.objects.all()] == [more.pk]


def test_who_is_kept_out_already_stays_so_for_the_reason_on_record(decision, bureau, chen, village):
    facts = {"village": village, "registration": chen, "valid_from": LONG_AGO, "source": "村委会来函"}
    kept = Avoidance.objects.create(reason="kinship", **facts)

    actions.order(by=bureau, consequence=decision, on=clock.today())

    assert Avoidance.objects.get() == kept


def test_nobody_is_replaced_who_stands_nowhere_any_more(decision, bureau, chen):
    Posting.objects.filter(registration=chen).update(valid_until=clock.today())

    with pytest.raises(Conflict, match="直接办结"):
        actions.order(by=bureau, consequence=decision, on=clock.today())
    assert following.finish(by=bureau, consequence=decision, note="机构已经换人").state == "done"


def test_an_institution_s_people_are_replaced_where_it_is_said(
    bureau, second, district, institutions, chen, lin, village
):
    one = found(bureau, district, institutions["firm"], kind="replace")
    with pytest.raises(Invalid, match="请选是哪些村"):
        following.tell(by=bureau, consequence=one, proposal=Proposal("换人"))
    decided(one, bureau, second, Proposal("换人", villages=(village.code,)))

    actions.order(by=bureau, consequence=one, on=clock.today())

    avoided = Avoidance.objects.get()
    assert (avoided.institution_id, avoided.registration_id) == (institutions["firm"].pk, None)


def test_only_the_bureau_orders_and_nobody_whom_it_is_about(decision, bureau, office, director, chen):
    for by in (office, director):
        with pytest.raises(Refused, match="由区司法局来办"):
            actions.order(by=by, consequence=decision, on=clock.today())
    Membership.objects.create(user_id=bureau.user_id, role="adviser", registration=chen, valid_from=chen.valid_from)
    with pytest.raises(Refused, match="和自己有关的除外"):
        actions.order(by=bureau, consequence=decision, on=clock.today())


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"replace_from": date(2026, 7, 6)}, "a_replacement_is_ordered_once_decided"),
        ({"kind": "deduct", "ordered_at": clock.now()}, "a_replacement_is_ordered_once_decided"),
        ({"is_mended": True}, "a_rectification_is_done_when_it_was_looked_at_again"),
    ],
)
def test_the_database_knows_what_an_order_is(decision, facts, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Consequence.objects.filter(pk=decision.pk).update(**facts)


def test_what_is_said_of_a_village_goes_on_in_the_one_that_it_was_merged_into(
    bureau, second, district, institutions, chen, wang, village
):
    one = decided(
        found(bureau, district, institutions["firm"], chen, "replace"),
        *(bureau, second, Proposal("责令更换", villages=(village.code,))),
    )
    facts = {"township": village.township, "kind": "village", "valid_from": clock.today()}
    heir = Village.objects.create(code="999901001209", name="大红花村", **facts)
    Village.objects.filter(pk=village.pk).update(valid_until=clock.today(), successor=heir)
    Posting.objects.filter(registration=chen).update(valid_until=clock.today())
    Posting.objects.create(registration=chen, village=heir, post="A", valid_from=clock.today())

    with pytest.raises(Conflict, match="大红花村A岗还没有换人"):
        following.finish(by=bureau, consequence=one, note="换了")
    assert [held.village for held in seats.decided(one)] == ["红花村"]
    actions.order(by=bureau, consequence=one, on=clock.today())
    assert (Avoidance.objects.get().village_id, one.villages) == (heir.pk, [heir.code])
