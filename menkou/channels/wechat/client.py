"""What we ask of 公众号's servers (security.md 4.2): thin, with plain values, and every bad end raised as Failed.

`token` is what `stable_token` gave; it stands in the address, as the platform wants it, and so in no log and no error.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from menkou.channels import calling
from menkou.channels.calling import Received
from menkou.channels.errors import Unclear, Wrong
from menkou.channels.wechat.codes import CODES, CODES_OF_SECRETS

BASE = "https://api.weixin.qq.com"
BASE_OPEN = "https://open.weixin.qq.com"
BASE_MP = "https://mp.weixin.qq.com"
STATE = re.compile(r"[a-zA-Z0-9]{1,128}", re.ASCII)
MOST_SCENE = 64  # characters of a scene_str
MOST_TITLE, MOST_WORDS = 15, 200  # characters of a 一次性订阅消息
NO_MEDIA = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True)
class OAuth:
    """网页授权: who opened a page in WeChat. A snapshot's openid is a made-up one, and must never be bound."""

    openid: str = field(repr=False)
    is_snapshot: bool


@dataclass(frozen=True)
class Code:
    """带参数二维码: what its picture says, and the ticket by which the platform draws it."""

    url: str
    ticket: str = field(repr=False)


def stable_token(appid: str, secret: str, *, force: bool = False, base: str = BASE) -> tuple[str, int]:
    """The token of an account, and for how many seconds it is good (稳定版接口调用凭据).

    Asking again changes nothing; `force` does, and is allowed 20 times a day, 30 s apart.
    """
    body = {"grant_type": "client_credential", "appid": appid, "secret": secret, "force_refresh": force}
    said = calling.ask("stable_token", f"{base}/cgi-bin/stable_token", codes=CODES_OF_SECRETS, body=body)
    return _text("stable_token", said, "access_token"), _seconds("stable_token", said, "expires_in")


def send_text(token: str, openid: str, words: str, *, base: str = BASE) -> None:
    """客服消息: a text of at most 2,048 bytes; longer ones are cut by `menkou.channels.pieces`."""
    _custom(token, openid, "text", {"content": words}, base)


def send_image(token: str, openid: str, media_id: str, *, base: str = BASE) -> None:
    """客服消息: a picture that `media_upload` brought there."""
    _custom(token, openid, "image", {"media_id": media_id}, base)


def send_voice(token: str, openid: str, media_id: str, *, base: str = BASE) -> None:
    """客服消息: a clip of voice that `media_upload` brought there."""
    _custom(token, openid, "voice", {"media_id": media_id}, base)


def typing(token: str, openid: str, *, on: bool = True, base: str = BASE) -> None:
    """正在输入: shown, or not any more. Costs no message; only within 30 s of the person's last one."""
    body = {"touser": openid, "command": "Typing" if on else "CancelTyping"}
    _post("typing", "message/custom/typing", token, body, base)


def notify(
    token: str,
    openid: str,
    template_id: str,
    data: Mapping[str, str],
    *,
    page: str = "",
    base: str = BASE,
) -> None:
    """订阅通知: one notice to somebody who said yes to its template. `page` is an address that it opens.

    A notice has no key of its own there: sent again after Unclear, it may come twice.
    """
    body: dict[str, Any] = {"touser": openid, "template_id": template_id}
    body |= {"page": page} if page else {}
    body["data"] = {name: {"value": value} for name, value in data.items()}
    _post("notify", "message/subscribe/bizsend", token, body, base)


def notify_once(
    token: str, openid: str, template_id: str, title: str, words: str, *, scene: int, page: str = "", base: str = BASE
) -> None:
    """一次性订阅消息: the one message that somebody said yes to under this scene. `page` is an address that it opens.

    It goes to whoever does not follow as well. Raises ValueError where title or words are too long.
    """
    if not (0 < len(title) <= MOST_TITLE and 0 < len(words) <= MOST_WORDS):
        raise ValueError("a title has 1 to 15 characters, what it says 1 to 200")
    body: dict[str, Any] = {"touser": openid, "template_id": template_id, "scene": str(scene), "title": title}
    body |= {"url": page} if page else {}
    body["data"] = {"content": {"value": words}}
    _post("notify_once", "message/template/subscribe", token, body, base)


def consent_url(
    appid: str, template_id: str, redirect: str, reserved: str, *, scene: int, base_mp: str = BASE_MP
) -> str:
    """一次性订阅消息: where a browser inside WeChat is asked for a yes, from where it comes back to `redirect`.

    It brings action (confirm or cancel), template_id, scene and `reserved`, and with a yes the openid. Raises
    ValueError where `reserved` is not 1 to 128 letters and digits.
    """
    if not STATE.fullmatch(reserved):
        raise ValueError("a state has 1 to 128 letters and digits")
    asked = {"action": "get_confirm", "appid": appid, "scene": scene, "template_id": template_id}
    asked |= {"redirect_url": redirect, "reserved": reserved}
    return f"{base_mp}/mp/subscribemsg?{urlencode(asked)}#wechat_redirect"


