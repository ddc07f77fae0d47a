"""推送前后 in the demo: the warning that followed the earlier rise, as the page showed it then."""

from datetime import date, datetime, time, timedelta

from menkou.accounts.queries import user_called
from menkou.broadcasts import actions
from menkou.broadcasts.models import Delivery, Notice, Rise
from menkou.broadcasts.rising import queries as rises
from menkou.broadcasts.rules import rising
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.demo import planted
from menkou.demo.pushed_words import PUSHED
from menkou.groups.models import Group

BUREAU, SECOND = "sifaju", "sifaju-2"
PAST = 26  # weeks


def warn(stage, today: date) -> None:
    """An earlier warning, which came into all groups of its township's villages but one."""
    monday = planted.warned_in(rising.spans(today, planted.LIMITS))
    seen, groups = _seen(stage, monday), _groups(stage)
    author, second = user_called(BUREAU), user_called(SECOND)
    if not (seen and groups and author and second):
        return
    at = datetime.combine(monday + timedelta(days=2), time(9), clock.SHANGHAI)
    agreed = {"made_by": author, "made_at": at, "approved_by": second, "approved_at": at, "spread_at": at}
    where = {"levels": ["village"], "towns": [stage.towns[planted.BEFORE].pk], "go_on": at.date()}
    notice = Notice(**PUSHED["risen"], state="going", edition=1, **where, **agreed)
    said = {"state": "confirmed", "confirmed_at": at + timedelta(hours=3), "confirmed_by": author}
    rows = [
        Delivery(notice=notice, group=group, means="hand", **(said if number else {}))
        for number, group in enumerate(groups)
    ]
    actions.take_in(by=CLOCK, notice=notice, deliveries=rows, rise=seen)


def _groups(stage) -> list[Group]:
    found = Group.objects.filter(village__township=stage.towns[planted.BEFORE]) if planted.BEFORE in stage.towns else []
    return sorted(found, key=lambda one: one.name)


def _seen(stage, monday: date) -> Rise | None:
    """What the page showed that Monday, as far as may be told."""
    at = rising.spans(monday, planted.LIMITS)
    spans = {"now": (at.begins, at.ends), "past": (at.begins - PAST * rising.WEEK, at.begins)}
    town = stage.towns.get(planted.BEFORE)
    bands = {}
    for name, span in spans.items():
        found = rises.closed_between(*span).filter(village__township=town, category=planted.TOPIC_BEFORE)
        bands[name] = rising.band(rises.cell(found.aggregate(**rises.counts(""))), planted.LIMITS)
    if town is None or not bands["now"]:
        return None
    past = {"past_least": bands["past"].least if bands["past"] else None, "past_weeks": PAST}
    facts = {"begins_on": at.begins, "ends_on": at.ends, "least": bands["now"].least, "width": bands["now"].width}
    return Rise(township=town, category=planted.TOPIC_BEFORE, **facts, **past)
