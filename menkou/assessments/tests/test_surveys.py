"""Households drawn by chance answer once, without a name, by link, phone or paper; nobody sees who answered how."""

import pytest
from django.db import IntegrityError, transaction

from menkou.assessments.measuring import measured
from menkou.assessments.measuring.records import Records
from menkou.assessments.models import Answer, Cycle, Survey
from menkou.assessments.rules.items import Fact
from menkou.assessments.scheming import actions as scheming
from menkou.assessments.scheming.trial import Trial
from menkou.assessments.surveying import actions, queries
from menkou.assessments.tests.asking import NOBODY, SAID, answered, over
from menkou.assessments.tests.conftest import HALF
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.worklogs.rules.periods import Period


def test_an_office_draws_twenty_and_anybody_with_the_seed_draws_them_again(survey, village):
    assert (survey.size, len(set(survey.places))) == (20, 20)
    assert queries.is_as_drawn(survey)
    assert [one.place for one in queries.households_of(survey)] == list(survey.places)
    assert Answer.objects.filter(survey=survey, answered_on=None).count() == 20
    told = queries.record_of(survey)
    assert (told["households"], told["size"], bytes.fromhex(told["seed"])) == (132, 20, bytes(survey.seed))


def test_in_a_village_of_one_household_that_one_is_asked_and_there_is_nobody_else(drawn, office, village):
    made = actions.draw(by=office, village=village, cycle=drawn, households=1)

    assert list(made.places) == [1]
    with pytest.raises(Conflict, match="没有可以换的户"):
        actions.replace(by=office, survey=made, place=1, why="moved")
    assert Answer.objects.get(survey=made).not_met == ""


@pytest.mark.parametrize("households", [0, -1, 30_001])
def test_a_village_without_households_is_not_drawn(drawn, office, village, households):
    with pytest.raises(Invalid, match="全村有几户"):
        actions.draw(by=office, village=village, cycle=drawn, households=households)


def test_only_its_own_office_draws_and_only_once_while_offices_score(
    drawn, survey, office, office_next_door, bureau, cadre, village, village_next_door
):
    for by in (office_next_door, bureau, cadre):
        with pytest.raises(Refused, match="司法所"):
            actions.draw(by=by, village=village, cycle=drawn, households=50)
    with pytest.raises(Conflict, match="已经抽过"):
        actions.draw(by=office, village=village, cycle=drawn, households=50)
    over(survey)
    with pytest.raises(Conflict, match="不是评分的时候"):
        actions.draw(by=office_next_door, village=village_next_door, cycle=drawn, households=50)


def test_an_answer_counts_once_and_says_neither_who_nor_at_what_time(survey, slip, resident, noon):
    actions.say(by=resident, survey=survey, slip=slip.pk, said=SAID)

    kept = Answer.objects.get(pk=slip.pk)
    assert (kept.satisfied, kept.way, kept.typed_by_id, str(kept.answered_on)) == ("yes", "link", None, "2026-07-06")
    line = AuditEntry.objects.get(what="assessment.survey_answered")
    assert (line.by, line.subject) == ("居民", f"assessments.Survey:{survey.pk}")
    with pytest.raises(Conflict, match="已经答过"):
        actions.say(by=resident, survey=survey, slip=slip.pk, said=SAID | {"satisfied": "no"})
    assert Answer.objects.get(pk=slip.pk).satisfied == "yes"


def test_nobody_who_is_signed_in_for_work_answers_for_a_household(survey, slip, cadre, adviser_a, office, bureau):
    for by in (cadre, adviser_a, office, bureau):
        with pytest.raises(Refused, match="不能替"):
            actions.say(by=by, survey=survey, slip=slip.pk, said=SAID)


def test_what_came_by_phone_or_paper_is_typed_by_the_office_whose_name_is_kept(survey, office, office_next_door):
    place = survey.places[3]
    with pytest.raises(Refused, match="司法所"):
        actions.type_in(by=office_next_door, survey=survey, place=place, way="phone", said=SAID)
    for way in ("link", "", "x"):
        with pytest.raises(Invalid, match="打电话问的"):
            actions.type_in(by=office, survey=survey, place=place, way=way, said=SAID)
    actions.type_in(by=office, survey=survey, place=place, way="paper", said=SAID | {"asked": None})

    kept = Answer.objects.get(survey=survey, place=place)
    assert (kept.way, kept.typed_by_id, kept.asked) == ("paper", office.user_id, None)
    outside = next(one for one in range(1, 133) if one not in survey.places)
    with pytest.raises(Conflict, match="没有抽到"):
        actions.type_in(by=office, survey=survey, place=outside, way="paper", said=SAID)


