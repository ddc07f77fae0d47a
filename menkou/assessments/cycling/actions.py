"""开始、生成、评分、给本人看、公示、锁定. What was counted is frozen when it is drawn up; what changes, changes by a new score."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from menkou.assessments import policies, queries
from menkou.assessments.cycling import drawing as draw
from menkou.assessments.cycling import locking, scoring, steps, telling
from menkou.assessments.cycling.drawing import Drawing, Whom
from menkou.assessments.models import Cycle, SchemeItem, Score, Sheet, Subject
from menkou.assessments.news import Locked
from menkou.assessments.rules.items import Fact
from menkou.core import clock, memory, turns
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.news import announce
from menkou.places import queries as places
from menkou.places.models import District
from menkou.worklogs.rules.periods import Period

State = Cycle.State
MOMENTS = (
    "opened_at",
    "drawn_at",
    "shown_at",
    "heard_at",
    "answer_until",
    "publicity_at",
    "publicity_until",
    "reopened_at",
)
NO_PERIOD = "请选要考核哪个半年。"
NOT_OVER = "这个半年还没过完，过完了再考核。"
NO_SCHEME = "还没有定下来的法律顾问考核办法，请先定一个，从这个半年第一天或者更早起用。"
OPENED = "这个半年已经开始考核了。"
NOT_NOW = "这一步现在不能办，请看考核走到哪一步了。"


@action(policies.organise, audit="assessment.opened")
def open_cycle(*, by: Actor, district: District, period: str) -> Cycle:
    """开始考核 of a half-year that is over; the sheets are drawn up by the worker.

    Raises Invalid for what is no half-year or runs still; Conflict where it was opened, or no scheme holds for it.
    """
    chosen = Period.called(period)
    if chosen is None or chosen != Period.of(chosen.first, "half_year"):
        raise Invalid(NO_PERIOD)
    if chosen.after_last > clock.today():
        raise Invalid(NOT_OVER)
    turns.wait_for("assessments")  # by which schemes is settled before it is opened, and never after
    if queries.scheme_of(Subject.ADVISER, chosen) is None:
        raise Conflict(NO_SCHEME)
    facts: dict[str, Any] = {"opened_at": clock.now(), "opened_by_id": by.user_id}
    made = Cycle(period=chosen.key, **facts)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        raise Conflict(OPENED) from problem
    memory.forget()
    telling.draw_later(made)
    return made


@action(policies.draw_up, audit="assessment.sheets_due", when=bool)
def count(*, by: Actor, cycle: Cycle, due: int) -> int:
    """How many sheets there will be."""
    return Cycle.objects.filter(pk=cycle.pk, state=State.DRAWING).exclude(sheets_due=due).update(sheets_due=due)


@action(policies.draw_up, audit="assessment.sheets_drawn", when=bool)
def draw_some(*, by: Actor, cycle: Cycle, drawing: Drawing, whom: list[Whom]) -> int:
    """A batch of sheets; those that are there already are left. Returns how many were made."""
    if not Cycle.objects.select_for_update().filter(pk=cycle.pk, state=State.DRAWING).exists():
        return 0
    sheets, scores = draw.drawn(drawing, draw.not_drawn(cycle, whom))
    Sheet.objects.bulk_create(sheets)
    Score.objects.bulk_create(scores)
    Cycle.objects.filter(pk=cycle.pk).update(sheets_done=Sheet.objects.filter(cycle=cycle).count())
    return len(sheets)


@action(policies.draw_up, audit="assessment.drawn_up", when=bool)
def finish(*, by: Actor, cycle: Cycle) -> bool:
    """生成完了: the offices are told that they may score. Returns whether it was not finished before."""
    done = Cycle.objects.filter(pk=cycle.pk, state=State.DRAWING).update(state=State.SCORING, drawn_at=clock.now())
    memory.forget()
    if done:
        telling.scoring_begins(cycle)
    return bool(done)


@action(policies.score, audit="assessment.scored")
def score(*, by: Actor, sheet: Sheet, item: UUID, points: int, note: str) -> Score:
    """司法所评分 of an item that is judged, in hundredths of a point, with a word where it is not all of them.

    Raises Conflict outside the time for it, Invalid for points that the item does not have or that nobody explains.
    """
    _only_in(sheet.cycle_id, State.SCORING)
    judged = SchemeItem.objects.filter(pk=item, scheme=sheet.scheme_id, kind="judged").first()
    if judged is None:
        raise Invalid("这一项不是评分的。")
    if not 0 <= points <= judged.most:
        raise Invalid("分数要在 0 分和这一项的满分之间。")
    if points < judged.most and not note.strip():
        raise Invalid("没有给满分的，请写为什么。")
    fact = Fact(points, judged.most)
    return scoring.add(sheet, judged, fact, by, note=note.strip())


@action(policies.score, audit="assessment.commented")
def comment(*, by: Actor, sheet: Sheet, text: str) -> Sheet:
    """司法所的意见, in words; the last one stands. Raises Conflict outside the time for it, Invalid without a word."""
    _only_in(sheet.cycle_id, State.SCORING)
    if not text.strip():
        raise Invalid("请写意见。")
    facts = {"comment": text.strip(), "commented_at": clock.now(), "commented_by_id": by.user_id}
    Sheet.objects.filter(pk=sheet.pk).update(**facts)
    sheet.refresh_from_db()
    return sheet


@action(policies.lead, audit="assessment.shown")
def show(*, by: Actor, cycle: Cycle) -> Cycle:
    """给本人看: what villages and residents said is counted once more, then everybody sees their own and has days to answer.

    Raises Conflict where it is not time, or offices have still to score.
    """
    _only_in(cycle.pk, State.SCORING)
    _demand(steps.why_not_shown(cycle))
    rules, is_first = places.rules(), cycle.heard_at is None
    due = places.due(clock.now(), rules["working_days_to_answer_an_assessment"])
    facts: dict[str, Any] = {"shown_at": clock.now(), "shown_by": by.user_id, "answer_until": due}
    facts |= {"fewest": rules["fewest_in_a_list"]} if is_first else {}
    _move(cycle, State.SCORING, State.ANSWERING, **facts)
    if is_first:  # nobody answers any more
        scoring.hear_voices(cycle)
    telling.shown(cycle)
    return cycle


@action(policies.lead, audit="assessment.hidden")
def hide(*, by: Actor, cycle: Cycle) -> Cycle:
    """撤回给本人看: the offices score again, as long as nobody has confirmed or replied. Raises Conflict.

    Villages and residents say nothing more: what was shown and what is shown next would tell who came between.
    """
    _only_in(cycle.pk, State.ANSWERING)
    _demand(steps.why_not_hidden(cycle))
    heard = Coalesce("heard_at", "shown_at")
    _move(cycle, State.ANSWERING, State.SCORING, shown_at=None, shown_by=None, answer_until=None, heard_at=heard)
    return cycle


@action(policies.lead, audit="assessment.published")
def publish(*, by: Actor, cycle: Cycle) -> Cycle:
    """开始公示, once the days to answer are over and every review is decided. Raises Conflict where they are not."""
    _only_in(cycle.pk, State.ANSWERING)
    _demand(steps.why_not_published(cycle))
    days = places.rules()["working_days_of_publicity"]
    facts = {"publicity_at": clock.now(), "publicity_by": by.user_id, "publicity_until": places.due(clock.now(), days)}
    _move(cycle, State.ANSWERING, State.PUBLICITY, **facts)
    return cycle


@action(policies.lead, audit="assessment.unpublished")
def unpublish(*, by: Actor, cycle: Cycle) -> Cycle:
    """撤回公示: an objection was heard, and everybody has the days to answer once more, for the better of new evidence
    also about what was reviewed before. Raises Conflict."""
    _only_in(cycle.pk, State.PUBLICITY)
    days = places.rules()["working_days_to_answer_an_assessment"]
    facts: dict[str, Any] = {"publicity_at": None, "publicity_by": None, "publicity_until": None}
    facts |= {"reopened_at": clock.now(), "reopened_by": by.user_id}
    _move(cycle, State.PUBLICITY, State.ANSWERING, **facts, answer_until=places.due(clock.now(), days))
    telling.open_again(cycle)
    return cycle


@action(policies.lock, audit="assessment.locked")
def lock(*, by: Actor, cycle: Cycle) -> Cycle:
    """锁定: nothing of it changes any more; what follows from the grades is opened for people to decide.

    Raises Conflict where the publicity has not ended.
    """
    _only_in(cycle.pk, State.PUBLICITY)
    _demand(steps.why_not_locked(cycle))
    facts = {"locked_at": clock.now(), "locked_by": by.user_id, **locking.seal(cycle)}
    _move(cycle, State.PUBLICITY, State.LOCKED, **facts)
    announce(Locked(cycle))
    return cycle


@action(policies.take_out, audit="assessment.taken", count=int)
def take_out(*, by: Actor, cycle: Cycle, rows: int) -> int:
    """取成 Excel: so many sheets left the house."""
    return rows


@action(policies.replay, audit="assessment.replayed")
def replay(*, by: Actor, cycle: Cycle, days: int) -> Cycle:
    """演示: as if all that was done so far had been done so many days before."""
    earlier = timedelta(days=days)
    moments = [one for one in MOMENTS if getattr(cycle, one)]
    Cycle.objects.filter(pk=cycle.pk).update(**{one: F(one) - earlier for one in moments})
    Sheet.objects.filter(cycle=cycle).update(made_at=F("made_at") - earlier)
    cycle.refresh_from_db()
    return cycle


def _demand(why_not: str) -> None:
    if why_not:
        raise Conflict(why_not)


def _only_in(cycle: UUID, state: str) -> None:
    if Cycle.objects.select_for_update().get(pk=cycle).state != state:
        raise Conflict(NOT_NOW)


def _move(cycle: Cycle, before: str, after: str, **facts) -> None:
    if not Cycle.objects.filter(pk=cycle.pk, state=before).update(state=after, **facts):
        raise Conflict(NOT_NOW)
    memory.forget()
    cycle.refresh_from_db()
