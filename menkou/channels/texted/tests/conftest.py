"""A gateway that is a fake: it keeps what it was handed, and says what a test tells it to."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from menkou.channels import accounts, inbox, texting
from menkou.channels.arrived import key_of
from menkou.channels.errors import Failed
from menkou.channels.models import Account, Incoming, Text
from menkou.channels.sms.receipts import Receipt, State, packed
from menkou.channels.tests.wires import an_account
from menkou.channels.texted import handing, settling
from menkou.core import outbox
from menkou.core.models import Outgoing

FILED = {"gateway": "aliyun", "sign": "示例司法", "template": "1", "words": "您有一条新回复。"}
NUMBER = "13000000001"


@dataclass
class Gateway:
    ends: list[Failed] = field(default_factory=list)
    onces: list[str] = field(default_factory=list)
    during: Callable[[], None] | None = None  # what happens before it answers

    def send(self, settings, number, template, values, once):
        self.onces.append(once)
        if self.during:
            self.during()
        if self.ends:
            raise self.ends.pop(0)
        return f"biz-{len(self.onces)}"


@pytest.fixture
def gateway(monkeypatch) -> Gateway:
    fake = Gateway()
    monkeypatch.setattr(handing.sms, "send", fake.send)
    return fake


@pytest.fixture
def account(district) -> Account:
    return an_account("sms", "阿里云短信", {"key_id": "k", "key_secret": "k"}, FILED)


def some_words(number: int = 1) -> Outgoing:
    outbox.send(to="", words="", key=f"try:{number}", channel="try")
    return Outgoing.objects.get(key=f"try:{number}")


def hand(account: Account, row: Outgoing | None = None) -> Text:
    """One text."""
    held = accounts.opened(account)
    handing.hand_over(held, NUMBER, texting.template_of(held), (row or some_words()).pk)
    return Text.objects.order_by("-pk")[0]


def comes(account: Account, id: str, state: State = State.DELIVERED, once: str = "", code: str = "UNDELIV") -> Incoming:
    """A receipt, as the door keeps it, and its job."""
    receipt = Receipt(id, state, code, once)
    inbox.keep(account, sender="", key=key_of("receipt", id, state), plain=packed(receipt))
    row = Incoming.objects.order_by("-id")[0]
    looks(row)
    return row


def looks(row: Incoming) -> Incoming:
    """One run of its job."""
    settling.settle(district_id=row.district_id, incoming_id=str(row.pk))
    row.refresh_from_db()
    return row
