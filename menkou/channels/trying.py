"""试一下: one call or one message, made by a job, whose end is told as it was. A trial is not made again by itself:
somebody waits before the page, and presses the button once more.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from menkou.channels import accounts, inbox, sms, texting, tokens
from menkou.channels.accounts import Credentials
from menkou.channels.app import client as app
from menkou.channels.carrying import carries
from menkou.channels.errors import Failed, Later, Unclear
from menkou.channels.kf import client as kf
from menkou.channels.models import Correspondent
from menkou.channels.queries import CHECK, TRY
from menkou.channels.robot import client as robot
from menkou.channels.wechat import client as wechat
from menkou.channels.wecom import client as wecom
from menkou.core import outbox
from menkou.core.models import Outgoing
from menkou.core.outbox import Ended
from menkou.core.scope import within

State = outbox.State
DONE, RESTS, GONE = "done", "rests", "gone"


@carries(CHECK)
def check(row: Outgoing) -> Ended:
    """Ask the platform for a token, whatever is kept here: it says whether number, secret and address are right."""
    return _ended(row, lambda held: fetch(held, False))


@carries(TRY)
def send(row: Outgoing) -> Ended:
    """One message to whoever the row names."""
    return _ended(row, lambda held: SENDERS[held.kind](held, row))


def fetch(account: Credentials, forced: bool) -> tuple[str, int]:
    """A token from the platform, and for how many seconds it is good. Raises Failed."""
    secret, where = account.secrets["secret"], _where(account)
    if account.kind == "wechat":
        return wechat.stable_token(account.number, secret, force=forced, base=where)
    return wecom.get_token(account.facts["corpid"], secret, base=where)


def _ended(row: Outgoing, call: Callable[[Credentials], Any]) -> Ended:
    """How it ended, with the platform's number and, where it named one, our own address."""
    account_id = row.about
    assert account_id is not None
    with within(row.district_id):
        held, may_call = accounts.with_id(account_id), accounts.may_call(account_id)
    if not may_call:
        return Ended(State.FAILED, way=RESTS)
    try:
        call(held)
    except Correspondent.DoesNotExist:
        return Ended(State.FAILED, way=GONE)
    except Failed as failed:
        _note(row.district_id, account_id, is_silent=isinstance(failed, Later | Unclear) and _is_word(failed.code))
        state = State.UNKNOWN if isinstance(failed, Unclear) else State.FAILED
        return Ended(state, code=f"{failed.code} {failed.address}".strip(), way=type(failed).__name__.lower())
    _note(row.district_id, account_id, is_silent=False)
    return Ended(State.SENT, way=DONE)


def _note(district_id: int, account_id: UUID, *, is_silent: bool) -> None:
    with within(district_id):
        (accounts.note_silence if is_silent else accounts.note_answer)(account_id)


def _is_word(code: int | str) -> bool:
    """Whether it is no number of the platform, but ours for an answer that did not come."""
    return not str(code).lstrip("-").isdecimal()


def _to_correspondent(account: Credentials, row: Outgoing) -> None:
    """To somebody who wrote lately; the word was counted against them when the trial was asked for."""
    with within(account.district_id):
        name = inbox.name_of(Correspondent.objects.get(pk=row.address))
    call = tokens.calling(account, lambda forced: fetch(account, forced))
    if account.kind == "wechat":
        call(lambda token: wechat.send_text(token, name, row.words, base=_where(account)))
    else:
        words, once = row.words, row.pk.hex
        call(lambda token: kf.send_text(token, account.number, name, words, msgid=once, base=_where(account)))


def _to_member(account: Credentials, row: Outgoing) -> None:
    call = tokens.calling(account, lambda forced: fetch(account, forced))
    call(lambda token: app.send_text(token, int(account.number), row.address, row.words, base=_where(account)))


def _to_group(account: Credentials, row: Outgoing) -> None:
    robot.send_text(account.secrets["key"], row.words, base=_where(account))


def _to_phone(account: Credentials, row: Outgoing) -> None:
    """The template as it was filed, for a gateway takes no other words."""
    sms.send(texting.settings_of(account), row.address, texting.template_of(account), {}, row.pk.hex)


SENDERS: dict[str, Callable[[Credentials, Outgoing], None]] = {
    "wechat": _to_correspondent,
    "kf": _to_correspondent,
    "app": _to_member,
    "robot": _to_group,
    "sms": _to_phone,
}


def _where(account: Credentials) -> str:
    """Where its platform is; in a demo the simulator."""
    return account.base(wechat.BASE, "/wx") if account.kind == "wechat" else account.base(wecom.BASE, "/qy")
