"""What a board says and to whom it belongs; plain values, no database.

A carrier shows what `shown` tells and nothing else: its templates are handed these words, never the facts themselves.
So a board is stale exactly where `shown` of today differs from what was printed, and the keys that differ say why.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

BOARDS = ("a3", "a2", "wall")  # on walls, read from two metres; all of it is on them
CARRIERS = {
    "a3": "公示牌（A3）",
    "a2": "公示牌（A2）",
    "wall": "公示牌（60×90 厘米）",
    "round": "圆形即时贴",
    "square": "方形即时贴",
    "card": "联系卡（一张 A4 十张）",
    "nameplate": "台签",
    "cover": "工作日志封面",
    "loudspeaker": "广播稿",
}
SILENT = ("loudspeaker",)  # read aloud, so that no code is on them
_ADVISER = ("姓名", "类别", "执业证号", "机构", "办公地址", "电话", "照片")
_PLACE = ("区县", "镇街", "村居", "演示")
_SERVICE = ("到村时间", "服务内容", "监督电话", "品牌语", "标志")
_PROMISE = ("承诺", "标准")
_WALL = (*_PLACE, "编码", *_SERVICE, *_PROMISE)
_SMALL = ("姓名", "类别", "机构", "办公地址", "电话")  # of each adviser, where there is no room for more


@dataclass(frozen=True)
class Person:
    """Who serves at a post, in the words that may be read by everybody; the licence is masked already."""

    post: str
    name: str
    kind: str
    licence: str
    institution: str
    office_address: str
    phone: str
    photo: bytes | None = None


@dataclass(frozen=True)
class Facts:
    """What is to be made known of a village."""

    district: str
    township: str
    village: str
    code: str
    a: Person | None
    b: Person | None
    visiting: str  # when the adviser comes, in the village's own words
    content: tuple[str, ...]
    commitments: tuple[str, ...]
    standards: tuple[str, ...]
    supervision: tuple[tuple[str, str], ...]  # who, and the phone
    brand: str = ""
    logo: bytes | None = None
    is_demo: bool = False


@dataclass(frozen=True)
class Paper:
    """One board as it is printed."""

    facts: Facts
    carrier: str
    number: str
    link: str
    version: int
    printed_on: date


_SHOWN = {  # which words of the place, and which of the advisers
    **dict.fromkeys(BOARDS, (_WALL, _ADVISER)),
    "round": ((*_PLACE, *_SERVICE), _SMALL),
    "square": ((*_PLACE, *_SERVICE), _SMALL),
    "card": ((*_PLACE, *_SERVICE), ("姓名", "类别", "机构", "电话")),
    "nameplate": ((*_PLACE, "品牌语", "标志", *_PROMISE), ("姓名", "类别", "机构", "电话", "照片")),
    "cover": ((*_PLACE, "编码", *_SERVICE), ("姓名", "类别", "执业证号", "机构", "办公地址", "电话")),
    "loudspeaker": ((*_PLACE, "到村时间", "服务内容", "监督电话"), ("姓名", "类别", "机构", "电话")),
}


def missing(facts: Facts) -> tuple[str, ...]:
    """What is not there yet of the six disclosures, the commitments and the standards; nothing is printed before."""
    people = [person for person in (facts.a, facts.b) if person]
    lacks = [
        *([] if facts.a and facts.a.name else ["顾问个人信息：A岗还没有人"]),
        *(f"顾问个人信息：{person.name}的{what}还没有填" for person in people for what in _unknown_of(person)),
        *(f"执业机构：{person.name}的机构还没有填" for person in people if not person.institution.strip()),
        *(f"办公地址：{person.name}的机构还没有填办公地址" for person in people if not person.office_address.strip()),
        *([] if facts.village.strip() else ["服务二维码：村居还没有名称"]),
        *([] if any(facts.content) else ["服务内容：还没有填"]),
        *([] if facts.visiting.strip() else ["服务内容：顾问什么时候到村还没有填"]),
        *([] if any(phone.strip() for _, phone in facts.supervision) else ["监督管理：监督电话还没有填"]),
        *([] if any(facts.commitments) else ["承诺：还没有填"]),
        *([] if any(facts.standards) else ["标准：还没有填"]),
    ]
    return tuple(dict.fromkeys(lacks))


def shown(facts: Facts, carrier: str) -> dict[str, str]:
    """Exactly what a carrier shows: two of these differ where the board is stale, and the keys say why."""
    place, adviser = _SHOWN[carrier]
    said = _words(facts)
    told = {name: said[name] for name in place}
    for post, person in (("A岗", facts.a), ("B岗", facts.b)):
        told |= {f"{post}{name}": words for name, words in _words_of(person).items() if name in adviser}
    return told


def pictures(facts: Facts) -> dict[str, bytes]:
    """The photos and the logo by what `shown` calls them."""
    held = (facts.logo, facts.a and facts.a.photo, facts.b and facts.b.photo)
    return {_digest(one): one for one in held if one}


def _unknown_of(person: Person) -> list[str]:
    facts = (("类别", person.kind), ("执业证号", person.licence), ("电话", person.phone))
    return [what for what, words in facts if not words.strip()]


def _words(facts: Facts) -> dict[str, str]:
    return {
        "区县": _line(facts.district),
        "镇街": _line(facts.township),
        "村居": _line(facts.village),
        "编码": _line(facts.code),
        "演示": "演示" if facts.is_demo else "",
        "到村时间": _line(facts.visiting),
        "服务内容": _lines(facts.content),
        "监督电话": _lines(f"{who}　{phone}" for who, phone in facts.supervision if phone.strip()),
        "品牌语": _line(facts.brand),
        "标志": _digest(facts.logo),
        "承诺": _lines(facts.commitments),
        "标准": _lines(facts.standards),
    }


def _words_of(person: Person | None) -> dict[str, str]:
    if person is None:
        return dict.fromkeys(_ADVISER, "")
    said = (person.name, person.kind, person.licence, person.institution, person.office_address, person.phone)
    return dict(zip(_ADVISER, (*map(_line, said), _digest(person.photo)), strict=True))


def _line(words: str) -> str:
    return " ".join(words.split())


def _lines(words: Iterable[str]) -> str:
    return "\n".join(filter(None, map(_line, words)))


def _digest(picture: bytes | None) -> str:
    return hashlib.sha256(picture).hexdigest()[:32] if picture else ""
