"""A platform on the loopback that says what a test tells it to, and keeps what it was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

JSON, HTML = "application/json; charset=utf-8", "text/html"


class Platform:
    """`says` holds the answers still to be given: a dict for JSON, or (status, type, bytes); the last one stays."""

    def __init__(self, base: str) -> None:
        self.base, self.says, self.asked = base, [{"errcode": 0, "errmsg": "ok"}], []

    def say(self, *answers) -> "Platform":
        self.says, self.asked = list(answers), []
        return self

    def answer(self, method: str, path: str, content: bytes) -> tuple[int, str, bytes]:
        parts = urlsplit(path)
        self.asked.append((method, parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)), content))
        said = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        return (200, JSON, json.dumps(said).encode()) if isinstance(said, dict) else said

    @property
    def body(self) -> dict:
        """The JSON of the last call."""
        return json.loads(self.asked[-1][3])


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        status, mime, content = self.server.platform.answer(self.command, self.path, self.rfile.read(length))
        self.send_response(status)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running() -> Iterator[Platform]:
    """A platform while the block runs."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.platform = Platform(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server.platform
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    with running() as one:
        yield one
