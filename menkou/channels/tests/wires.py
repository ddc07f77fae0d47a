"""Accounts for tests, and a platform that answers as a test says: a fake, named as one."""

from collections.abc import Callable

from menkou.channels import accounts
from menkou.channels.models import Account, Correspondent
from menkou.core import clock, sealed

APPID, CORP = "wx0123456789abcdef", "ww0123456789abcdef"
SECRETS = {"secret": "s" * 32, "token": "t" * 32, "aes_key": "a" * 43}


def an_account(kind: str = "wechat", number: str = APPID, secrets=SECRETS, facts=None, **more) -> Account:
    """On, with everything it needs."""
    facts = {"oauth": "yes"} if facts is None else facts
    made = Account(kind=kind, name="示例账号", number=number, facts=facts, **{"is_on": True, **more})
    made.sealed = accounts.wrapped(made.pk, secrets)
    made.save()
    return made


def somebody(account: Account, name: str = "openid-1", **more) -> Correspondent:
    """Who wrote just now."""
    who = Correspondent(account=account, sender_digest=name.encode(), heard_at=clock.now(), **more)
    who.sealed = sealed.wrap(name.encode(), context=f"channel-correspondent:{who.pk}")
    who.save()
    return who


class FakePlatform:
    """Keeps what it was asked, and answers or fails as it is told."""

    def __init__(self, answer: object = None) -> None:
        self.answer, self.asked = answer, []

    def __call__(self, *said, **more):
        self.asked.append((said, more))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer() if isinstance(self.answer, Callable) else self.answer
