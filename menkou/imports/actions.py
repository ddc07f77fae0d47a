from collections.abc import Mapping
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from procrastinate.contrib.django import app

from menkou.core import clock, turns
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.scope import district_being_written
from menkou.imports import policies, queries, store
from menkou.imports.models import Change, Import, Layout, Line
from menkou.imports.rules import comparing, reading
from menkou.imports.rules.sheets import KINDS
from menkou.imports.undoing.actions import TURN
from menkou.imports.writing.actions import write
from menkou.places.models import District

WORK = "menkou.imports.jobs.work"
MOST_ATTEMPTS = 4
State = Import.State
CHANGED_SINCE = "您核对以后，系统里的名单有变动，所以什么都没有导入。请再核对一遍下面的结果。"
REFUSED = "数据库没有收下，什么都没有导入。多半是和刚刚登记的内容冲突，请再核对一遍；还不行，请让系统运维看一下。"
ANOTHER = "另一位同事正在导入，请等它完了再试。"
NOT_NOW = "这次导入已经办过，或者正在办，请刷新以后再看。"


@action(policies.drop, audit="imports.dropped")
def drop(*, by: Actor, district: District, name: str, file: IO[bytes], size: int) -> Import:
    """放进来一个文件: the worker reads it. Raises Invalid where it is too large or empty, OSError where there is no room."""
    if size > reading.LARGEST:
        raise Invalid(reading.TOO_LARGE)
    if not size:
        raise Invalid(reading.EMPTY)
    dropped = Import(name=name[-100:] or "没有名字", size=size, dropped_at=clock.now(), dropped_by_id=by.user_id)  # type: ignore[misc]
    with store.opened(store.path_of(dropped.file)) as kept:
        while part := file.read(1 << 20):
            kept.write(part)
        store.settle(kept)
    dropped.save(force_insert=True)
    _queue(dropped)
    return dropped


@action(policies.decide, audit="imports.columns_chosen")
def choose(*, by: Actor, dropped: Import, sheet: str, kind: str, header: int, columns: Mapping[int, str]) -> None:
    """选列: what a sheet is and which column is what; remembered for the next file with the same titles.

    Raises Conflict where it is being worked on or is settled, Invalid where a column is chosen twice.
    """
    held = _ready(dropped)
    said = {str(place): key for place, key in columns.items() if key}
    if kind and (kind not in KINDS or set(said.values()) - set(KINDS[kind].by_key)):
        raise Invalid("没有这样的列，请重新选。")
    if len(set(said.values())) < len(said):
        raise Invalid("有一项选了两列，请每项只选一列。")
    if kind and len(said) < 2:
        raise Invalid("至少选两列，才知道这张表说的是什么。")
    held.columns[sheet] = {"kind": kind, "header": header, "columns": said}
    if kind:
        signature = next((one["signature"] for one in held.sheets if one["name"] == sheet), "")
        facts: dict[str, Any] = {"kind": kind, "columns": said, "chosen_at": clock.now(), "chosen_by_id": by.user_id}
        if signature:
            Layout.objects.update_or_create(signature=signature, defaults=facts)
    _again(held)


@action(policies.decide, audit="imports.answered")
def answer(*, by: Actor, dropped: Import, answers: Mapping[str, str]) -> None:
    """回答: what is meant where two things fit. Raises Conflict where it is being worked on or is settled."""
    held = _ready(dropped)
    asked = {
        one["key"]: dict(one["choices"]) for one in queries.lines_of(held).values_list("question", flat=True) if one
    }
    held.answers |= {key: said for key, said in answers.items() if said in asked.get(key, {})}
    _again(held)


@action(policies.read, audit="imports.begun", when=bool)
def begin(*, by: Actor, dropped: Import) -> int:
    """Take the next attempt at an import; 0 where it is settled. Whoever had it before has been overtaken."""
    mine = Import.objects.filter(pk=dropped.pk, state__in=Import.UNFINISHED, attempt__lt=MOST_ATTEMPTS)
    if not mine.update(attempt=F("attempt") + 1, done=0):
        return 0
    mine.filter(state=State.WAITING).update(state=State.READING)
    dropped.refresh_from_db()
    return dropped.attempt


@action(policies.read, audit="imports.overtaken", when=bool)
def advance(*, by: Actor, dropped: Import, done: int, total: int) -> bool:
    """Say how many rows are compared. Returns whether another attempt has taken over, so that this one must stop."""
    return not _mine(dropped).update(done=done, total=total)


