"""How a platform is called for a chat, whichever it is. Outside any transaction; every bad end is one of channels.errors."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from menkou.channels import accounts, sms, texting, tokens
from menkou.channels.accounts import Credentials
from menkou.channels.errors import Failed, Final, Later, Unclear
from menkou.channels.kf import client as kf
from menkou.channels.kf import states
from menkou.channels.models import Account
from menkou.channels.wechat import client as wechat
from menkou.channels.wecom import client as wecom
from menkou.channels.wecom.codes import SESSION
from menkou.core.scope import within

T = TypeVar("T")
Kind = Account.Kind
TALKS = frozenset({Kind.WECHAT, Kind.KF})  # the kinds of account that a chat may be on
NOTICE_FIELD = "thing1"  # where the account does not say what its template's place is called
NOTICE = "您有一条新回复"  # 20 characters at most in such a place
OWN_CODES = frozenset({"being fetched", "rests"})  # ours, of a call that was not made


@dataclass(frozen=True)
class Whom:
    """Somebody on an account, as plain values."""

    account: Credentials
    name: str = field(repr=False)


def token(account: Credentials, forced: bool) -> tuple[str, int]:
    """A fresh token from the platform, and for how many seconds. Raises Failed."""
    if account.kind == Kind.KF:
        return wecom.get_token(account.facts["corpid"], account.secrets["secret"], base=_base(account))
    return wechat.stable_token(account.number, account.secrets["secret"], force=forced, base=_base(account))


def send_text(to: Whom, words: str, msgid: str) -> None:
    """One message; `msgid` is ours and the same at each attempt, where the platform takes one. Raises Failed.

    Where a session of 微信客服 is in a state that forbids it, the state is mended, and Later says to try anew.
    """
    account = to.account
    if account.kind == Kind.WECHAT:
        _called(account, lambda held: wechat.send_text(held, to.name, words, base=_base(account)))
        return
    try:
        _called(
            account, lambda held: kf.send_text(held, account.number, to.name, words, msgid=msgid, base=_base(account))
        )
    except Final as error:
        if str(error.code) != str(SESSION):
            raise
        _mend(to, error)


def send_notice(to: Whom, page: str) -> None:
    """订阅通知, without any content; it opens the page. Raises Failed."""
    account = to.account
    said = {account.facts.get("template_field") or NOTICE_FIELD: NOTICE}
    template = account.facts["template"]
    _called(account, lambda held: wechat.notify(held, to.name, template, said, page=page, base=_base(account)))


def send_sms(account: Credentials, number: str, once: str) -> None:
    """短信, as its template was filed, without any content. Raises Failed."""
    gateway, template = texting.settings_of(account), texting.template_of(account)
    _noted(account, lambda: sms.send(gateway, number, template, {}, once))


def media(account: Credentials, media_id: str) -> bytes:
    """A clip or picture that somebody sent. Raises Failed: Final where the platform has it no more."""
    client = kf if account.kind == Kind.KF else wechat
    return _called(account, lambda held: client.media_get(held, media_id, base=_base(account))).content


def page(account: Credentials, cursor: str, callback_token: str) -> kf.SyncPage:
    """What came to 微信客服 behind a place. Raises Failed."""
    return _called(
        account,
        lambda held: kf.sync_page(
            held, account.number, cursor=cursor, callback_token=callback_token, base=_base(account)
        ),
    )


def _mend(to: Whom, error: Final) -> None:
    account = to.account
    session = _called(account, lambda held: kf.service_state(held, account.number, to.name, base=_base(account)))
    mend = states.repair(session.state)
    if mend.to is not None:
        change = mend.to
        _called(account, lambda held: kf.trans_state(held, account.number, to.name, change, base=_base(account)))
    if mend.only_customer_can:
        raise error
    raise Later(error.call, error.code)


def _called(account: Credentials, call: Callable[[str], T]) -> T:
    """With a token. Raises Failed."""
    return _noted(account, lambda: tokens.calling(account, lambda forced: token(account, forced))(call))


def _noted(account: Credentials, call: Callable[[], T]) -> T:
    """Where the platform may be called now; whether it answers is noted. Raises Failed."""
    with within(account.district_id):
        may_call = accounts.may_call(account.account_id)
    if not may_call:
        raise Later("rest", "rests")
    try:
        done = call()
    except Failed as error:
        with within(account.district_id):
            _note(account, error)
        raise
    with within(account.district_id):
        accounts.note_answer(account.account_id)
    return done


def _note(account: Credentials, error: Failed) -> None:
    """A number of the platform's own is an answer; a word of ours for what went wrong on the way is silence."""
    if str(error.code) in OWN_CODES:
        return
    is_word = not str(error.code).lstrip("-").isdecimal()
    is_answer = not isinstance(error, Unclear) and not (isinstance(error, Later) and is_word)
    (accounts.note_answer if is_answer else accounts.note_silence)(account.account_id)


def _base(account: Credentials) -> str:
    """Where its platform is; in a demo the simulator."""
    is_kf = account.kind == Kind.KF
    return account.base(wecom.BASE, "/qy") if is_kf else account.base(wechat.BASE, "/wx")
