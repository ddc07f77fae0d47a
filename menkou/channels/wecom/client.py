"""What every part of 企业微信 asks in the same way: thin, with plain values, and every bad end raised as Failed.

`token` is what `get_token` gave; it stands in the address, as the platform wants it, and so in no log and no error.
"""

from collections.abc import Mapping
from typing import Any

from menkou.channels import calling
from menkou.channels.calling import Received
from menkou.channels.errors import Unclear
from menkou.channels.wecom.codes import CODES, CODES_OF_SECRETS

BASE = "https://qyapi.weixin.qq.com"
NO_MEDIA = frozenset({"text/html", "application/xhtml+xml"})


def get_token(corpid: str, secret: str, *, base: str = BASE) -> tuple[str, int]:
    """The token of one application, and for how many seconds it is good (获取 access_token).

    Asking again within that time gives the same one; it may end earlier, and then a call raises Stale.
    """
    params = {"corpid": corpid, "corpsecret": secret}
    said = calling.ask("gettoken", f"{base}/cgi-bin/gettoken", codes=CODES_OF_SECRETS, params=params)
    return word("gettoken", said, "access_token"), whole("gettoken", said, "expires_in")


def post(call: str, path: str, token: str, body: Mapping[str, Any], base: str) -> dict[str, Any]:
    """One call with a token. Raises Failed."""
    return calling.ask(call, f"{base}/cgi-bin/{path}", codes=CODES, params={"access_token": token}, body=body)


def media_get(token: str, media_id: str, *, base: str = BASE) -> Received:
    """素材: a picture or clip of voice that a person sent; kept there for 3 days. Raises Final where it is gone."""
    params = {"access_token": token, "media_id": media_id}
    came = calling.send("media_get", "GET", f"{base}/cgi-bin/media/get", params=params, most=calling.MOST_MEDIA)
    if came.content.lstrip().startswith(b"{") or came.mime == "application/json":
        calling.read("media_get", came, CODES)
        raise Unclear("media_get", "words instead of media")
    if came.mime in NO_MEDIA or not came.content:
        raise Unclear("media_get", came.status)
    return came


def media_upload(token: str, sort: str, content: bytes, *, name: str, mime: str, base: str = BASE) -> str:
    """临时素材: bring a picture (`image`, JPG or PNG of at most 10 MB) or voice (`voice`, AMR of at most 2 MB and 60 s) there.

    Its media_id is good for 3 days.
    """
    came = calling.send(
        "media_upload",
        "POST",
        f"{base}/cgi-bin/media/upload",
        params={"access_token": token, "type": sort},
        files={"media": (name, content, mime)},
    )
    return word("media_upload", calling.read("media_upload", came, CODES), "media_id")


def word(call: str, said: Mapping[str, Any], name: str) -> str:
    """A field that the answer must have. Raises Unclear where it has not."""
    value = said.get(name)
    if not isinstance(value, str) or not value:
        raise Unclear(call, f"no {name}")
    return value


def whole(call: str, said: Mapping[str, Any], name: str) -> int:
    """A number that the answer must have, as a number or its digits. Raises Unclear where it has not."""
    value = str(said.get(name))
    if not value.isascii() or not value.isdecimal():
        raise Unclear(call, f"no {name}")
    return int(value)
