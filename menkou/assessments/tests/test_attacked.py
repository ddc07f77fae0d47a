"""What was tried against a half-year: by persons with two parts in it, by old pages, and by whoever subtracts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from menkou.accounts.models import Membership, User
from menkou.accounts.queries import actor_for
from menkou.assessments import queries
from menkou.assessments.answering import actions as answering
from menkou.assessments.cycling import actions
from menkou.assessments.cycling.drawing import Drawing, everybody
from menkou.assessments.following import actions as acting
from menkou.assessments.following import queries as following
from menkou.assessments.models import Answer, Cycle, Reply, Scheme, Score, Sheet, Survey
from menkou.assessments.scheming import actions as scheming
from menkou.assessments.surveying import actions as surveying
from menkou.assessments.surveying import queries as surveys
from menkou.assessments.tests.asking import NOBODY, SAID, answered
from menkou.assessments.tests.conftest import judged, score_all, wait
from menkou.assessments.tests.consequent import found, told
from menkou.assessments.views import forms
from menkou.core.actors import CLOCK, Role
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing

LEFT = date(2026, 6, 20)


@pytest.fixture
def moved(make_actor, chen, lin, register):
    """Chen's person, who left his house in June and serves at another: as somebody who holds a new registration."""

    def moved(role=Role.ADVISER, **target):
        by = make_actor(role, "moved", **target)
        begun = date(2020, 1, 1)
        Membership.objects.create(
            user_id=by.user_id, role=Role.ADVISER, registration=chen, valid_from=begun, valid_until=LEFT
        )
        return actor_for(User.objects.get(pk=by.user_id))

    return moved


def test_who_left_a_house_answers_for_the_half_year_there(shown, chen, moved, register):
    by = moved(registration=register("陈明", "office", 7))
    sheet = queries.sheet_for(by, Sheet.objects.get(cycle=shown, registration=chen).pk)

    assert answering.reply(by=by, sheet=sheet, form=b"1", text="六月以前都到了。")
    assert answering.confirm(by=by, sheet=sheet)


def test_who_left_a_house_answers_to_a_case_of_the_time_there_and_decides_on_none(
    bureau, district, chen, lin, moved, register
):
    case = told(found(bureau, district, chen.institution, chen), bureau)
    also_bureau = moved(Role.JUSTICE_BUREAU)
    assert not following.deals_with(also_bureau, case)
    own = following.consequence_for(also_bureau, case.pk)

    assert acting.state(by=also_bureau, consequence=own, text="那三次都在村里。").statement


def test_nobody_scores_a_sheet_of_their_own_time_as_an_adviser(sheet, moved, townships):
    by = moved(Role.JUDICIAL_OFFICE, township=townships["here"])

    with pytest.raises(Refused, match="不能自己评"):
        actions.score(by=by, sheet=sheet, item=judged(sheet).item_id, points=1000, note="")


def test_nobody_of_the_bureau_decides_on_their_own_house(mine, adviser_a, make_actor, moved, chen):
    item = judged(mine).item_id
    asked = answering.reply(by=adviser_a, sheet=mine, form=b"1", text="请再看。", item=item, wants_review=True)
    by = moved(Role.JUSTICE_BUREAU)
    leads = make_actor(Role.JUSTICE_BUREAU, "leads")
    Membership.objects.create(
        user_id=leads.user_id,
        role=Role.INSTITUTION_DIRECTOR,
        institution=chen.institution,
        valid_from=LEFT - timedelta(days=99),
    )
    leads = actor_for(User.objects.get(pk=leads.user_id))

    for one in (by, leads):
        with pytest.raises(Refused, match="另一个人"):
            answering.decide(by=one, reply=asked, decision="kept", note="记录齐全。")

    assert Reply.objects.get().decision == ""


