"""令牌: one owner to an account. Whoever holds the lease refreshes; the rest use what is there, or wait (P-08).

The platform is asked outside any transaction; the answer is written only by whoever still holds the lease.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q

from menkou.channels.accounts import Credentials
from menkou.channels.errors import Failed, Later, Spent, Stale, Unclear
from menkou.channels.models import Account, Token
from menkou.core import clock, sealed
from menkou.core.rows import insert
from menkou.core.scope import within

EARLY = timedelta(
    minutes=5
)  # a token is renewed so long before its end, while the old one still holds (security.md 4.2)
LEAST_APART = timedelta(seconds=30)  # between two refreshes of an account, whatever the platform says
LEASE = timedelta(seconds=20)
BEING_FETCHED = "being fetched"  # our own word, of a call that was not made

Fetch = Callable[[bool], tuple[str, int]]  # whether by force -> token, seconds that it is good for


def token_of(credentials: Credentials, fetch: Fetch) -> str:
    """A token that should be good now. Raises Failed: Later where another process is fetching the first one."""
    with within(credentials.district_id):
        held, attempt, forced = _held_or_claimed(credentials.account_id)
    if attempt is None:
        if held:
            return held
        raise Later("token", BEING_FETCHED)
    try:
        fetched, seconds = fetch(forced)
    except Failed as error:
        with within(credentials.district_id):
            _mine(credentials.account_id, attempt).update(lease_until=None)
        if held and not forced:
            return held  # it is good for some minutes yet
        if isinstance(error, Unclear):  # what the token was wanted for was surely not done
            raise Later(error.call, f"token {error.code}") from error
        if isinstance(error, Spent):
            raise Later(error.call, error.code) from error
        raise
    with within(credentials.district_id):
        _keep(credentials.account_id, attempt, fetched, seconds)
    return fetched


def refused(credentials: Credentials, token: str) -> None:
    """The platform does not know this token: it is not used again, unless another one has taken its place."""
    with within(credentials.district_id):
        row = Token.objects.select_for_update().get(account_id=credentials.account_id)
        if row.sealed and _opened(row) == token:
            Token.objects.filter(pk=row.pk).update(good_until=None, refused_at=clock.now())


def forget() -> int:
    """Those of the district are of a restored database, and another one may have been fetched since; how many."""
    return Token.objects.filter(sealed__isnull=False).update(sealed=None, good_until=None, asked_at=None)


def calling(credentials: Credentials, fetch: Fetch) -> "Caller":
    """Make calls with this account's token; a stale one is replaced once, and no more than once."""
    return Caller(credentials, fetch)


class Caller:
    """caller(lambda token: client.send_text(base, token, ...))."""

    def __init__(self, credentials: Credentials, fetch: Fetch) -> None:
        self.credentials, self.fetch = credentials, fetch

    def __call__(self, call: Callable[[str], "object"]):
        """Raises Failed."""
        token = token_of(self.credentials, self.fetch)
        try:
            return call(token)
        except Stale:
            refused(self.credentials, token)
        try:
            return call(token_of(self.credentials, self.fetch))
        except Stale as error:
            raise Later(error.call, error.code) from error


def _held_or_claimed(account_id: UUID) -> tuple[str, int | None, bool]:
    """The token that is still good, or empty; and the attempt that is ours, where we are to fetch; by force or not."""
    if not Token.objects.filter(account_id=account_id).exists():
        insert(Token(account=Account.objects.get(pk=account_id)), once=True)
    row, moment = Token.objects.get(account_id=account_id), clock.now()
    held = _opened(row) if row.sealed and row.good_until and row.good_until > moment else ""
    if held and row.good_until and row.good_until - EARLY > moment:
        return held, None, False
    is_free = Q(lease_until=None) | Q(lease_until__lt=moment)
    may_ask = Q(asked_at=None) | Q(asked_at__lte=moment - LEAST_APART)
    mine = Token.objects.filter(is_free, may_ask, pk=row.pk, attempt=row.attempt)
    if not mine.update(attempt=F("attempt") + 1, lease_until=moment + LEASE, asked_at=moment):
        return held, None, False
    return held, row.attempt + 1, row.refused_at is not None


def _keep(account_id: UUID, attempt: int, token: str, seconds: int) -> None:
    moment = clock.now()
    row = Token.objects.get(account_id=account_id)
    facts = {"good_until": moment + timedelta(seconds=seconds), "refreshed_at": moment, "refused_at": None}
    record = sealed.wrap(token.encode(), context=context_of(row.pk))
    _mine(account_id, attempt).update(sealed=record, lease_until=None, **facts)


def _mine(account_id: UUID, attempt: int):
    return Token.objects.filter(account_id=account_id, attempt=attempt)


def _opened(row: Token) -> str:
    return sealed.unwrap(bytes(row.sealed or b""), context=context_of(row.pk)).decode()


def context_of(pk: UUID) -> str:
    return f"channel-token:{pk}"
