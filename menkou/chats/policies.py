from menkou.channels import policies as channels
from menkou.channels.models import Account, Correspondent
from menkou.chats.models import Chat
from menkou.consultations import policies as consultations
from menkou.consultations.models import Consultation
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, Actor
from menkou.core.keys import digest
from menkou.places.models import District


def is_own(by: Actor, chat: Chat) -> bool:
    """Whoever writes in it: known by the platform's own word for them, and by nothing that they say."""
    return by.device == digest("device", f"chat:{chat.pk}")


@policy("只有系统收到来话时可以开始会话。")
def begin(by: Actor, correspondent: Correspondent) -> bool:
    return by is CLOCK


@policy("只有在这里说话的人自己可以办。")
def speak(by: Actor, chat: Chat) -> bool:
    return is_own(by, chat)


@policy("要有提问的那部手机，或者取件码，才能绑定。")
def bind(by: Actor, consultation: Consultation) -> bool:
    return consultations.is_asker(by, consultation)


@policy("各村的微信码由区司法局和系统运维去要。")
def order_codes(by: Actor, account: Account) -> bool:
    return channels.keep_channels.allows(by, account)


@policy("各村的微信码由系统向平台要。")
def make_codes(by: Actor, account: Account) -> bool:
    return by is CLOCK


@policy("只有系统可以清理没定下来的话。")
def let_go(by: Actor, chat: Chat) -> bool:
    return by is CLOCK


@policy("只有系统可以忘掉是谁问的。")
def forget(by: Actor, district: District) -> bool:
    return by is CLOCK
