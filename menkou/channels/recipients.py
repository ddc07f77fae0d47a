"""收件方: the accounts at whose address a platform may call, and what opens the envelopes that come there.

An intake process remembers them for SECONDS, so that a callback asks the database nothing before it is known to be
good, whoever sends it; a change of keys, or an account turned on or off, is seen as soon as that.
"""

import logging
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps

from menkou.channels import accounts
from menkou.channels.accounts import Credentials, Unopenable
from menkou.channels.envelope import Envelope
from menkou.channels.models import Account
from menkou.core import clock
from menkou.core.scope import within

SECONDS = 3
CALLED = (Account.Kind.WECHAT, Account.Kind.KF)  # the platforms that call in this envelope
TOKEN, AES_KEY = "token", "aes_key"  # noqa: S105  # secrets' names
AGES = ("old", "older")  # of pairs that the platform may still use
CORPID = "corpid"  # the fact's name
log = logging.getLogger("menkou.intake")
T = TypeVar("T")
_held: dict[Hashable, tuple[float, Any]] = {}


@dataclass(frozen=True)
class Recipient:
    """An account that is on, with its envelopes: the one in use, and those before while they are still recognised."""

    account: Account
    now: Envelope = field(repr=False)
    before: tuple[Envelope, ...] = field(repr=False, default=())
    old_until: datetime | None = None

    @property
    def envelopes(self) -> list[Envelope]:
        """What opens a callback at this moment."""
        if self.before and self.old_until and clock.now() < self.old_until:
            return [self.now, *self.before]
        return [self.now]

    @property
    def corp(self) -> str:
        """The 企业 that it belongs to; empty for 公众号."""
        return str(self.account.facts.get(CORPID, ""))


def recipient(slug: str, account_id: UUID) -> Recipient | None:
    """Whom a callback at this address is for; None where nobody is called there (unknown, off, of another district)."""
    district_id = _remembered("districts", _districts).get(slug)
    return of_district(district_id).get(account_id) if district_id else None


def of_district(district_id: int) -> dict[UUID, Recipient]:
    """All of a district's accounts that may be called."""
    return _remembered(district_id, lambda: _of_district(district_id))


def of_receipts(slug: str, account_id: UUID) -> Account | None:
    """The account whose gateway may push receipts to this address; None where there is none, or it is off."""
    district_id = _remembered("districts", _districts).get(slug)
    if not district_id:
        return None
    return _remembered(("texts", district_id), lambda: _texting(district_id)).get(account_id)


def forget() -> None:
    """Ask anew from now on."""
    _held.clear()


def _remembered(key: Hashable, ask: Callable[[], T]) -> T:
    until, found = _held.get(key, (0.0, None))
    if until < time.monotonic():
        found = ask()
        _held[key] = (time.monotonic() + SECONDS, found)
    return found


def _districts() -> dict[str, int]:
    return dict(apps.get_model("places", "District").objects.values_list("slug", "pk"))


def _of_district(district_id: int) -> dict[UUID, Recipient]:
    with within(district_id):
        rows = list(Account.objects.filter(kind__in=CALLED, is_on=True))
    found = {row.pk: _opened(row) for row in rows}
    return {pk: one for pk, one in found.items() if one}


def _texting(district_id: int) -> dict[UUID, Account]:
    with within(district_id):
        return {row.pk: row for row in Account.objects.filter(kind=Account.Kind.SMS, is_on=True)}


def _opened(account: Account) -> Recipient | None:
    """None where the account's keys cannot be used: it is as if it were off, and somebody has to look."""
    try:
        held = accounts.opened(account)
        envelope = Envelope(held.secrets[TOKEN], held.secrets[AES_KEY], _receives(held))
        pairs = [(held.secrets.get(f"{age}_{TOKEN}"), held.secrets.get(f"{age}_{AES_KEY}")) for age in AGES]
        before = tuple(Envelope(token, key, _receives(held)) for token, key in pairs if token and key)
    except (Unopenable, KeyError, ValueError) as error:
        log.error("account %s cannot be called: %s", account.pk, type(error).__name__)
        return None
    return Recipient(account, envelope, before, account.old_until)


def _receives(held: Credentials) -> str:
    """The receive id: of 公众号 its appid, of everything in 企业微信 the corpid. Raises KeyError."""
    return held.number if held.kind == Account.Kind.WECHAT else held.facts[CORPID]
