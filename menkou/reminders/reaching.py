"""How a platform is called to remind somebody. Outside any transaction; every bad end is one of channels.errors."""

from collections.abc import Callable, Mapping
from uuid import UUID

from menkou.channels import pushing, texting, webpush
from menkou.channels.accounts import Credentials
from menkou.channels.app import client as app
from menkou.channels.asking import noted, place, with_token
from menkou.channels.models import Account
from menkou.channels.robot import client as robot
from menkou.channels.texted.handing import hand_over

PUSHED = "您有一条新提醒，请登录查看。"  # what a browser shows, whatever the reminder is about
A_DAY_S = 86_400  # how long a push service keeps what a sleeping browser has not fetched


def send(account: Credentials, leads: Mapping[str, str], words: str, once: str, stand: str = "") -> None:
    """One reminder to one person; `once` is the row's number, and `stand` where it is on its way. Raises Failed."""
    CALLS[account.kind](account, leads, words, once, stand)


def send_to_group(account: Credentials, words: str) -> None:
    """One into a group. Raises Failed."""
    noted(account, lambda: robot.send_text(account.secrets["key"], words, base=place(account)))


def _to_member(account: Credentials, leads: Mapping[str, str], words: str, once: str, stand: str) -> None:
    number, where = int(account.number), place(account)
    noted(
        account, lambda: with_token(account, lambda held: app.send_text(held, number, leads["to"], words, base=where))
    )


def _to_phone(account: Credentials, leads: Mapping[str, str], words: str, once: str, stand: str) -> None:
    """The template for staff as it was filed, for a gateway takes no other words."""
    template = texting.staff_template_of(account)
    assert template is not None  # an account without one carries no reminders
    noted(account, lambda: hand_over(account, leads["to"], template, UUID(hex=once), stand))


def _to_browser(account: Credentials, leads: Mapping[str, str], words: str, once: str, stand: str) -> None:
    """Each browser has a service of its own: that one is silent says nothing of the others, so none of it is noted."""
    browser = webpush.Subscription(leads["endpoint"], leads["p256dh"], leads["auth"])
    vapid, permits = pushing.vapid_of(account), pushing.permits_of(account)
    webpush.send(browser, PUSHED, A_DAY_S, vapid, topic=once, permits=permits)


CALLS: dict[str, Callable[[Credentials, Mapping[str, str], str, str, str], None]] = {
    Account.Kind.APP: _to_member,
    Account.Kind.PUSH: _to_browser,
    Account.Kind.SMS: _to_phone,
}
