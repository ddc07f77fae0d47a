"""信回执: the job that believes a receipt, or waits a little for its text to be on record; and what is not kept."""

import logging
from datetime import timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from menkou.channels import inbox
from menkou.channels.carrying import GOES_ON
from menkou.channels.models import Incoming, Text
from menkou.channels.sms.codes import PLAIN
from menkou.channels.sms.receipts import Receipt, State, unpacked
from menkou.channels.texted import actions, keeping, queries
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.reconciler import sweep
from menkou.core.scope import within

PAUSES = (  # a gateway may say how a text ended before it has answered that it took it; longer only where we were away
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
)
UNTOLD = "?"  # in the place of a reason that is none, or is no code
log = logging.getLogger("menkou.outbox")


@app.task(name=inbox.RECEIPT, queue="inbox")
def settle(*, district_id: int, incoming_id: str) -> None:
    """One receipt."""
    with within(district_id):
        row = queries.untaken(UUID(incoming_id))
        if row is None:
            return
        inbox.begin(row)
    with within(district_id):
        if _believed(row):
            inbox.taken([row])
        elif row.settled < len(PAUSES):
            inbox.put_off(row)
            due = clock.on_the_wall(clock.now() + PAUSES[row.settled])
            app.configure_task(inbox.RECEIPT, schedule_at=due).defer(district_id=district_id, incoming_id=incoming_id)
        else:
            log.warning("account %s got a receipt of no text of ours", row.account_id)
            inbox.taken([row])


@sweep
def texts_of_long_ago() -> None:
    """After a quarter nobody needs them."""
    for account in queries.accounts_with_outlived():
        actions.forget(by=CLOCK, account=account)


def _believed(row: Incoming) -> bool:
    """Whether it is about a text that this account was handed; what was said of that before stays."""
    receipt = unpacked(inbox.opened(row))
    text = queries.named(row.account_id, receipt)
    if text is None:
        return False
    if keeping.end(text, receipt) and receipt.state == State.FAILED and queries.is_the_last(text):
        _go_on(text, receipt)
    return True


def _go_on(text: Text, receipt: Receipt) -> None:
    told = queries.told_by(text)
    if told and (goes_on := GOES_ON.get(told.channel)):
        goes_on(told, text.way, receipt.code if PLAIN.fullmatch(receipt.code) else UNTOLD)