def media_get(token: str, media_id: str, *, base: str = BASE) -> Received:
    """素材: a picture or clip of voice that a person sent; kept there for 3 days. Raises Final where it is gone."""
    params = {"access_token": token, "media_id": media_id}
    came = calling.send("media_get", "GET", f"{base}/cgi-bin/media/get", params=params, most=calling.MOST_MEDIA)
    if _is_json(came):
        calling.read("media_get", came, CODES)
        raise Wrong("media_get", "an address instead of media")  # of a video: not fetched
    if came.mime in NO_MEDIA or not came.content:
        raise Unclear("media_get", came.status)
    return came


def media_upload(token: str, sort: str, content: bytes, *, name: str, mime: str, base: str = BASE) -> str:
    """临时素材: bring a picture (`image`) or voice (`voice`, AMR or MP3 of at most 60 s) there; its media_id, for 3 days."""
    params = {"access_token": token, "type": sort}
    came = calling.send(
        "media_upload",
        "POST",
        f"{base}/cgi-bin/media/upload",
        params=params,
        files={"media": (name, content, mime)},
    )
    return _text("media_upload", calling.read("media_upload", came, CODES), "media_id")


def qr_code(token: str, scene: str, *, for_s: int | None = None, base: str = BASE) -> Code:
    """带参数二维码: a code whose scans bring `scene` (at most 64 characters); lasting, or for some seconds (30 days at most).

    An account may have 100,000 lasting ones. Raises ValueError for a scene that does not fit.
    """
    if not 0 < len(scene) <= MOST_SCENE:
        raise ValueError("a scene has 1 to 64 characters")
    sort = {"action_name": "QR_LIMIT_STR_SCENE"} if for_s is None else {"action_name": "QR_STR_SCENE"}
    body = {**sort, "action_info": {"scene": {"scene_str": scene}}} | ({"expire_seconds": for_s} if for_s else {})
    said = _post("qr_code", "qrcode/create", token, body, base)
    return Code(_text("qr_code", said, "url"), _text("qr_code", said, "ticket"))


def authorize_url(appid: str, redirect: str, state: str, *, base_open: str = BASE_OPEN) -> str:
    """网页授权: where to send a browser inside WeChat, so that it comes back to `redirect` with a code, silently.

    Raises ValueError where the state is not 1 to 128 letters and digits. The order of the parameters is prescribed.
    """
    if not STATE.fullmatch(state):
        raise ValueError("a state has 1 to 128 letters and digits")
    asked = {"appid": appid, "redirect_uri": redirect, "response_type": "code", "scope": "snsapi_base", "state": state}
    return f"{base_open}/connect/oauth2/authorize?{urlencode(asked)}#wechat_redirect"


def oauth_openid(appid: str, secret: str, code: str, *, base: str = BASE) -> OAuth:
    """网页授权: whose browser came back with this code: good once, for 5 min. Raises Final where it is used or too old."""
    params = {"appid": appid, "secret": secret, "code": code, "grant_type": "authorization_code"}
    codes = calling.Codes(CODES.later, CODES.spent, final=CODES.final)  # 40001 is a wrong AppSecret here
    said = calling.ask("oauth", f"{base}/sns/oauth2/access_token", codes=codes, params=params)
    return OAuth(_text("oauth", said, "openid"), str(said.get("is_snapshotuser", 0)) not in ("0", "False", "None"))


def callback_ips(token: str, *, base: str = BASE) -> tuple[str, ...]:
    """推送服务器 IP: where callbacks come from. They change: a sign, never a rule."""
    params = {"access_token": token}
    said = calling.ask("callback_ips", f"{base}/cgi-bin/getcallbackip", codes=CODES, params=params)
    listed = said.get("ip_list")
    if not isinstance(listed, list):
        raise Unclear("callback_ips", "no ip_list")
    return tuple(str(address) for address in listed)


def _custom(token: str, openid: str, sort: str, what: Mapping[str, str], base: str) -> None:
    _post("send", "message/custom/send", token, {"touser": openid, "msgtype": sort, sort: what}, base)


def _post(call: str, path: str, token: str, body: Mapping[str, Any], base: str) -> dict[str, Any]:
    return calling.ask(call, f"{base}/cgi-bin/{path}", codes=CODES, params={"access_token": token}, body=body)


def _is_json(came: Received) -> bool:
    """Whether it is an answer in words: errors come as text/plain too."""
    if not came.content.lstrip().startswith(b"{"):
        return came.mime == "application/json"
    try:
        return isinstance(json.loads(came.content), dict)
    except (ValueError, RecursionError):
        return False


def _text(call: str, said: Mapping[str, Any], name: str) -> str:
    """A field that the answer must have. Raises Unclear where it has not."""
    value = said.get(name)
    if not isinstance(value, str) or not value:
        raise Unclear(call, f"no {name}")
    return value


def _seconds(call: str, said: Mapping[str, Any], name: str) -> int:
    value = said.get(name)
    if not str(value).isdecimal():
        raise Unclear(call, f"no {name}")
    return int(str(value))
