"""拉取: 微信客服 only says that something waits. Page by page it is fetched, and a page is kept with its place (P-10)."""

import json
import logging
from datetime import timedelta
from uuid import UUID

from menkou.channels import accounts, inbox
from menkou.channels.arrived import Unreadable
from menkou.channels.errors import Wrong
from menkou.channels.kf import messages
from menkou.channels.models import Account
from menkou.chats import queries, reaching
from menkou.core import clock
from menkou.core.scope import within

OFTEN = timedelta(seconds=45)  # a callback that was lost is made good within a minute
LONG = timedelta(days=2, hours=12)  # of the three days that the platform keeps
FORGOTTEN = "40058"  # a wrong parameter: the place that we read on from is the only one that may have become so
MOST_PAGES = 200  # of one job; the next one goes on
log = logging.getLogger("menkou.chats")


def fetch_called(district_id: int, incoming_id: UUID) -> None:
    """What a callback called for. Raises Failed where the platform cannot be asked; the poll of its account goes on then.

    So a call is answered once, whatever comes of it: thousands that wait for a platform would each ask it again.
    """
    with within(district_id):
        row = queries.untaken(incoming_id)
        if row is None:
            return
        inbox.begin(row)
        token = _token(row)
    try:
        fetch_all(district_id, row.account_id, token)
    finally:
        with within(district_id):
            inbox.taken([row])


def fetch_all(district_id: int, account_id: UUID, token: str) -> None:
    """Every page that waits, however few items one has. Whoever finds that another one has moved on, stops. Raises Failed."""
    for _ in range(MOST_PAGES):
        with within(district_id):
            account = queries.account_that_is_on(account_id)
            if account is None:
                return
            since, credentials = account.cursor, accounts.opened(account)
        try:
            page = reaching.page(credentials, since, token)
        except Wrong as error:
            if str(error.code) != FORGOTTEN or not since:
                raise
            _begin_anew(district_id, account_id, since)
            continue
        with within(district_id):
            if not accounts.note_polled(account_id, since=since, cursor=page.next_cursor):
                return
            for item in page.messages:
                _keep(account, item)
        if not page.has_more:
            return


def _begin_anew(district_id: int, account_id: UUID, since: str) -> None:
    """The platform does not know our place any more: from the beginning of its three days; what we have is kept once."""
    log.warning("account %s: the place that we had read to is not known there any more", account_id)
    with within(district_id):
        accounts.note_polled(account_id, since=since, cursor="")


def is_due(account: Account) -> bool:
    """Whether nobody has asked for a while."""
    return account.polled_at is None or account.polled_at < clock.now() - OFTEN


def mind_the_gap(account: Account) -> None:
    """An alarm before the platform forgets what waits."""
    if account.polled_at and account.polled_at < clock.now() - LONG:
        log.error("account %s has not been asked for %s: messages of three days ago are being lost", account.pk, LONG)


def _keep(account: Account, item) -> None:
    """With a job where somebody speaks; what nobody said is of no use to anybody."""
    arrived = messages.arrived(item)
    if arrived.sender:
        inbox.keep(account, sender=arrived.sender, key=arrived.key, plain=json.dumps(item).encode())


def _token(row) -> str:
    try:
        return messages.called(inbox.opened(row)).token
    except Unreadable:
        return ""
