"""利害关系: said or declared, it takes the matter from whom it ties, at once and for good; nobody left is a person's task."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from menkou.advisers.models import Registration
from menkou.consultations import actions, content, intake, jobs, queries
from menkou.consultations.after import actions as after
from menkou.consultations.interests import actions as interests
from menkou.consultations.interests import barring, routing
from menkou.consultations.interests import queries as seen
from menkou.consultations.interests.routing import About
from menkou.consultations.models import Consultation, Declaration, Handover, Interest, Party
from menkou.consultations.rights import actions as rights
from menkou.consultations.timing import actions as timing
from menkou.core import clock, outbox
from menkou.core.actors import CLOCK, Role
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.places.models import Rule
from menkou.postings.models import STAND_IN, Posting
from tests.cast import LONG_AGO, QUESTION

OTHER_SIDE = "王 五"


def told(key: str) -> list[str]:
    return list(Outgoing.objects.filter(key__startswith=key).values_list("address", flat=True))


def test_what_is_about_the_committee_goes_to_who_does_not_serve_it(
    ask_about, third, adviser_a, adviser_b, adviser_third
):
    asked = ask_about("committee")
    assert (asked.holder_id, asked.post) == (third.pk, STAND_IN)
    assert set(Interest.objects.values_list("kind", flat=True)) == {"committee"}
    assert [queries.mine(one).count() for one in (adviser_a, adviser_b, adviser_third)] == [0, 0, 1]
    assert told("asked:") == [f"registration:{third.pk}"]


def test_a_district_may_let_its_posts_act_against_the_committee(ask_about, chen, district, third):
    Rule.objects.create(key="posts_act_against_committee", value=1, valid_from=LONG_AGO, source="测试")
    asked = ask_about("committee")
    assert asked.holder_id == chen.pk
    assert not barring.without_interests(Consultation.objects.all()).exists()


def test_where_nobody_near_may_take_it_a_person_of_the_bureau_is_asked(
    ask_about, adviser_a, adviser_b, bureau, office, third
):
    Posting.objects.filter(registration=third).delete()
    asked = ask_about("committee")
    assert barring.is_unheld(asked)
    assert told("unheld:") == ["bureau"]
    assert told("asked:") == []
    for by in (adviser_a, adviser_b):
        with pytest.raises(Refused):
            actions.read(by=by, consultation=asked)
    assert list(seen.unheld_for(bureau)) == [asked]
    assert not seen.unheld_for(office).exists()


def test_the_bureau_assigns_somebody_whom_nothing_ties(ask_about, bureau, wu, chen, third, adviser_next_door, office):
    """吴刚 is of A's firm; 冯平 is not, but has no post in the township any more."""
    there = Posting.objects.filter(registration=third)
    asked = ask_about("committee")
    there.update(village=Posting.objects.get(registration=wu).village, post="B")
    Registration.objects.filter(pk=third.pk).update(phone="1")
    Consultation.objects.filter(pk=asked.pk).update(holder=chen, post="A")
    assert set(seen.may_be_assigned(asked)) == {third}
    with pytest.raises(Conflict, match="不能接"):
        interests.assign(by=bureau, consultation=asked, taker=wu)
    with pytest.raises(Refused):
        interests.assign(by=office, consultation=asked, taker=third)
    with pytest.raises(Conflict, match="不能安排给自己"):
        both = replace(bureau, holdings=bureau.holdings | {(Role.ADVISER, third.pk)})
        interests.assign(by=both, consultation=asked, taker=third)
    handover = interests.assign(by=bureau, consultation=asked, taker=third)
    assert (handover.giver, handover.taker, handover.reason) == (chen, third, "assigned")
    with pytest.raises(Conflict, match="接手了"):
        interests.assign(by=bureau, consultation=asked, taker=third)


def test_what_is_about_the_adviser_goes_to_b_of_another_institution(ask_about, lin, adviser_a):
    asked = ask_about("adviser_a")
    assert (asked.holder_id, asked.post, asked.concerns) == (lin.pk, "B", "adviser")
    assert not queries.mine(adviser_a).exists()


def test_never_to_b_of_the_same_institution(ask_about, lin, third, institutions):
    Registration.objects.filter(pk=lin.pk).update(institution=institutions["firm"])
    assert ask_about("adviser_a").holder_id == third.pk