def test_a_result_that_was_taken_back_asks_nobody_anew_so_that_two_sums_tell_of_nobody(
    survey, office, bureau, cadre, village, village_next_door, office_next_door, chen
):
    answered(survey, 5)
    score_all(survey.cycle, office, office_next_door)
    actions.hide(by=bureau, cycle=actions.show(by=bureau, cycle=survey.cycle))
    waiting = Answer.objects.filter(survey=survey, answered_on=None).first()

    with pytest.raises(Conflict, match="给本人看过了"):
        surveying.say(by=NOBODY, survey=survey, slip=waiting.pk, said=SAID)
    with pytest.raises(Conflict, match="给本人看过了"):
        surveying.type_in(by=office, survey=survey, place=waiting.place, way="phone", said=SAID)
    with pytest.raises(Conflict, match="给本人看过了"):
        surveying.replace(by=office, survey=survey, place=waiting.place, why="moved")
    with pytest.raises(Conflict, match="给本人看过了"):
        surveying.draw(by=office_next_door, village=village_next_door, cycle=survey.cycle, households=9)
    with pytest.raises(Conflict, match="给本人看过了"):
        surveying.mark(by=cadre, village=village, cycle=survey.cycle, registration=chen, mark=100)
    again = actions.show(by=bureau, cycle=Cycle.objects.get())
    assert surveys.tally_of(Survey.objects.select_related("cycle").get()).answers == 5
    assert again.heard_at is not None


def test_everybody_is_told_each_time_that_their_days_to_answer_begin(shown, bureau, noon):
    def told(key: str) -> int:
        return Outgoing.objects.filter(key__startswith=key).count()

    assert told("assessment-shown:") == 3
    hidden = actions.hide(by=bureau, cycle=shown)
    wait(noon, 1)
    again = actions.show(by=bureau, cycle=hidden)
    assert told("assessment-shown:") == 6
    wait(noon, 8)
    actions.unpublish(by=bureau, cycle=actions.publish(by=bureau, cycle=again))
    assert told("assessment-again:") == 3


def test_two_workers_with_the_same_batch_make_each_sheet_once(drawn):
    Cycle.objects.filter(pk=drawn.pk).update(state="drawing")
    drawing = Drawing.of(drawn)
    whom = everybody(drawing)
    last = Sheet.objects.get(cycle=drawn, registration=whom[-1].pk)
    Score.objects.filter(sheet=last).delete()
    last.delete()

    assert actions.draw_some(by=CLOCK, cycle=drawn, drawing=drawing, whom=whom) == 1
    assert actions.draw_some(by=CLOCK, cycle=drawn, drawing=drawing, whom=whom) == 0
    assert Score.objects.filter(sheet__cycle=drawn).count() == 30


def test_who_asks_again_for_what_was_decided_is_not_told_to_wait(mine, adviser_a, make_actor):
    said = {"text": "请再看。", "item": judged(mine).item_id, "wants_review": True}
    asked = answering.reply(by=adviser_a, sheet=mine, form=b"1", **said)
    third = make_actor(Role.JUSTICE_BUREAU, "third")
    answering.decide(by=third, reply=asked, decision="kept", note="记录齐全。")

    with pytest.raises(Conflict, match="已经复核过了"):
        answering.reply(by=adviser_a, sheet=mine, form=b"2", **said)


@pytest.mark.parametrize(("typed", "points"), [("７．５", 750), ("7。5", 750), (" 10 ", 1000), ("-0", 0)])
def test_points_are_read_as_people_type_them(typed, points):
    assert forms.points("分", 1000).clean(typed) == points


@pytest.mark.parametrize(
    "typed", ["", "NaN", "Infinity", "-1", "10.01", "9.999", "1e1", "1,0", "1e999999999", "1" * 10, "🙂", "\x00"]
)
def test_points_that_are_none_are_refused_in_one_sentence(typed):
    with pytest.raises(ValidationError, match="请填 0 到 10 之间的分数"):
        forms.points("分", 1000).clean(typed)


def test_two_schemes_that_are_adopted_at_once_are_two_versions(at_once, bureau, second, district):
    drafts = [scheming.begin(by=bureau, district=district, like="adviser") for _ in range(2)]
    days = (date(2026, 1, 1), date(2026, 7, 1))

    def adopt(made: Scheme, day: date):
        return lambda: scheming.adopt(by=second, scheme=made, edition=1, valid_from=day)

    met = at_once(*map(adopt, drafts, days))

    assert sorted(one.version for one in met) == [1, 2]
