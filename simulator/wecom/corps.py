"""企业: a corp with its apps, members, 客服 accounts and robots. Nothing in it survives the process."""

from dataclasses import dataclass, field
from typing import Any

from ..pushing import Options, loopback
from ..tokens import Token, Tokens
from ..world import World
from .log import Log
from .quotas import HOUR, MINUTE, Replies, Several, Sliding
from .refusals import refused
from .states import ENDED

ROBOT = (20, MINUTE)  # document/path/91770; that the minute slides is assumed
MEMBER = ((30, MINUTE), (1000, HOUR))  # document/path/90454
MEMBERS = {"chenlushi": "陈律师", "linlushi": "林律师", "zhousuozhang": "周所长"}


@dataclass
class Conversation:
    """会话: one customer at one 客服 account."""

    open_kfid: str
    customer: str  # external_userid
    state: int = ENDED
    servicer: str = ""
    replies: Replies = field(default_factory=Replies)
    welcome: dict[str, float] = field(default_factory=dict)  # codes not used yet, and until when
    welcomed: float | None = None
    sent: set[str] = field(default_factory=set)  # msgids that the house gave


@dataclass
class Task:
    """企业群发任务: a mass message that waits for its member's yes."""

    id: str
    member: str
    customers: list[str]  # or chats, where it is for groups
    text: str
    links: list[str]
    at: float
    confirmed: float | None = None
    cancelled: bool = False
    reminded: int = 0
    reached: dict[str, bool] = field(default_factory=dict)
    is_for_groups: bool = False


@dataclass
class Mishaps:
    """What goes wrong with the callbacks and sends of 微信客服: chances from 0 to 1, and how many sends fail late."""

    lost: float = 0.0
    twice: float = 0.0  # the same callback a second time, `later` (virtual seconds)
    later: float = 60.0
    at_once: float = 0.0  # the same callback twice at the same time
    fails: int = 0
    fail_type: int = 4  # document/path/94670: 4 is a session that has expired
    fail_after: float = 0.0  # real seconds


class Corp:
    """企业 (corpid) as the platform knows it."""

    kind = "corp"

    def __init__(self, world: World, facts: dict[str, Any]) -> None:
        """Facts: id, secrets {secret: agentid}, callbacks (addresses), token, aes_key, members {userid: name}, push, links.

        Also chats {chat_id: the userid of its owner}: 客户群, into which a task of 企业群发 can go.
        """
        self.id = str(facts.get("id") or "ww" + world.letters(16))
        self.secrets: dict[str, int] = facts.get("secrets") or {world.letters(43): 1000002}
        self.callbacks = loopback(facts.get("callbacks") or [])
        self.token, self.aes_key = facts.get("token") or world.letters(24), facts.get("aes_key") or world.letters(43)
        self.push: dict[str, Any] = facts.get("push") or {}
        Options.of(self.push)
        self.members: dict[str, str] = facts.get("members") or dict(MEMBERS)
        self.accounts: list[str] = []  # open_kfids
        self.customers: set[str] = set()  # external_userids
        self.chats: dict[str, str] = dict(facts.get("chats") or {})
        self.conversations: dict[tuple[str, str], Conversation] = {}
        self.links: dict[str, dict[str, str]] = dict(facts.get("links") or {})  # enc_scene -> open_kfid, scene
        self.paces: dict[str, Several] = {}  # userid -> application messages
        self.repeats: dict[tuple[str, str], float] = {}  # (userid, words) -> until when they do not come again
        self.tasks: dict[str, Task] = {}
        self.masses: dict[str, list[float]] = {}  # external_userid -> when a mass message came
        self.mishaps = Mishaps()
        self.log = Log(world.random)

    def public(self) -> dict[str, Any]:
        shown = ("id", "kind", "secrets", "members", "callbacks", "token", "aes_key", "push", "accounts")
        return {name: getattr(self, name) for name in shown}

    def conversation(self, open_kfid: str, customer: str, new: bool = False) -> Conversation:
        """The conversation of a customer at an account. Refused 95000 or 40096 for what there is not."""
        if open_kfid not in self.accounts:
            raise refused(95000)
        if new:
            self.customers.add(customer)
        if customer not in self.customers:
            raise refused(40096)
        return self.conversations.setdefault((open_kfid, customer), Conversation(open_kfid, customer))


class Desk:
    """客服账号: a 客服 account (open_kfid) of a corp."""

    kind = "kf"

    def __init__(self, world: World, facts: dict[str, Any]) -> None:
        """Facts: corp (its id), id, name, labels {scene_param: what stands beside the code where it hangs}."""
        self.corp: Corp = world.account(str(facts.get("corp", "")), "corp")
        self.id = str(facts.get("id") or "wk" + world.letters(30))
        self.name = str(facts.get("name") or "村法律顾问")
        self.labels: dict[str, str] = facts.get("labels") or {}
        if self.id not in world.accounts:
            self.corp.accounts.append(self.id)

    def public(self) -> dict[str, Any]:
        return {"id": self.id, "kind": self.kind, "corp": self.corp.id, "name": self.name, "labels": self.labels}


class Robot:
    """群机器人: whoever has its key may write into its group chat."""

    kind = "robot"

    def __init__(self, world: World, facts: dict[str, Any]) -> None:
        """Facts: id (the key), name of the group."""
        self.id = str(facts.get("id") or world.letters(36))
        self.name = str(facts.get("name") or "村法律顾问联络群")
        self.minute = Sliding(*ROBOT)

    def public(self) -> dict[str, Any]:
        return {"id": self.id, "kind": self.kind, "name": self.name}


def of_kind(world: World, kind: str) -> list[Any]:
    """All accounts of a kind."""
    return [account for account in world.accounts.values() if account.kind == kind]


def access_token(world: World, corpid: str, secret: str) -> Token:
    """gettoken: the app's token, the same one as long as it is good (document/path/91039)."""
    corp = world.accounts.get(corpid)
    if corp is None or corp.kind != "corp":
        raise refused(40013)
    if secret not in corp.secrets:
        raise refused(40001)
    return world.part(Tokens).repeatable(f"{corpid} {corp.secrets[secret]}")


def admitted(world: World, token: str) -> Corp:
    """The corp that an access_token lets in. Refused as Tokens.owner says."""
    owner = world.accounts.get(world.part(Tokens).owner(token).partition(" ")[0])
    if not isinstance(owner, Corp):
        raise refused(40014)
    return owner
