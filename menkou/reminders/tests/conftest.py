"""An app account of 企业微信 and a gateway of SMS in 示例区, and platforms that are a fake: they only keep a list."""

from dataclasses import dataclass, field
from itertools import count

import pytest
from django.conf import settings

from menkou.channels import jobs
from menkou.channels.models import Account
from menkou.channels.tests.wires import CORP, an_account
from menkou.core import outbox
from menkou.core.actors import Actor
from menkou.core.models import Outgoing
from menkou.reminders import actions, reaching
from menkou.reminders.models import Way

FILED = {"gateway": "tencent", "sign": "示例司法", "template": "1", "words": "您有一条新回复。"}
FOR_STAFF = {"staff_template": "2", "staff_words": "您有一条新提醒，请登录查看。"}
NUMBER = "13000000001"
WORDS = "有一条新咨询，请登录查看。"


@pytest.fixture
def app_account(district) -> Account:
    return an_account("app", "1000002", {"secret": "s" * 32}, {"corpid": CORP})


@pytest.fixture
def sms_account(district) -> Account:
    return an_account("sms", "1400006666", {"key_id": "k", "key_secret": "k"}, {**FILED, **FOR_STAFF})


@dataclass
class Platforms:
    """A fake in the place of reaching.py's calls: what was sent to whom, and the errors that are still to be raised."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)  # kind of account, whom, words
    ends: list[Exception] = field(default_factory=list)

    def send(self, account, leads, words, once, stand=""):
        self._take(account.kind, leads.get("to") or leads["endpoint"], words)

    def send_to_group(self, account, words):
        self._take(account.kind, account.number, words)

    def _take(self, *said: str):
        if self.ends and (end := self.ends.pop(0)):
            raise end
        self.sent.append(said)


@pytest.fixture
def platforms(monkeypatch, tmp_path) -> Platforms:
    fake = Platforms()
    monkeypatch.setattr(reaching, "send", fake.send)
    monkeypatch.setattr(reaching, "send_to_group", fake.send_to_group)
    monkeypatch.setattr(settings, "MENKOU_OUTBOX_FILE", str(tmp_path / "outbox.log"))
    return fake


def give(by: Actor, kind: str = "wecom", to: str = "chenming") -> Way:
    """One way of somebody's own."""
    way = Way(user_id=by.user_id, kind=kind)
    leads = {"to": to} if kind != "push" else {"endpoint": to, "p256dh": "p", "auth": "a"}
    actions.add(by=by, way=way, leads=leads)
    return way


numbers = count()


def told(to: str, **more) -> Outgoing:
    """Words that an action puts out, as they stand before anybody carries them."""
    key = f"told:{next(numbers)}"
    outbox.send(to=to, words=WORDS, key=key, **more)
    return Outgoing.objects.get(key=key)


def carry(row: Outgoing) -> Outgoing:
    """One attempt."""
    jobs.deliver(district_id=row.district_id, outgoing_id=str(row.pk))
    row.refresh_from_db()
    return row


def parts(row: Outgoing) -> list[Outgoing]:
    """What it was passed on as."""
    return list(Outgoing.objects.filter(key__startswith=f"{row.key}/").order_by("key"))


def written() -> list[str]:
    """The addresses in the file."""
    try:
        with open(settings.MENKOU_OUTBOX_FILE) as file:
            return [line.split("\t")[1] for line in file]
    except FileNotFoundError:
        return []
