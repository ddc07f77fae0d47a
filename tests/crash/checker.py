"""Whether what was promised holds: pure, from what was sent and what is there to every fault in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.crash.senders import Sent


@dataclass
class Stored:
    """What is there after everything has come to rest."""

    questions: list[dict]  # id, code, village, said
    notices: list[dict]  # id, key, state, attempt
    jobs: dict[str, int]  # how many in which state
    asked: int  # lines in the audit log
    lines: list[str] = field(default_factory=list)  # the notice's id, of each line of the outbox file
    shown: dict[str, list[str]] = field(default_factory=dict)  # what each 取件码 opens at the lookup door


def faults(sent: list[Sent], stored: Stored) -> list[str]:
    """Every promise that is broken, in words."""
    return [*_questions(sent, stored), *_notices(stored), *_jobs(stored)]


def duplicates(stored: Stored) -> int:
    """Lines in the outbox file beyond one for each notice."""
    return len(stored.lines) - len(set(stored.lines))


def _questions(sent: list[Sent], stored: Stored) -> Iterator[str]:
    """Stored is sent, and each question is there once."""
    by_text: dict[str, list[dict]] = {}
    for question in stored.questions:
        by_text.setdefault("\n".join(question["said"]), []).append(question)
    for one in sent:
        there = by_text.pop(one.text, [])
        if len(there) > 1:
            yield f"doubled: {one.text} is there {len(there)} times"
        if one.code:
            yield from _accepted(one, there, stored.shown.get(one.code, []))
        elif not one.gave_up:
            yield f"never answered, though asked {one.tries} times: {one.text}"
    for text in by_text:
        yield f"phantom: nobody sent {text!r}"
    if stored.asked != len(stored.questions):
        yield f"audit: {stored.asked} lines for {len(stored.questions)} questions"


def _accepted(one: Sent, there: list[dict], shown: list[str]) -> Iterator[str]:
    """Accepted is stored, as it was sent, and its 取件码 opens it."""
    if not there:
        yield f"lost: {one.text} was accepted as {one.code}"
    elif (there[0]["code"], there[0]["village"]) != (one.code, one.village):
        yield f"changed: {one.text} was accepted as {one.code} in {one.village}"
    if shown != [one.text]:
        yield f"not shown: {one.code} opens {shown} and not {one.text}"


def _notices(stored: Stored) -> Iterator[str]:
    """One notice to a question, and none besides."""
    keys, lines = Counter(notice["key"] for notice in stored.notices), Counter(stored.lines)
    own = {key for key in keys if key.startswith("alarm:")}  # of the installation itself, which is ill meanwhile
    wanted = {f"asked:{question['id']}" for question in stored.questions}
    for key in keys.keys() - wanted - own:
        yield f"notice of nothing: {key}"
    for key in wanted:
        if keys[key] != 1:
            yield f"{keys[key]} notices of one question: {key}"
    for notice in stored.notices:
        yield from _carried(notice, lines.pop(notice["id"], 0))
    for line in lines:
        yield f"in the file, but no notice: {line}"


def _carried(notice: dict, written: int) -> Iterator[str]:
    """Sent; in the file once, and again only for each attempt whose end was unknown."""
    if notice["state"] != "sent":
        yield f"left {notice['state']}: {notice['key']}"
    if not written:
        yield f"never in the file: {notice['key']}"
    if written > notice["attempt"]:
        yield f"in the file {written} times in {notice['attempt']} attempts: {notice['key']}"


def _jobs(stored: Stored) -> Iterator[str]:
    for state in ("todo", "doing", "failed"):
        if stored.jobs.get(state):
            yield f"{stored.jobs[state]} jobs left {state}"