def test_a_person_who_changed_the_institution_is_kept_out_there_too(ask_about, chen, lin, third, make_actor):
    asked = ask_about("adviser_a")
    Registration.objects.filter(pk=chen.pk).update(valid_until=clock.today())
    facts = {"institution": third.institution, "phone": "1", "valid_from": clock.today()}
    moved = Registration.objects.create(adviser=chen.adviser, **facts)
    Consultation.objects.filter(pk=asked.pk).update(holder=moved, post=STAND_IN)
    assert not queries.mine(make_actor(Role.ADVISER, "moved", registration=moved)).exists()
    assert moved not in seen.may_be_assigned(asked)


def test_who_comes_to_serve_the_village_later_loses_what_is_about_its_committee(
    ask_about, third, adviser_third, village
):
    asked = ask_about("committee")
    Posting.objects.filter(village=village, post="B").delete()
    Posting.objects.create(village=village, post="B", registration=third, valid_from=LONG_AGO)
    assert not queries.mine(adviser_third).exists()
    with pytest.raises(Refused):
        actions.read(by=adviser_third, consultation=asked)
    before = AuditEntry.objects.count()
    jobs.pass_on_what_is_left_behind()
    jobs.pass_on_what_is_left_behind()
    assert AuditEntry.objects.count() == before


def test_told_after_asking_it_leaves_at_once_with_the_notices(
    ask_about, chen, lin, adviser_a, adviser_b, resident, stranger
):
    asked = ask_about()
    assert list(queries.mine(adviser_a)) == [asked]
    with pytest.raises(Refused):
        interests.tell_concern(by=stranger, consultation=asked, concerns="adviser_a")
    interests.tell_concern(by=resident, consultation=asked, concerns="adviser_a")
    assert not queries.mine(adviser_a).exists()
    assert list(queries.mine(adviser_b)) == [asked]
    assert Handover.objects.get().reason == "conflict"
    assert Outgoing.objects.get(key=f"asked:{asked.pk}").state == "withdrawn"
    assert outbox.claim(Outgoing.objects.get(key=f"asked:{asked.pk}").pk) is None
    with pytest.raises(Conflict, match="已经说过"):
        interests.tell_concern(by=resident, consultation=asked, concerns="committee")


def test_a_notice_that_is_being_sent_at_that_moment_is_not_sent_again(ask_about, resident):
    asked = ask_about()
    row = outbox.claim(Outgoing.objects.get(key=f"asked:{asked.pk}").pk)
    interests.tell_concern(by=resident, consultation=asked, concerns="adviser_a")
    assert not outbox.settle(row, outbox.Ended(outbox.State.WAITING))
    assert Outgoing.objects.get(pk=row.pk).state == "withdrawn"


@pytest.mark.interests_are_declared
def test_nobody_answers_before_having_declared(ask_about, adviser_a, adviser_b):
    asked = ask_about()
    facts = {"by": adviser_a, "consultation": asked, "text": "答", "form": "a" * 32}
    with pytest.raises(Conflict, match="没有利害关系"):
        actions.answer(**facts)
    with pytest.raises(Refused):
        interests.declare_none(by=adviser_b, consultation=asked)
    first = interests.declare_none(by=adviser_a, consultation=asked)
    assert interests.declare_none(by=adviser_a, consultation=asked) == first
    actions.answer(**facts)
    assert Declaration.objects.get().declared_by_id == adviser_a.user_id


@pytest.mark.interests_are_declared
def test_the_next_holder_declares_again(ask_about, adviser_a, adviser_b):
    asked = ask_about()
    interests.declare_none(by=adviser_a, consultation=asked)
    interests.declare(by=adviser_a, consultation=asked, kind="relative")
    asked.refresh_from_db()
    with pytest.raises(Conflict, match="没有利害关系"):
        actions.answer(by=adviser_b, consultation=asked, text="答", form="a" * 32)


def test_declaring_hands_on_at_once_to_another_institution_and_never_back(
    ask_about, adviser_a, adviser_b, chen, lin, third
):
    asked = ask_about()
    interests.declare(by=adviser_a, consultation=asked, kind="village_is_client")
    asked.refresh_from_db()
    assert asked.holder == lin
    assert Interest.objects.get().registration == chen
    interests.declare(by=adviser_b, consultation=asked, kind="own_client")
    asked.refresh_from_db()
    assert (asked.holder, asked.post) == (third, STAND_IN)
    assert not queries.mine(adviser_a).exists()


