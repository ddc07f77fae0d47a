"""What was tried against the numbers of a half-year: villages that merged, groups handed on, and whoever subtracts."""

from datetime import date, datetime

import pytest

from menkou.assessments import queries
from menkou.assessments.answering import actions as answering
from menkou.assessments.cycling.drawing import Drawing, everybody
from menkou.assessments.cycling.scoring import hear_voices
from menkou.assessments.measuring import measured
from menkou.assessments.measuring.records import Records
from menkou.assessments.models import Answer, Cycle, Scheme, Score, Sheet, Survey, View
from menkou.assessments.papers.numbers import asked
from menkou.assessments.rules.items import Fact
from menkou.assessments.surveying import actions as surveying
from menkou.assessments.surveying import queries as surveys
from menkou.assessments.tests.asking import SAID, answered, over
from menkou.broadcasts.models import Delivery, Notice
from menkou.core.actors import Role
from menkou.core.clock import SHANGHAI
from menkou.engagements.models import Contract
from menkou.groups.models import Group
from menkou.places.models import Village
from menkou.postings.models import Posting
from menkou.worklogs.rules.periods import Period
from tests.counting import at_most

HALF = Period.called("2026-h1")


@pytest.fixture
def merged(village, townships):
    """红花村 and 老桥村 went into 新村 after the half-year was over."""
    facts = {"kind": "village", "township": townships["here"]}
    new = Village.objects.create(code="999901001301", name="新村村委会", valid_from=date(2026, 7, 3), **facts)
    begun = date(2020, 1, 1)
    old = Village.objects.create(code="999901001202", name="老桥村委会", valid_from=begun, **facts)
    for one in (old, village):
        one.valid_until, one.successor = date(2026, 7, 3), new
        one.save()
    return new


def test_a_village_that_was_merged_since_is_assessed_as_the_one_that_goes_on(district, village, merged):
    scheme = Scheme(subject="village")
    drawing = Drawing(Cycle(period=HALF.key), Records(HALF), {"village": scheme})

    assert [(one.pk, one.name) for one in everybody(drawing)] == [(merged.pk, "新村村委会")]


def test_what_a_villages_households_said_counts_for_the_village_it_went_into(survey, chen, village, merged):
    answered(survey, 5)
    over(survey)

    found = measured("adviser", "survey", Records(HALF))[chen.pk]

    assert (found.fact, found.rows) == (Fact(5, 5), (merged.pk,))


def test_a_sheet_of_a_village_that_is_no_more_is_its_successors_to_answer(shown, village, merged, make_actor):
    scheme = Sheet.objects.first().scheme
    facts = {"subject": "village", "village": village, "name": village.name, "made_at": shown.opened_at}
    made = Sheet.objects.create(cycle=shown, scheme=scheme, **facts)
    by = make_actor(Role.VILLAGE_CADRE, "new", village=merged)

    assert queries.sheet_for(by, made.pk).name == "红花村委会"
    assert answering.confirm(by=by, sheet=made)


def test_what_committees_said_is_heard_in_the_same_few_questions_for_any_number(
    drawn, bureau, cadre, village, village_next_door, chen, wu
):
    for at, whom in ((village, chen), (village_next_door, wu)):
        facts = {"mark": 60, "told_at": drawn.drawn_at, "told_by_id": cadre.user_id}
        View.objects.create(cycle=drawn, village=at, registration=whom, **facts)

    with at_most(18):
        hear_voices(drawn)

    heard = Score.objects.filter(sheet__cycle=drawn, item__source="committee", number=2)
    assert {(one.sheet.registration_id, one.points) for one in heard} == {(chen.pk, 300), (wu.pk, 300)}
    for sheet in Sheet.objects.filter(cycle=drawn):
        assert sheet.points == sum(one.points for one in queries.scores_of(sheet))


def test_who_took_a_group_over_answers_for_no_push_of_the_time_before(village, chen, wu, bureau, second):
    Posting.objects.filter(registration=chen).update(valid_until=date(2026, 6, 1))
    Posting.objects.create(village=village, post="A", registration=wu, valid_from=date(2026, 6, 1))
    group = Group.objects.create(level="village", name="红花村群", village=village, registration=wu)
    at = datetime(2026, 5, 6, 9, tzinfo=SHANGHAI)
    by = {"made_by_id": bureau.user_id, "made_at": at, "approved_by_id": second.user_id, "approved_at": at}
    for day in (date(2026, 5, 6), date(2026, 6, 5)):
        facts = {"kind": "notice", "title": "防骗", "text": "别信。", "levels": ["village"], "go_on": day}
        Delivery.objects.create(notice=Notice.objects.create(state="going", **facts, **by), group=group, means="hand")

    assert measured("adviser", "pushes", Records(HALF))[wu.pk].fact == Fact(0, 1)


def test_a_village_that_was_empty_under_two_contracts_is_one_row(village, chen):
    Posting.objects.filter(registration=chen).update(valid_from=date(2026, 5, 1))
    for begins, ends in ((date(2025, 1, 1), date(2026, 2, 1)), (date(2026, 2, 1), date(2027, 1, 1))):
        facts = {"valid_from": begins, "valid_until": ends, "signed_on": begins, "stage": "signed"}
        Contract.objects.create(village=village, institution=chen.institution, **facts)

    assert measured("institution", "filled", Records(HALF))[chen.institution_id].rows == (village.pk,)


def test_who_typed_in_the_others_does_not_learn_by_a_sum_how_a_few_answered_by_link(survey, chen, office):
    answered(survey, 1, 2)
    waiting = Answer.objects.filter(survey=survey, answered_on=None)
    for one in waiting[:5]:
        surveying.type_in(by=office, survey=survey, place=one.place, way="paper", said=SAID)
    over(survey)

    told = surveys.tally_of(Survey.objects.select_related("cycle").get())
    assert (told.answers, told.satisfied, told.left_out) == (5, 5, 3)
    assert measured("adviser", "survey", Records(HALF))[chen.pk].fact == Fact(5, 5)


def test_a_circular_adds_up_no_village_of_few_beside_the_sums_of_the_others(
    survey, village_next_door, office_next_door
):
    answered(survey, 6)
    few = surveying.draw(by=office_next_door, village=village_next_door, cycle=survey.cycle, households=9)
    answered(few, 1, 2)
    assert asked(survey.cycle)[2:] == (0, 0)
    over(survey)

    assert asked(survey.cycle) == (2, 29, 6, 6)
