"""A service account of which one village of the township has its code."""

from django.db.models import Model

from menkou.channels import accounts
from menkou.channels.models import Account
from menkou.chats.models import SceneCode
from menkou.core.clock import now
from menkou.places.models import Village


def scanned(village: Village) -> dict[str, Model]:
    """By the name that the matrix uses; its sheet is that of the village's township."""
    account = Account(kind=Account.Kind.WECHAT, name="示例服务号", number="wx00000000000000d2", is_on=True)
    account.sealed = accounts.wrapped(account.pk, {"secret": "s" * 32})
    account.save()
    facts = {"url": "http://weixin.qq.com/q/1", "ticket": "ticket", "state": "made", "made_at": now()}
    SceneCode.objects.create(account=account, village=village, scene=village.code, **facts)
    account.code = village.township.code  # type: ignore[attr-defined]  # for the address of the sheet
    return {"scanned_account": account}
