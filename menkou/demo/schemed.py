"""A draft of the demo's schemes in work, and a survey of its walk's village: some by their slips, some called."""

import random
from dataclasses import replace
from typing import Any

from menkou.accounts.queries import actor_for
from menkou.assessments.models import Cycle
from menkou.assessments.queries import rules_of
from menkou.assessments.rules.items import POINT
from menkou.assessments.rules.schemes import Scheme as Rules
from menkou.assessments.scheming import actions as scheming
from menkou.assessments.surveying import actions, queries
from menkou.assessments.surveying.said import Said
from menkou.core.actors import Actor, Role
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.rehearsal import Stage

SEED = 20260701
HOUSEHOLDS, ANSWERED, BY_PHONE = 312, 11, 3
TITLE = "法律顾问考核（讨论稿）"
NOBODY = Actor(None, "居民")


def draft(stage: Stage, first: Actor, second: Actor) -> None:
    """One that a second person has changed, and nobody has adopted."""
    made = scheming.begin(by=first, district=stage.district, like="adviser")
    how: dict[str, Any] = {
        "rules": _stricter(rules_of(made)),
        "standards": dict(made.items.values_list("key", "standard")),
    }
    scheming.change(by=second, scheme=made, edition=made.edition, title=TITLE, source="讨论稿", **how)


def _stricter(rules: Rules) -> Rules:
    """With more for hours and less for disputes, and a lower line for the best."""
    most = {"disputes": 5 * POINT, "hours": 20 * POINT}
    lines = (replace(one, item=replace(one.item, most=most.get(one.item.key, one.item.most))) for one in rules.lines)
    best, *others = rules.grades
    return replace(rules, lines=tuple(lines), grades=(best._replace(least=80 * POINT), *others))


def ask(stage: Stage, cycle: Cycle) -> None:
    """In the walk's village: some by their slips, some called by the office, one whom nobody met."""
    chance, village = random.Random(SEED), stage.villages[WALK_VILLAGE]  # noqa: S311  # the same demo each time
    office = actor_for(stage.users[Role.JUDICIAL_OFFICE, WALK_VILLAGE[:9]])
    survey = actions.draw(by=office, village=village, cycle=cycle, households=HOUSEHOLDS)
    slips = queries.households_of(survey)
    for nth, one in enumerate(slips[:ANSWERED]):
        if nth < BY_PHONE:
            actions.type_in(by=office, survey=survey, place=one.place, way="phone", said=_said(chance))
        else:
            actions.say(by=NOBODY, survey=survey, slip=one.pk, said=_said(chance))
    actions.replace(by=office, survey=survey, place=slips[ANSWERED].place, why="moved")


def _said(chance: random.Random) -> Said:
    knows = chance.random() < 0.8
    satisfied = chance.choices(["yes", "so_so", "no"], [8, 2, 1])[0]
    return Said(knows=knows, reaches=knows and chance.random() < 0.9, asked=chance.random() < 0.3, satisfied=satisfied)
