"""What we ask of 微信客服 (security.md 4.3): thin, with plain values, and every bad end raised as Failed.

A message may be given a `msgid` of our own: sent again after Unclear with the same one, it may still come twice, but
the platform's word that it was lost names it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from menkou.channels.errors import Final, Unclear
from menkou.channels.kf.states import State
from menkou.channels.wecom.client import BASE, media_get, media_upload, post, whole, word
from menkou.channels.wecom.codes import OLD_CALLBACK

__all__ = ["BASE", "media_get", "media_upload"]  # the same as everywhere in 企业微信

MOST_OF_A_PAGE = 1000
MOST_SCENE_PARAM = 128  # bytes
AMR = 0  # voice_format: 0 AMR, 1 SILK
NAME = re.compile(r"[0-9A-Za-z_-]{1,32}", re.ASCII)  # of a msgid, and of a scene
PARAM = re.compile(r"[0-9A-Za-z_.~-]+", re.ASCII)  # what stays as it is however often it is encoded or decoded


@dataclass(frozen=True)
class SyncPage:
    """One page 一页消息: items for `kf.messages.arrived`, and where the next one begins. Fewer than asked is no end."""

    messages: tuple[Mapping[str, Any], ...] = field(repr=False)
    next_cursor: str
    has_more: bool


@dataclass(frozen=True)
class Session:
    """会话: its state, None where the platform knows one that we do not; and who answers, in HUMAN."""

    state: State | None
    servicer: str


def sync_page(
    token: str,
    open_kfid: str,
    *,
    cursor: str = "",
    callback_token: str = "",
    limit: int = MOST_OF_A_PAGE,
    base: str = BASE,
) -> SyncPage:
    """读取消息: the page behind `cursor`, of the last three days; keep page and cursor in one transaction.

    Without the token of a callback the platform allows it rarely; with one that is too old it is asked without.
    """
    body = {"open_kfid": open_kfid, "limit": limit, "voice_format": AMR}
    body |= {"cursor": cursor} if cursor else {}
    try:
        said = post("sync_msg", "kf/sync_msg", token, body | _token(callback_token), base)
    except Final as error:
        if not callback_token or str(error.code) != str(OLD_CALLBACK):
            raise
        said = post("sync_msg", "kf/sync_msg", token, body, base)
    return _page(said, cursor)


def send_text(token: str, open_kfid: str, customer: str, words: str, *, msgid: str = "", base: str = BASE) -> str:
    """发送消息: a text of at most 2,048 bytes (longer ones are cut by `menkou.channels.pieces`); its msgid.

    Raises Final with codes.SESSION where the state of the conversation is wrong: see `kf.states`.
    """
    return _send(token, open_kfid, customer, "text", {"content": words}, msgid, base)


def send_image(token: str, open_kfid: str, customer: str, media_id: str, *, msgid: str = "", base: str = BASE) -> str:
    """发送图片: one that `media_upload` brought there; its msgid."""
    return _send(token, open_kfid, customer, "image", {"media_id": media_id}, msgid, base)


def send_voice(token: str, open_kfid: str, customer: str, media_id: str, *, msgid: str = "", base: str = BASE) -> str:
    """发送语音: a clip that `media_upload` brought there; its msgid."""
    return _send(token, open_kfid, customer, "voice", {"media_id": media_id}, msgid, base)


def send_link(
    token: str,
    open_kfid: str,
    customer: str,
    address: str,
    title: str,
    thumb_media_id: str,
    *,
    about: str = "",
    msgid: str = "",
    base: str = BASE,
) -> str:
    """发送图文链接: title at most 128 bytes, `about` 512, and a picture that the platform insists on; its msgid."""
    link = {"title": title, "desc": about, "url": address, "thumb_media_id": thumb_media_id}
    return _send(token, open_kfid, customer, "link", link, msgid, base)


def send_menu(
    token: str,
    open_kfid: str,
    customer: str,
    words: str,
    choices: Iterable[tuple[str, str]],
    *,
    msgid: str = "",
    base: str = BASE,
) -> str:
    """发送菜单消息: words, and under them choices to tap: (our key, what it says); what is tapped arrives as CLICK."""
    listed = [{"type": "click", "click": {"id": key, "content": said}} for key, said in choices]
    return _send(token, open_kfid, customer, "msgmenu", {"head_content": words, "list": listed}, msgid, base)


def send_on_event(token: str, code: str, words: str, *, msgid: str = "", base: str = BASE) -> str:
    """欢迎语、结束语: one text in answer to an event, by its code, within 20 s; counts against no allowance. Its msgid."""
    body: dict[str, Any] = {"code": code, "msgtype": "text", "text": {"content": words}} | _msgid(msgid)
    return _echo(post("send_on_event", "kf/send_msg_on_event", token, body, base), msgid)


def service_state(token: str, open_kfid: str, customer: str, *, base: str = BASE) -> Session:
    """获取会话状态: whose turn it is."""
    body = {"open_kfid": open_kfid, "external_userid": customer}
    said = post("service_state", "kf/service_state/get", token, body, base)
    number = whole("service_state", said, "service_state")
    servicer = said.get("servicer_userid")
    return Session(State(number) if number in list(State) else None, servicer if isinstance(servicer, str) else "")


def trans_state(token: str, open_kfid: str, customer: str, to: State, *, servicer: str = "", base: str = BASE) -> str:
    """变更会话状态; gives the code for `send_on_event`, empty where there is none. To HUMAN, `servicer` is needed."""
    body: dict[str, Any] = {"open_kfid": open_kfid, "external_userid": customer, "service_state": int(to)}
    body |= {"servicer_userid": servicer} if servicer else {}
    code = post("trans_state", "kf/service_state/trans", token, body, base).get("msg_code")
    return code if isinstance(code, str) else ""


def contact_way(token: str, open_kfid: str, scene: str, *, base: str = BASE) -> str:
    """获取客服账号链接: an address that opens the chat, for a board or a page; `scene` is 1 to 32 letters, digits, _ and -.

    Raises ValueError for a scene that does not fit.
    """
    if not NAME.fullmatch(scene):
        raise ValueError("a scene has 1 to 32 letters and digits")
    said = post("contact_way", "kf/add_contact_way", token, {"open_kfid": open_kfid, "scene": scene}, base)
    return word("contact_way", said, "url")


def with_scene_param(address: str, param: str) -> str:
    """The address of `contact_way` that brings `param` along, such as a board's number: Arrived.scene of an ENTER.

    Raises ValueError where it is empty, longer than 128 bytes, or would have to be encoded: nobody says how often the
    platform decodes.
    """
    if not PARAM.fullmatch(param) or len(param) > MOST_SCENE_PARAM:
        raise ValueError("a scene_param has 1 to 128 letters and digits")
    front, hash_, behind = address.partition("#")
    return f"{front}{'&' if '?' in front else '?'}scene_param={param}{hash_}{behind}"


def _send(token: str, open_kfid: str, customer: str, sort: str, what: Mapping[str, Any], msgid: str, base: str) -> str:
    body = {"touser": customer, "open_kfid": open_kfid, "msgtype": sort, sort: what} | _msgid(msgid)
    return _echo(post("kf_send", "kf/send_msg", token, body, base), msgid)


def _msgid(msgid: str) -> dict[str, str]:
    if msgid and not NAME.fullmatch(msgid):
        raise ValueError("a msgid has at most 32 letters and digits")
    return {"msgid": msgid} if msgid else {}


def _echo(said: Mapping[str, Any], msgid: str) -> str:
    """The msgid by which the platform speaks of it; ours where it does not say."""
    echoed = said.get("msgid")
    return echoed if isinstance(echoed, str) and echoed else msgid


def _token(callback_token: str) -> dict[str, str]:
    return {"token": callback_token} if callback_token else {}


def _page(said: Mapping[str, Any], cursor: str) -> SyncPage:
    """Raises Unclear where more is promised and nobody says from where: asking again would never end."""
    listed, following, more = said.get("msg_list", []), said.get("next_cursor") or cursor, said.get("has_more", 0)
    has_more = str(more).lower() not in ("0", "false", "none", "")
    if not isinstance(listed, list) or not isinstance(following, str) or (has_more and following == cursor):
        raise Unclear("sync_msg", "no next_cursor")
    return SyncPage(tuple(item for item in listed if isinstance(item, Mapping)), following, has_more)