def test_who_could_not_be_met_is_replaced_by_the_next_of_the_row_and_cannot_answer_any_more(survey, slip, office):
    coming = queries.reserves_of(survey, 20)[0]
    with pytest.raises(Invalid, match="为什么"):
        actions.replace(by=office, survey=survey, place=slip.place, why="")
    made = actions.replace(by=office, survey=survey, place=slip.place, why="moved")

    assert made.place == coming
    assert [one.place for one in queries.households_of(survey)] == [*survey.places, coming]
    with pytest.raises(Conflict, match="换成别的户"):
        actions.say(by=NOBODY, survey=survey, slip=slip.pk, said=SAID)
    with pytest.raises(Conflict, match="换成别的户"):
        actions.replace(by=office, survey=survey, place=slip.place, why="moved")


def test_the_database_knows_what_an_answer_is(survey, slip, office):
    rows = Answer.objects.filter(pk=slip.pk)
    whole = {"way": "link", "satisfied": "yes", "answered_on": "2026-07-06"}
    for facts, name in (
        ({"way": "link"}, "an_answer_says_how_satisfied_and_when"),
        ({**whole, "way": "phone"}, "who_types_in_an_answer_is_known"),
        ({"not_met": "moved"}, "who_was_not_met_has_not_answered"),
        ({**whole, "not_met": "moved", "not_met_by": office.user_id}, "who_was_not_met_has_not_answered"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**facts)


def test_nobody_is_told_how_a_village_answers_before_it_is_over_and_never_of_fewer_than_five(survey):
    answered(survey, 3, 1)
    assert queries.tally_of(survey) is None
    over(survey)
    found = Survey.objects.select_related("cycle").get()
    assert queries.tally_of(found) is None
    Cycle.objects.update(state="scoring", shown_at=None, shown_by=None, answer_until=None)
    answered(survey, 1)
    over(survey)

    told = queries.tally_of(Survey.objects.select_related("cycle").get())
    assert (told.answers, told.knows, told.asked, told.satisfied, told.not_satisfied) == (5, (5, 5), (0, 5), 4, 1)


@pytest.mark.parametrize(
    ("happy", "fact"), [(4, Fact(0, None, why="没有一个村的答卷到 5 份")), (5, Fact(5, 5)), (0, None)]
)
def test_a_sheet_counts_a_village_only_where_enough_answered(survey, chen, happy, fact):
    answered(survey, happy)
    assert measured("adviser", "survey", Records(Period.called(HALF))) == {}  # it is asked still
    over(survey)

    found = measured("adviser", "survey", Records(Period.called(HALF))).get(chen.pk)

    assert (found and found.fact) == fact


def test_a_test_run_tells_nothing_of_a_survey_that_goes_on(survey, bureau, district, chen):
    answered(survey, 20)
    scheme = scheming.begin(by=bureau, district=district, like="adviser")

    def told() -> str:
        row = next(one for one in Trial.of(scheme, Period.called(HALF)).rows if one.whom.pk == chen.pk)
        return next(one.words for one in row.scores if one.item.measure == "survey")

    assert "测评还没有结束" in told()
    over(survey)
    assert "20 份答卷里 20 份满意" in told()


def test_two_who_press_at_once_with_one_link_are_one_answer(at_once, survey, slip):
    met = at_once(*[lambda: actions.say(by=NOBODY, survey=survey, slip=slip.pk, said=SAID)] * 2)

    assert sorted(type(one).__name__ for one in met) == ["Conflict", "NoneType"]


def test_two_of_one_office_who_draw_at_once_draw_once(at_once, drawn, office, village):
    met = at_once(*[lambda: actions.draw(by=office, village=village, cycle=drawn, households=99)] * 2)

    assert sorted(type(one).__name__ for one in met) == ["Conflict", "Survey"]
