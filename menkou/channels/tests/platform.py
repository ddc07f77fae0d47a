"""A platform's server on this machine: it answers what it is told to, badly if it is told so, and notes what was asked."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Asked:
    method: str
    path: str
    params: dict[str, str]
    mime: str
    body: bytes = field(repr=False)

    @property
    def told(self) -> Any:
        return json.loads(self.body)


@dataclass
class Platform:
    base: str
    status: int = 200
    answer: bytes | dict = field(default_factory=dict)
    mime: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    says_it_is: int | None = None  # bytes, where it says another length than it sends
    drip_s: float = 0  # between one byte and the next
    hangs_up: bool = False
    asked: list[Asked] = field(default_factory=list)

    def says(self, **fields: Any) -> None:
        """Answer so from now on."""
        for name, value in fields.items():
            assert hasattr(self, name)
            setattr(self, name, value)

    @property
    def content(self) -> bytes:
        return json.dumps(self.answer).encode() if isinstance(self.answer, dict) else self.answer


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A caller who went away is what is tested."""


class Handler(BaseHTTPRequestHandler):
    platform: Platform

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts, mime = urlsplit(self.path), self.headers.get("Content-Type", "")
        self.platform.asked.append(Asked(self.command, parts.path, dict(parse_qsl(parts.query)), mime, body))
        if not self.platform.hangs_up:
            self.answer(self.platform, self.platform.content)

    do_POST = do_GET

    def answer(self, platform: Platform, said: bytes):
        self.send_response(platform.status)
        length = platform.says_it_is or len(said)
        for name, value in {"Content-Type": platform.mime, "Content-Length": str(length), **platform.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        for part in (said,) if not platform.drip_s else (said[n : n + 1] for n in range(len(said))):
            self.wfile.write(part)
            time.sleep(platform.drip_s)

    def log_message(self, *_):
        """Nothing into the tests' output."""


@contextmanager
def a_platform() -> Iterator[Platform]:
    """A server until the block ends."""
    answering = type("Answering", (Handler,), {})
    server = Quiet(("127.0.0.1", 0), answering)
    platform = answering.platform = Platform(f"http://127.0.0.1:{server.server_address[1]}/wx")
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
