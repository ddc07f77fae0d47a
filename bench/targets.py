"""What we promised ourselves, and whether it is so. Every target is a number that the rounds can contradict."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.contenders import CLIENTS, FLOOR, PAGES, QUESTION, RAW, SAME, bare_name
from bench.rounds import Entry, Figures

MB_IDLE, MS_QUESTION = 350, 2.0
OF_SAME, OF_FLOOR, TIMES_BARE, TIMES_SMALL = 1 / 2, 1 / 3, 3.0, 1.2

PROMISED = ("village", "today")


@dataclass
class Target:
    """A promise beside what was measured; `is_met` is None where there is only something to know."""

    what: str
    measured: str
    promised: str = ""
    is_met: bool | None = None


def judge(entries: list[Entry], sizes: tuple[int, int], idle_mb: float) -> list[Target]:
    """All of them, in the order of the story: asking, reading, resting."""
    found = {(one.name, one.clients, one.stored): one.least for one in entries}
    large = {(name, clients): figures for (name, clients, stored), figures in found.items() if stored == sizes[1]}
    return [*_asking(large), *_reading(found, sizes), _memory(idle_mb)]


def _asking(found: dict[tuple[str, int], Figures]) -> Iterator[Target]:
    for clients in CLIENTS:
        question, at = found[QUESTION, clients], f"{clients} client{'s' * (clients > 1)}"
        for name, least in ((SAME, OF_SAME), (FLOOR, OF_FLOOR)):
            share = question.rate / found[name, clients].rate
            yield Target(f"rate of a question ÷ {name}, {at}", f"{share:.2f}", f"≥ {least:.2f}", share >= least)
        share = question.rate / found[RAW, clients].rate
        yield Target(f"rate of a question ÷ {RAW}, {at}", f"{share:.2f}")
    for name in (SAME, FLOOR, RAW):
        times = found[QUESTION, CLIENTS[0]].cpu_ms / max(found[name, CLIENTS[0]].cpu_ms, 0.001)
        yield Target(f"processor time of a question ÷ {name}, 1 client", f"{times:.1f} ×")
    for clients in CLIENTS:
        question = found[QUESTION, clients]
        said = f"{question.cpu_ms:.2f} ms (web {question.web_ms:.2f}, database {question.database_ms:.2f})"
        is_met = question.cpu_ms <= MS_QUESTION
        yield Target(f"processor time of a question, {clients} at once", said, f"about ≤ {MS_QUESTION:g} ms", is_met)


def _reading(found: dict[tuple[str, int, int], Figures], sizes: tuple[int, int]) -> Iterator[Target]:
    small, large = sizes
    for page, name in PAGES.items():
        times = found[name, 1, large].p50_ms / found[bare_name(page), 1, large].p50_ms
        what, said = f"median of the {name} ÷ bare list", f"{times:.1f} ×"
        is_promised = page in PROMISED  # a consultation is no list: it opens sealed words and shows four forms
        yield Target(what, said, f"≤ {TIMES_BARE:g} ×", times <= TIMES_BARE) if is_promised else Target(what, said)
    for name in PAGES.values():
        times = found[name, 1, large].p50_ms / found[name, 1, small].p50_ms
        what = f"median of the {name}, {large:,} ÷ {small:,} stored"
        yield Target(what, f"{times:.2f} ×", f"≤ {TIMES_SMALL:g} ×", times <= TIMES_SMALL)


def _memory(idle_mb: float) -> Target:
    return Target("idle memory of web and worker", f"{idle_mb:.0f} MB", f"< {MB_IDLE} MB", idle_mb < MB_IDLE)
