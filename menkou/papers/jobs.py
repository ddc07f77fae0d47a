"""Make what was asked for: read some contracts in one transaction, set them outside any, say how far we are."""

import errno
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO
from uuid import UUID

from procrastinate.contrib.django import app

from menkou.core.actors import CLOCK
from menkou.core.jobs import failed, forget_failed, live
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written, within
from menkou.papers import actions, makers, queries, store, typefaces
from menkou.papers.contract.facts import NoFont, Paper
from menkou.papers.models import Batch
from menkou.papers.opinion import making as opinions  # noqa: F401  registers the makers of opinions
from menkou.places.models import District

log = logging.getLogger("menkou.papers")
AT_A_TIME = 20  # contracts between two looks at whether this attempt still holds the batch
NO_ROOM = "服务器的磁盘满了，文件没有做成。请让系统运维腾出空间，再取一次。"
NO_RIGHT = "服务器上存文件的目录写不了，文件没有做成。请让系统运维看一下，再取一次。"
NO_FONT = "服务器上没有中文字体，做不了 PDF。请让系统运维装上字体（menkou doctor 会说怎么装），或先取 Word。"
NOTHING_LEFT = "这些合同在取的时候都终止或撤回了，没有可放的。请回到列表重新选。"
CUT_OFF = "这一批做了几次都中断了，没有做成。请分镇街取；还不行，请让系统运维看一下。"
FULL = {errno.ENOSPC, errno.EDQUOT}
CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ELOOP}


class Overtaken(Exception):
    """Another attempt makes this batch now."""


class NothingLeft(Exception):
    """Every contract of the batch has ended or was withdrawn since it was asked for."""


@app.task(name=actions.MAKE, queue="default")
def make(*, district_id: int, batch_id: str) -> None:
    """One attempt at one batch; the reconciler sees to the next."""
    with within(district_id):
        batch = queries.unfinished().filter(pk=UUID(batch_id)).first()
        if batch is None or not actions.begin(by=CLOCK, batch=batch):
            return
        path = store.path_of(batch.file)
    problem = _attempt(batch, path)
    if problem is not None:
        with suppress(OSError):
            path.unlink()
    if problem:
        with within(district_id):
            actions.give_up(by=CLOCK, batch=batch, problem=problem)


@sweep
def lost_batches() -> None:
    """Queue again what no job makes; give up what every attempt died at."""
    waiting = {str(batch.pk): batch for batch in queries.unfinished()}
    for pk in waiting.keys() - live(actions.MAKE, "batch_id") if waiting else ():
        if waiting[pk].attempt >= actions.MOST_ATTEMPTS:
            actions.give_up(by=CLOCK, batch=waiting[pk], problem=CUT_OFF)
        else:
            app.configure_task(actions.MAKE).defer(district_id=district_being_written(), batch_id=pk)
    if gone_wrong := failed(actions.MAKE, "batch_id"):
        forget_failed(actions.MAKE, "batch_id", gone_wrong)  # each has a job again, or was given up, in words


@sweep
def forget_old_files() -> None:
    """Files are for taking away, not for keeping; with them goes what a dead process left behind."""
    old = queries.old_batches(actions.KEPT_DAYS)
    names = [batch.file for batch in old]
    if names:
        actions.forget(by=CLOCK, district=District.objects.get(pk=district_being_written()), batches=old)
    for name in names:
        store.remove(name)
    store.sweep(queries.files_in_use)


def _attempt(batch: Batch, path: Path) -> str | None:
    """None where the batch is made; else why it cannot be, or nothing where another attempt will or does."""
    try:
        _write(batch, path)
        return None
    except Overtaken:
        return ""
    except (NoFont, typefaces.NoFont):
        return NO_FONT
    except NothingLeft:
        return NOTHING_LEFT
    except makers.CannotMake as reason:
        return str(reason)[: Batch._meta.get_field("problem").max_length]
    except Exception as error:
        log.error("batch %s, attempt %s: %s", batch.pk, batch.attempt, type(error).__name__)
        number = error.errno if isinstance(error, OSError) else None
        if number in FULL | CLOSED:
            return NO_ROOM if number in FULL else NO_RIGHT
        return CUT_OFF if batch.attempt >= actions.MOST_ATTEMPTS else ""


def _write(batch: Batch, path: Path) -> None:
    """Make the file and say so. Raises Overtaken, NothingLeft, NoFont, CannotMake, OSError."""
    for earlier in range(batch.attempt):  # an attempt that died with its process left its file
        path.with_name(batch.file_of(earlier)).unlink(missing_ok=True)
    maker = makers.maker_of(batch.maker)
    with store.opened(path) as file:
        if maker:
            maker.write(batch, file, lambda done: _say(batch, done))
            made = set(batch.contracts)
        else:
            made = _write_contracts(batch, file)
        store.settle(file)
    with within(batch.district_id):
        if not actions.finish(by=CLOCK, batch=batch, left_out=[pk for pk in batch.contracts if pk not in made]):
            raise Overtaken


def _write_contracts(batch: Batch, file: IO[bytes]) -> set[UUID]:
    """Word or PDF; returns which there were."""
    # every process reads this file, and only the worker needs what Word and PDF take to load: 0.3 s and 30 MB
    from menkou.papers.contract import pdf, word

    if batch.kind == Batch.Kind.WORD:
        with within(batch.district_id):
            templates = queries.templates_of(batch)
        with word.Bundle(file, templates) as bundle:
            return _each(batch, bundle.add)
    pdf.demand_fonts()
    papers: list[Paper] = []
    made = _each(batch, papers.extend)
    pdf.write(papers, file)
    return made


def _say(batch: Batch, done: int) -> None:
    with within(batch.district_id):
        if actions.advance(by=CLOCK, batch=batch, done=done):
            raise Overtaken


def _each(batch: Batch, put: Callable[[list[Paper]], None]) -> set[UUID]:
    """Hand the papers on some at a time, each set as the contracts stand then; returns which there were."""
    made: set[UUID] = set()
    for start in range(0, batch.total, AT_A_TIME):
        chosen = batch.contracts[start : start + AT_A_TIME]
        with within(batch.district_id):
            if actions.advance(by=CLOCK, batch=batch, done=start):
                raise Overtaken
            papers = queries.papers_of(batch, chosen)
        put(list(papers.values()))
        made |= papers.keys()
    if not made:
        raise NothingLeft
    return made
