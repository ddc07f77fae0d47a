"""静默登录: a browser goes to the platform and comes back, and it is learnt whose it is. Anything odd ends it (T-17)."""

import secrets
from datetime import timedelta

from menkou.channels import inbox, policies, wraps
from menkou.channels.login import queries
from menkou.channels.models import Account, Login
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.rows import insert

LASTS = timedelta(minutes=10)  # of the way there and back; the platform's own code lasts five
AGAIN = "请重新打开。"
Step = Login.Step


@action(policies.log_in, audit="channels.login_begun")
def begin(*, by: Actor, account: Account, target: str) -> str:
    """去认一认: what has to come back from the platform, once and with the same browser."""
    state = secrets.token_hex(16)
    facts = {"target": target, "until_at": clock.now() + LASTS, "device_digest": by.device or b""}
    insert(Login(account=account, state_digest=queries.state_digest(state), **facts))
    return state


@action(policies.come_back, audit="channels.login_returned")
def come_back(*, by: Actor, login: Login, code: str) -> None:
    """回来了: the platform's code is kept, sealed, until a job has asked what it means.

    Raises Conflict where this way was gone to its end before, or takes too long.
    """
    mine = Login.objects.filter(pk=login.pk, step=Step.AWAY, until_at__gt=clock.now())
    if not mine.update(step=Step.BACK, sealed=wraps.wrapped_code(login, code)):
        raise Conflict(AGAIN)


@action(policies.learn, audit="channels.login_asked", when=lambda code: code is not None)
def take_code(*, by: Actor, login: Login) -> str | None:
    """The code, for the one call that it is good for; None where it was taken, or is too old."""
    found = Login.objects.select_for_update().get(pk=login.pk)
    if found.step != Step.BACK:
        return None
    code = wraps.code_of(found)
    is_good = found.until_at > clock.now()
    Login.objects.filter(pk=found.pk).update(step=Step.ASKING if is_good else Step.ENDED, sealed=None)
    return code if is_good else None


@action(policies.learn, audit="channels.login_known")
def know(*, by: Actor, login: Login, name: str) -> None:
    """认出来了: the platform said whose browser it is."""
    who = inbox.correspondent(login.account, name, follows=False)  # a page opens for whoever does not, too
    Login.objects.filter(pk=login.pk, step=Step.ASKING).update(step=Step.KNOWN, correspondent=who)


@action(policies.learn, audit="channels.login_ended")
def end(*, by: Actor, login: Login, is_snapshot: bool) -> None:
    """没有认出来: the platform did not say, or it was a 快照页, whose name is made up and is never kept."""
    step = Step.SNAPSHOT if is_snapshot else Step.ENDED
    Login.objects.filter(pk=login.pk, step=Step.ASKING).update(step=step)


@action(policies.forget, audit="channels.logins_forgotten", count=int, when=bool)
def forget(*, by: Actor, account: Account) -> int:
    """Ways that were gone long ago; how many."""
    return queries.outlived().filter(account=account).delete()[0]
