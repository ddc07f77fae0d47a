"""Carry the outbox's words: claim in one transaction, send outside any, settle in another."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from menkou.channels import contacting, file, trying
from menkou.channels.carrying import CARRIERS, carries
from menkou.channels.consenting import forgetting
from menkou.channels.login import identifying
from menkou.channels.texted import settling
from menkou.core import clock, outbox
from menkou.core.jobs import failed, forget_failed, live
from menkou.core.models import Outgoing
from menkou.core.outbox import Ended
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written, within

log = logging.getLogger("menkou.outbox")
__all__ = ["contacting", "forgetting", "identifying", "settling", "trying"]  # whose jobs the worker finds here


@app.task(name=outbox.DELIVER, queue="notify")
def deliver(*, district_id: int, outgoing_id: str) -> None:
    """One attempt at one row; the reconciler sees to the next."""
    with within(district_id):
        row = outbox.claim(UUID(outgoing_id))
    if row is None:
        return
    ended = _attempt(row)
    with within(district_id):
        outbox.settle(row, ended)


@carries("file")
def write(row: Outgoing) -> Ended:
    """Into the file: what was put out before words to staff had carriers of their own (menkou.reminders)."""
    file.send(row.address, row.words, clock.now(), str(row.pk))
    return Ended(outbox.State.SENT, way="file")


@sweep
def lost_deliveries() -> None:
    """Queue again what is in the outbox without a live job; park what no worker survived."""
    if parked := outbox.park():
        log.error("%s notices were given up: every attempt died with its worker", parked)
    lost = {str(pk) for pk in outbox.unfinished()}
    for pk in lost - live(outbox.DELIVER, "outgoing_id") if lost else ():
        app.configure_task(outbox.DELIVER).defer(district_id=district_being_written(), outgoing_id=pk)


@sweep
def made_good() -> None:
    """Forget jobs that failed at what has been sent since, or has a job again; what was given up stays to be seen."""
    if gone_wrong := failed(outbox.DELIVER, "outgoing_id"):
        taken_up = gone_wrong & live(outbox.DELIVER, "outgoing_id")
        forget_failed(outbox.DELIVER, "outgoing_id", outbox.sent(gone_wrong) | taken_up)


def _attempt(row: Outgoing) -> Ended:
    try:
        return CARRIERS[row.channel](row)
    except Exception as error:
        log.warning("notice %s, attempt %s: %s", row.pk, row.attempt, type(error).__name__)
        gone = row.attempt >= outbox.MOST_ATTEMPTS and row.code == type(error).__name__  # and not the first after waits
        state = outbox.State.FAILED if gone else outbox.State.WAITING
        return Ended(state, code=type(error).__name__, way=row.way)
