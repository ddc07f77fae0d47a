"""Somebody who writes on a service account: the account, who they are there, and the chat with them."""

from django.db.models import Model

from menkou.channels import accounts, inbox
from menkou.channels.models import Account
from menkou.chats import actions
from menkou.core.actors import CLOCK


def chatted() -> dict[str, Model]:
    account = Account(kind=Account.Kind.WECHAT, name="示例区司法局", number="wx00000000000000c1", is_on=True)
    account.sealed = accounts.wrapped(account.pk, {"secret": "s" * 32})
    account.save()
    who = inbox.correspondent(account, "openid-of-a-chatter")
    return {"correspondent": who, "chat": actions.begin(by=CLOCK, correspondent=who)}
