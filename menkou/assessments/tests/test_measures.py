"""What is counted: from what is on record, for whoever held the post, and never against who was not told."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from menkou.assessments.measuring import MEASURED, measured
from menkou.assessments.measuring.records import Records
from menkou.assessments.rules.items import Fact
from menkou.assessments.rules.measures import MEASURES
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.engagements.models import Contract, MissedDuty
from menkou.occasions.models import Occasion
from menkou.postings.models import Absence, Posting
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import Period
from tests.counting import at_most

HALF = Period.called("2026-h1")
MAY = datetime(2026, 5, 6, 9, tzinfo=clock.SHANGHAI)


@pytest.fixture
def count(district):
    """What a measure says of somebody; of nobody's, None."""

    def count(measure, who, subject="adviser") -> Fact | None:
        found = measured(subject, measure, Records(HALF)).get(who.pk)
        return found.fact if found else None

    return count


@pytest.fixture
def happen(village, chen):
    """Something of 红花村's that Chen was told of a week before."""
    forms = iter(range(1, 1000))

    def happen(kind="meeting", *, told=timedelta(days=7), **facts):
        if told is not None:
            facts = {"invited": chen, "invited_at": MAY - told, **facts}
        digest = UUID(int=next(forms)).bytes
        return Occasion.objects.create(
            village=village,
            kind=kind,
            title="村民代表会议",
            happens_at=MAY,
            registered_at=MAY,
            once_digest=digest,
            **facts,
        )

    return happen


def took_part(occasion, by, presence="came"):
    facts = {"village": occasion.village, "author": by, "kind": "meeting", "minutes": 60, "done_on": MAY.date()}
    entry = Entry.objects.create(**facts)
    Occasion.objects.filter(pk=occasion.pk).update(presence=presence, attended=by, entry=entry)


def log(author, village, *, day=date(2026, 2, 3), minutes=60, kind="lecture", **facts):
    return Entry.objects.create(author=author, village=village, kind=kind, done_on=day, minutes=minutes, **facts)


def test_every_measure_is_counted_of_the_subjects_it_names():
    assert {(subject, key) for key, one in MEASURES.items() for subject in one.subjects} == set(MEASURED)


@pytest.mark.parametrize("presence", ["came", "remote"])
def test_a_meeting_counts_by_whatever_way_somebody_took_part(happen, count, chen, presence):
    took_part(happen(), chen, presence)
    happen()

    assert count("meetings", chen) == Fact(1, 2)


def test_what_an_adviser_was_not_told_of_counts_against_the_village_alone(happen, count, chen, village):
    happen(told=None)
    happen(told=timedelta(hours=-1))  # after it had begun

    assert count("meetings", chen) is None
    assert count("told", village, "village") == Fact(0, 2)


def test_where_the_village_saw_nobody_the_word_of_the_adviser_alone_does_not_count(happen, count, chen, cadre):
    one = happen()
    took_part(one, chen)
    Occasion.objects.filter(pk=one.pk).update(seen="missed", seen_at=MAY, seen_by_id=cadre.user_id)

    assert count("meetings", chen) == Fact(0, 1)


def test_what_was_called_off_counts_for_nothing(happen, count, chen, cadre):
    one = happen()
    Occasion.objects.filter(pk=one.pk).update(why_off="改期", off_at=MAY, off_by_id=cadre.user_id)

    assert count("meetings", chen) is None


def test_a_contract_counts_by_the_opinion_on_it_and_the_village_by_its_answer(happen, count, chen, village, adviser_a):
    one = happen("contract")
    happen("contract")
    Occasion.objects.filter(pk=one.pk).update(opinion="租期太长", opined_at=MAY, opined_by_id=adviser_a.user_id)

    assert count("contracts", chen) == Fact(1, 2)
    assert count("seen", village, "village") == Fact(0, 1)


def test_hours_are_held_against_each_month_and_what_is_too_much_in_one_does_not_stand_for_another(count, chen, village):
    for _ in range(3):
        log(chen, village, minutes=300)  # 15 hours in February, of which 8 are asked for

    assert count("hours", chen) == Fact(8, 48)
    assert count("lectures", chen) == Fact(1, 2)


def test_who_held_a_village_for_less_than_half_of_a_month_is_not_asked_for_it(count, chen, village, register):
    hu = register("胡云", "firm", 9)
    Posting.objects.filter(registration=chen).update(valid_until=date(2026, 3, 10))
    Posting.objects.create(village=village, post="A", registration=hu, valid_from=date(2026, 3, 10))

    assert count("hours", chen) == Fact(0, 16)
    assert count("hours", hu) == Fact(0, 32)


def test_nobody_is_asked_for_a_month_that_they_were_away(count, chen):
    begins, ends = (datetime(2026, 4, day, tzinfo=clock.SHANGHAI) for day in (1, 30))
    Absence.objects.create(registration=chen, begins_at=begins, ends_at=ends, reason="illness")

    assert count("hours", chen) == Fact(0, 40)


def test_answers_are_counted_from_five_on_and_by_their_deadline(ask, count, chen, resident):
    for _ in range(4):
        ask(by=resident)
    timely = {"due_at": MAY, "first_answered_at": MAY, "answered_at": MAY, "asked_at": MAY - timedelta(days=1)}
    Consultation.objects.update(**timely)

    few = count("answers", chen)

    ask(by=resident)
    Consultation.objects.filter(first_answered_at=None).update(due_at=MAY, asked_at=MAY - timedelta(days=1))
    assert (few.asked, few.why) == (None, "到期的咨询不到 5 件")
    assert count("answers", chen) == Fact(4, 5)


def test_an_institution_owes_its_contracts_their_days_and_answers_for_who_did_not_come(
    count, chen, village, bureau, institutions
):
    firm = institutions["firm"]
    facts = {"valid_from": date(2026, 1, 1), "valid_until": date(2027, 1, 1), "signed_on": date(2026, 1, 5)}
    contract = Contract.objects.create(village=village, institution=firm, **facts)
    Posting.objects.filter(registration=chen).update(valid_until=date(2026, 6, 1))
    MissedDuty.objects.create(
        contract=contract, day=date(2026, 5, 1), what="值班", recorded_at=MAY, recorded_by_id=bureau.user_id
    )

    assert count("signed", firm, "institution") == Fact(0, 1)
    assert count("filled", firm, "institution") == Fact(151, 181)
    assert count("missed", firm, "institution") == Fact(1)


def test_an_office_is_held_to_what_was_logged_in_its_township(count, chen, village, office, townships):
    log(chen, village, outcome="verified", reviewed_by_id=office.user_id, reviewed_at=MAY)
    log(chen, village)
    log(chen, village, kind="consultation")

    assert count("reviewed", townships["here"], "office") == Fact(1, 2)


def test_all_measures_together_ask_the_same_few_queries_for_any_number_of_people(chen, lin, wu, happen, village):
    happen()
    log(chen, village)

    with at_most(40):
        records = Records(HALF)
        for subject, key in MEASURED:
            measured(subject, key, records)
