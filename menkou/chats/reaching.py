"""How a platform is called for a chat, whichever it is. Outside any transaction; every bad end is one of channels.errors."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from menkou.channels import texting
from menkou.channels.accounts import Credentials
from menkou.channels.asking import noted, place, with_token
from menkou.channels.consenting.queries import SCENE
from menkou.channels.errors import Final, Later
from menkou.channels.kf import client as kf
from menkou.channels.kf import states
from menkou.channels.kinds import ONCE
from menkou.channels.models import Account
from menkou.channels.texted.handing import hand_over
from menkou.channels.wechat import client as wechat
from menkou.channels.wecom.codes import SESSION
from menkou.chats.rules.ways import Way

T = TypeVar("T")
Kind = Account.Kind
TALKS = frozenset({Kind.WECHAT, Kind.KF})  # the kinds of account that a chat may be on
NOTICE_FIELD = "thing1"  # where the account does not say what its template's place is called
NOTICE = "您有一条新回复"  # 20 characters at most in such a place
TITLE, NOTICE_WHOLE = "有新回复", "您有一条新回复。点开看。"


@dataclass(frozen=True)
class Whom:
    """Somebody on an account, as plain values."""

    account: Credentials
    name: str = field(repr=False)


def send_text(to: Whom, words: str, msgid: str) -> None:
    """One message; `msgid` is ours and the same at each attempt, where the platform takes one. Raises Failed.

    Where a session of 微信客服 is in a state that forbids it, the state is mended, and Later says to try anew.
    """
    account = to.account
    if account.kind == Kind.WECHAT:
        _called(account, lambda held: wechat.send_text(held, to.name, words, base=place(account)))
        return
    try:
        _called(
            account, lambda held: kf.send_text(held, account.number, to.name, words, msgid=msgid, base=place(account))
        )
    except Final as error:
        if str(error.code) != str(SESSION):
            raise
        _mend(to, error)


def send_notice(to: Whom, page: str) -> None:
    """订阅通知, without any content; it opens the page. Raises Failed."""
    account = to.account
    template = account.facts["template"]
    if account.facts.get("template_kind") == ONCE:
        _called(
            account,
            lambda held: wechat.notify_once(
                held, to.name, template, TITLE, NOTICE_WHOLE, scene=SCENE, page=page, base=place(account)
            ),
        )
        return
    said = {account.facts.get("template_field") or NOTICE_FIELD: NOTICE}
    _called(account, lambda held: wechat.notify(held, to.name, template, said, page=page, base=place(account)))


def send_sms(account: Credentials, number: str, outgoing: UUID) -> None:
    """短信 about a row of the outbox, as its template was filed, without any content. Raises Failed."""
    template = texting.template_of(account)
    noted(account, lambda: hand_over(account, number, template, outgoing, Way.SMS))


def media(account: Credentials, media_id: str) -> bytes:
    """A clip or picture that somebody sent. Raises Failed: Final where the platform has it no more."""
    client = kf if account.kind == Kind.KF else wechat
    return _called(account, lambda held: client.media_get(held, media_id, base=place(account))).content


def page(account: Credentials, cursor: str, callback_token: str) -> kf.SyncPage:
    """What came to 微信客服 behind a place. Raises Failed."""
    return _called(
        account,
        lambda held: kf.sync_page(
            held, account.number, cursor=cursor, callback_token=callback_token, base=place(account)
        ),
    )


def _mend(to: Whom, error: Final) -> None:
    account = to.account
    session = _called(account, lambda held: kf.service_state(held, account.number, to.name, base=place(account)))
    mend = states.repair(session.state)
    if mend.to is not None:
        change = mend.to
        _called(account, lambda held: kf.trans_state(held, account.number, to.name, change, base=place(account)))
    if mend.only_customer_can:
        raise error
    raise Later(error.call, error.code)


def _called(account: Credentials, call: Callable[[str], T]) -> T:
    """With a token, where the platform may be asked now. Raises Failed."""
    return noted(account, lambda: with_token(account, call))
