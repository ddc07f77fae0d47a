"""省、市自己的政务短信平台: any gateway that takes one text in one HTTP call and answers in JSON.

An officer copies the platform's sheet into Settings: the address, headers and body with {number}, {words} and {once}
where those belong. Each is written in the way of the place it stands in, so that no text can break out of it. A
platform that signs each call by a digest of its parts, or that answers in XML, needs a driver of its own.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

from menkou.channels import addresses
from menkou.channels.errors import Final, Later, Spent, Unclear
from menkou.channels.sms import receipts as said_later
from menkou.channels.sms.codes import ANSWERS, Meaning, Table, by_status
from menkou.channels.sms.paths import pick, plain
from menkou.channels.sms.receipts import Receipt, State
from menkou.channels.sms.texts import Template, mobile, worded

CALL = "sms.http"
TAKEN = b"success"  # what a pushed receipt is answered with; each platform wants its own, most look at 200 alone
METHODS = ("POST", "GET", "PUT")
PLACES = ("number", "words", "once")
PLACE = re.compile(r"\{(number|words|once)\}")
HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
JSON, FORM, XML = "application/json", "application/x-www-form-urlencoded", "text/xml"
CHARSETS = ("utf-8", "gb18030")
WORDS = {
    Later: "平台正忙，稍后自动再发。",
    Spent: "超过了平台的次数或总量限制，到时自动再发。",
    Final: "这个号码收不到短信。",
    Unclear: "平台没有说清是否已发出。",
}


@dataclass(frozen=True)
class Reports:
    """How the platform's receipts read: where the list stands, and in each of its parts id, outcome and reason."""

    id: str
    outcome: str
    delivered: str  # the outcome that means 已送达
    reason: str = ""
    listed: str = ""


@dataclass(frozen=True)
class Settings:
    """The platform's sheet. `success` is what stands at `outcome` in its answer where it took the text."""

    url: str
    outcome: str
    success: str
    body: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    method: str = "POST"
    mime: str = JSON
    charset: str = "utf-8"
    sign: str = ""  # nothing where the platform adds its own
    receipt: str = ""  # where the id of its receipt stands; nothing where it echoes {once}
    later: frozenset[str] = frozenset()  # outcomes by class; any other is Wrong
    spent: frozenset[str] = frozenset()
    final: frozenset[str] = frozenset()
    unclear: frozenset[str] = frozenset()
    reports: Reports | None = None
    permits: addresses.Permits = addresses.NONE

    @property
    def codes(self) -> Table:
        """Its outcomes with their classes."""
        classes = ((Later, self.later), (Spent, self.spent), (Final, self.final), (Unclear, self.unclear))
        return Table({code: Meaning(kind, WORDS[kind]) for kind, codes in classes for code in codes})


def faults(settings: Settings) -> list[str]:
    """What is wrong with a sheet, in sentences for the officer; nothing where it may be tried."""
    said = []
    try:
        addresses.parse(CALL, _placed(settings.url, dict.fromkeys(PLACES, "0"), _in_query), settings.permits)
    except addresses.NotAllowed as refused:
        said.append(refused.words)
    if PLACE.search(settings.url.partition("?")[0]):
        said.append("网址里只有“?”后面可以写 {number}、{words}、{once}。")
    if settings.method not in METHODS:
        said.append("方法只能是 POST、GET 或 PUT。")
    if settings.mime not in (JSON, FORM, XML) or settings.charset not in CHARSETS:
        said.append("内容类型只能是 JSON、表单或 XML，编码只能是 utf-8 或 gb18030。")
    if not all(HEADER.fullmatch(name) and _fits(value) for name, value in settings.headers.items()):
        said.append("请求头的名称或内容有不能用的字符，内容里不要有中文和换行。")
    everything = settings.url + settings.body
    said += [f"网址和内容里都没有 {{{place}}}。" for place in ("number", "words") if f"{{{place}}}" not in everything]
    if not settings.outcome or not settings.success:
        said.append("请填写返回结果里哪一项是结果、写着什么算成功。")
    if not settings.receipt and "{once}" not in everything:
        said.append("请填写回执编号在哪一项，或在内容里放 {once}，否则收不到是否送达。")
    return said


def send(settings: Settings, number: str, template: Template, values: Mapping[str, str], once: str) -> str:
    """Hand over one text; the id of its receipt. Raises Failed, ValueError as sms.send."""
    placed = {"number": mobile(CALL, number), "words": worded(template, values, settings.sign), "once": once}
    written = {JSON: _in_json, FORM: _in_form(settings.charset), XML: _in_xml}[settings.mime]
    body = _placed(settings.body, placed, written).encode(settings.charset) if settings.body else None
    headers = {name: _placed(value, {**placed, "words": ""}, str) for name, value in settings.headers.items()}
    came = addresses.send(
        CALL,
        settings.method,
        _placed(settings.url, placed, lambda word: _in_query(word, settings.charset)),
        settings.permits,
        content=body,
        headers=headers | ({"Content-Type": f"{settings.mime}; charset={settings.charset}"} if body else {}),
        accepts=ANSWERS,
    )
    try:
        answer = json.loads(came.content.decode(settings.charset, "replace"))
        outcome = plain(pick(answer, settings.outcome))
    except (ValueError, RecursionError):
        raise by_status(CALL, came) from None
    if not outcome:
        raise by_status(CALL, came)
    if outcome != settings.success:
        raise settings.codes.failed(CALL, outcome)
    return (plain(pick(answer, settings.receipt)) if settings.receipt else "") or once


def receipts(settings: Settings, body: bytes) -> list[Receipt]:
    """What the platform pushes, as its sheet says. Raises Unreadable."""
    return reported(settings.reports, body)


def reported(reports: Reports | None, body: bytes) -> list[Receipt]:
    """The same, of the part of the sheet that is about receipts. Raises Unreadable, also where there is none."""
    if not reports:
        raise said_later.Unreadable
    return [_receipt(reports, one) for one in said_later.read(_listed(reports, body))]


def _listed(reports: Reports, body: bytes) -> bytes:
    if not reports.listed or len(body) > said_later.MOST:
        return body
    try:
        return json.dumps(pick(json.loads(body), reports.listed)).encode()
    except (ValueError, RecursionError) as error:
        raise said_later.Unreadable from error


def _receipt(reports: Reports, one: Mapping[str, Any]) -> Receipt:
    number = said_later.word(plain(pick(one, reports.id)), said_later.LONGEST_ID)
    outcome = said_later.word(plain(pick(one, reports.outcome)))
    if not number or not outcome:
        raise said_later.Unreadable
    state = State.DELIVERED if outcome == reports.delivered else State.FAILED
    reason = said_later.word(plain(pick(one, reports.reason))) if reports.reason else outcome
    return Receipt(number, state, reason)


def _placed(pattern: str, placed: Mapping[str, str], written: Any) -> str:
    return PLACE.sub(lambda found: written(placed[found[1]]), pattern)


def _fits(value: str) -> bool:
    return value.isascii() and value.isprintable()


def _in_json(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _in_form(charset: str) -> Any:
    return lambda word: quote_plus(word, encoding=charset)


def _in_xml(word: str) -> str:
    return escape(word, {'"': "&quot;", "'": "&apos;"})


def _in_query(word: str, charset: str = "utf-8") -> str:
    return quote(word, safe="", encoding=charset)
