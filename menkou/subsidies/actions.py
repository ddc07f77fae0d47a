"""一批补贴的一生: drawn up by the worker, put forward by one person, checked by another, handed on, paid; then as it is."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from procrastinate.contrib.django import app

from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.scope import district_being_written
from menkou.places.models import District, Village
from menkou.subsidies import drawing, policies, queries, sheets
from menkou.subsidies.models import Batch, Handing, Line, Payment
from menkou.worklogs.rules.periods import Period

DRAW = "menkou.subsidies.jobs.draw"
Stage = Batch.Stage
NO_PERIOD = "请选一个月或者半年。"
NOT_OVER = "这个时段还没过完，过完了再编，天数才是准的。"
ONE_AT_A_TIME = "还有一批没有走完。先把它提交、复核，或者作废，再编下一批。"
MOVED_ON = "这一批刚才有变动，请重新打开再看。"
NOTHING = "这一批一行也没有，不用提交，可以作废。"
NOT_CHECKED = "还没有复核，不能交财务，也不能记付款。"
NOT_HANDED = "这一批还没有交财务（下载 Excel），不能记付款。"
PAID = "这一批已经记过付款了。"
NOT_THEN = "付款日期应该在复核那天以后，不晚于今天。"
NOT_DRAWN = "有一批补贴系统没有编成，作废了。请再编一次；还不行，请找系统运维。"


@action(policies.arrange, audit="subsidies.batch_begun")
def begin(*, by: Actor, district: District, period: str, queue: bool = True) -> Batch:
    """编一批 of a month or a half-year that is over. Raises Invalid; Conflict while another one is on its way."""
    chosen = Period.called(period)
    if chosen is None or chosen.key not in [Period.of(chosen.first, window).key for window in ("month", "half_year")]:
        raise Invalid(NO_PERIOD)
    if chosen.after_last > clock.today():
        raise Invalid(NOT_OVER)
    if queries.open_batch():
        raise Conflict(ONE_AT_A_TIME)
    facts: dict[str, Any] = {"drawn_at": clock.now(), "drawn_by_id": by.user_id}
    facts |= {"period": chosen.key, "first_day": chosen.first, "until_day": chosen.after_last}
    batch = Batch(number=1 + Batch.objects.filter(period=chosen.key).count(), **facts)
    try:
        with transaction.atomic():  # two of the bureau at once
            batch.save(force_insert=True)
    except IntegrityError as problem:
        raise Conflict(ONE_AT_A_TIME) from problem
    if queue:
        _queue(batch)
    return batch


@action(policies.handle, audit="subsidies.batch_drawn_anew")
def draw_anew(*, by: Actor, batch: Batch) -> None:
    """重新编: of what is on record now; whoever does so is who drew it up. Raises Conflict once it is put forward."""
    now = {"drawn_at": clock.now(), "drawn_by": by.user_id, "stage": Stage.DRAWING, "done": 0}
    _move(batch, Stage.DRAFT, **now)
    _queue(batch)


@action(policies.draw, audit="subsidies.drawing_taken_up", when=bool)
def take_up(*, by: Actor, batch: Batch) -> int:
    """Take the next attempt at drawing it up, from nothing; 0 where there is nothing to draw up."""
    mine = Batch.objects.filter(pk=batch.pk, stage=Stage.DRAWING)
    villages = queries.villages_in(batch.first_day, batch.until_day).count()
    fresh = {"done": 0, "lines_count": 0, "fen": 0, "total": villages}
    if not mine.update(attempt=F("attempt") + 1, **fresh):
        return 0
    Line.objects.filter(batch=batch).delete()
    batch.refresh_from_db()
    return batch.attempt


@action(policies.draw, audit="subsidies.drawn", when=lambda went_on: not went_on)
def lay_down(*, by: Actor, batch: Batch, villages: Sequence[Village]) -> bool:
    """Put down what comes of some villages. False where another attempt has taken over."""
    return _add(batch, drawing.of_villages(batch, villages), len(villages))


@action(policies.draw, audit="subsidies.batch_drawn", when=bool)
def finish(*, by: Actor, batch: Batch) -> bool:
    """编好了: what is counted by no day is put down, and no institution ends below nothing."""
    if not _add(batch, drawing.beside_days(batch), 0) or not _add(batch, drawing.carried_out(batch), 0):
        return False
    return bool(_mine(batch).update(stage=Stage.DRAFT, done=F("total")))


@action(policies.draw, audit="subsidies.drawing_given_up")
def give_up(*, by: Actor, batch: Batch) -> None:
    """没有编成: it is dropped, and the bureau is told."""
    if _mine(batch).update(stage=Stage.DROPPED):
        Line.objects.filter(batch=batch).delete()
        outbox.send(to="bureau", words=NOT_DRAWN, key=f"subsidy-given-up:{batch.pk}")


@action(policies.handle, audit="subsidies.batch_put_forward")
def put_forward(*, by: Actor, batch: Batch) -> None:
    """提交复核. Raises Conflict where it says nothing, or is not ready."""
    if not batch.lines_count:
        raise Conflict(NOTHING)
    none: dict[str, Any] = {"returned_at": None, "returned_by": None, "return_note": ""}
    _move(batch, Stage.DRAFT, stage=Stage.WAITING, put_at=clock.now(), put_by=by.user_id, **none)
    words = f"{batch}的补贴编好了，等另一个人复核。"
    outbox.send(to="bureau", words=words, key=f"subsidy-put:{batch.pk}:{batch.attempt}:{clock.now().isoformat()}")


@action(policies.handle, audit="subsidies.batch_taken_back")
def take_back(*, by: Actor, batch: Batch) -> None:
    """撤回提交, before it is checked."""
    _move(batch, Stage.WAITING, stage=Stage.DRAFT, put_at=None, put_by=None)


@action(policies.check, audit="subsidies.batch_sent_back")
def send_back(*, by: Actor, batch: Batch, note: str) -> None:
    """退回, with what is to be put right. Raises Invalid where nothing is said."""
    if not note.strip():
        raise Invalid("请写退回原因，编的人才知道改什么。")
    why = {"returned_at": clock.now(), "returned_by": by.user_id, "return_note": note.strip()}
    _move(batch, Stage.WAITING, stage=Stage.DRAFT, put_at=None, put_by=None, **why)


@action(policies.check, audit="subsidies.batch_checked")
def check(*, by: Actor, batch: Batch, seen: int) -> None:
    """复核: by a second person, of what they have seen (which attempt it was); from now on it is as it is."""
    if seen != batch.attempt:
        raise Conflict(MOVED_ON)
    _move(batch, Stage.WAITING, stage=Stage.CHECKED, checked_at=clock.now(), checked_by=by.user_id)


@action(policies.handle, audit="subsidies.batch_dropped")
def drop(*, by: Actor, batch: Batch) -> None:
    """作废, before it is put forward: its lines go, its days may be drawn up again."""
    _move(batch, Stage.DRAFT, stage=Stage.DROPPED, lines_count=0, fen=0)
    Line.objects.filter(batch=batch).delete()


@action(policies.handle, audit="subsidies.batch_handed_on")
def hand_on(*, by: Actor, batch: Batch, digest: bytes) -> Handing:
    """交财务: the file with this SHA-256 was taken out. Raises Conflict before it is checked."""
    if batch.stage != Stage.CHECKED:
        raise Conflict(NOT_CHECKED)
    facts: dict[str, Any] = {"handed_at": clock.now(), "handed_by_id": by.user_id}
    return Handing.objects.create(batch=batch, digest=digest, **facts)


@action(policies.handle, audit="subsidies.batch_paid")
def pay(*, by: Actor, batch: Batch, paid_on: date, note: str = "") -> Payment:
    """记付款, once: the finance office paid on that day. Raises Conflict, and Invalid for a day that cannot be."""
    if batch.stage != Stage.CHECKED:
        raise Conflict(NOT_CHECKED)
    if not batch.handings.exists():
        raise Conflict(NOT_HANDED)
    checked_on = batch.checked_at and batch.checked_at.astimezone(clock.SHANGHAI).date()
    if not checked_on or not checked_on <= paid_on <= clock.today():
        raise Invalid(NOT_THEN)
    facts: dict[str, Any] = {"recorded_at": clock.now(), "recorded_by_id": by.user_id}
    try:
        with transaction.atomic():
            return Payment.objects.create(batch=batch, paid_on=paid_on, note=note.strip(), **facts)
    except IntegrityError as problem:
        raise Conflict(PAID) from problem


@action(policies.replay, audit="subsidies.replayed")
def replay(
    *, by: Actor, district: District, batch: Batch, facts: Mapping[str, Any], handed_at: datetime, paid_on: date
) -> None:
    """演示: a batch that was drawn up stands as these facts say, was handed on and paid in its time."""
    Batch.objects.filter(pk=batch.pk).update(**facts)
    batch.refresh_from_db()
    made = sha256(sheets.excel(sheets.told_of(batch))).digest()
    whose: dict[str, Any] = {"batch": batch, "handed_by": batch.put_by, "handed_at": handed_at}
    Handing.objects.create(digest=made, **whose)
    noted: dict[str, Any] = {"recorded_by": batch.put_by, "recorded_at": handed_at}
    Payment.objects.create(batch=batch, paid_on=paid_on, note="演示-0001", **noted)


def _queue(batch: Batch) -> None:
    app.configure_task(DRAW).defer(district_id=district_being_written(), batch_id=str(batch.pk))


def _move(batch: Batch, at: str, **facts: Any) -> None:
    """From a stage into the next, as whoever acts has seen it. Raises Conflict where it has moved on meanwhile."""
    mine = Batch.objects.filter(pk=batch.pk, stage=at, attempt=batch.attempt)
    if not mine.update(**facts):
        raise Conflict(MOVED_ON)
    batch.refresh_from_db()


def _mine(batch: Batch) -> QuerySet[Batch]:
    """The batch, if the attempt that draws it up is still its latest."""
    return Batch.objects.filter(pk=batch.pk, attempt=batch.attempt, stage=Stage.DRAWING)


def _add(batch: Batch, lines: Sequence[Line], villages: int) -> bool:
    grown = {"done": F("done") + villages, "lines_count": F("lines_count") + len(lines)}
    if not _mine(batch).update(fen=F("fen") + sum(one.fen for one in lines), **grown):
        return False
    Line.objects.bulk_create(lines)
    batch.refresh_from_db()
    return True
