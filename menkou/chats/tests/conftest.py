"""A service account and a 微信客服 in 示例区, people who write there, and a platform that is a fake: it only keeps a list."""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from PIL import Image

from menkou.channels import accounts, inbox
from menkou.channels.jobs import deliver
from menkou.channels.kf import messages as kf
from menkou.channels.models import Account, Correspondent, Incoming
from menkou.channels.wechat import messages as wechat
from menkou.chats import jobs, queries, reaching
from menkou.chats.models import Chat
from menkou.consultations import actions as consultations
from menkou.consultations.calling import sealing as calling
from menkou.consultations.rules.circumstances import CallWish
from menkou.core import clock, outbox
from menkou.core.models import Outgoing

AMR = b"#!AMR\n" + (bytes([0x04]) + bytes(12)) * 100  # two seconds of silence
KF = "wk0000000000000001"
ANSWER = "先请村里丈量，再谈。"
SECONDS = timedelta(seconds=30)


@pytest.fixture
def account(district):
    return open_account("wechat", "wx0000000000000001", template="t" * 30)


@pytest.fixture
def kf_account(district):
    return open_account("kf", KF, corpid="ww0000000000000001")


def open_account(kind: str, number: str, **facts: str) -> Account:
    one = Account(kind=kind, name="示例区司法局", number=number, is_on=True, facts=facts)
    one.sealed = accounts.wrapped(one.pk, {"secret": "s" * 32, "token": "t" * 32, "aes_key": "k" * 43})
    one.save()
    return one


@dataclass
class Platform:
    """A fake in the place of reaching.py's calls: what was sent, and the errors that are still to be raised."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    notices: int = 0
    media: dict[str, bytes] = field(default_factory=dict)
    ends: list[Exception] = field(default_factory=list)
    pages: list = field(default_factory=list)
    during: Callable[[], None] | None = None  # what happens while a message is being sent

    def _end(self):
        if self.during:
            self.during()
        if self.ends:
            raise self.ends.pop(0)

    def send_text(self, to, words, msgid):
        self.numbers.append(msgid)
        self._end()
        self.sent.append((to.name, words))

    def send_notice(self, to, page):
        self._end()
        self.notices += 1

    def get_media(self, account, media_id):
        self._end()
        return self.media[media_id]

    def page(self, account, cursor, token):
        self._end()
        return self.pages.pop(0)


@pytest.fixture
def platform(monkeypatch):
    fake = Platform()
    for name, call in (("send_text", fake.send_text), ("send_notice", fake.send_notice), ("page", fake.page)):
        monkeypatch.setattr(reaching, name, call)
    monkeypatch.setattr(reaching, "media", fake.get_media)
    return fake


@dataclass
class Person:
    """Somebody who writes on an account; hears back what we put into the outbox."""

    account: Account
    name: str
    numbers: itertools.count = field(default_factory=lambda: itertools.count(1))

    def keeps(self, kind: str = "text", at: datetime | None = None, **said: str) -> Incoming:
        """What intake does with it, without taking it in."""
        plain = self._kf(kind, at, said) if self.account.kind == "kf" else self._wechat(kind, at, said)
        parsed = kf.arrived(json.loads(plain)) if self.account.kind == "kf" else wechat.parse(plain)
        inbox.keep(self.account, sender=parsed.sender, key=parsed.key, plain=plain)
        return Incoming.objects.order_by("-id")[0]

    def says(self, text: str) -> str:
        """Write, and be answered."""
        return self.does("text", Content=text)

    def does(self, kind: str, **said: str) -> str:
        row = self.keeps(kind, **said)
        jobs.take_in(district_id=self.account.district_id, incoming_id=str(row.pk))
        return self.told(row)

    def told(self, row: Incoming) -> str:
        found = Outgoing.objects.filter(key__startswith=f"said:{row.pk}").order_by("key")
        return "\n".join(outbox.opened(one) for one in found)

    @property
    def chat(self) -> Chat:
        who = Correspondent.objects.get(sender_digest=inbox.sender_digest(self.account.pk, self.name))
        return queries.chat_with(Chat.objects.get(correspondent=who).pk)

    def _wechat(self, kind: str, at: datetime | None, said: dict[str, str]) -> bytes:
        second = int((at or clock.now()).timestamp())
        facts = {"ToUserName": "gh_1", "FromUserName": self.name, "CreateTime": str(second), "MsgType": kind, **said}
        if kind != "event":
            facts["MsgId"] = str(next(self.numbers))
        return ("<xml>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in facts.items()) + "</xml>").encode()

    def _kf(self, kind: str, at: datetime | None, said: dict[str, str]) -> bytes:
        return json.dumps(kf_item(self.name, str(next(self.numbers)), kind, at, **said)).encode()


def kf_item(name: str, number: str, kind: str = "text", at: datetime | None = None, **said: str) -> dict:
    inner = {"content": said["Content"]} if "Content" in said else {"media_id": said.get("MediaId", "m")}
    second = int((at or clock.now()).timestamp())
    facts = {"msgid": f"k{name}{number}", "open_kfid": KF, "external_userid": name, "send_time": second, "origin": 3}
    return {**facts, "msgtype": kind, kind: inner}


@pytest.fixture
def wang(account, village, chen, lin, platform):
    """Wang writes on the service account."""
    return Person(account, "openid-wang")


@pytest.fixture
def asked(wang):
    """What Wang has asked in the chat."""
    wang.says("红花村")
    wang.says("邻居占了我家宅基地")
    wang.says("1")
    return wang.chat.matter


@pytest.fixture
def photo():
    made = BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "JPEG")
    return made.getvalue()


@pytest.fixture
def answered(asked, adviser_a, platform):
    """Answered; the seconds in which it may be taken back are over."""
    consultations.answer(by=adviser_a, consultation=asked, text=ANSWER, form="a" * 32)
    platform.sent.clear()
    return asked


def carried(later: timedelta = SECONDS) -> Outgoing:
    """One attempt, so much later; the row as it is then."""
    row = Outgoing.objects.get(channel="answer")
    with time_machine.travel(clock.now() + later):
        deliver(district_id=row.district_id, outgoing_id=str(row.pk))
    return Outgoing.objects.get(pk=row.pk)


@pytest.fixture
def numbered(answered, platform, monkeypatch):
    """The asker left a number, and the window is closed."""
    calling.add(answered, CallWish("13700000000"))
    open_account("sms", "1400000000", gateway="tencent")
    texts = []
    monkeypatch.setattr(reaching, "send_sms", lambda account, number, once: texts.append((account.kind, number)))
    return texts
