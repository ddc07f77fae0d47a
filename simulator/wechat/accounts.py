"""A service account (服务号) and the people who have to do with it."""

from dataclasses import dataclass, field, fields
from typing import Any

from ..envelopes import Envelope
from ..exchanges import Missing, Refused, Request, Wrong
from ..pushing import Options, loopback
from ..tokens import Tokens
from ..world import World
from .quota import Ledger

MODES = ("safe", "compatible", "plain")


@dataclass
class Person:
    """Somebody known by an openid to this account."""

    user: str
    following: bool = False
    left: bool = False  # followed once, and no more
    refuses: bool = False
    ledger: Ledger = field(default_factory=Ledger)
    consents: dict[str, int] = field(default_factory=dict)  # template -> messages still allowed; -1 without end
    once: set[tuple[str, str]] = field(default_factory=set)  # template and scene of each message that was asked for
    loses: int = 0  # so many notices are taken and do not arrive

    def take_failure(self) -> bool:
        """Whether the next notice is one that does not arrive."""
        fails, self.loses = self.loses > 0, max(0, self.loses - 1)
        return fails


@dataclass
class ServiceAccount:
    """What the account's settings page holds. `templates`: id -> {"keys": [...], "long_term": bool, "once": bool}."""

    id: str
    original: str
    secret: str
    token: str
    aes_key: str
    callbacks: list[str] = field(default_factory=list)
    mode: str = "safe"
    name: str = "法律顾问在门口"
    domain: str = ""  # of web pages that may ask who somebody is; any where empty
    allowed: list[str] = field(default_factory=list)  # addresses that may call the API; any where empty
    templates: dict[str, dict[str, Any]] = field(default_factory=dict)
    push: dict[str, Any] = field(default_factory=dict)
    menu: dict[str, Any] = field(default_factory=dict)
    greeting: str = ""
    codes: dict[str, str] = field(default_factory=dict)  # ticket -> scene: lasting ones from before this process
    most_codes: int = 100_000  # lasting ones that it may have
    labels: dict[str, str] = field(default_factory=dict)  # scene -> what stands beside the code where it hangs
    kind: str = "wechat"
    people: dict[str, Person] = field(default_factory=dict)

    def public(self) -> dict[str, Any]:
        """The settings, secrets included."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "people"}

    def envelope(self) -> Envelope:
        return Envelope(self.token, self.aes_key, self.id)

    def person(self, user: str) -> Person:
        """Somebody, met for the first time where need be."""
        return self.people.setdefault(user, Person(user))


def open_account(world: World, facts: dict[str, Any]) -> ServiceAccount:
    """An account with these facts; what is not said is invented. Raises Wrong for what makes no sense."""
    if unknown := set(facts) - {one.name for one in fields(ServiceAccount)} | set(facts) & {"people"}:
        raise Wrong(f"an account has no {sorted(unknown)}")
    invented = {
        "id": "wx" + world.letters(16).lower(),
        "original": "gh_" + world.letters(12).lower(),
        "secret": world.letters(32).lower(),
        "token": world.letters(24),
        "aes_key": world.letters(43),
    }
    account = ServiceAccount(**{**invented, **facts})
    if account.mode not in MODES:
        raise Wrong(f"modes: {MODES}")
    loopback(account.callbacks)
    Options.of(account.push)
    return account


def caller(world: World, request: Request) -> ServiceAccount:
    """The account whose token a request carries.

    Raises Refused: as Tokens.owner says, and 40164 where the caller's address is not on the account's list.
    """
    owner = world.part(Tokens).owner(request.query.get("access_token", ""))
    try:
        account: ServiceAccount = world.account(owner, "wechat")
    except Missing:
        raise Refused(40001, "invalid credential, access_token is invalid or not latest") from None
    admit(account, request)
    return account


def admit(account: ServiceAccount, request: Request) -> None:
    """Raises Refused 40164 where the caller's address is not on the account's list."""
    if account.allowed and request.peer not in account.allowed:
        raise Refused(40164, f"invalid ip {request.peer}, not in whitelist")
