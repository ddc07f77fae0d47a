"""补贴 of the demo: the last half-year paid, the month after it waiting for the second person, a correction, an objection."""

from datetime import datetime, time, timedelta
from typing import Any

from menkou.accounts.models import User
from menkou.accounts.queries import actor_for
from menkou.core import clock
from menkou.core.actors import INSTALLER, Actor, Role
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.rehearsal import Stage
from menkou.postings.models import Posting
from menkou.subsidies import actions
from menkou.subsidies.jobs import draw_up
from menkou.subsidies.models import Batch, Line
from menkou.subsidies.objecting import actions as objecting
from menkou.subsidies.terms import actions as terms
from menkou.worklogs.rules.periods import Period, back_from

YEARLY, SHARE_A = 500_000, 70  # 5,000 yuan a village and year, as one district's budget has it (domain.md 2.5)
SOURCE = "演示·财政和司法局补贴办法"
WORDS = "北关村的天数我记得多几天，请核一下是从哪天开始算的。"


def pay(stage: Stage) -> None:
    """By the actions themselves; what is past is then said to have been done in the days after its half-year."""
    maker, checker = (actor_for(User.objects.get(username=name)) for name in ("sifaju", "sifaju-2"))
    facts: dict[str, Any] = {"district": stage.district, "source": SOURCE}
    said: dict[str, Any] = {"yearly": YEARLY, "share_a": SHARE_A, "valid_from": stage.start.replace(month=1)}
    terms.agree(by=checker, proposed=terms.set_tariff(by=maker, form="money-1", **facts, **said))
    half, month = _periods()
    if Posting.objects.filter(valid_from__lt=half.after_last).exists():
        paid = _drawn(stage, maker, half)
        _as_paid(stage, paid, maker, checker, half)
        _correct(stage, maker, checker, half, facts)
        _object(stage, paid)
    waiting = _drawn(stage, maker, month)
    actions.put_forward(by=maker, batch=waiting)


def _periods() -> tuple[Period, Period]:
    """The last half-year after which a month is over as well, and that month."""
    today = clock.today()
    for half in back_from(today, "half_year", 4)[1:]:
        month = Period.of(half.after_last, "month")
        if month.after_last <= today:
            return half, month
    raise AssertionError("a month follows a half-year that is over")


def _drawn(stage: Stage, maker: Actor, period: Period) -> Batch:
    batch = actions.begin(by=maker, district=stage.district, period=period.key, queue=False)
    draw_up(batch)
    batch.refresh_from_db()
    return batch


def _as_paid(stage: Stage, batch: Batch, maker: Actor, checker: Actor, half: Period) -> None:
    def on(days: int) -> datetime:
        return datetime.combine(half.after_last + timedelta(days=days), time(10), clock.SHANGHAI)

    facts: dict[str, Any] = {"stage": Batch.Stage.CHECKED, "drawn_at": on(2), "put_at": on(3), "put_by": maker.user_id}
    facts |= {"checked_at": on(6), "checked_by": checker.user_id}
    when: dict[str, Any] = {"handed_at": on(7), "paid_on": min(on(14).date(), clock.today())}
    actions.replay(by=INSTALLER, district=stage.district, batch=batch, facts=facts, **when)


def _correct(stage: Stage, maker: Actor, checker: Actor, half: Period, facts: dict[str, Any]) -> None:
    """A coefficient of the walk's B that came after the half-year was paid."""
    who = stage.registrations[stage.chosen.plan.posts[WALK_VILLAGE][1]]
    said: dict[str, Any] = {"registration": who, "half": half.key, "permille": 1050, "form": "money-2"}
    terms.agree(by=checker, proposed=terms.set_factor(by=maker, **facts, **said))


def _object(stage: Stage, batch: Batch) -> None:
    a = stage.chosen.plan.posts[WALK_VILLAGE][0]
    lines = Line.objects.filter(batch=batch, registration=stage.registrations[a])
    line = lines.filter(village=stage.villages[WALK_VILLAGE]).order_by("number").first()
    if line:
        objecting.raise_objection(by=actor_for(stage.users[Role.ADVISER, a]), line=line, words=WORDS)
