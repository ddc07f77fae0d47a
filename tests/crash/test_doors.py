"""A lookup cut off by a restart is made again; one that nobody answers is not called an empty one."""

import http.server
import json
import threading
from collections.abc import Iterator

import pytest

from tests.crash.doors import NoAnswer, look_up


class Door(http.server.BaseHTTPRequestHandler):
    """Hangs up on the first callers, then answers."""

    hangs_up_on = 0
    status = 200

    def do_POST(self) -> None:
        type(self).hangs_up_on -= 1
        if self.hangs_up_on >= 0:
            self.close_connection = True
            return
        answer = json.dumps({"said": [{"text": "邻居占地，怎么办？"}]}).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def door() -> Iterator[type[Door]]:
    """A door of its own, at `door.port`."""
    kind = type("OneDoor", (Door,), {})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        kind.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield kind
        server.shutdown()


def test_a_lookup_that_is_cut_off_is_made_again(door):
    door.hangs_up_on = 2
    assert look_up(door.port, "23456789") == ["邻居占地，怎么办？"]


def test_a_lookup_that_nobody_answers_is_no_answer(door):
    door.hangs_up_on = 10**6
    with pytest.raises(NoAnswer):
        look_up(door.port, "23456789", endures_s=0.3)


def test_a_lookup_that_opens_nothing_is_empty_at_once(door):
    door.status = 404
    assert look_up(door.port, "23456789") == []
