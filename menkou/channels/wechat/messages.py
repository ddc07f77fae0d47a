"""What 公众号 brings, told in the words of `menkou.channels.arrived` (security.md 4.1)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256

from menkou.channels import xml
from menkou.channels.arrived import Arrived, Kind, Unreadable, key_of

SENT = {
    "text": Kind.TEXT,
    "image": Kind.PHOTO,
    "voice": Kind.VOICE,
    "video": Kind.VIDEO,
    "shortvideo": Kind.VIDEO,
    "location": Kind.LOCATION,
    "link": Kind.LINK,
}
HAPPENED = {
    "subscribe": Kind.FOLLOW,
    "unsubscribe": Kind.UNFOLLOW,
    "scan": Kind.SCAN,
    "click": Kind.CLICK,
    "view": Kind.VIEW,
    "view_miniprogram": Kind.VIEW,
    "subscribe_msg_popup_event": Kind.NOTICE,  # 订阅: said yes or no
    "subscribe_msg_change_event": Kind.NOTICE,  # took a yes back
    "subscribe_msg_sent_event": Kind.NOTICE,  # how a notice ended
    "templatesendjobfinish": Kind.NOTICE,  # the same of those in the old form
}  # LOCATION, where somebody is while they chat, stays OTHER and its numbers are not told: nobody is tracked
ENDED = frozenset({"subscribe_msg_sent_event", "templatesendjobfinish"})
BY_CODE = "qrscene_"
YES = "accept"
NUMBERS = ("MsgID", "MsgId")  # the platform writes both
NOT_TOLD = frozenset(
    ("ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "Event", "EventKey", "Content", "Ticket")
    + ("MediaId", "Format", "Recognition", "PicUrl", "ThumbMediaId", "bizmsgmenuid")
    + ("Latitude", "Longitude", "Precision")
)  # has a place of its own, or we have no use for it


def parse(plain: bytes) -> Arrived:
    """The message or event in an opened envelope. Raises Unreadable where nobody says when that they sent it.

    What is not known becomes OTHER: a platform adds kinds without asking.
    """
    fields = xml.read(plain)
    sender, sort = _word(fields, "FromUserName"), _word(fields, "MsgType").lower()
    if not sender or not sort:
        raise Unreadable
    at = _moment(_word(fields, "CreateTime"))
    event = _word(fields, "Event") if sort == "event" else ""
    clicked = _word(fields, "bizmsgmenuid") if sort == "text" else ""  # 菜单消息: an item of it counts as a click
    kind = Kind.CLICK if clicked else HAPPENED.get(event.lower()) if event else SENT.get(sort)
    kind = Kind.LOST if event.lower() in ENDED and _has_failed(fields) else kind
    return Arrived(
        kind=kind or Kind.OTHER,
        sender=sender,
        key=_key(plain, fields, sender, event),
        at=at,
        account=_word(fields, "ToUserName"),
        event=event or sort,
        text=_text(fields, sort),
        media_id=_word(fields, "MediaId"),
        media_format=_word(fields, "Format").lower(),
        heard=_word(fields, "Recognition"),
        scene=_scene(kind, _word(fields, "EventKey")),
        choice=clicked or (_word(fields, "EventKey") if event and kind not in (Kind.FOLLOW, Kind.SCAN) else ""),
        consents=_consents(fields) if kind is Kind.NOTICE else {},
        facts={name: value for name, value in _facts(fields).items() if name not in NOT_TOLD},
    )


def _word(fields: Mapping[str, object], name: str) -> str:
    """A field's text; empty where it is absent, or is no text."""
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def _moment(seconds: str) -> datetime:
    if not seconds.isascii() or not seconds.isdecimal() or len(seconds) > 11:
        raise Unreadable
    return datetime.fromtimestamp(int(seconds), UTC)


def _key(plain: bytes, fields: xml.Fields, sender: str, event: str) -> str:
    """What is the same for every repeat. A MsgId alone is not: two people may have the same (security.md 0.3)."""
    moment = _number(_word(fields, "CreateTime"))
    if event:
        notices = sorted(_number(said) for name in NUMBERS for said in xml.everywhere(fields, name))
        if notices and event.lower() in ENDED:  # a notice ends once, whenever that is said; and two may in one second
            return key_of("event", sender, event, *notices)
        return key_of("event", sender, moment, event, _word(fields, "EventKey"), *notices)
    if number := _number(_word(fields, "MsgId")):
        return key_of("message", sender, number)
    return key_of("message", sender, moment, sha256(plain).hexdigest())


def _has_failed(fields: xml.Fields) -> bool:
    """Whether a notice did not arrive: a code that is not 0 (订阅通知), a status that is not success (the old form)."""
    codes = [said.strip() for said in xml.everywhere(fields, "ErrorCode")]
    states = [said.strip().lower() for said in xml.everywhere(fields, "Status")]
    return any(code and _number(code) != "0" for code in codes) or any(one and one != "success" for one in states)


def _number(said: str) -> str:
    """A number as it is written in one way only: without zeros before it. What is no number stays as it is."""
    bare = said.strip()
    return (bare.lstrip("0") or "0") if bare.isascii() and bare.isdecimal() else bare


def _text(fields: xml.Fields, sort: str) -> str:
    """What a person would say was said: a text as it is, of a place its name, of a link its title and address."""
    if sort == "text":
        content = fields.get("Content")
        return content if isinstance(content, str) else ""
    if sort == "location":
        return _word(fields, "Label")
    if sort == "link":
        return "\n".join(filter(None, (_word(fields, name) for name in ("Title", "Description", "Url"))))
    return ""


def _scene(kind: Kind | None, key: str) -> str:
    if kind is Kind.FOLLOW:  # other ways of following have other keys
        return key.removeprefix(BY_CODE) if key.startswith(BY_CODE) else ""
    return key if kind is Kind.SCAN else ""


def _consents(fields: xml.Fields) -> dict[str, bool]:
    """Yes or no to each template of notices. Of two answers about one, no stands."""
    said: dict[str, bool] = {}
    for group in xml.groups(fields, "SubscribeStatusString"):
        template = _word(group, "TemplateId")
        said[template] = said.get(template, True) and _word(group, "SubscribeStatusString").lower() == YES
    return said


def _facts(fields: xml.Fields) -> dict[str, str]:
    """The rest by the platform's names, flat; of a name that comes twice, the first."""
    told: dict[str, str] = {}
    for name, value in fields.items():
        if isinstance(value, str):
            told.setdefault(name, value.strip())
        for inner in value if isinstance(value, list) else [value]:
            for deeper, said in _facts(inner).items() if isinstance(inner, dict) else ():
                told.setdefault(deeper, said)
    return told
