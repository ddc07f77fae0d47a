"""浏览器通知账号: what an account is to the services of browsers, which know nobody but the key that we made ourselves."""

from collections.abc import Mapping

from menkou.channels import webpush
from menkou.channels.accounts import Credentials
from menkou.channels.addresses import Permits
from menkou.channels.texting import demo_permits
from menkou.channels.webpush import Vapid

PRIVATE = "private"


def new_secrets(facts: Mapping[str, str]) -> dict[str, str]:
    """The key of a new account, once and for all: with another one every browser would have to be asked again."""
    return {PRIVATE: webpush.keys(contact_of(facts)).private}


def vapid_of(account: Credentials) -> Vapid:
    """Who pushes. Raises KeyError where there is no key."""
    return Vapid(account.secrets[PRIVATE], contact_of(account.facts))


def permits_of(account: Credentials) -> Permits:
    """Nothing inside, whatever an operator allows to gateways: a browser, so anybody who signs in, names its service."""
    return demo_permits(account)


def contact_of(facts: Mapping[str, str]) -> str:
    """Whom a push service may write to."""
    return f"mailto:{facts.get('contact', '')}"
