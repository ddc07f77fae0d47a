"""抽户、答、录入、换户、村（居）委会打分: all of it until the results are shown for the first time, none afterwards."""

import secrets
from uuid import UUID

from django.db import IntegrityError, transaction

from menkou.advisers.models import Registration
from menkou.assessments import policies
from menkou.assessments.models import Answer, Cycle, Survey, View
from menkou.assessments.rules import surveys as rules
from menkou.assessments.surveying import queries, words
from menkou.assessments.surveying.said import Said
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.places import queries as places
from menkou.places.models import Village

Way, Satisfied, NotMet = Answer.Way, Answer.Satisfied, Answer.NotMet
OVER = "这次测评结束了。"
HEARD = "结果给本人看过了，不再抽、不再问，也不再打分。"
NO_TIME = "现在不是评分的时候，不能办。"
HOUSEHOLDS = f"请填全村有几户，1 到 {rules.MOST_HOUSEHOLDS} 的整数。"
DRAWN = "这个村已经抽过了，没有重复抽。请看下面的结果。"
ANSWERED = "这一户已经答过了，不能再改。"
NOT_ASKED = "这一户没有抽到，或者已经换成别的户了。"
NO_MORE = "全村的户都抽到了，没有可以换的户。这一户能问就再问一问。"
STEPS = "请选很好、好、一般、差、很差里的一个。"
WHY = "打了“差”或者“很差”的，请写一句为什么。"
NO_POST = "这位顾问在这半年没有担任过您村的 A 岗。"


@action(policies.draw_survey, audit="assessment.survey_drawn")
def draw(*, by: Actor, village: Village, cycle: Cycle, households: int) -> Survey:
    """抽户, by a seed of chance: as many as the district's rule says, all where there are no more.

    Raises Invalid for a number that no village has, Conflict outside the time for it or where it was drawn before.
    """
    _while_scoring(cycle.pk, NO_TIME)
    if not 1 <= households <= rules.MOST_HOUSEHOLDS:
        raise Invalid(HOUSEHOLDS)
    size = min(households, places.rules()["households_of_a_survey"])
    seed, facts = secrets.token_bytes(32), {"drawn_at": clock.now(), "drawn_by_id": by.user_id}
    made = Survey(cycle=cycle, village=village, households=households, size=size, seed=seed, **facts)
    made.places = rules.drawn(seed, households, size)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        raise Conflict(DRAWN) from problem
    Answer.objects.bulk_create(_slip(made, place) for place in made.places)
    return made


@action(policies.answer_survey, audit="assessment.survey_answered")
def say(*, by: Actor, survey: Survey, slip: UUID, said: Said) -> None:
    """答, by the link of a slip, once. The audit line is the village's, so that no moment is tied to a household.

    Raises Invalid where it is not said how satisfied, Conflict where it was answered before or nobody is asked any more.
    """
    _while_scoring(survey.cycle_id, OVER)
    _put_down(survey, {"pk": slip}, said, {"way": Way.LINK})


@action(policies.ask_households, audit="assessment.survey_typed_in")
def type_in(*, by: Actor, survey: Survey, place: int, way: str, said: Said) -> None:
    """录入 what a household said by phone or on paper; who typed it is known. Raises Invalid and Conflict as `say`."""
    _while_scoring(survey.cycle_id, OVER)
    if way not in (Way.PHONE, Way.PAPER):
        raise Invalid("请选是打电话问的，还是纸上填的。")
    _put_down(survey, {"place": place}, said, {"way": way, "typed_by": by.user_id})


@action(policies.ask_households, audit="assessment.household_replaced", when=bool)
def replace(*, by: Actor, survey: Survey, place: int, why: str) -> Answer:
    """换户: who could not be met, with why; the next of the row is asked in their place, and nobody else.

    Raises Invalid without a reason, Conflict where they have answered, or the row is at its end.
    """
    _while_scoring(survey.cycle_id, OVER)
    if why not in NotMet.values:
        raise Invalid("请选为什么没有问到。")
    open_ones = Answer.objects.filter(survey=survey, place=place, answered_on=None, not_met="")
    taken = Answer.objects.filter(survey=survey).count()
    coming = rules.after(bytes(survey.seed), survey.households, taken, 1)
    if not coming:
        raise Conflict(NO_MORE)
    if not open_ones.update(not_met=why, not_met_by=by.user_id):
        raise Conflict(_why_not(survey, place))
    made = _slip(survey, coming[0])
    made.save(force_insert=True)
    return made


@action(policies.ask_households, audit="assessment.slips_taken", count=int)
def take_slips(*, by: Actor, survey: Survey, count: int) -> int:
    """打印答卷条: so many links, each of which may answer, leave the house."""
    return count


@action(policies.mark_adviser, audit="assessment.committee_marked")
def mark(*, by: Actor, village: Village, cycle: Cycle, registration: Registration, mark: int, words: str = "") -> View:
    """村（居）委会打分 of who held its A post, in five worded steps; the last one stands until the results are shown.

    Raises Invalid for no step, a low one that nobody explains, or somebody who never held the post; Conflict when it is over.
    """
    _while_scoring(cycle.pk, NO_TIME)
    if mark not in rules.MARKS:
        raise Invalid(STEPS)
    if mark < rules.EXPLAINED_BELOW and not words.strip():
        raise Invalid(WHY)
    if not any((one.village, one.registration) == (village, registration) for one in queries.to_mark(by, cycle)):
        raise Invalid(NO_POST)
    facts = {"mark": mark, "words": words.strip(), "told_at": clock.now(), "told_by_id": by.user_id}
    key = {"cycle": cycle, "village": village, "registration": registration}
    if not View.objects.filter(**key).update(**facts):
        View(**key, **facts).save(force_insert=True)
    return View.objects.get(**key)


def _slip(survey: Survey, place: int) -> Answer:
    made = Answer(survey=survey, place=place)
    made.digest = words.digest_of(words.word_of(made))
    return made


def _put_down(survey: Survey, which: dict, said: Said, how: dict) -> None:
    if said["satisfied"] not in Satisfied.values:
        raise Invalid("请选满意、一般，还是不满意。")
    facts = {**said, **how, "answered_on": clock.today()}
    if not Answer.objects.filter(**which, survey=survey, answered_on=None, not_met="").update(**facts):
        raise Conflict(_why_not(survey, **which))


def _why_not(survey: Survey, place: int | None = None, pk: UUID | None = None) -> str:
    key = {"place": place} if pk is None else {"pk": pk}
    is_answered = Answer.objects.filter(**key, survey=survey, answered_on__isnull=False).exists()
    return ANSWERED if is_answered else NOT_ASKED


def _while_scoring(cycle: UUID, words: str) -> None:
    """One after another with whoever shows the results: what is said is counted, or refused."""
    found = Cycle.objects.select_for_update().get(pk=cycle)
    if not found.is_asking:
        raise Conflict(HEARD if found.heard_at else words)
