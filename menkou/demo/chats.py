"""渠道账号 of the demo: simulated ones, with numbers that no platform hands out and secrets of this installation's own.

One of its advisers is reminded by them.
"""

from secrets import token_hex

from menkou.accounts.queries import user_called
from menkou.channels import accounts, actions
from menkou.channels.models import Account
from menkou.chats.scanning import actions as scanning
from menkou.chats.scanning import making
from menkou.core.actors import INSTALLER, Actor
from menkou.reminders import actions as reminders
from menkou.reminders.models import Way

CORP = "ww00000000000000d1"
SIMULATED = {"is_simulated": "yes"}
REMINDED = "guwen-a"  # also the name in 企业微信, as of everybody in the demo


def open_accounts() -> None:
    """A service account, 微信客服, an application of 企业微信 and a robot, all of 微信模拟, all turned on.

    Link and codes are asked for once that runs.
    """
    keys = {"token": token_hex(16), "aes_key": accounts.random_word(43)}
    service = Account(kind="wechat", name="演示·兖州区司法局", number="wx00000000000000d1")
    service.facts = {**SIMULATED, "oauth": "yes", "template": "demo-notice-of-an-answer-01", "template_kind": "once"}
    desk = Account(kind="kf", name="演示·村法律顾问", number="wkdemo000000000001", facts={**SIMULATED, "corpid": CORP})
    app = Account(kind="app", name="演示·工作提醒", number="1000003", facts={**SIMULATED, "corpid": CORP})
    robot = Account(kind="robot", name="演示·区司法局工作群", number="演示·区司法局工作群")
    robot.facts = {**SIMULATED, "tells": "bureau"}
    for account, secrets in (
        (service, {"secret": token_hex(16), **keys}),
        (desk, {"secret": token_hex(16), **keys}),
        (app, {"secret": token_hex(16)}),
        (robot, {"key": "00000000-0000-4000-8000-0000000000d1"}),
    ):
        actions.add(by=INSTALLER, account=account, said=secrets)
        actions.turn_on(by=INSTALLER, account=account)
    scanning.order(by=INSTALLER, account=service)
    making.ask_for(str(service.pk))


def give_ways() -> None:
    """The adviser of the walk's village is reminded in 企业微信."""
    user = user_called(REMINDED)
    assert user
    way = Way(user=user, kind=Way.Kind.WECOM)
    reminders.add(by=Actor(user.pk, user.name), way=way, leads={"to": REMINDED})
