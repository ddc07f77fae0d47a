"""Access tokens: the stable kind, the old kind, and the kind of 企业微信 that stays the same while it is valid.

Sources: documented api_getstableaccesstoken and api_getaccesstoken (service account), document/path/91039 (WeCom).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from .exchanges import Refused
from .world import World

LASTS = 7200  # seconds; documented
OVERLAP = 300  # seconds that an old token lives beside the new one; documented
FORCED_A_DAY, FORCED_APART = 20, 30  # of stable_token with force_refresh, seconds apart; documented
ASKED_A_MINUTE, ASKED_A_DAY = 10_000, 500_000  # of stable_token; documented
HAMMERED = 10  # uses of one dead token after which it is written down as a violation; ours


@dataclass
class Token:
    """A token of an owner (an appid, or a corp and an application)."""

    text: str
    owner: str
    kind: str
    issued: float
    expires: float
    replaced: bool = False
    misused: int = 0


class Tokens:
    """All tokens of a world, living and dead. Counts how often each kind was asked for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.all: dict[str, Token] = {}
        self.latest: dict[tuple[str, str], Token] = {}
        self.asked: Counter[tuple[str, str]] = Counter()
        self.forced: defaultdict[str, list[float]] = defaultdict(list)
        self.rates: Counter[tuple[str, str, int]] = Counter()

    def stable(self, owner: str, force: bool = False) -> Token:
        """The token of now; a new one from 5 minutes before its end, or when forced, which kills the one before.

        Forced within 30 seconds it stays as it is. Raises Refused 45011 for too many a minute, 45009 for too many a day.
        """
        self._count(owner, "stable")
        token = self.latest.get((owner, "stable"))
        if force and self._may_force(owner):
            return self._issue(owner, "stable", overlap=0)
        if token and token.expires - self.world.now() > OVERLAP:
            return token
        return self._issue(owner, "stable", OVERLAP)

    def plain(self, owner: str) -> Token:
        """The old way: every call makes a new token, and the one before lives 5 minutes more."""
        self.asked[owner, "plain"] += 1
        return self._issue(owner, "plain", OVERLAP)

    def repeatable(self, owner: str) -> Token:
        """WeCom's gettoken: the same one while it is valid."""
        self.asked[owner, "repeatable"] += 1
        token = self.latest.get((owner, "repeatable"))
        return token if token and token.expires > self.world.now() else self._issue(owner, "repeatable", 0)

    def owner(self, text: str) -> str:
        """Whose token this is. Raises Refused: 41001 none, 40014 no such one, 42001 expired, 40001 not the latest."""
        if not text:
            raise Refused(41001, "access_token missing")
        token = self.all.get(text)
        if token is None:
            raise Refused(40014, "invalid access_token")
        if token.expires <= self.world.now():
            self._misuse(token)
            if token.replaced:
                raise Refused(40001, "invalid credential, access_token is invalid or not latest")
            raise Refused(42001, "access_token expired")
        return token.owner

    def kill(self, owner: str) -> None:
        """End all living tokens of an owner now, as when somebody else asked for one; the next use meets 40001."""
        for token in self.all.values():
            if token.owner == owner and token.expires > self.world.now():
                token.expires, token.replaced = self.world.now(), True
        self.latest = {key: token for key, token in self.latest.items() if key[0] != owner}

    def _issue(self, owner: str, kind: str, overlap: float) -> Token:
        now = self.world.now()
        if before := self.latest.get((owner, kind)):
            before.expires, before.replaced = min(before.expires, now + overlap), True
        text = f"{self.world.number()}_{self.world.letters(130)}"
        token = self.latest[owner, kind] = self.all[text] = Token(text, owner, kind, now, now + LASTS)
        self.world.note("token", owner=owner, kind=kind, number=len(self.all))
        return token

    def _misuse(self, token: Token) -> None:
        token.misused += 1
        if token.misused == HAMMERED:
            self.world.violate("a dead token used over and over", owner=token.owner, times=token.misused)

    def _count(self, owner: str, kind: str) -> None:
        self.asked[owner, kind] += 1
        now = int(self.world.now())
        for per, most, errcode in ((60, ASKED_A_MINUTE, 45011), (86_400, ASKED_A_DAY, 45009)):
            slot = (owner, f"{kind}/{per}", now // per)
            self.rates[slot] += 1
            if self.rates[slot] > most:
                raise Refused(errcode, "api freq out of limit")

    def _may_force(self, owner: str) -> bool:
        now = self.world.now()
        today = self.forced[owner] = [at for at in self.forced[owner] if at > now - 86_400]
        if len(today) >= FORCED_A_DAY:
            raise Refused(45009, "reach max api daily quota limit")
        if today and now - today[-1] < FORCED_APART:
            return False
        today.append(now)
        return True
