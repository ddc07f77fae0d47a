"""公众号 and 企业微信 as they call us. The cipher is wechatpy's, so that ours is judged by somebody else's."""

import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from wechatpy.crypto import WeChatCrypto

TEXT = """<xml><ToUserName><![CDATA[gh_menkou]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>\
<CreateTime>{at}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{words}]]></Content>\
<MsgId>{number}</MsgId></xml>"""
EVENT = """<xml><ToUserName><![CDATA[gh_menkou]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>\
<CreateTime>{at}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{event}]]></Event>\
<EventKey><![CDATA[{key}]]></EventKey></xml>"""
KF = """<xml><ToUserName><![CDATA[{corp}]]></ToUserName><CreateTime>{at}</CreateTime>\
<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>\
<Token><![CDATA[{token}]]></Token><OpenKfId><![CDATA[{kf}]]></OpenKfId></xml>"""
PUSHED = """<xml><ToUserName><![CDATA[gh_menkou]]></ToUserName><Encrypt>{sealed}</Encrypt></xml>"""


def nonce() -> str:
    return str(secrets.randbelow(10**9) + 10**9)


@dataclass(frozen=True)
class Platform:
    """What a platform knows of one account of ours."""

    slug: str
    account: str | UUID
    receiver: str
    token: str
    aes_key: str
    crypto: WeChatCrypto = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "crypto", WeChatCrypto(self.token, self.aes_key, self.receiver))

    @property
    def path(self) -> str:
        return f"/{self.slug}/callback/{self.account}"

    def sealed(self, plain: str, *, at: int | None = None, once: str = "") -> tuple[str, bytes]:
        """Query and body of a callback; random bytes, and so the signature, are new each time."""
        timestamp, once = str(at or int(time.time())), once or nonce()
        said = self.crypto.encrypt_message(plain, once, timestamp)
        signature, encrypted = (
            said.split(f"<{name}><![CDATA[")[1].split("]]")[0] for name in ("MsgSignature", "Encrypt")
        )
        query = {"timestamp": timestamp, "nonce": once, "encrypt_type": "aes", "msg_signature": signature}
        return urlencode(query), PUSHED.format(sealed=encrypted).encode()

    def text(self, words: str, *, sender: str = "o-zhang", number: int | str = 1, at: int = 0) -> tuple[str, bytes]:
        """A text message, ready to be sent."""
        return self.sealed(TEXT.format(words=words, sender=sender, number=number, at=at or int(time.time())))
