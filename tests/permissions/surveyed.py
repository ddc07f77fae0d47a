"""A half-year in which offices score: a draft of a scheme, one of somebody else's, and a survey of 红花村 with one slip."""

from django.db.models import Model

from menkou.assessments.models import Answer, Cycle, Survey
from menkou.assessments.scheming import actions
from menkou.assessments.surveying import words
from menkou.core.actors import Actor
from menkou.core.clock import now
from menkou.places.models import District, Village


def surveyed(district: District, village: Village, bureau: Actor, auditor: Actor) -> dict[str, Model]:
    """By the names that the matrix uses."""
    draft, copied, dropped = (actions.begin(by=bureau, district=district, like="adviser") for _ in range(3))
    type(copied).objects.filter(pk=copied.pk).update(made_by=auditor.user_id)
    copied.refresh_from_db()
    cycle = Cycle.objects.create(period="2019-h2", state="scoring", opened_at=now(), opened_by_id=bureau.user_id)
    facts = {"village": village, "households": 1, "size": 1, "seed": b"s" * 32, "places": [1]}
    survey = Survey.objects.create(cycle=cycle, **facts, drawn_at=now(), drawn_by_id=bureau.user_id)
    slip = Answer(survey=survey, place=1)
    slip.word = words.word_of(slip)  # type: ignore[attr-defined]  # what its address is called by
    slip.digest = words.digest_of(slip.word)  # type: ignore[attr-defined]
    slip.save()
    return {
        "draft_scheme": draft,
        "others_scheme": copied,
        "dropped_scheme": actions.drop(by=bureau, scheme=dropped),
        "survey": survey,
        "slip": slip,
    }
