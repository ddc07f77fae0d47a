"""The two doors at which residents ask, as a phone or a program sees them; no cookies are kept when asking."""

import http.client
import json
import re
import time
from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from tests.crash.seeded import SLUG

PATIENCE_S, ENDURES_S, ASKS_AGAIN_S = 12, 60, 0.2
CODE_ON_PAGE = re.compile(r'<p class="slip__code"><span>(\w{4})</span> <span>(\w{4})</span></p>')


class NoAnswer(Exception):
    """Nobody can know whether it was done: ask again with the same key."""


class Refused(Exception):
    """An answer that no honest question gets."""


def by_api(port: int, *, key: str, village: str, text: str) -> str:
    """Ask as a program does; return the 取件码."""
    body = json.dumps({"text": text}).encode()
    sent = {"Content-Type": "application/json", "Idempotency-Key": str(UUID(key))}
    return json.loads(_post(port, f"/api/villages/{village}/consultations", body, sent))["pickup_code"]


def by_page(port: int, *, key: str, village: str, text: str) -> str:
    """Ask as a phone without cookies does; return the 取件码."""
    body = urlencode({"form": key, "text": text, "may_hand_over": "on"}).encode()
    sent = {"Content-Type": "application/x-www-form-urlencoded"}
    found = CODE_ON_PAGE.search(_post(port, f"/v/{village}/ask", body, sent))
    if not found:
        raise Refused("a page without a code")
    return "".join(found.groups())


DOORS: tuple[Callable[..., str], ...] = (by_api, by_api, by_api, by_page)


def look_up(port: int, code: str, endures_s: float = ENDURES_S) -> list[str]:
    """What the 取件码 opens; nothing where it opens nothing.

    The supervisor may still be burying what the last kill left (an orphaned web worker answers until then), so a
    lookup cut off in the middle is made again, as its reader would. Raises NoAnswer when nobody answers for so long.
    """
    body, deadline = json.dumps({"code": code}).encode(), time.monotonic() + endures_s
    while True:
        try:
            thread = _post(port, "/api/consultations/lookup", body, {"Content-Type": "application/json"})
        except Refused:
            return []
        except NoAnswer:
            if time.monotonic() > deadline:
                raise
            time.sleep(ASKS_AGAIN_S)
        else:
            return [one["text"] for one in json.loads(thread)["said"]]


def _post(port: int, path: str, body: bytes, headers: dict[str, str]) -> str:
    """Send once. Raises NoAnswer for anything that does not say whether it was done."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request("POST", f"/{SLUG}{path}", body, headers)
        response = connection.getresponse()
        answer = response.read().decode()
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(type(error).__name__) from error
    finally:
        connection.close()
    if response.status >= 500:
        raise NoAnswer(str(response.status))
    if response.status not in (200, 201):
        raise Refused(f"{response.status} {path}: {answer[:200]}")
    return answer