def test_declared_where_nobody_is_left_it_waits_for_the_bureau(ask_about, adviser_a, adviser_b, chen, lin, bureau):
    asked = ask_about()
    interests.declare(by=adviser_a, consultation=asked, kind="relative")
    asked.refresh_from_db()
    interests.declare(by=adviser_b, consultation=asked, kind="relative")
    asked.refresh_from_db()
    assert barring.is_unheld(asked)
    assert not queries.mine(adviser_b).exists()
    assert told("unheld:") == ["bureau"]
    assert seen.unheld_one(bureau, asked.pk) == asked


@pytest.mark.parametrize(
    ("first", "second", "met"),
    [
        ({"other_side": OTHER_SIDE}, {"own_name": "王五。"}, True),
        ({"own_name": "王五"}, {"other_side": OTHER_SIDE}, True),
        ({"other_side": "王五"}, {"other_side": OTHER_SIDE}, True),
        ({"own_name": "王五"}, {"own_name": "王五"}, False),  # the same person asks twice
        ({"other_side": "王五"}, {"other_side": "赵六"}, False),
        ({"other_side": "王五"}, {}, False),
    ],
)
def test_both_sides_of_a_dispute_are_met_without_being_shown(ask_about, adviser_a, stranger, first, second, met):
    ask_about(**first, by=stranger)
    asked = ask_about(**second)
    assert seen.is_to_be_checked(asked) is met
    declared = interests.declare_none(by=adviser_a, consultation=asked)
    assert declared.was_asked_to_check is met


def test_a_name_is_never_in_clear_outside_the_seal(ask_about):
    asked = ask_about(other_side=OTHER_SIDE, own_name="赵六")
    assert content.sides_of(asked) == {"other": OTHER_SIDE, "asker": "赵六"}
    for row in Party.objects.all():
        kept = bytes(row.sealed) + bytes(row.name_digest)
        assert not any(name.encode() in kept for name in ("王五", OTHER_SIDE, "赵六"))


def test_a_form_sent_twice_asks_once_and_another_concern_is_another_question(village, chen, lin, third, resident):
    facts = {"by": resident, "village": village, "text": QUESTION, "form": "a" * 32, "may_hand_over": True}
    first = intake.ask_once(**facts, about=About("committee"))
    assert not intake.ask_once(**facts, about=About("committee")).is_new
    with pytest.raises(Conflict, match="不一样"):
        intake.ask_once(**facts)
    assert Interest.objects.filter(consultation=first.consultation).count() == 2


def test_the_database_refuses_the_same_interest_twice(ask_about, institutions):
    asked = ask_about("adviser_a")
    facts = {"consultation": asked, "institution": institutions["firm"], "kind": "named", "recorded_at": clock.now()}
    with pytest.raises(IntegrityError, match="recorded_once"), transaction.atomic():
        for _ in range(2):
            Interest.objects.create(**facts)


def test_each_way_leads_where_the_page_said(village, chen, lin, third, ask_about):
    for way in routing.ways(village, list(Posting.objects.filter(village=village))):
        assert ask_about(way.value).holder_id == way.taker.pk


@pytest.mark.parametrize("when", ["from the first", "told later"])
def test_whom_it_is_kept_from_hears_of_nothing_that_happens_to_it(when, ask, ask_about, resident, adviser_a, third):
    Posting.objects.filter(registration=third).delete()
    if when == "from the first":
        asked = ask_about("committee")
    else:
        asked = ask(resident).consultation
        actions.read(by=adviser_a, consultation=asked)
        interests.tell_concern(by=resident, consultation=asked, concerns="committee")
    before = list(Outgoing.objects.values_list("pk", flat=True))
    Consultation.objects.update(due_at=clock.now())
    timing.urge(by=CLOCK, consultation=asked)
    after.withdraw(by=resident, consultation=asked)
    after.reopen(by=resident, consultation=asked, text="还有一句。", form="b" * 32)
    rights.erase(by=resident, consultation=asked)

    later = Outgoing.objects.exclude(pk__in=before)
    assert not [one for one in later.values_list("address", flat=True) if one.startswith("registration:")]
