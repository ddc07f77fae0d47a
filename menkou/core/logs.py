"""日志: lines for machines and for whoever keeps the place up, and never a word of what anybody said.

What may stand in a line is listed here, and what is not listed is left out: of our own messages the text, of which
everything that is not plain ASCII is blotted out (our words to the log are English; Chinese in one would be somebody's),
of a foreign library's messages the place only, and of an error its kind and where in the code it arose.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

JSON, PLAIN = "json", "plain"
FORMS = (JSON, PLAIN)
OURS = "menkou"
FACTS = ("route", "method", "status", "ms", "fault", "alarm")  # what a line of ours may say beside its message
SHANGHAI = ZoneInfo("Asia/Shanghai")
SOMEBODYS = re.compile(r"[^\x20-\x7e]+|(?<!\d)1[3-9]\d{9}(?!\d)")  # words that are not ours, and telephone numbers
BLOT = "*"
ENOUGH = 2000  # characters of a message
MOST_FRAMES = 20
_serving: ContextVar["Serving | None"] = ContextVar("serving", default=None)


@dataclass
class Serving:
    """The request that is being answered: its number, which a fault shows to the person, and its district."""

    number: str
    district: str = ""


@contextmanager
def serving(number: str) -> Iterator[Serving]:
    """Every line of this thread carries the request's number meanwhile."""
    token = _serving.set(one := Serving(number))
    try:
        yield one
    finally:
        _serving.reset(token)


def in_district(slug: str) -> None:
    """The request is about this district, as its lines say from now on."""
    if one := _serving.get():
        one.district = slug


def number() -> str | None:
    """The number of the request that is being answered."""
    one = _serving.get()
    return one.number if one else None


def where(error: BaseException) -> str:
    """Where in the code an error arose, the innermost place first; without any value."""
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    return " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))


class Lines(logging.Formatter):
    """One line to a record, as JSON or as words."""

    def __init__(self, form: str = JSON) -> None:
        super().__init__()
        self.form = form

    def format(self, record: logging.LogRecord) -> str:
        said = facts(record)
        if self.form == JSON:
            return json.dumps(said)
        head = [str(said.pop(name)) for name in ("time", "level", "event")]
        message = [str(said.pop("message"))] if "message" in said else []
        return " ".join([*head, *message, *(f"{name}={value}" for name, value in said.items())])


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """What is said of a record, and all that is."""
    moment = datetime.fromtimestamp(record.created, SHANGHAI).isoformat(timespec="milliseconds")
    said: dict[str, Any] = {"time": moment, "level": record.levelname.lower(), "event": record.name}
    if one := _serving.get():
        said |= {"request": one.number} | ({"district": one.district} if one.district else {})
    if record.name.partition(".")[0] == OURS:
        said["message"] = blotted(record.getMessage())
        held = {name: getattr(record, name, None) for name in FACTS}
        said |= {name: _plain(value) for name, value in held.items() if value is not None}
    else:
        said |= {"at": f"{record.module}:{record.lineno}"} | _job(record)
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        said |= {"error": type(error).__name__, "where": where(error)}
    return said


def blotted(text: str) -> str:
    """A message without what may be somebody's."""
    return SOMEBODYS.sub(BLOT, text)[:ENOUGH]


def _plain(value: object) -> object:
    return value if isinstance(value, int) else blotted(str(value))


def _job(record: logging.LogRecord) -> dict[str, Any]:
    """Of a line of the job engine: what happened, to which job; its arguments are ids, and left out all the same."""
    job = getattr(record, "job", None)
    if not isinstance(job, dict):
        return {}
    named = {"what": getattr(record, "action", ""), "job": job.get("id"), "task": job.get("task_name")}
    return {name: _plain(value) for name, value in named.items() if value}


def hold_tongue() -> None:
    """What ends a process or a thread is said like any other error: by its kind and its place, without its words."""
    log = logging.getLogger("menkou.process")

    def ended(kind: type[BaseException], error: BaseException | None, frames: Any, *_: object) -> None:
        log.critical("ended by an error", exc_info=(kind, error or kind(), frames))

    sys.excepthook = ended
    threading.excepthook = lambda said: ended(said.exc_type, said.exc_value, said.exc_traceback)
    sys.unraisablehook = lambda said: ended(said.exc_type, said.exc_value, said.exc_traceback)
