"""会话的后台: take in what came, fetch what waits, carry what is to be said; and find in the tables what lost its job."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from menkou.channels import accounts, inbox
from menkou.channels.carrying import carries, goes_on
from menkou.channels.errors import Failed
from menkou.channels.models import Account
from menkou.chats import actions, carrying, fetching, queries, receipts, taking
from menkou.chats.scanning import making
from menkou.chats.taking import PutOff
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.jobs import failed, forget_failed, live
from menkou.core.models import Outgoing
from menkou.core.outbox import Ended
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written, within
from menkou.places import queries as places
from menkou.places.models import District

__all__ = ["making"]  # whose job and sweep the worker finds here
POLL = "menkou.chats.jobs.poll"
log = logging.getLogger("menkou.chats")


@app.task(name=inbox.TAKE_IN, queue="inbox")
def take_in(*, district_id: int, incoming_id: str) -> None:
    """Everything that whoever sent this is waiting with; put off, it comes again by itself."""
    claimed = taking.claimed_of(district_id, UUID(incoming_id))
    if claimed is None:
        return
    try:
        taking.take_all(district_id, claimed)
    except PutOff as wait:
        with within(district_id):
            later = app.configure_task(inbox.TAKE_IN, schedule_at=clock.on_the_wall(clock.now() + wait.pause))
            later.defer(district_id=district_id, incoming_id=incoming_id)


@app.task(name=inbox.FETCH, queue="inbox")
def fetch(*, district_id: int, incoming_id: str) -> None:
    """What a callback of 微信客服 called for; where the platform cannot be asked, the sweep asks again."""
    try:
        fetching.fetch_called(district_id, UUID(incoming_id))
    except Failed as error:
        log.warning("nothing was fetched: %s", error)


@app.task(name=POLL, queue="inbox")
def poll(*, district_id: int, account_id: str) -> None:
    """The same where no callback came for a while: one that was lost is made good."""
    try:
        fetching.fetch_all(district_id, UUID(account_id), "")
    except Failed as error:
        log.warning("nothing was fetched: %s", error)


@carries("chat")
def say(row: Outgoing) -> Ended:
    """What we say ourselves."""
    return carrying.carry(row)


@carries("answer")
def bring(row: Outgoing) -> Ended:
    """有回复了."""
    return carrying.carry(row)


@goes_on("answer")
def text_lost(row: Outgoing, way: str, code: str) -> bool:
    """A text that there is an answer did not arrive."""
    return receipts.note_text_lost(row, code)


@sweep
def find_untaken() -> None:
    """Queue again what came and has no live job; an alarm for what no worker survived."""
    if stuck := inbox.parked():
        log.error("%s messages are not taken in any more: every attempt died", stuck)
    for name, pks in queries.untaken_by_task().items():
        found = {str(pk) for pk in pks}
        for pk in found - live(name, "incoming_id") if found else ():
            app.configure_task(name).defer(district_id=district_being_written(), incoming_id=pk)


@sweep
def made_good() -> None:
    """Forget jobs that failed at what has been taken in since, or has a job again."""
    for name in (inbox.TAKE_IN, inbox.FETCH, inbox.RECEIPT):
        if gone_wrong := failed(name, "incoming_id"):
            forget_failed(name, "incoming_id", queries.taken_among(gone_wrong) | gone_wrong & live(name, "incoming_id"))


@sweep
def poll_the_quiet() -> None:
    """Every account of 微信客服 is asked once in a while; an alarm before the platform forgets."""
    for account in accounts.running(Account.Kind.KF):
        fetching.mind_the_gap(account)
        if fetching.is_due(account) and str(account.pk) not in live(POLL, "account_id"):
            app.configure_task(POLL).defer(district_id=district_being_written(), account_id=str(account.pk))


@sweep
def let_go() -> None:
    """What nobody said where to send is kept for the district's hours, as drafts on the web are."""
    for chat, rows in queries.held_too_long(places.rules()["hours_a_draft_is_kept"]):
        actions.let_go(by=CLOCK, chat=chat, rows=rows)


@sweep
def forget() -> None:
    """Nothing leads from a chat to a matter that was erased."""
    actions.forget(by=CLOCK, district=District.objects.get(pk=district_being_written()))
