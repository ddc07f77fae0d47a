"""Solve a version: read the facts in one transaction, solve outside any in a process of its own, put down the answer."""

import logging
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from menkou.core.actors import CLOCK
from menkou.core.jobs import failed, forget_failed, live
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written, within
from menkou.plans import actions, answers, child, queries, telling
from menkou.plans.models import STOPPED, Version

log = logging.getLogger("menkou.plans")
CUT_OFF = "算了几次都中断了，没有算成。请把计算时间改短一些再试；还不行，请让系统运维看一下。"
CRASHED = "计算程序中途退出了，没有算成（可能是服务器内存不够）。请过一会儿再试；还不行，请让系统运维看一下。"


@app.task(name=actions.SOLVE, queue="default")
def solve(*, district_id: int, version_id: str) -> None:
    """One attempt at one version; the reconciler sees to the next."""
    with within(district_id):
        version = queries.unfinished().filter(pk=UUID(version_id)).first()
        if version is None or not actions.begin(by=CLOCK, version=version):
            return
        try:
            asked = telling.asked(version)
        except telling.Unusable as problem:
            actions.give_up(by=CLOCK, version=version, problem=str(problem))
            return
    try:
        words = child.solve(asked.task, lambda progress: _look(version, progress))
    except child.Left:
        return
    except child.Crashed:
        log.error("version %s, attempt %s: the solver ended without an answer", version.pk, version.attempt)
        words = {}
    _settle(version, asked, words)


@sweep
def lost_versions() -> None:
    """Queue again what no job solves; give up what every attempt died at."""
    waiting = {str(one.pk): one for one in queries.unfinished()}
    for pk in waiting.keys() - live(actions.SOLVE, "version_id") if waiting else ():
        if waiting[pk].attempt >= actions.MOST_ATTEMPTS:
            actions.give_up(by=CLOCK, version=waiting[pk], problem=CUT_OFF)
        else:
            app.configure_task(actions.SOLVE).defer(district_id=district_being_written(), version_id=pk)
    if gone_wrong := failed(actions.SOLVE, "version_id"):
        forget_failed(actions.SOLVE, "version_id", gone_wrong)  # each has a job again, or was given up, in words


def _look(version: Version, progress: dict[str, Any]) -> child.Word:
    """Say how far it is; hear whether somebody wants it to stop, or another attempt has taken over."""
    with within(version.district_id):
        if not actions.advance(by=CLOCK, version=version, progress=progress):
            return "leave"
        return "stop" if queries.is_stopping(version) else "go on"


def _settle(version: Version, asked: telling.Asked, words: dict[str, Any]) -> None:
    """Put down the answer, or why there is none."""
    with within(version.district_id):
        try:
            facts = answers.facts(version, asked, words)
        except answers.NoAnswer as problem:
            was_stopped = queries.is_stopping(version) and not words.keys() & {"answer", "clashes"}
            said = STOPPED if was_stopped else str(problem) or CRASHED
            actions.give_up(by=CLOCK, version=version, problem=said)
        else:
            actions.finish(by=CLOCK, version=version, facts=facts)
