"""The server: loopback only, a thread to a connection, routes gathered from the modules that have them."""

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from . import control, phone, sms, webpush, wechat, wecom
from .exchanges import Handler, Missing, Refused, Request, Response, Wrong, answer
from .faults import Fault, bend
from .world import World

PARTS = (wechat, wecom, sms, webpush, control, phone)
ROUTES: dict[tuple[str, str], Handler] = {route: handler for part in PARTS for route, handler in part.ROUTES.items()}
LARGEST = 32 * 1024 * 1024  # bytes of a body
SECRETS = {
    "access_token",
    "secret",
    "corpsecret",
    "code",
    "reserved",
    "key",
    "signature",
    "msg_signature",
    "refresh_token",
}
OURS = ("/sim", "/phone", "/favicon")  # never struck by a fault


def find(method: str, path: str) -> tuple[Handler, tuple[str, ...]] | None:
    """The handler of a path, and the segments that its /* stands for."""
    method = "GET" if method == "HEAD" else method
    if handler := ROUTES.get((method, path)):
        return handler, ()
    segments = path.strip("/").split("/")
    for kept in range(len(segments) - 1, 0, -1):
        if handler := ROUTES.get((method, "/" + "/".join(segments[:kept]) + "/*")):
            return handler, tuple(unquote(segment) for segment in segments[kept:])
    return None


def handle(world: World, handler: Handler, request: Request) -> Response:
    """Run a handler with the world in hand; its no becomes an answer."""
    with world.lock:
        try:
            return handler(world, request)
        except Refused as no:
            return answer({"errcode": no.errcode, "errmsg": no.errmsg, **no.facts})
        except Wrong as no:
            return answer({"error": str(no)}, 400)
        except Missing as no:
            return answer({"error": str(no)}, 404)


class Connection(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = 300
    server: "Simulator"

    def _serve(self) -> None:
        began = time.monotonic()
        parts = urlsplit(self.path)
        request = Request(
            self.command,
            parts.path,
            dict(reversed(parse_qsl(parts.query, keep_blank_values=True))),
            self.headers,
            self._body(),
            self.client_address[0],
            self.headers.get("Host", ""),
        )
        world, found = self.server.world, find(self.command, parts.path)
        fault = None if self._ours(parts.path) else self._struck(parts.path)
        if fault and not fault.after:
            response = bend(fault, Response())
        elif not found:
            response = answer({"error": f"nothing at {parts.path}"}, 404)
        else:
            request.rest = found[1]
            response = handle(world, found[0], request)
            response = bend(fault, response) if fault else response
        if not self._ours(parts.path):
            self._log(request, response, fault, time.monotonic() - began)
        self._send(response, fault)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _serve  # noqa: N815 - the library's names

    def _ours(self, path: str) -> bool:
        return path == "/" or path.startswith(OURS)

    def _struck(self, path: str) -> Fault | None:
        with self.server.world.lock:
            return self.server.world.faults.strike(path)

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            pieces = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)
        return self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST))

    def _send(self, response: Response, fault: Fault | None) -> None:
        kind = fault.kind if fault else ""
        if kind == "black-hole":
            self._wait_until_they_leave()
        if kind in ("black-hole", "drop-reply"):
            self.close_connection = True
            return
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self._write(response.body, fault.seconds if fault and kind == "slow-drip" else 0)

    def _write(self, body: bytes, pause: float) -> None:
        try:
            for at in range(0, len(body), 1 if pause else len(body) or 1):
                self.wfile.write(body[at : at + 1] if pause else body)
                if pause:
                    time.sleep(pause)
        except OSError:
            self.close_connection = True  # they left

    def _wait_until_they_leave(self) -> None:
        try:
            while self.connection.recv(4096):
                pass
        except OSError:
            pass

    def _log(self, request: Request, response: Response, fault: Fault | None, seconds: float) -> None:
        query = {name: value for name, value in request.query.items() if name not in SECRETS}
        facts: dict[str, Any] = {"method": request.method, "path": request.path, "query": query}
        facts |= {"status": response.status, "errcode": (response.facts or {}).get("errcode")}
        self.server.world.note("request", **facts, fault=fault.kind if fault else None, seconds=round(seconds, 4))

    def log_message(self, format: str, *args: Any) -> None:
        """The history is the log."""


class Simulator(ThreadingHTTPServer):
    """The server of one world on the loopback; port 0 takes a free one."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, world: World, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Connection)
        self.world = world
        world.address = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that left is no error of ours; anything else goes into the history."""
        problem = sys.exc_info()[1]
        if not isinstance(problem, OSError):
            self.world.note("simulator failed", problem=repr(problem))
