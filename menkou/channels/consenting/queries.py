"""同意提醒: which accounts can ask for it, who went to say yes, who came back."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from menkou.channels.kinds import ONCE
from menkou.channels.login import queries as login
from menkou.channels.models import Account, Consent, Correspondent
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.keys import digest

KEPT = timedelta(days=1)
SCENE = 1  # 订阅场景值: one for all, so that a person has one message open at a time, there as here


def door_of(pk: UUID) -> Account:
    """An account that may ask for a yes to one message, and knows who says it. Raises Account.DoesNotExist."""
    found = login.door_of(pk)
    if not asks(found):
        raise Account.DoesNotExist
    return found


def asks(account: Account) -> bool:
    """Whether there is a button for it: of 一次性订阅消息, where web pages may ask who somebody is."""
    facts = account.facts
    is_known = account.kind == Account.Kind.WECHAT and account.is_on and facts.get("oauth") == "yes"
    return is_known and facts.get("template_kind") == ONCE and bool(facts.get("template"))


def own(by: Actor, account: Account) -> Correspondent | None:
    """As whom the platform knows this browser, on this account."""
    mine = Correspondent.objects.select_related("account").filter(pk__in=by.known_as, account=account)
    return mine.first() if by.known_as else None


def state_digest(state: str) -> bytes:
    """What a state is looked up by."""
    return digest("consent", state)


def with_state(account: Account, state: str) -> Consent | None:
    """The way that this state was made for, of this account only."""
    found = Consent.objects.select_related("account", "correspondent__account")
    return found.filter(account=account, state_digest=state_digest(state)).first()


def consent_for(device: bytes | None, account: Account, pk: UUID) -> Consent:
    """A way that this very browser went. Raises Consent.DoesNotExist, as for one that never was."""
    return Consent.objects.get(pk=pk, account=account, device_digest=device or b"none")


def outlived() -> QuerySet[Consent]:
    """Ways that were gone long ago."""
    return Consent.objects.filter(until_at__lt=clock.now() - KEPT)


def accounts_with_outlived() -> QuerySet[Account]:
    """The accounts by which they went."""
    return Account.objects.filter(pk__in=outlived().values("account"))
