"""收信: what is done with one callback of a platform. Only what is on record, with its job, is answered with `success`.

Whatever is not from the platform and for us is refused, always in the same way. What comes again is as good as what
comes first: the platform's own retry looks like a replay, so a permanent key keeps it from counting twice, and no old
time, no known nonce is ever a reason to refuse (security.md 0.4).
"""

import logging
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection

from menkou.channels import accounts, gathering, inbox
from menkou.channels.arrived import Unreadable, key_of
from menkou.channels.envelope import Forged, open_with
from menkou.channels.kf import messages as kf
from menkou.channels.models import Account
from menkou.channels.recipients import Recipient, of_district, recipient
from menkou.channels.wechat import messages
from menkou.core import clock
from menkou.core.scope import within

BRIEFLY = "set local lock_timeout = '100ms'; set local statement_timeout = '500ms'"
STALE_S = 600  # security.md 4.5: raises an alarm, drops nothing
SAY_EVERY_S = 60
log = logging.getLogger("menkou.intake")
_said: dict[tuple[str, UUID], float] = {}


class Refused(Exception):
    """不收: not from the platform, not for us, or nobody is called there. Always the same, whatever is wrong."""


@dataclass(frozen=True)
class Said:
    """What is put on record of a callback; `sender` is empty where it only calls us to fetch."""

    account: Account
    sender: str = field(repr=False)
    key: str = field(repr=False)


def confirm(slug: str, account_id: UUID, params: Mapping[str, str]) -> str:
    """What the platform wants to hear when it checks our address (GET). Raises Refused."""
    to = _called(slug, account_id)
    for envelope in to.envelopes:
        check = envelope.verify_plain_url if to.account.kind == Account.Kind.WECHAT else envelope.verify_url
        with suppress(Forged):
            echo = check(params)
            note_heard(to.account)
            return echo
    raise _refused(to)


def take(slug: str, account_id: UUID, params: Mapping[str, str], body: bytes) -> None:
    """Put what a callback brings (POST) on record, once; when this returns, it is.

    Raises Refused, and django.db.Error where the database does not keep it: the platform will send it again.
    """
    to = _called(slug, account_id)
    try:
        plain = open_with(to.envelopes, params, body)
    except Forged:
        raise _refused(to) from None
    _mind_the_time(to.account, params["timestamp"])
    try:
        said = _read(to, plain)
    except Unreadable:
        # Sent again it would be no more readable, and the person would only be told that we are out of order; there is
        # nobody in it to answer to. So it ends here, and somebody looks why.
        log.error("fault %s: account %s got a genuine message that nobody can read", secrets.token_hex(4), account_id)
        return
    if said:
        _keep(said, plain)
    note_heard(to.account)


def _called(slug: str, account_id: UUID) -> Recipient:
    to: list[Recipient | None] = []
    gathering.surely(lambda: to.append(recipient(slug, account_id)))
    if not to[-1]:
        raise Refused
    return to[-1]


def _read(to: Recipient, plain: bytes) -> Said | None:
    """Who says it and what it is known by; None where it is for an account that we do not have. Raises Unreadable."""
    if not (called := _called_by_kf(to, plain)):
        arrived = messages.parse(plain)
        return Said(to.account, arrived.sender, arrived.key)
    for other in of_district(to.account.district_id).values():  # one address is called for all of an enterprise
        account = other.account
        if account.kind == Account.Kind.KF and (account.number, other.corp) == (called.open_kfid, to.corp):
            return Said(account, "", key_of(called.event, called.open_kfid, called.at.isoformat(), called.token))
    log.warning("account %s was called for a 微信客服 that is not on", to.account.pk)
    return None


def _called_by_kf(to: Recipient, plain: bytes) -> kf.Called | None:
    """微信客服 calls us to fetch what has come; whatever else 企业微信 tells is as a message of 公众号."""
    with suppress(Unreadable):
        if to.corp and (called := kf.called(plain)).waits:
            return called
    return None


def _keep(said: Said, plain: bytes) -> None:
    row = inbox.row_of(said.account, sender=said.sender, key=said.key, plain=plain)
    gathering.keep(said.account.district_id, row)


def note_heard(account: Account) -> None:
    """For the page that says whether callbacks arrive; nothing depends on it, and nobody waits for it."""
    if not is_due("heard", account):
        return
    with suppress(OperationalError, InterfaceError), within(account.district_id):
        with connection.cursor() as cursor:
            cursor.execute(BRIEFLY)
        accounts.note_heard(account.pk)


def _refused(to: Recipient) -> Refused:
    """The same for the caller; a line for us, but not one for each, or anybody could fill the disk with them."""
    if is_due("refused", to.account):
        log.warning("account %s was called with what does not fit its keys", to.account.pk)
    return Refused()


def _mind_the_time(account: Account, timestamp: str) -> None:
    """A good signature of another time: a late retry, a wrong clock or a replay. It counts, and is seen."""
    away = abs(clock.now().timestamp() - int(timestamp))
    if away > STALE_S and is_due("stale", account):
        log.warning("account %s was called with a time that is %d s away from ours", account.pk, away)


def is_due(what: str, account: Account) -> bool:
    """Whether this was not said, or done, of an account within a minute."""
    moment = time.monotonic()
    if _said.get((what, account.pk), 0.0) > moment:
        return False
    _said[what, account.pk] = moment + SAY_EVERY_S
    return True
