"""12345工单 of the demo, at every stage of their course: one just come, one too late, one with an office, some over with."""

import secrets
from datetime import timedelta
from typing import Any

from menkou.accounts.queries import actor_for, people
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.rehearsal import Stage
from menkou.hotline import actions
from menkou.hotline.models import Order

ORDERS: list[tuple[str, str, str, int, str, str]] = [  # kind, about what, to whom, hours ago, how far, what is said
    ("absent", "village", "", 3, "", "说好每月到村一次，这个月没见到人。"),
    ("silent", "adviser", "", 100, "", "打了几次电话都没有人接。"),
    ("other", "bureau", "", 20, "accepted", "公示栏上的监督电话打不通。"),
    ("absent", "village", "office", 30, "assigned", "约好星期二在村委会，没有来。"),
    ("poor", "village", "institution", 28, "assigned", "合同看了，说得不清楚，想再问一次。"),
    ("rude", "adviser", "office", 40, "handled", "去问低保的事，话说得很难听。"),
    ("told", "adviser", "office", 70, "answered", "家里的事被别人知道了。"),
    ("silent", "adviser", "bureau", 90, "closed", "问了一个多月，没有回话。"),
]
HANDLED = "问了本人，也到村里问了，情况写在后面。已经提醒本人，村里另约了时间。"
ANSWERED = "您反映的事查过了，已经要求改正，这个月起由司法所盯着。"
COURSE = ["", "accepted", "assigned", "handled", "answered", "closed"]


def call(stage: Stage) -> None:
    """In the township of the walk and about advisers away from its village, by the actions themselves."""
    first, second = (actor_for(one.user) for one in people(Role.JUSTICE_BUREAU).order_by("user__username")[:2])
    own, posts = set(stage.chosen.plan.posts[WALK_VILLAGE]), sorted(stage.chosen.plan.posts.items(), reverse=True)
    others = list(dict.fromkeys(a for _, (a, _) in posts if a not in own)) or sorted(own)
    for number, (kind, subject, to, hours, far, text) in enumerate(ORDERS):
        about: dict[str, Any] = (
            {"about": stage.registrations[others[number % len(others)]]} if subject == "adviser" else {}
        )
        if subject == "village":
            about = {"village": stage.villages[WALK_VILLAGE]}
        received_at = clock.now() - timedelta(hours=hours)
        made = actions.enter(
            by=first,
            district=stage.district,
            form=secrets.token_hex(16),
            number=f"{received_at:%Y%m%d}{4101 + number * 37}",
            received_at=received_at,
            kind=kind,
            subject=subject,
            text=text,
            **about,
        )
        _bring(stage, made, (first, second), to, COURSE.index(far))


def _bring(stage: Stage, order: Order, bureau: tuple[Actor, Actor], to: str, steps: int) -> None:
    """As far as it has come."""
    first, second = bureau
    town = stage.towns[WALK_VILLAGE[:9]]
    a, _ = stage.chosen.plan.posts[WALK_VILLAGE]
    rows: dict[str, Any] = {"office": town, "institution": stage.registrations[a].institution}
    handlers = {"office": actor_for(stage.users[Role.JUDICIAL_OFFICE, town.code]), "bureau": second}
    if steps > 0:
        actions.accept(by=first, order=order)
    if steps > 1:
        order = actions.assign(by=first, order=order, handler=to, to=rows.get(to))
    if steps > 2:
        order = actions.handle(by=handlers[to], order=order, text=HANDLED)
    if steps > 3:
        actions.answer(by=first, order=order, outcome="partly" if steps == 4 else "true", text=ANSWERED)
    if steps > 4:
        actions.visit(by=first, order=order)
        actions.rate(by=first, order=order, rating="satisfied")
        actions.close(by=first, order=order)
