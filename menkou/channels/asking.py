"""问平台: where the platform of an account is, with which token it is asked, and whether it answers. Outside transactions.

Whoever asks a platform for an account does so here, so that there is one address, one token and one breaker to each.
"""

from collections.abc import Callable
from typing import TypeVar

from menkou.channels import accounts, tokens
from menkou.channels.accounts import Credentials
from menkou.channels.errors import Failed, Later, Unclear
from menkou.channels.models import Account
from menkou.channels.wechat import client as wechat
from menkou.channels.wecom import client as wecom
from menkou.core.scope import within

T = TypeVar("T")
RESTS = "rests"  # our own word, of a call that was not made
UNASKED = frozenset({tokens.BEING_FETCHED, RESTS})


def place(account: Credentials) -> str:
    """Where its platform is; in a demo the simulator. Raises Wrong where that does not run."""
    if account.kind == Account.Kind.WECHAT:
        return account.base(wechat.BASE, "/wx")
    return account.base(wecom.BASE, "/qy")


def fresh_token(account: Credentials, forced: bool) -> tuple[str, int]:
    """A token from the platform, and for how many seconds it is good. Raises Failed."""
    secret = account.secrets["secret"]
    if account.kind == Account.Kind.WECHAT:
        return wechat.stable_token(account.number, secret, force=forced, base=place(account))
    return wecom.get_token(account.facts["corpid"], secret, base=place(account))


def with_token(account: Credentials, call: Callable[[str], T]) -> T:
    """Make a call with the account's token, and once more where that was stale. Raises Failed."""
    return tokens.calling(account, lambda forced: fresh_token(account, forced))(call)


def noted(account: Credentials, call: Callable[[], T]) -> T:
    """Make a call where the platform may be asked now, and note whether it answers. Raises Failed: Later while it rests."""
    with within(account.district_id):
        may_call = accounts.may_call(account.account_id)
    if not may_call:
        raise Later("rest", RESTS)
    try:
        done = call()
    except Failed as error:
        if str(error.code) not in UNASKED:
            _note(account, answers=not is_silence(error))
        raise
    _note(account, answers=True)
    return done


def may_be_asked_again(error: Failed) -> bool:
    """Whether the same call may be made again by itself: nobody answered, was busy, or in a demo the simulator is to start."""
    return isinstance(error, Later | Unclear) or error.call == accounts.SIMULATOR


def is_silence(error: Failed) -> bool:
    """Whether the platform said nothing: a number of its own, and a gateway's own word, is an answer."""
    if isinstance(error, Unclear):
        return True
    return isinstance(error, Later) and not str(error.code).lstrip("-").isdecimal()


def _note(account: Credentials, *, answers: bool) -> None:
    with within(account.district_id):
        (accounts.note_answer if answers else accounts.note_silence)(account.account_id)
