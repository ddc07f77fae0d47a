"""A service account that is on, what was tried with it, and a phone that went to the platform and has to come back."""

from datetime import timedelta

from django.db.models import Model

from menkou.channels import accounts
from menkou.channels.models import Account, Login
from menkou.channels.queries import CHECK
from menkou.core import outbox
from menkou.core.actors import Actor
from menkou.core.clock import now
from menkou.core.keys import digest

STATE, FORM = "5" * 32, "6" * 32
FACTS = {"oauth": "yes", "verify_name": "MP_verify_aBc123.txt", "verify_text": "aBc123"}
SECRETS = {"secret": "s" * 32, "token": "t" * 32, "aes_key": "a" * 43}


def account(number: str = "wx" + "0" * 16, **more) -> Account:
    """One that could go to work."""
    made = Account(kind="wechat", name="示例服务号", number=number, facts=FACTS, is_on=True)
    for name, said in more.items():
        setattr(made, name, said)
    made.sealed = accounts.wrapped(made.pk, SECRETS)
    made.save()
    return made


def wired(asker: Actor) -> dict[str, Model]:
    """By the names that the matrix uses."""
    made, off = account(), account("wx" + "1" * 16, is_on=False)
    outbox.send(to="", words="", key=f"try:{FORM}", channel=CHECK, about=made.pk)
    facts = {"account": made, "target": "asked", "device_digest": asker.device, "until_at": now() + timedelta(hours=1)}
    gone = Login.objects.create(state_digest=digest("login", STATE), **facts)
    there = Login.objects.create(state_digest=digest("login", "7" * 32), step="asking", **facts)
    made.form, made.login, made.shape = FORM, there.pk, "robot"  # for the addresses of what hangs on it
    return {"account": made, "off_account": off, "login": gone}
