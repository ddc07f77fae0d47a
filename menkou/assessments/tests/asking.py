"""Residents who answer, and the end of their time for it."""

from menkou.assessments.models import Answer, Cycle, Survey
from menkou.assessments.surveying import actions
from menkou.core.actors import Actor

NOBODY = Actor(None, "居民")
SAID = {"knows": True, "reaches": True, "asked": False, "satisfied": "yes"}


def answered(survey: Survey, happy: int, unhappy: int = 0) -> None:
    """So many answer, by their links."""
    waiting = Answer.objects.filter(survey=survey, answered_on=None).order_by("place")[: happy + unhappy]
    for number, one in enumerate(waiting):
        said = SAID | {"satisfied": "yes" if number < happy else "no"}
        actions.say(by=NOBODY, survey=survey, slip=one.pk, said=said)


def over(survey: Survey) -> None:
    facts = {"state": "answering", "shown_at": survey.drawn_at, "shown_by": survey.drawn_by}
    Cycle.objects.update(**facts, answer_until=survey.drawn_at)
