"""日志: a line says what is listed, and blots out what may be somebody's."""

import json
import logging
import sys

import pytest

from menkou.core import logs

SAID = "邻居占了我家宅基地"


def line(name: str, message: str, *details, form: str = logs.JSON, **more) -> str:
    """A record as the handler would write it."""
    error = more.pop("error", None)
    made = logging.LogRecord(name, logging.ERROR, "/menkou/some.py", 7, message, details, error)
    vars(made).update(more)
    return logs.Lines(form).format(made)


def failed(error: Exception):
    """What logging holds of an error that was raised."""
    try:
        raise error
    except Exception:
        return sys.exc_info()


def test_a_line_is_json_with_its_request_district_and_facts():
    with logs.serving("0a1b2c3d"):
        logs.in_district("shili")
        said = json.loads(line("menkou.request", "answered", route="front", status=200, ms=12, method="GET"))

    assert said.pop("time").endswith("+08:00")
    assert said == {
        **{"level": "error", "event": "menkou.request", "request": "0a1b2c3d", "district": "shili"},
        **{"message": "answered", "route": "front", "method": "GET", "status": 200, "ms": 12},
    }


def test_outside_a_request_no_number_is_said():
    assert logs.number() is None
    assert "request" not in json.loads(line("menkou.outbox", "parked"))


def test_a_plain_line_says_the_same_in_words():
    said = line("menkou.request", "answered", form=logs.PLAIN, status=422, ms=3)

    assert said.endswith(" error menkou.request answered status=422 ms=3")


@pytest.mark.parametrize("words", [SAID, f"x{SAID}x", "13800001234", "tel 13800001234."])
def test_what_may_be_somebodys_is_blotted_out_of_our_own_messages(words):
    assert words.strip("x") not in (said := line("menkou.gate", "refused %s", words))
    assert logs.BLOT in said


def test_a_number_inside_an_id_stays():
    pk = "01994f6e-7c1a-7000-8000-113800001234"

    assert pk in line("menkou.gate", "not shown: %s", pk)


def test_a_foreign_message_is_not_repeated():
    said = json.loads(line("asyncio", f"Task exception was never retrieved: ValueError('{SAID} abc')"))

    assert set(said) == {"time", "level", "event", "at"}


def test_an_error_is_said_by_kind_and_place_only():
    said = json.loads(line("menkou.some", "failed", error=failed(ValueError("secret words"))))

    assert said["error"] == "ValueError"
    assert "test_logs.py:" in said["where"]
    assert "secret" not in json.dumps(said)


def test_a_job_that_fails_is_named_without_its_arguments():
    job = {"id": 7, "task_name": "menkou.x.jobs.y", "call_string": "y[7](who='secret')", "task_kwargs": {"a": "secret"}}
    error = failed(ValueError("secret"))
    said = json.loads(line("procrastinate.worker", "Job secret", action="job_error", job=job, error=error))

    assert (said["what"], said["job"], said["task"], said["error"]) == ("job_error", 7, "menkou.x.jobs.y", "ValueError")
    assert "secret" not in json.dumps(said)


def test_what_ends_a_process_is_said_without_its_words(monkeypatch, caplog):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr("threading.excepthook", None)
    logs.hold_tongue()

    sys.excepthook(*failed(ValueError(SAID)))

    said = logs.Lines().format(caplog.records[0])
    assert json.loads(said)["error"] == "ValueError"
    assert "\\u" not in said