@action(policies.read, audit="imports.read", when=bool)
def show(
    *, by: Actor, dropped: Import, sheets: list[dict[str, Any]], lines: list[comparing.Line], problem: str = ""
) -> bool:
    """读好了: each row with what it would do; False where another attempt has taken over."""
    if not _mine(dropped).update(state=State.READY, done=len(lines), total=len(lines), problem=problem):
        return False
    queries.lines_of(dropped)._raw_delete("default")
    Line.objects.bulk_create([_line(dropped, number, one) for number, one in enumerate(lines)], batch_size=1000)
    counts = {status: sum(one.status == status for one in lines) for status in Line.Status.values}
    told = {"sheets": sheets, "counts": counts, "digest": comparing.digest_of(lines), "applied_at": None}
    Import.objects.filter(pk=dropped.pk).update(**told, applied_by=None, attempt=0)
    return True


@action(policies.read, audit="imports.given_up", when=bool)
def give_up(*, by: Actor, dropped: Import, problem: str) -> bool:
    """没有读成, for this reason; an import that cannot be applied goes back to be looked at."""
    mine = _mine(dropped)
    if dropped.state == State.APPLYING:
        how: dict[str, Any] = {"applied_at": None, "applied_by": None, "attempt": 0}
        return bool(mine.update(state=State.READY, problem=problem, **how))
    return bool(mine.update(state=State.FAILED, problem=problem))


@action(policies.decide, audit="imports.ordered")
def order(*, by: Actor, dropped: Import) -> None:
    """导入: the worker puts all new and changed rows on record. Raises Conflict where there is nothing, or another runs."""
    held = _ready(dropped)
    if not held.will_do:
        raise Conflict("没有可以导入的行：没有新增，也没有修改。")
    try:
        with transaction.atomic():
            how: dict[str, Any] = {"applied_at": clock.now(), "applied_by_id": by.user_id}
            Import.objects.filter(pk=held.pk).update(state=State.APPLYING, attempt=0, problem="", **how)
    except IntegrityError as error:
        raise Conflict(ANOTHER) from error
    _queue(held)


@action(policies.decide, audit="imports.applied", when=bool)
def apply(*, by: Actor, dropped: Import, lines: list[comparing.Line]) -> bool:
    """导入, in the worker: all rows or none. False where another attempt has taken over.

    Raises Conflict where the rows would not do any more what somebody has looked at.
    """
    turns.wait_for(TURN)
    if not _mine(dropped).select_for_update(of=("self",)).exists():
        return False
    if comparing.digest_of(lines) != dropped.digest:
        raise Conflict(CHANGED_SINCE)
    write(by=by, dropped=dropped, lines=lines)
    done = sum(one.status in (comparing.NEW, comparing.CHANGED) for one in lines)
    _mine(dropped).update(state=State.APPLIED, done=done, total=done, applied_at=clock.now())
    return True


@action(policies.decide, audit="imports.cancelled")
def cancel(*, by: Actor, dropped: Import) -> None:
    """不导入了. Raises Conflict where it is being applied or is settled."""
    open_ones = Import.objects.filter(
        pk=dropped.pk, state__in=[State.WAITING, State.READING, State.READY, State.FAILED]
    )
    if not open_ones.update(state=State.CANCELLED, attempt=F("attempt") + 1):
        raise Conflict(NOT_NOW)
    queries.lines_of(dropped)._raw_delete("default")
    store.remove(dropped.file)


@action(policies.forget, audit="imports.forgotten", when=bool)
def forget(*, by: Actor, district: District, imports: QuerySet[Import]) -> int:
    """清理: rows and changes of imports that nobody can take back any more; that they were stays on record."""
    ids = list(imports.values_list("pk", flat=True))
    for model in (Line, Change):
        model.objects.filter(dropped__in=ids)._raw_delete("default")
    return Import.objects.filter(pk__in=ids).update(is_forgotten=True, answers={}, sheets=[])


def _ready(dropped: Import) -> Import:
    held = Import.objects.select_for_update(of=("self",)).get(pk=dropped.pk)
    if held.state != State.READY:
        raise Conflict(NOT_NOW)
    return held


def _again(held: Import) -> None:
    held.state, held.attempt, held.problem = State.WAITING, 0, ""
    held.save()
    _queue(held)


def _queue(dropped: Import) -> None:
    app.configure_task(WORK).defer(district_id=district_being_written(), import_id=str(dropped.pk))


def _mine(dropped: Import) -> QuerySet[Import]:
    """The import, if the attempt that holds it is still its latest."""
    return Import.objects.filter(pk=dropped.pk, attempt=dropped.attempt, state__in=Import.UNFINISHED)


def _line(dropped: Import, number: int, one: comparing.Line) -> Line:
    told = comparing.as_json(one)
    facts = {key: told[key] for key in ("row", "kind", "status", "values", "was", "problems", "question")}
    return Line(dropped=dropped, number=number, sheet=one.sheet[:100], title=one.title[:200], **facts)
