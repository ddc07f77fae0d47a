from menkou.channels.models import Account, Consent, Correspondent, Login
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role


@policy("渠道账号由区司法局和系统运维设置。")
def keep_channels(by: Actor, account: Account) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU, Role.OPERATOR)


@policy("换密钥只能在服务器上，用 menkou keys rotate。")
def rewrap(by: Actor, account: Account) -> bool:
    return by is INSTALLER


@policy("这个渠道现在不能登录，请用取件码。")
def log_in(by: Actor, account: Account) -> bool:
    return True


@policy("请重新打开。")
def come_back(by: Actor, login: Login) -> bool:
    return by.device is not None and bytes(login.device_digest) == by.device


@policy("这一步由系统定时来办。")
def learn(by: Actor, login: Login) -> bool:
    return by is CLOCK


@policy("客服链接由系统向平台要。")
def keep_contact(by: Actor, account: Account) -> bool:
    return by is CLOCK


@policy("这一步由系统定时来办。")
def forget(by: Actor, account: Account) -> bool:
    return by is CLOCK


@policy("请重新打开。")
def consent(by: Actor, correspondent: Correspondent) -> bool:
    return correspondent.pk in by.known_as


@policy("请重新打开。")
def answer(by: Actor, consent: Consent) -> bool:
    return bytes(consent.device_digest) == by.device
