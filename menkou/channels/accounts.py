"""渠道账号: what an account is called with, and whether its platform may be called now. Secrets are opened here only."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from string import ascii_letters, digits
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q

from menkou.channels.errors import Wrong
from menkou.channels.models import Account
from menkou.core import clock, sealed

Unopenable = sealed.Unsealable  # what opened raises, for those who have no business with the seal itself
MOST_FAILURES = 5  # in a row, after which the platform is left alone
LONGEST_ADDRESS = 500
SIMULATOR = "simulator"  # the call that fails where it does not run
LETTERS, ENDS = ascii_letters + digits, "AEIMQUYcgkosw048"  # of a key: 43 of them are 32 bytes without padding
REST = timedelta(seconds=30)  # between two tries to find out whether it is back (P-09)


@dataclass(frozen=True)
class Credentials:
    """An account as plain values, for adapters that know no database."""

    district_id: int
    account_id: UUID
    kind: str
    number: str
    facts: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    old_until: datetime | None = None

    def base(self, platform: str, of_the_simulator: str) -> str:
        """Where the platform's calls go: its own address, or in a demo the simulator's. Raises Wrong without one.

        An account of a demo says so itself: were it carried into production, it would call nobody.
        """
        if not self.is_simulated:
            return platform
        if not settings.MENKOU_SIMULATOR:
            raise Wrong(SIMULATOR, "not running")
        return settings.MENKOU_SIMULATOR + of_the_simulator

    @property
    def is_simulated(self) -> bool:
        return self.facts.get("is_simulated") == "yes"


def opened(account: Account) -> Credentials:
    """The account with its secrets. Raises Unsealable where the wrapping key is gone."""
    secrets = json.loads(sealed.unwrap(bytes(account.sealed), context=context_of(account.pk)))
    return Credentials(
        account.district_id, account.pk, account.kind, account.number, account.facts, secrets, account.old_until
    )


def address_kept(account: Credentials, said: str) -> str:
    """An address that the platform made, as it is kept: of the simulator without where that is, for it moves about.

    Raises Wrong for what nobody should be sent to.
    """
    place = settings.MENKOU_SIMULATOR if account.is_simulated else ""
    if place and said.startswith(f"{place}/"):
        return said.removeprefix(place)
    if not said.startswith(("https://", "http://")) or len(said) > LONGEST_ADDRESS:
        raise Wrong("address", "of no known form")
    return said


def address_shown(kept: str) -> str:
    """The same as people open it; empty where it is the simulator's, and that does not run."""
    if not kept.startswith("/"):
        return kept
    return settings.MENKOU_SIMULATOR + kept if settings.MENKOU_SIMULATOR else ""


def wrapped(account_id: UUID, secrets: Mapping[str, str]) -> bytes:
    """Secrets, sealed for their account."""
    return sealed.wrap(json.dumps(dict(secrets)).encode(), context=context_of(account_id))


def context_of(account_id: UUID) -> str:
    return f"channel-account:{account_id}"


def with_id(account_id: UUID) -> Credentials:
    """Raises Account.DoesNotExist."""
    return opened(Account.objects.get(pk=account_id))


def running(kind: str) -> list[Account]:
    """The accounts of a kind that are on."""
    return list(Account.objects.filter(kind=kind, is_on=True).order_by("pk"))


def may_call(account_id: UUID) -> bool:
    """Whether the platform may be called: while it does not answer, once in REST to see whether it is back."""
    mine, moment = Account.objects.filter(pk=account_id), clock.now()
    if mine.filter(failures__lt=MOST_FAILURES).exists():
        return True
    rested = mine.filter(Q(rests_until=None) | Q(rests_until__lte=moment))
    return bool(rested.update(rests_until=moment + REST))


def note_answer(account_id: UUID) -> None:
    """The platform answered, whatever it said."""
    Account.objects.filter(pk=account_id, failures__gt=0).update(failures=0, rests_until=None)


def note_silence(account_id: UUID) -> None:
    """The platform was not reached, or did not answer."""
    mine = Account.objects.filter(pk=account_id)
    mine.update(failures=F("failures") + 1, rests_until=clock.now() + REST)


def note_heard(account_id: UUID) -> None:
    """A callback of this account was good: written down at most once a minute, since many come at once."""
    moment = clock.now()
    stale = Q(heard_at=None) | Q(heard_at__lt=moment - timedelta(minutes=1))
    Account.objects.filter(stale, pk=account_id).update(heard_at=moment)


def note_polled(account_id: UUID, *, since: str, cursor: str) -> bool:
    """A page that began at `since` is kept in this transaction; False where another one has moved on meanwhile."""
    mine = Account.objects.filter(pk=account_id, cursor=since)
    return bool(mine.update(cursor=cursor, polled_at=clock.now()))


def random_word(length: int) -> str:
    """Letters and digits from the system's randomness, with an end that a strict reader of Base64 takes as well."""
    return "".join(secrets.choice(LETTERS) for _ in range(length - 1)) + secrets.choice(ENDS)
