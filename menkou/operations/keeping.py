"""Since when each alarm is on, noted by the worker; and words about a new one to whoever runs the place."""

from collections.abc import Iterable

from django.db import transaction

from menkou.accounts import queries as accounts
from menkou.core import clock, outbox
from menkou.core.actors import Role
from menkou.core.scope import within
from menkou.operations.models import Alarm
from menkou.operations.rules.alarms import Judged
from menkou.places import queries as places

OPERATOR = "operator"


def keep(standing: Iterable[Judged]) -> list[Judged]:
    """Note what is on now and forget what is well again; those that are new, which the operators are told of."""
    on, moment = {one.rule.name: one for one in standing}, clock.now()
    Alarm.objects.exclude(name__in=on).delete()
    known = set(Alarm.objects.values_list("name", flat=True))
    Alarm.objects.filter(name__in=known).update(seen_at=moment)
    new = [one for name, one in on.items() if name not in known]
    for one in new:
        with transaction.atomic():  # noted, and told; or neither, and both at the next look
            Alarm.objects.create(name=one.rule.name, begun_at=moment, seen_at=moment)
            tell(one, f"alarm:{one.rule.name}:{moment:%Y-%m-%dT%H}")  # what comes and goes: once in an hour
    return new


def tell(one: Judged, key: str) -> None:
    """To the operators of every district, once each; where there is none, into the first district's file."""
    words = f"系统告警：{one.rule.alarm}。请登录“运行情况”查看怎么办。"
    told = 0
    districts = list(places.districts())
    for district in districts:
        with within(district.pk):
            if accounts.count_people(Role.OPERATOR):
                outbox.send(to=OPERATOR, words=words, key=key)
                told += 1
    if districts and not told:
        with within(districts[0].pk):
            outbox.send(to=OPERATOR, words=words, key=key)
