"""A year of villages' affairs in the demo: meetings and contracts that advisers knew of, some they were never told of."""

import random
import secrets
from datetime import datetime, time, timedelta

from menkou.accounts.queries import actor_for
from menkou.core import clock
from menkou.core.actors import INSTALLER, Role
from menkou.core.keys import digest
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.rehearsal import Stage, evening_of
from menkou.occasions import actions
from menkou.occasions.actions import ENTRIES
from menkou.occasions.models import Occasion
from menkou.worklogs import actions as worklogs
from menkou.worklogs.models import Entry

SEED = 20260304
KINDS = [
    ("meeting", "村民代表会议（年度收支）"),
    ("meeting", "村两委会议（水渠维修）"),
    ("contract", "鱼塘承包合同"),
    ("contract", "道路硬化施工合同"),
    ("contract", "村集体门面房租赁合同"),
    ("dispute", "两户的排水纠纷"),
]
OPINION = "付款期限和违约金写得不清楚，改好第三条、第六条以后可以签。"
A_YEAR, EVERY, UNTOLD, MISSED = 360, 60, 0.12, 0.1


def decide(stage: Stage) -> None:
    """Past ones as rows with their entries; two to come in the walk's village, by the actions themselves."""
    chance = random.Random(SEED)  # noqa: S311  # the same demo each time
    found = [_past(stage, code, days, chance) for code in stage.villages for days in range(20, A_YEAR, EVERY)]
    worklogs.replay(by=INSTALLER, district=stage.district, entries=[one.entry for one in found if one.entry])
    actions.replay(by=INSTALLER, district=stage.district, occasions=found)
    cadre = stage.users.get((Role.VILLAGE_CADRE, WALK_VILLAGE))
    if cadre:
        for days, (kind, title) in ((3, KINDS[2]), (6, KINDS[0])):
            actions.register(
                by=actor_for(cadre),
                village=stage.villages[WALK_VILLAGE],
                kind=kind,
                title=title,
                happens_at=_noon(days),
                place="村委会会议室",
                form=secrets.token_hex(16),
            )


def _noon(days: int) -> datetime:
    return datetime.combine(clock.today() + timedelta(days=days), time(9, 30), clock.SHANGHAI)


def _past(stage: Stage, code: str, days: int, chance: random.Random) -> Occasion:
    kind, title = chance.choice(KINDS)
    at, village = _noon(-days + chance.randrange(-9, 9)), stage.villages[code]
    a, b = stage.chosen.plan.posts[code]
    invited = None if chance.random() < UNTOLD else stage.registrations[a]
    made = Occasion(
        village=village, kind=kind, title=title, happens_at=at, once_digest=digest("occasion", secrets.token_hex(16))
    )
    made.registered_at = at - timedelta(days=4 if invited else -2)
    made.registered_by = stage.users[Role.JUDICIAL_OFFICE, code[:9]]
    if invited is None:
        return made
    adviser = stage.users[Role.ADVISER, a]
    made.invited, made.invited_at = invited, at - timedelta(days=4)
    made.reply, made.replied_at, made.replied_by = Occasion.Reply.COMING, at - timedelta(days=3), adviser
    if chance.random() < MISSED:
        return made
    minutes = chance.choice([40, 60, 90, 120])
    made.presence, made.attended = Occasion.Presence.CAME, invited
    made.entry = Entry(
        village=village,
        author=invited,
        recorded_by=adviser,
        recorded_at=evening_of(at.date()),
        kind=ENTRIES[Occasion.Kind(kind)],
        done_on=at.date(),
        minutes=minutes,
        summary="" if kind == "dispute" else title,
        outcome="verified",
        reviewed_by=made.registered_by,
        reviewed_at=at + timedelta(days=5),
    )
    if kind == Occasion.Kind.CONTRACT:
        made.opinion, made.opined_at, made.opined_by = OPINION, at, adviser
        made.adopted, made.decided_at = Occasion.Adopted.YES, at + timedelta(days=1)
        made.decided_by = made.registered_by
    return made
