"""渠道账号 of the demo: simulated ones, with numbers that no platform hands out and secrets of this installation's own."""

from secrets import token_hex

from menkou.channels import accounts, actions
from menkou.channels.models import Account
from menkou.core.actors import INSTALLER

CORP = "ww00000000000000d1"
SIMULATED = {"is_simulated": "yes"}


def open_accounts() -> None:
    """A service account, 微信客服, a robot and an SMS gateway, all of 微信模拟, all turned on."""
    keys = {"token": token_hex(16), "aes_key": accounts.random_word(43)}
    service = Account(kind="wechat", name="演示·兖州区司法局", number="wx00000000000000d1")
    service.facts = {**SIMULATED, "oauth": "yes", "template": "demo-notice-of-an-answer-01", "template_kind": "once"}
    desk = Account(kind="kf", name="演示·村法律顾问", number="wkdemo000000000001", facts={**SIMULATED, "corpid": CORP})
    robot = Account(kind="robot", name="演示·法律顾问联络群", number="演示·法律顾问联络群", facts=dict(SIMULATED))
    for account, secrets in (
        (service, {"secret": token_hex(16), **keys}),
        (desk, {"secret": token_hex(16), **keys}),
        (robot, {"key": "00000000-0000-4000-8000-0000000000d1"}),
    ):
        actions.add(by=INSTALLER, account=account, said=secrets)
        actions.turn_on(by=INSTALLER, account=account)
