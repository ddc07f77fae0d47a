"""No two looks at a village's survey tell what came between, nor does a look tell a typist what others answered."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.assessments import queries as assessments
from menkou.assessments.cycling import actions
from menkou.assessments.measuring import measured
from menkou.assessments.measuring.records import Records
from menkou.assessments.models import Answer, Cycle, Survey
from menkou.assessments.surveying import actions as surveying
from menkou.assessments.surveying import queries
from menkou.assessments.tests.asking import NOBODY, SAID, answered, over
from menkou.assessments.tests.conftest import HALF
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.errors import Conflict, Problem
from menkou.core.memory import forget
from menkou.places import actions as places
from menkou.worklogs.rules.periods import Period
from tests.cast import SLUG

FEWEST = 5  # as shipped


@pytest.fixture
def clerk(make_actor, townships) -> Actor:
    """Another of the same office."""
    return make_actor(Role.JUDICIAL_OFFICE, "clerk", township=townships["here"])


def typed(survey: Survey, by: Actor, count: int, **said) -> None:
    for one in Answer.objects.filter(survey=survey, answered_on=None, not_met="").order_by("place")[:count]:
        surveying.type_in(by=by, survey=survey, place=one.place, way="paper", said=SAID | said)


def shown_now() -> Survey:
    return Survey.objects.select_related("cycle").get()


def test_few_that_another_typed_are_left_out_of_the_page_and_of_the_sheets(survey, office, clerk, chen, sign_in):
    typed(survey, office, 16)
    typed(survey, clerk, 3, satisfied="no")
    answered(survey, 0, 1)
    over(survey)

    told = queries.tally_of(shown_now())

    assert (told.answers, told.satisfied, told.not_satisfied, told.left_out) == (16, 16, 0, 4)
    assert queries.told_in(HALF) == {survey.village_id: (16, 16)}
    assert measured("adviser", "survey", Records(Period.called(HALF)))[chen.pk].fact[:2] == (16, 16)
    page = sign_in(office).get(f"/{SLUG}/assessments/surveys/{survey.pk}/").content.decode()
    assert "另有 4 份没有算在里面" in page


def test_a_question_that_few_others_answered_is_told_without_them(survey, office):
    typed(survey, office, 12)
    answered(survey, 5)
    blank = Answer.objects.filter(survey=survey, way="link").order_by("place")
    Answer.objects.filter(pk__in=blank.values("pk")[:3]).update(asked=None)
    Answer.objects.filter(survey=survey).exclude(place=blank[4].place).update(reaches=None)
    over(survey)

    told = queries.tally_of(shown_now())

    assert (told.answers, told.knows, told.asked, told.reaches) == (17, (17, 17), (0, 12), None)


def test_how_few_are_told_is_settled_for_good_when_the_results_are_shown(
    scored, survey, bureau, office, district, noon
):
    typed(survey, office, 15)
    answered(survey, 4)
    actions.show(by=bureau, cycle=Cycle.objects.get())
    first = queries.tally_of(shown_now())
    noon.shift(timedelta(days=1))
    said = {"key": "fewest_in_a_list", "value": 2, "valid_from": clock.today(), "source": "测试文件"}
    places.set_rule(by=bureau, district=district, **said)
    forget()

    assert first.answers == 15
    assert queries.tally_of(shown_now()) == first
    assert queries.told_in(HALF) == {survey.village_id: (15, 15)}


ACTS = ("answer", "answer", "type", "type", "show", "hide", "rule", "over")
steps = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 9)), min_size=5, max_size=14)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pressed=steps)
def test_no_two_told_states_of_a_village_differ_by_fewer_than_the_limit(
    scored, survey, bureau, office, clerk, district, chen, noon, pressed
):
    with transaction.atomic():
        start, seen, limits = clock.now(), [], {FEWEST}
        forget()
        for number, (act, count) in enumerate(pressed):
            noon.shift(timedelta(days=1))
            try:
                with transaction.atomic():
                    press(act, count, survey, [office, clerk][number % 2], bureau, district, limits)
            except Problem:
                pass
            seen += [one for one in told_states(survey) if one is not None]
        for one in seen:
            assert one[1] >= min(limits)
            for other in seen:
                assert one == other or abs(one[1] - other[1]) >= max(limits)
        noon.move_to(start)
        transaction.set_rollback(True)
        forget()


def press(act: str, count: int, survey: Survey, by: Actor, bureau: Actor, district, limits: set[int]) -> None:
    cycle = Cycle.objects.get()
    if act == "answer":
        answered(survey, count % 3, count // 3)
    elif act == "type":
        typed(survey, by, count, satisfied=("yes", "no")[count % 2])
    elif act == "show":
        actions.show(by=bureau, cycle=cycle)
    elif act == "hide":
        actions.hide(by=bureau, cycle=cycle)
    elif act == "rule":
        said = {"key": "fewest_in_a_list", "value": 1 + count, "valid_from": clock.today(), "source": "测试文件"}
        places.set_rule(by=bureau, district=district, **said)
        limits.add(1 + count)
    else:
        with pytest.raises(Conflict):
            surveying.say(by=NOBODY, survey=survey, slip=survey.pk, said=SAID)


def told_states(survey: Survey) -> list[tuple[int, int] | None]:
    """How many are satisfied of how many: by the page, by what sheets are made of."""
    forget()
    tally, sums = queries.tally_of(shown_now()), queries.told_in(HALF).get(survey.village_id)
    assert (tally and (tally.satisfied, tally.answers)) == (sums if sums and sums[1] else None)
    if shown_now().cycle.is_asking:
        assert tally is None
        assert assessments.cycle_called(HALF).heard_at is None
    return [tally and (tally.satisfied, tally.answers)]
