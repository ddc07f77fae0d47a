"""T-07: the lines that are really written, by every logger at every level, hold none of what people type, in no shape."""

import io
import json
import logging
from urllib.parse import quote

import pytest

from config import requests
from menkou.consultations.models import Consultation
from menkou.consultations.views import resident as asking
from menkou.core import logs
from menkou.core.actions import action, policy
from menkou.core.actors import Role
from menkou.core.errors import Refused
from tests.cast import SLUG
from tests.guards.canaries import canary, leaks

DISTRICT, PHONE = f"/{SLUG}", "13912345678"


@pytest.fixture(params=logs.FORMS)
def written(request):
    """Everything that this process writes to its log, as it would stand in the file."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Lines(request.param))
    root, ours = logging.getLogger(), logging.getLogger("menkou")
    levels = root.level, ours.level
    for one in (root, ours):
        one.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    for one, level in zip((root, ours), levels, strict=True):
        one.setLevel(level)


def walk(client, village, sign_in, adviser) -> list[int]:
    """Doors of residents and of staff, with canaries in words, names, numbers, addresses and headers."""
    ended = []

    def knock(method: str, path: str, sent=None, **headers) -> None:
        ended.append(getattr(client, method)(f"{DISTRICT}/{path}", sent, **headers).status_code)

    ask = f"v/{village.code}/ask"
    knock("get", ask)
    knock("post", ask, {"text": canary(1), "may_hand_over": "on", "phone": PHONE, "called": canary(23)})
    asked = Consultation.objects.get()
    knock("post", ask, {"text": ""})
    knock("post", f"asked/{asked.pk}/follow-up", {"text": canary(2)})
    knock("post", f"asked/{asked.pk}/rate", {"stars": canary(3), "note": PHONE})
    knock("post", "pickup", {"code": canary(4)})
    knock("post", "sign-in", {"login": canary(5), "password": canary(6)})
    knock("get", f"?q={quote(canary(7))}&phone={PHONE}")
    knock("get", quote(canary(8)))
    knock("get", "", HTTP_HOST="[", HTTP_REFERER=quote(canary(9)))
    sent = {"text": canary(10), "phone": PHONE}
    knock("post", f"api/villages/{village.code}/consultations", sent, content_type="application/json")
    sign_in(adviser)
    knock("post", f"consultations/{asked.pk}/answer", {"text": canary(11)})
    knock("post", f"consultations/{asked.pk}/close", {"minutes": canary(12), "category": canary(13)})
    return ended


def test_no_line_of_a_walk_holds_a_canary(client, village, adviser_a, lin, sign_in, written):
    ended = walk(client, village, sign_in, adviser_a)

    text = written.getvalue()
    assert max(ended) < 500
    assert {400, 422} & set(ended)
    assert "menkou.request" in text
    assert leaks(text) == []
    assert PHONE not in text


def fail(*_, **sent):
    raise ValueError(sent["text"], canary(14), PHONE)


@pytest.fixture
def faulty(client, monkeypatch):
    monkeypatch.setattr(asking.intake, "ask_once", fail)
    client.raise_request_exception = False
    return client


def test_no_line_of_a_fault_holds_a_canary(faulty, village, adviser_a, lin, written):
    response = faulty.post(f"{DISTRICT}/v/{village.code}/ask", {"text": canary(15)})

    text = written.getvalue()
    assert response.status_code == 500
    assert "ValueError at" in text
    assert leaks(text) == []
    assert PHONE not in text


def test_the_number_on_the_page_is_that_of_all_the_lines_of_the_request(faulty, village, lin, written):
    page = faulty.post(f"{DISTRICT}/v/{village.code}/ask", {"text": "问"}).content.decode()

    lines = [one for one in written.getvalue().splitlines() if "menkou.fault" in one or "menkou.request" in one]
    numbers = {json.loads(one)["request"] if one[0] == "{" else one.split("request=")[1].split()[0] for one in lines}
    assert len(lines) == 2
    assert len(numbers) == 1
    assert numbers.pop() in page


def test_no_line_of_a_job_that_fails_holds_a_canary(written):
    job = {"id": 1, "task_name": "menkou.a.jobs.b", "task_kwargs": {"words": canary(16)}}
    try:
        raise ValueError(canary(17))
    except ValueError:
        logging.getLogger("procrastinate.worker").exception(canary(18), extra={"action": "job_error", "job": job})

    assert "menkou.a.jobs.b" in written.getvalue()
    assert leaks(written.getvalue()) == []


def test_who_is_refused_is_not_named(village, written, adviser_a):
    named = type(adviser_a)(adviser_a.user_id, canary(19), frozenset({(Role.AUDITOR, None)}))
    with pytest.raises(Refused):
        refuse(named, village)

    assert str(adviser_a.user_id) in written.getvalue()
    assert leaks(written.getvalue()) == []


def refuse(by, village):
    """An action that nobody may."""

    @policy("不行。")
    def nobody(by, village) -> bool:
        return False

    @action(nobody, audit="nothing.done")
    def do(*, by, village) -> None:
        """Never reached."""

    do(by=by, village=village)


@pytest.mark.parametrize("shape", [str, quote, lambda word: word.encode().hex()])
def test_a_careless_formatter_is_found_out(faulty, village, lin, written, monkeypatch, shape):
    honest = logs.facts
    monkeypatch.setattr(logs, "facts", lambda record: honest(record) | {"said": shape(canary(20))})

    faulty.post(f"{DISTRICT}/v/{village.code}/ask", {"text": canary(21)})

    assert leaks(written.getvalue())


def test_a_careless_line_of_ours_is_found_out(client, village, lin, written, monkeypatch):
    monkeypatch.setattr(requests, "route_of", lambda request: quote(request.POST.get("text", "")))

    client.post(f"{DISTRICT}/v/{village.code}/ask", {"text": canary(22)})

    assert leaks(written.getvalue()) == ["address"]
