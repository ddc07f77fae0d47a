"""Read what was dropped, outside any transaction; compare and apply it inside one. Killed at any moment, nothing is half done."""

import logging
from uuid import UUID

from django.db import IntegrityError
from procrastinate.contrib.django import app

from menkou.core import turns
from menkou.core.actors import CLOCK, INSTALLER
from menkou.core.errors import Problem
from menkou.core.jobs import failed, forget_failed, live
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written, within
from menkou.imports import actions, queries, reckoning, store
from menkou.imports.models import Import
from menkou.imports.rules.reading import Sheet, Unreadable
from menkou.imports.undoing.actions import TURN
from menkou.places.models import District

log = logging.getLogger("menkou.imports")
CUT_OFF = "这个文件读了几次都中断了。请分成几个小些的文件再传；还不行，请让系统运维看一下。"


@app.task(name=actions.WORK, queue="default")
def work(*, district_id: int, import_id: str) -> None:
    """One attempt at one import; the reconciler sees to the next."""
    with within(district_id):
        dropped = queries.unfinished().filter(pk=UUID(import_id)).first()
        if dropped is None or not actions.begin(by=CLOCK, dropped=dropped):
            return
        path = store.path_of(dropped.file)
    try:
        sheets = reckoning.read(path)
        if dropped.state == Import.State.APPLYING:
            _apply(dropped, sheets)
        else:
            _show(dropped, sheets)
    except Unreadable as problem:
        _give_up(dropped, str(problem))
    except Exception as error:
        log.error("import %s, attempt %s: %s", dropped.pk, dropped.attempt, type(error).__name__)
        if dropped.attempt >= actions.MOST_ATTEMPTS:
            _give_up(dropped, CUT_OFF)


@sweep
def lost_imports() -> None:
    """Queue again what no job works on; give up what every attempt died at."""
    waiting = {str(one.pk): one for one in queries.unfinished()}
    for pk in waiting.keys() - live(actions.WORK, "import_id") if waiting else ():
        if waiting[pk].attempt >= actions.MOST_ATTEMPTS:
            actions.give_up(by=CLOCK, dropped=waiting[pk], problem=CUT_OFF)
        else:
            app.configure_task(actions.WORK).defer(district_id=district_being_written(), import_id=pk)
    if gone_wrong := failed(actions.WORK, "import_id"):
        forget_failed(actions.WORK, "import_id", gone_wrong)


@sweep
def forget_old_imports() -> None:
    """What can be taken back no more need not be kept: rows hold names and phones."""
    old = queries.old()
    names = [one.file for one in old]
    if names:
        actions.forget(by=CLOCK, district=District.objects.get(pk=district_being_written()), imports=old)
    for name in names:
        store.remove(name)
    store.sweep(queries.files_in_use)


def _show(dropped: Import, sheets: list[Sheet], problem: str = "") -> None:
    total = reckoning.rows_in(sheets)

    def progress(done: int) -> bool:
        with within(dropped.district_id):
            return actions.advance(by=CLOCK, dropped=dropped, done=done, total=total)

    if progress(0):
        return
    with within(dropped.district_id):
        told, lines = reckoning.judged(dropped, sheets)
        actions.show(by=CLOCK, dropped=dropped, sheets=told, lines=lines, problem=problem)


def _apply(dropped: Import, sheets: list[Sheet]) -> None:
    try:
        with within(dropped.district_id):
            turns.wait_for(TURN)  # from comparing to writing, nobody else's import comes between
            by = queries.actor_of(dropped.applied_by) or INSTALLER
            _, lines = reckoning.judged(dropped, sheets)
            actions.apply(by=by, dropped=dropped, lines=lines)
    except Problem as problem:
        _show(dropped, sheets, str(problem)[:300])
    except IntegrityError as error:
        log.error("import %s was refused: %s", dropped.pk, type(error).__name__)
        _show(dropped, sheets, actions.REFUSED)


def _give_up(dropped: Import, problem: str) -> None:
    with within(dropped.district_id):
        actions.give_up(by=CLOCK, dropped=dropped, problem=problem[:300])
