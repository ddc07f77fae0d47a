"""Read assignment problems in OR-Library's form; say in one Chinese sentence what is wrong with a bad file.

The form: how many problems; then of each the numbers of agents and jobs, a row of costs for each agent, a row of what
each job takes up of each agent, and the room of each agent. Line ends mean nothing.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
TYPE_D = Path(__file__).with_name("type_d.txt.gz")
LARGEST = 1_000_000  # of any number in the file, as in the planner's own


class Malformed(Exception):
    """What is wrong with the file, in one Chinese sentence."""


@dataclass(frozen=True, eq=False)
class Assignment:
    """One problem: [agent, job] tables of costs and loads, and each agent's room."""

    cost: Numbers
    load: Numbers
    room: Numbers

    @property
    def agents(self) -> int:
        """How many agents there are."""
        return self.cost.shape[0]

    @property
    def jobs(self) -> int:
        """How many jobs there are."""
        return self.cost.shape[1]

    def value(self, taken: Numbers) -> int:
        """What it costs to give each job to the agent named."""
        return int(self.cost[taken, np.arange(self.jobs)].sum())

    def keeps_room(self, taken: Numbers) -> bool:
        """Whether nobody carries more than they have room for."""
        carried = np.bincount(taken, self.load[taken, np.arange(self.jobs)], self.agents)
        return bool((carried <= self.room).all())


def type_d() -> dict[str, Assignment]:
    """OR-Library's two problems of type D with 20 agents, by their names in the literature."""
    found = read(gzip.decompress(TYPE_D.read_bytes()))
    return {f"d{one.agents}{one.jobs}": one for one in found}


def read(text: bytes) -> list[Assignment]:
    """All the problems in a file's text."""
    words = iter(enumerate(text.split(), 1))
    count = _next(words, "题数", least=1)
    found = [_problem(words, f"第 {number} 题") for number in range(1, count + 1)]
    if left := next(words, None):
        raise Malformed(f"{count} 题之后还有多余的内容：从第 {left[0]} 个数起。")
    return found


def _problem(words: Iterator[tuple[int, bytes]], which: str) -> Assignment:
    agents = _next(words, f"{which}的人数", least=1)
    jobs = _next(words, f"{which}的件数", least=1)
    cost, load = (
        np.array(
            [[_next(words, f"{which}第 {i} 人的{what}", least) for _ in range(jobs)] for i in range(1, agents + 1)]
        )
        for what, least in (("费用", -LARGEST), ("占用", 0))
    )
    room = np.array([_next(words, f"{which}第 {i} 人的容量", 0) for i in range(1, agents + 1)])
    return Assignment(cost, load, room)


def _next(words: Iterator[tuple[int, bytes]], what: str, least: int) -> int:
    place, word = next(words, (0, b""))
    if not place:
        raise Malformed(f"文件不完整：读到{what}时已经没有数了。")
    try:
        number = int(word)
    except ValueError as error:
        raise Malformed(f"{what}应是整数，第 {place} 个数却是 {word[:20].decode(errors='replace')}。") from error
    if not least <= number <= LARGEST:
        raise Malformed(f"{what}应在 {least} 到 {LARGEST} 之间，第 {place} 个数却是 {word[:20].decode()}。")
    return number
