"""The signed and encrypted envelope that service accounts and 企业微信 share; the cipher itself is wechatpy's.

Source: documented document/path/91144 and push/encryption. The receiver is the appid, or the corpid.
"""

import base64
import hashlib
import re
from dataclasses import dataclass

from wechatpy.crypto import PrpCrypto

ENCRYPTED = re.compile(r"<Encrypt>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</Encrypt>", re.DOTALL)


def sign(*parts: str) -> str:
    """sha1 over the parts, sorted and put together."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


@dataclass
class Envelope:
    """The token, the EncodingAESKey of 43 letters and the receiver that a callback was set up with."""

    token: str
    aes_key: str
    receiver: str

    def _cipher(self) -> PrpCrypto:
        return PrpCrypto(base64.b64decode(self.aes_key + "="))

    def seal(self, text: str, timestamp: str, nonce: str, receiver: str = "") -> tuple[str, str]:
        """The ciphertext, with fresh random bytes each time, and its msg_signature."""
        encrypted = self._cipher().encrypt(text, receiver or self.receiver).decode()
        return encrypted, sign(self.token, timestamp, nonce, encrypted)

    def open(self, encrypted: str) -> str:
        """The text of a ciphertext. Raises ValueError where it is none of ours."""
        try:
            return str(self._cipher().decrypt(encrypted, self.receiver))
        except Exception as problem:
            raise ValueError("not of this envelope") from problem
