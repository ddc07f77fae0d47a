"""Whether what a platform was told holds: pure, from what was sent and what is there to every fault in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.callbacks.senders import Sent


@dataclass
class Stored:
    """What is there after everything has come to rest."""

    rows: list[dict]  # key, words (None where taken in and emptied), jobs, taken; in the order of their ids
    keys: list[str]  # of each message that was sent
    jobs_of_nothing: int = 0
    matters: dict[str, list[str]] = field(default_factory=dict)  # of whom we know the village: what they said there
    order: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.order = {row["key"]: number for number, row in enumerate(self.rows)}


def faults(sent: list[Sent], stored: Stored) -> list[str]:
    """Every promise that is broken, in words."""
    told = [*_rows(sent, stored), *_sent(sent, stored), *_order(sent, stored), *_jobs(stored)]
    for sender, said in stored.matters.items():
        told += _matter([one for one in sent if one.sender == sender], said)
    return told


def _rows(sent: list[Sent], stored: Stored) -> Iterator[str]:
    """What is stored was sent, once, as it was sent."""
    by_key = dict(zip(stored.keys, sent, strict=True))
    for key, times in Counter(row["key"] for row in stored.rows).items():
        if times > 1:
            yield f"doubled: {key} is there {times} times"
    for words, times in Counter(row["words"] for row in stored.rows if row["words"]).items():
        if times > 1:
            yield f"doubled: {words} is there {times} times"
    for row in stored.rows:
        one = by_key.get(row["key"])
        if one is None:
            yield f"phantom: nobody sent {row['key']}"
        elif row["words"] not in (None, one.words):
            yield f"changed: {one.words} is there as {row['words']}"


def _sent(sent: list[Sent], stored: Stored) -> Iterator[str]:
    """What was answered with success is there."""
    for one, key in zip(sent, stored.keys, strict=True):
        if one.acked and key not in stored.order:
            yield f"lost: {one.words} was answered with success"


def _order(sent: list[Sent], stored: Stored) -> Iterator[str]:
    """What one person wrote is there in the order in which it was written."""
    last: dict[str, int] = {}
    for one, key in zip(sent, stored.keys, strict=True):
        place = stored.order.get(key)
        if one.acked and place is not None:
            if place < last.get(one.sender, -1):
                yield f"out of order: {one.words}"
            last[one.sender] = place


def _jobs(stored: Stored) -> Iterator[str]:
    """None has two jobs. One without any is found by the sweep, or is taken in with what its sender wrote before."""
    for row in stored.rows:
        if row["jobs"] > 1:
            yield f"{row['jobs']} jobs of one message: {row['words']}"
    if stored.jobs_of_nothing:
        yield f"jobs of nothing: {stored.jobs_of_nothing}"


def _matter(sent: list[Sent], said: list[str]) -> Iterator[str]:
    """What was answered with success stands in its sender's matter, once, in order, and nothing that nobody wrote."""
    times, wrote = Counter(said), [one.words for one in sent]
    for one in sent:
        if one.acked and one.is_asked and not times[one.words]:
            yield f"not in its matter: {one.words}"
        if times[one.words] > 1:
            yield f"{times[one.words]} times in its matter: {one.words}"
    theirs = [words for words in said if words in set(wrote)]
    if theirs != [words for words in wrote if words in set(theirs)]:
        yield f"a matter out of order: {theirs[:3]}"
    if phantoms := [words for words in said if words not in set(wrote)]:
        yield f"nobody wrote: {phantoms[0]}"
