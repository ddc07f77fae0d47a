"""抽查 of the demo: last month in the walk's township; some looked at, one that differs and was answered."""

from menkou.accounts.queries import actor_for
from menkou.core.actors import Actor, Role
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.rehearsal import Stage
from menkou.worklogs.models import Check, Draw, Outcome
from menkou.worklogs.sampling import actions, queries

LOOKED_AT = 5
FOUND = [("differs", "called", "村里说那天来的人没有这么多"), ("unknown", "called", "村干部换了人，记不清了")]
REPLY = "那天先讲课再发资料，人数是按签到表加领资料的一起算的，以后分开记。"


def sample(stage: Stage) -> None:
    """By the actions themselves; of the first period in which anything was done."""
    township = stage.towns[WALK_VILLAGE[:9]]
    office = actor_for(stage.users[Role.JUDICIAL_OFFICE, township.code])
    for period in queries.offered():
        if queries.to_draw_from(township, period):
            draw = actions.draw(by=office, township=township, period=period.key, number=1)
            _look(stage, office, draw)
            break


def _look(stage: Stage, office: Actor, draw: Draw) -> None:
    users = {registration.pk: key for key, registration in stage.registrations.items()}
    walkers = {stage.registrations[licence].pk for licence in stage.chosen.plan.posts[WALK_VILLAGE]}
    found = [one for one in queries.checks_of(draw) if one.entry.outcome == Outcome.VERIFIED]
    verified = sorted(found, key=lambda one: one.entry.author_id in walkers)[
        :LOOKED_AT
    ]  # the walk has a log of its own
    for nth, one in enumerate(verified):
        result, how, note = FOUND[nth] if nth < len(FOUND) else ("true", "evidence", "")
        actions.check(by=office, check=one, result=result, how=how, note=note)
        if result == Check.Result.DIFFERS:
            adviser = actor_for(stage.users[Role.ADVISER, users[one.entry.author_id]])
            actions.reply(by=adviser, check=one, text=REPLY)
