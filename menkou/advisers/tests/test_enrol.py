"""登记入册: numbers that cannot be right are refused in a sentence that names whose they are."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from menkou.advisers import actions, queries
from menkou.advisers.models import Adviser, Institution, Presence, Registration, check_credit_code, check_licence
from menkou.core import clock
from menkou.core.errors import Invalid, Refused

RIGHT = "91310000775785552L"  # a valid check character


@pytest.fixture
def enrol(district, bureau):
    def enrol(by=bureau, credit_code=RIGHT, licence_no="13708201510000000"):
        firm = Institution(name="演示·试律所", kind="law_firm", credit_code=credit_code, phone="1", address="路")
        adviser = Adviser(name="甲某", kind="lawyer", licence_no=licence_no)
        place = Registration(adviser=adviser, institution=firm, phone="1", valid_from=date(2026, 1, 1))
        actions.enrol(
            by=by,
            district=district,
            institutions=[firm],
            presences=[Presence(institution=firm)],
            advisers=[adviser],
            registrations=[place],
        )
        return place

    return enrol


@pytest.mark.parametrize("code", ["", "9131000077578555", RIGHT[:-1] + "M", RIGHT[:-1] + "I", "９" + RIGHT[1:]])
def test_a_credit_code_that_cannot_be_right_is_named(code):
    with pytest.raises(ValidationError, match="18 位"):
        check_credit_code(code)


@pytest.mark.parametrize("number", ["1370820151", "13708201510000000", "鲁乡法工证字（2010）第00号"])
def test_old_and_new_licences_are_taken(number):
    check_licence(number)


@pytest.mark.parametrize("number", ["", "12345", "1" * 31, "<script>", "1370 820151"])
def test_what_is_no_licence_is_named(number):
    with pytest.raises(ValidationError, match="执业证号"):
        check_licence(number)


def test_whoever_is_enrolled_stands_on_the_roster(enrol):
    place = enrol()

    assert list(queries.roster()) == [place]
    assert [one.name for one in queries.institutions()] == ["演示·试律所"]


def test_the_sentence_says_whose_number_is_wrong(enrol):
    with pytest.raises(Invalid, match="演示·试律所：.*抄错"):
        enrol(credit_code=RIGHT[:-1] + "M")
    with pytest.raises(Invalid, match="甲某：.*不像一个证号"):
        enrol(licence_no="?")
    assert not Adviser.objects.exists()


def test_only_the_bureau_enrols(enrol, office, director):
    for by in (office, director):
        with pytest.raises(Refused, match="区司法局"):
            enrol(by=by)


def test_the_roster_ends_with_the_day(chen):
    Registration.objects.update(valid_until=clock.today())

    assert not queries.roster().exists()


def test_the_database_refuses_one_person_twice_at_a_time(chen, institutions):
    with pytest.raises(IntegrityError, match="one_registration_at_a_time"), transaction.atomic():
        Registration.objects.create(
            adviser=chen.adviser, institution=institutions["office"], phone="1", valid_from=date(2026, 1, 1)
        )


@pytest.mark.parametrize(
    ("kind", "said"),
    [("lawyer", "陈律师"), ("trainee", "陈律师"), ("legal_service_worker", "陈顾问"), ("other", "陈顾问")],
)
def test_only_lawyers_are_called_lawyers(kind, said):
    assert Adviser(name="陈明", kind=kind).form_of_address == said
