"""Somebody whom WeChat knows on a service account, who went to its page to say yes to one notice."""

from datetime import timedelta

from django.core.signing import get_cookie_signer
from django.db.models import Model

from config.middleware import KNOWN
from menkou.channels import accounts, inbox
from menkou.channels.models import Account, Consent
from menkou.core.actors import Actor
from menkou.core.clock import now
from menkou.core.keys import digest
from tests.cast import SLUG

STATE, TEMPLATE = "a" * 32, "T" * 30


def consented(asker: Actor) -> dict[str, Model]:
    """An account that can ask for a yes, the asker there, and the way on which they went."""
    facts = {"oauth": "yes", "template": TEMPLATE, "template_kind": "once"}
    account = Account(kind=Account.Kind.WECHAT, name="示例提醒号", number="wx00000000000000d1", is_on=True, facts=facts)
    account.sealed = accounts.wrapped(account.pk, {"secret": "s" * 32})
    account.save()
    who = inbox.correspondent(account, "openid-of-a-reader")
    way = {"account": account, "correspondent": who, "device_digest": asker.device}
    until = now() + timedelta(hours=1)
    gone = Consent.objects.create(state_digest=digest("consent", STATE), until_at=until, **way)
    said = Consent.objects.create(state_digest=digest("consent", "b" * 32), until_at=until, step="yes", **way)
    account.consent = said.pk  # for the address of what was said
    return {"reminding": account, "reader": who, "consent": gone}


def known(who: Model) -> dict[str, str]:
    """The cookie of a browser that WeChat knows."""
    return {KNOWN: get_cookie_signer(salt=KNOWN + SLUG).sign(who.pk.hex)}
