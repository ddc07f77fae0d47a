"""An adviser who is reminded by 企业微信, and what that adviser has tried."""

from django.db.models import Model

from menkou.channels import accounts
from menkou.channels.models import Account
from menkou.core.actors import Actor
from menkou.reminders import actions
from menkou.reminders.models import Way

FORM = "8" * 32


def reminded(by: Actor) -> dict[str, Model]:
    account = Account(kind="app", name="示例应用", number="1000002", is_on=True, facts={"corpid": "ww0000000000000001"})
    account.sealed = accounts.wrapped(account.pk, {"secret": "s" * 32})
    account.save()
    way = Way(user_id=by.user_id, kind="wecom")
    actions.add(by=by, way=way, leads={"to": "chenming"})
    actions.try_out(by=by, way=way, form=FORM)
    way.form = FORM  # type: ignore[attr-defined]  # for the address of what hangs on it
    return {"way": way}
