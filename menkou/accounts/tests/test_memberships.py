"""任职: what a person holds is read from today's rows, each for its own kind of thing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.accounts import actions
from menkou.accounts.models import Membership, User
from menkou.accounts.queries import actor_for, people, registrations_with_login
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Refused
from tests.cast import LONG_AGO

YESTERDAY, TOMORROW = timedelta(days=-1), timedelta(days=1)


@pytest.fixture
def person(district):
    return User.objects.create(username="person", name="某人")


def holds_after(person, **dates) -> bool:
    Membership.objects.create(user=person, role=Role.JUSTICE_BUREAU, **{"valid_from": LONG_AGO, **dates})
    return actor_for(person).has_role(Role.JUSTICE_BUREAU)


def test_who_left_yesterday_holds_nothing(person):
    assert not holds_after(person, valid_until=clock.today() + YESTERDAY)


def test_the_last_day_is_the_one_before_the_end(person):
    assert not holds_after(person, valid_until=clock.today())
    assert holds_after(person, valid_until=clock.today() + TOMORROW)


def test_who_begins_tomorrow_holds_nothing_today(person):
    assert not holds_after(person, valid_from=clock.today() + TOMORROW)


def test_a_person_without_a_membership_holds_nothing(person):
    assert not actor_for(person).is_staff


def test_a_role_in_one_district_is_none_in_another(person):
    from menkou.core.scope import within
    from menkou.places.models import District

    assert holds_after(person)
    other = District.objects.create(slug="other", name="另一区", code="999902")
    with within(other.pk):
        assert not actor_for(person).is_staff


def test_a_role_is_held_for_one_thing_only(office, townships):
    here, there = townships.values()

    assert office.holds(Role.JUDICIAL_OFFICE, here.pk)
    assert not office.holds(Role.JUDICIAL_OFFICE, there.pk)
    assert not office.holds(Role.JUDICIAL_OFFICE)
    assert office.held(Role.JUDICIAL_OFFICE) == {here.pk}


TARGETS = ("township", "village", "institution", "registration")
OWN = {
    Role.VILLAGE_CADRE: "village",
    Role.ADVISER: "registration",
    Role.INSTITUTION_DIRECTOR: "institution",
    Role.JUDICIAL_OFFICE: "township",
}


@pytest.mark.parametrize("role", Role)
def test_the_database_refuses_a_role_for_another_kind_of_thing(person, townships, village, institutions, chen, role):
    things = dict(zip(TARGETS, (townships["here"], village, institutions["firm"], chen), strict=True))
    own = OWN.get(role)
    for wrong in [{}, *({name: thing} for name, thing in things.items()), things]:
        if set(wrong) == ({own} if own else set()):
            continue
        with pytest.raises(IntegrityError, match="its_own_kind_of_thing"), transaction.atomic():
            Membership.objects.create(user=person, role=role, valid_from=LONG_AGO, **wrong)
    right = {own: things[own]} if own else {}
    assert Membership.objects.create(user=person, role=role, valid_from=LONG_AGO, **right)


def test_the_database_knows_no_other_role(person):
    with pytest.raises(IntegrityError, match="its_own_kind_of_thing"), transaction.atomic():
        Membership.objects.create(user=person, role="emperor", valid_from=LONG_AGO)


def test_the_database_refuses_a_membership_that_ends_before_it_began(person):
    with pytest.raises(IntegrityError, match="membership_ends_no_sooner_than_it_begins"), transaction.atomic():
        before = LONG_AGO + YESTERDAY
        Membership.objects.create(user=person, role=Role.AUDITOR, valid_from=LONG_AGO, valid_until=before)


def test_an_adviser_whose_account_is_closed_cannot_sign_in(adviser_a, chen):
    assert registrations_with_login() == {chen.pk}
    User.objects.update(is_active=False)

    assert registrations_with_login() == set()
    assert people(Role.ADVISER).count() == 1


def test_the_bureau_ends_what_somebody_who_left_holds(sign_in, bureau, cadre, office, adviser_a):
    assert sign_in(cadre).get("/shili/occasions/").status_code == 200
    held = Membership.objects.get(user_id=cadre.user_id)
    page = sign_in(bureau).get("/shili/accounts/").content.decode()
    assert f"/shili/accounts/{held.pk}/end" in page
    own, advises = (Membership.objects.get(user_id=one.user_id) for one in (bureau, adviser_a))
    assert f"/shili/accounts/{own.pk}/end" not in page
    assert f"/shili/accounts/{advises.pk}/end" not in page

    assert sign_in(office).post(f"/shili/accounts/{held.pk}/end").status_code == 404
    assert sign_in(bureau).post(f"/shili/accounts/{held.pk}/end").status_code == 302

    assert not actor_for(User.objects.get(pk=cadre.user_id)).has_role(Role.VILLAGE_CADRE)
    assert sign_in(cadre).get("/shili/occasions/").status_code == 404
    assert sign_in(bureau).post(f"/shili/accounts/{held.pk}/end").status_code == 404


def test_who_was_put_on_record_by_mistake_today_is_out_at_once(sign_in, bureau, make_actor):
    wrong = make_actor(Role.AUDITOR)
    Membership.objects.filter(user=wrong.user_id).update(valid_from=clock.today())
    held = Membership.objects.get(user=wrong.user_id)
    assert sign_in(wrong).get("/shili/audit/").status_code == 200

    page = sign_in(bureau).post(f"/shili/accounts/{held.pk}/end", follow=True).content.decode()

    assert "不再担任审计监督了" in page
    assert not actor_for(User.objects.get(pk=wrong.user_id)).is_staff
    assert sign_in(wrong).get("/shili/audit/").status_code == 404
    assert sign_in(bureau).post(f"/shili/accounts/{held.pk}/end").status_code == 404
    assert make_actor(Role.AUDITOR, "again").is_staff


def test_nobody_ends_their_own_role_nor_an_advisers(bureau, adviser_a):
    for who in (bureau, adviser_a):
        with pytest.raises(Refused):
            actions.end_role(by=bureau, membership=Membership.objects.get(user_id=who.user_id))
