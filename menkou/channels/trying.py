"""试一下: one call or one message, made by a job, whose end is told as it was. A trial is not made again by itself:
somebody waits before the page, and presses the button once more.
"""

from collections.abc import Callable
from typing import Any

from menkou.channels import accounts, asking, inbox, texting
from menkou.channels.accounts import Credentials
from menkou.channels.app import client as app
from menkou.channels.asking import fresh_token, noted, place, with_token
from menkou.channels.carrying import carries
from menkou.channels.errors import Failed, Unclear
from menkou.channels.kf import client as kf
from menkou.channels.models import Correspondent
from menkou.channels.queries import CHECK, TRY
from menkou.channels.robot import client as robot
from menkou.channels.texted.handing import hand_over
from menkou.channels.wechat import client as wechat
from menkou.core import outbox
from menkou.core.models import Outgoing
from menkou.core.outbox import Ended
from menkou.core.scope import within

State = outbox.State
DONE, RESTS, GONE = "done", asking.RESTS, "gone"


@carries(CHECK)
def check(row: Outgoing) -> Ended:
    """Ask the platform for a token, whatever is kept here: it says whether number, secret and address are right."""
    return _ended(row, lambda held: fresh_token(held, False))


@carries(TRY)
def send(row: Outgoing) -> Ended:
    """One message to whoever the row names."""
    return _ended(row, lambda held: SENDERS[held.kind](held, row))


def _ended(row: Outgoing, call: Callable[[Credentials], Any]) -> Ended:
    """How it ended, with the platform's number and, where it named one, our own address."""
    account_id = row.about
    assert account_id is not None
    with within(row.district_id):
        held = accounts.with_id(account_id)
    try:
        noted(held, lambda: call(held))
    except Correspondent.DoesNotExist:
        return Ended(State.FAILED, way=GONE)
    except Failed as failed:
        return ended_badly(failed)
    return Ended(State.SENT, way=DONE)


def ended_badly(failed: Failed) -> Ended:
    """What the platform said, or that it said nothing, as the pages tell it."""
    if failed.code == RESTS:
        return Ended(State.FAILED, way=RESTS)
    state = State.UNKNOWN if isinstance(failed, Unclear) else State.FAILED
    return Ended(state, code=f"{failed.code} {failed.address}".strip(), way=type(failed).__name__.lower())


def _to_correspondent(account: Credentials, row: Outgoing) -> None:
    """To somebody who wrote lately; the word was counted against them when the trial was asked for."""
    with within(account.district_id):
        name = inbox.name_of(Correspondent.objects.get(pk=row.address))
    where, words, once = place(account), row.words, row.pk.hex
    if account.kind == "wechat":
        with_token(account, lambda token: wechat.send_text(token, name, words, base=where))
    else:
        with_token(account, lambda token: kf.send_text(token, account.number, name, words, msgid=once, base=where))


def _to_member(account: Credentials, row: Outgoing) -> None:
    to, words, where = row.address, row.words, place(account)
    with_token(account, lambda token: app.send_text(token, int(account.number), to, words, base=where))


def _to_group(account: Credentials, row: Outgoing) -> None:
    robot.send_text(account.secrets["key"], row.words, base=place(account))


def _to_phone(account: Credentials, row: Outgoing) -> None:
    """The template as it was filed, for a gateway takes no other words."""
    hand_over(account, row.address, texting.template_of(account), row.pk)


SENDERS: dict[str, Callable[[Credentials, Outgoing], None]] = {
    "wechat": _to_correspondent,
    "kf": _to_correspondent,
    "app": _to_member,
    "robot": _to_group,
    "sms": _to_phone,
}
