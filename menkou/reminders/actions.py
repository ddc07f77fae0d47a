"""提醒办法: what a person puts in, takes away and tries; and what the clock and the command line do with them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from menkou.core import clock, outbox, turns
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.rows import insert
from menkou.places import queries as places
from menkou.places.models import District
from menkou.reminders import policies, queries, sealing
from menkou.reminders.models import MOST, Way

TEST_WORDS = "这是您自己试发的一条提醒，不用回复。"
FULL = f"一个人最多登记 {MOST} 种办法。请先删掉一种不用的。"
TWICE = "这一种已经登记过了。"
TOO_LATE = "已经删掉了，不能撤回。还要用的，请重新添上。"


@action(policies.keep, audit="reminders.way_added", when=bool)
def add(*, by: Actor, way: Way, leads: Mapping[str, str]) -> bool:
    """添一种: of one's own. Returns whether it was not there yet. Raises Conflict where there are as many as may be."""
    turns.wait_for(f"ways:{way.user_id}")
    way.digest = sealing.digest_of(way.kind, leads)
    mine = Way.objects.filter(user_id=way.user_id, digest=way.digest, ended_at=None)
    if mine.filter(refused_at=None).exists():
        return False
    mine.delete()  # a browser that said yes again under the same address
    way.sealed = sealing.wrapped(way.pk, leads)
    _put(way)
    insert(way)
    return True


@action(policies.keep, audit="reminders.way_removed", when=bool)
def remove(*, by: Actor, way: Way) -> bool:
    """删掉: nothing goes by it from now on. Returns whether it was there."""
    return bool(Way.objects.filter(pk=way.pk, ended_at=None).update(ended_at=clock.now()))


@action(policies.keep, audit="reminders.way_restored")
def restore(*, by: Actor, way: Way) -> None:
    """撤回 of a removal. Raises Conflict where it is too late, or its place has gone."""
    turns.wait_for(f"ways:{way.user_id}")
    found = queries.just_removed(by)
    if found is None or found.pk != way.pk:
        raise Conflict(TOO_LATE)
    _put(found)
    try:
        with transaction.atomic():
            Way.objects.filter(pk=found.pk).update(ended_at=None, place=found.place)
    except IntegrityError:
        raise Conflict(TWICE) from None


@action(policies.keep, audit="reminders.tried", when=bool)
def try_out(*, by: Actor, way: Way, form: str) -> bool:
    """试发一条: a job sends it, once for a form. Returns whether it was not asked for before. Raises Conflict."""
    turns.wait_for(f"ways:{way.user_id}")
    key = queries.trial_key(form)
    if outbox.known([key]):
        return False
    if queries.tried_lately(way.user_id) >= places.rules()["reminder_trials_an_hour"]:
        raise Conflict("这一小时试得够多了，请过一会再试。")
    if way.kind not in queries.account_by_kind():
        raise Conflict("本区现在没有开通这一种，试不了。请找区司法局。")
    if way.kind == Way.Kind.PHONE and queries.texts_wait_until():
        raise Conflict("现在是晚上，短信不发。请白天再试。")
    to = queries.address_of(way.user_id)
    outbox.send(to=to, words=TEST_WORDS, key=key, channel=queries.TRIAL, about=way.pk)
    return True


@action(policies.refuse, audit="reminders.way_refused", when=bool)
def refuse(*, by: Actor, way: Way) -> bool:
    """对方不收了: the browser's yes is gone. Its owner sees that, and nothing goes by it any more."""
    return bool(Way.objects.filter(pk=way.pk, refused_at=None).update(refused_at=clock.now()))


@action(policies.forget, audit="reminders.ways_forgotten", count=int, when=bool)
def forget(*, by: Actor, district: District) -> int:
    """Nothing is kept of a way that was removed, and of whoever holds nothing here any more. Returns how many went."""
    return queries.forgotten().delete()[0]


@action(policies.rewrap, audit="reminders.keys_rewrapped", count=int, when=bool)
def rewrap(*, by: Actor, district: District, most: int) -> int:
    """换密钥: wrap the next so many anew. Returns how many were."""
    rows = list(sealing.old().select_for_update()[:most])
    for row in rows:
        row.sealed = sealing.wrap_anew(row)
    Way.objects.bulk_update(rows, ["sealed"])
    return len(rows)


def _put(way: Way) -> None:
    """Into the first place that is free. Raises Conflict where none is."""
    place = queries.free_place(way.user_id)
    if place is None:
        raise Conflict(FULL)
    way.place = place


@action(policies.release, audit="reminders.released", count=int)
def release(*, by: Actor, district: District, older_than: datetime | None) -> int:
    """放行: what a restored database held back may go, but for what was put out before a moment. How much is withdrawn."""
    return outbox.forget_older(older_than) if older_than else 0
