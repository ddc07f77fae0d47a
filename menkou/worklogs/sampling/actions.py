"""抽查、核、说明、了结: a sample is drawn by chance and kept; what is found is a person's word, and so is what follows."""

import secrets
from typing import Any

from django.db import IntegrityError, transaction

from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.places import queries as places
from menkou.places.models import Township
from menkou.worklogs import policies
from menkou.worklogs.models import Check, Draw, Entry, Outcome
from menkou.worklogs.rules import sampling as rules
from menkou.worklogs.rules.periods import Period
from menkou.worklogs.sampling import queries

Result, Ending = Check.Result, Check.Ending
NOT_OVER = "这个时段还没过完，过完了再抽，才抽得全。"
NO_PERIOD = "请选要抽哪个时段。"
NOTHING = "这个时段没有可以抽的日志；解答咨询的不抽，免得让村里知道有人问过。"
WHY = "这个时段已经抽过了。要再抽一次，请写原因；前面抽的照样留着。"
MEANWHILE = "刚才已经抽过一次了，没有重复抽。请看下面的结果。"
CHECKED = "这一条已经核过了。"
NOT_OPEN = "这一条不用再说明了。"
ENDED = "这一条已经了结，或者不是对不上的。"
SENT_BACK = "这条日志已经退回了，不能再退一次。"


@action(policies.draw, audit="worklog.sample_drawn")
def draw(*, by: Actor, township: Township, period: str, number: int, why: str = "") -> Draw:
    """抽查: the so-many-th sample of a period that is over, with a seed of chance. An earlier one stays as it is.

    Raises Invalid where the period is none or runs, or a further draw has no reason; Conflict where there is nothing to
    draw from, or the same was drawn meanwhile.
    """
    chosen = Period.called(period)
    if chosen is None:
        raise Invalid(NO_PERIOD)
    if chosen.after_last > clock.today():
        raise Invalid(NOT_OVER)
    if number != queries.draws_before(township, chosen) + 1:
        raise Conflict(MEANWHILE)
    if number > 1 and not why.strip():
        raise Invalid(WHY)
    authors = queries.to_draw_from(township, chosen)
    if not authors:
        raise Conflict(NOTHING)
    facts = {"township": township, "period": chosen.key, "number": number, "why": why.strip() if number > 1 else ""}
    made = _drawn(Draw(**facts, **{"drawn_by_id": by.user_id}), authors)
    taken = rules.drawn(bytes(made.seed), authors, made.percent, made.per_adviser)
    Check.objects.bulk_create(Check(draw=made, entry_id=one) for one in taken)
    return made


def _drawn(made: Draw, authors: dict) -> Draw:
    """The draw with its seed and what it is drawn from."""
    district, population = places.rules(), rules.population_of(authors)
    made.seed, made.population, made.digest = secrets.token_bytes(32), population, rules.digest_of(population)
    made.percent, made.per_adviser = district["sample_percent"], district["sample_per_adviser"]
    made.count, made.drawn_at = len(authors), clock.now()
    try:
        with transaction.atomic():  # two of one office at once
            made.save(force_insert=True)
    except IntegrityError as problem:
        if "a_draw_has_its_own_number" not in str(problem):
            raise
        raise Conflict(MEANWHILE) from problem
    return made


@action(policies.check, audit="worklog.sample_checked")
def check(*, by: Actor, check: Check, result: str, how: str, note: str = "") -> Check:
    """核一条, once. Its adviser is told where it differs, and nothing else happens. Raises Invalid and Conflict."""
    if result not in Result.values or how not in Check.How.values:
        raise Invalid("请选核的结果，和怎么核的。")
    if result != Result.TRUE and not note.strip():
        raise Invalid("请写核到什么：哪里对不上，或者为什么没法核。")
    facts: dict[str, Any] = {"result": result, "how": how, "note": note.strip()}
    done = {"checked_at": clock.now(), "checked_by": by.user_id}
    if not Check.objects.filter(pk=check.pk, result="").update(**facts, **done):
        raise Conflict(CHECKED)
    check.refresh_from_db()
    if result == Result.DIFFERS:
        words = f"{clock.in_words(check.entry.done_on)}的一条工作日志，司法所抽查时对不上，请登录看一看，说明情况。"
        outbox.send(to=f"registration:{check.entry.author_id}", words=words, key=f"check-differs:{check.pk}")
    return check


@action(policies.reply, audit="worklog.sample_replied")
def reply(*, by: Actor, check: Check, text: str) -> Check:
    """说明, by whoever wrote the entry, once. Raises Invalid where it says nothing, Conflict where nothing is open."""
    if not text.strip():
        raise Invalid("请写说明。")
    running = Check.objects.filter(pk=check.pk, result=Result.DIFFERS, replied_at=None, ended_at=None)
    if not running.update(reply=text.strip(), replied_at=clock.now(), replied_by=by.user_id):
        raise Conflict(NOT_OPEN)
    check.refresh_from_db()
    township = check.entry.village.township_id
    words = "抽查对不上的一条日志，顾问写了说明，请登录看一看。"
    outbox.send(to=f"township:{township}", words=words, key=f"check-replied:{check.pk}")
    return check


@action(policies.check, audit="worklog.sample_cleared")
def clear(*, by: Actor, check: Check) -> Check:
    """说清楚了: the entry stands. Raises Conflict where it has come to an end already."""
    return _ended(check, by, Ending.CLEARED)


@action(policies.check, audit="worklog.sample_returned")
def send_back(*, by: Actor, check: Check, note: str) -> Check:
    """退回 what differs, also where it was verified, and never before its adviser had the days to speak.

    Raises Invalid without a reason, Conflict where those days run, it has ended, or the entry was sent back before.
    """
    if not note.strip():
        raise Invalid("请写退回原因，顾问才知道怎么改。")
    if until := queries.may_be_returned_from(check):
        raise Conflict(f"顾问还没说明，{clock.in_words(until.astimezone(clock.SHANGHAI).date())}以后才可以退回。")
    ended, entry = _ended(check, by, Ending.RETURNED), check.entry
    facts: dict[str, Any] = {"outcome": Outcome.RETURNED, "review_note": note.strip()}
    facts |= {"reviewed_by": by.user_id, "reviewed_at": clock.now()}
    if not Entry.objects.filter(pk=entry.pk).exclude(outcome=Outcome.RETURNED).update(**facts):
        raise Conflict(SENT_BACK)
    words = f"{clock.in_words(entry.done_on)}的一条工作日志被退回，请登录查看原因。"
    outbox.send(to=f"registration:{entry.author_id}", words=words, key=f"entry-returned:{entry.pk}")
    return ended


def _ended(check: Check, by: Actor, ending: str) -> Check:
    running = Check.objects.filter(pk=check.pk, result=Result.DIFFERS, ended_at=None)
    if not running.update(ending=ending, ended_at=clock.now(), ended_by=by.user_id):
        raise Conflict(ENDED)
    check.refresh_from_db()
    return check
