"""静默登录: who went, who came back."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from menkou.channels.models import Account, Correspondent, Login
from menkou.core import clock
from menkou.core.keys import digest

KEPT = timedelta(days=1)


def door_of(pk: UUID) -> Account:
    """An account by which people may be known: of WeChat, on, with its domain filed. Raises Account.DoesNotExist."""
    return Account.objects.get(pk=pk, kind=Account.Kind.WECHAT, is_on=True, facts__oauth="yes")


def state_digest(state: str) -> bytes:
    """What a state is looked up by."""
    return digest("login", state)


def with_state(account: Account, state: str) -> Login | None:
    """The way that this state was made for, of this account only."""
    return Login.objects.select_related("account").filter(account=account, state_digest=state_digest(state)).first()


def login_for(device: bytes | None, account: Account, pk: UUID) -> Login:
    """A way that this very browser went. Raises Login.DoesNotExist, as for one that never was."""
    mine = Login.objects.select_related("account").filter(account=account, device_digest=device or b"none")
    return mine.get(pk=pk)


def login_with_id(pk: UUID) -> Login:
    """For the job. Raises Login.DoesNotExist."""
    return Login.objects.select_related("account").get(pk=pk)


def waiting() -> list[UUID]:
    """Ways whose code nobody has asked about yet."""
    back = Login.objects.filter(step=Login.Step.BACK, until_at__gt=clock.now())
    return list(back.order_by("pk").values_list("pk", flat=True)[:500])


def correspondent_of(pk: UUID) -> Correspondent | None:
    """Somebody whom a browser was known as."""
    return Correspondent.objects.filter(pk=pk, account__is_on=True).first()


def outlived() -> QuerySet[Login]:
    """Ways that were gone long ago."""
    return Login.objects.filter(until_at__lt=clock.now() - KEPT)


def accounts_with_outlived() -> QuerySet[Account]:
    """The accounts by which they went."""
    return Account.objects.filter(pk__in=outlived().values("account"))
