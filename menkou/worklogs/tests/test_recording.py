"""登记, 录入纸页: one service, one entry, with what its kind counts; neither tomorrow nor too long ago, never twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.worklogs import actions
from menkou.worklogs.models import Entry


@pytest.fixture
def type_in(office, chen, village):
    def type_in(number: str = "HH-2026-001", by=office, **more) -> Entry:
        facts = {"kind": "mediation", "done_on": clock.today() - timedelta(days=200), "minutes": 90, **more}
        return actions.type_in(by=by, village=village, author=chen, paper_number=number, **facts)

    return type_in


@pytest.mark.parametrize("kind", Entry.Kind.values)
def test_every_kind_of_work_can_be_put_down_with_what_it_counts(put_down, kind):
    made = put_down(kind, people=30, items=50)

    made.refresh_from_db()
    assert (made.kind, made.people, made.items, made.paper_number) == (kind, 30, 50, "")


def test_nobody_has_to_say_how_many(put_down):
    made = put_down()

    made.refresh_from_db()
    assert (made.people, made.items, made.summary, made.paper_number) == (None, None, "", "")


def test_what_was_done_tomorrow_or_too_long_ago_is_not_put_down(put_down):
    for days, said in ((1, "还没到"), (-93, "92 天以内")):
        with pytest.raises(Invalid, match=said):
            put_down(done_on=clock.today() + timedelta(days=days))
    assert not Entry.objects.exists()
    assert put_down(done_on=clock.today() - timedelta(days=92)).pk


def test_a_district_says_how_far_back(put_down, district, bureau):
    from menkou.places import actions as places

    rule = {"key": "entry_days_back", "value": 3, "valid_from": clock.today(), "source": "试行办法"}
    places.set_rule(by=bureau, district=district, **rule)

    with pytest.raises(Invalid, match="3 天以内"):
        put_down(done_on=clock.today() - timedelta(days=4))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"people": 0}, "an_entry_serves_some_people"),
        ({"people": 10_001}, "an_entry_serves_some_people"),
        ({"items": 0}, "an_entry_counts_a_few_items"),
        ({"items": 100_001}, "an_entry_counts_a_few_items"),
    ],
)
def test_the_database_refuses_numbers_that_cannot_be_meant(entry, change, refusal):
    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        Entry.objects.update(**change)


def test_the_office_types_in_a_page_under_its_number(type_in, chen, office):
    made = type_in(" hh-2026-001 ", people=2)

    made.refresh_from_db()
    assert (made.paper_number, made.author, made.recorded_by_id) == ("HH-2026-001", chen, office.user_id)
    assert AuditEntry.objects.get().what == "worklog.typed_in"


def test_a_page_is_typed_in_once(type_in, put_down):
    type_in()

    with pytest.raises(Conflict, match="已经录过了"):
        type_in("hh-2026-001")
    with pytest.raises(Conflict, match="HH-2026-001"):
        put_down(paper_number="HH-2026-001")
    assert Entry.objects.count() == 1


def test_who_typed_it_in_does_not_verify_it(type_in, office):
    with pytest.raises(Refused, match="自己的日志"):
        actions.verify(by=office, entry=type_in())


def test_a_page_has_a_number_and_is_not_older_than_a_year(type_in):
    with pytest.raises(Invalid, match="编号"):
        type_in("  ")
    with pytest.raises(Invalid, match="366 天以内"):
        type_in(done_on=clock.today() - timedelta(days=367))


def test_a_page_about_a_consultation_keeps_no_words(type_in):
    assert type_in(kind="consultation", summary="张三问宅基地").summary == ""


def test_nobody_else_types_pages_in(type_in, adviser_a, office_next_door, bureau, cadre):
    for by in (adviser_a, office_next_door, bureau, cadre):
        with pytest.raises(Refused, match="司法所录入"):
            type_in(by=by)


def test_a_correction_keeps_the_page_s_number_and_says_how_many(put_down, office, adviser_a):
    made = put_down(paper_number="A-1", people=3)
    actions.send_back(by=office, entry=made, note="人数不对")
    new = actions.amend(by=adviser_a, entry=made, minutes=60, summary="", people=30, items=None)

    new.refresh_from_db()
    assert (new.paper_number, new.people, new.items, new.corrects) == ("A-1", 30, None, made)
