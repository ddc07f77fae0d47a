"""A request and a response as the routes see them, and the three ways to say no."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl


class Refused(Exception):  # noqa: N818 - the platform's word for it
    """The platform's no: HTTP 200 with errcode and errmsg, and facts beside them."""

    def __init__(self, errcode: int, errmsg: str, **facts: Any) -> None:
        super().__init__(errcode, errmsg)
        self.errcode, self.errmsg, self.facts = errcode, errmsg, facts


class Wrong(Exception):  # noqa: N818
    """What was asked of the control API makes no sense: 400 with a sentence."""


class Missing(Exception):  # noqa: N818
    """There is no such thing: 404."""


@dataclass
class Upload:
    """A file of a form."""

    name: str
    filename: str
    content_type: str
    content: bytes


@dataclass
class Request:
    """One request. `query` has the first value of each name; `rest` the segments after a route that ends with /*."""

    method: str
    path: str
    query: dict[str, str]
    headers: Message
    body: bytes = b""
    peer: str = "127.0.0.1"
    host: str = "127.0.0.1"
    rest: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """The body as a JSON object. Raises Refused 47001 where it is none, as the platform does."""
        try:
            read = json.loads(self.body or b"{}")
        except ValueError:
            raise Refused(47001, "data format error") from None
        if not isinstance(read, dict):
            raise Refused(47001, "data format error")
        return read

    def form(self) -> dict[str, str]:
        """A form's fields, urlencoded."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def uploads(self) -> list[Upload]:
        """The files of a multipart body, in order."""
        kind = self.headers.get("Content-Type", "")
        if not kind.startswith("multipart/form-data"):
            return []
        read = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + self.body)
        return [
            Upload(
                str(part.get_param("name", "", "content-disposition")),
                part.get_filename() or "",
                part.get_content_type(),
                bytes(part.get_payload(decode=True) or b""),
            )
            for part in read.iter_parts()  # type: ignore[attr-defined]
        ]

    def cookie(self, name: str) -> str:
        """A cookie's value, or nothing."""
        found = SimpleCookie(self.headers.get("Cookie", "")).get(name)
        return found.value if found else ""


@dataclass
class Response:
    """One answer. `facts` stays what it said as JSON, for faults that bend it."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] | None = None


def answer(facts: dict[str, Any] | list[Any], status: int = 200) -> Response:
    """Facts as JSON, Chinese as itself."""
    text = json.dumps(facts, ensure_ascii=False)
    return Response(text.encode(), status, facts=facts if isinstance(facts, dict) else None)


def done(**facts: Any) -> Response:
    """The platform's yes: errcode 0 and errmsg ok, with facts beside them."""
    return answer({"errcode": 0, "errmsg": "ok", **facts})


def page(text: str, status: int = 200) -> Response:
    """An HTML page."""
    return Response(text.encode(), status, "text/html; charset=utf-8")


def redirect(address: str) -> Response:
    """302 to an address."""
    return Response(b"", 302, "text/plain", {"Location": address})


Handler = Callable[[Any, Request], Response]
