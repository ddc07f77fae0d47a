"""A callback of somebody, for tests: answers what it is told to, and keeps what came."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

Answer = Callable[[dict[str, str], bytes], tuple[int, bytes] | None]


class Callback(ThreadingHTTPServer):
    """Calls `answers(query, body)` for each push: status and body, or None to close without a word."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taker)
        self.address = f"http://127.0.0.1:{self.server_port}/wechat"
        self.came: list[tuple[float, dict[str, str], bytes]] = []
        self.answers: Answer = lambda query, body: (200, b"success")

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked has left: that is what cutting means."""


class Taker(BaseHTTPRequestHandler):
    server: Callback

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        query = dict(parse_qsl(urlsplit(self.path).query))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.came.append((time.monotonic(), query, body))
        if said := self.server.answers(query, body):
            self.send_response(said[0])
            self.end_headers()
            self.wfile.write(said[1])

    do_GET = do_POST  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def callback() -> Iterator[Callback]:
    server = Callback()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
