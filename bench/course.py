"""How a plan gets better with time: value and bound of some districts as `menkou plan --progress` tells them, drawn as SVG."""

import json
import math
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.posting_districts import district
from menkou.command.home import CHECKOUT

PICTURE = CHECKOUT / "docs" / "plans-by-time.svg"
WIDTH, HEIGHT, LEFT, BELOW = 640, 360, 56, 40  # of the drawing, and what its words take
WORST, BEST = 0.2, 0.0005  # gaps at the top and at the bottom
TICKS = (0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005)
MARKS = (2, 5, 30, 120)  # seconds at which the table says the gap
HEADS = ("seed", *(f"gap after {one} s" for one in MARKS), "at the end")


class Course(NamedTuple):
    """One district: seconds and gap of each piece of news, the last of them that of the answer."""

    seed: int
    points: list[tuple[float, float]]

    def at(self, seconds: float) -> float | None:
        """The gap after so many seconds; None while there was no plan."""
        return next((gap for when, gap in reversed(self.points) if when <= seconds), None)

    def row(self) -> tuple[str, ...]:
        """Its words in the table."""
        gaps = [self.at(one) for one in (*MARKS, math.inf)]
        return (str(self.seed), *("no plan yet" if gap is None else f"{gap:.2%}" for gap in gaps))


def followed(seed: int, seconds: float, folder: Path) -> Course:
    """Solve one, and listen."""
    file = folder / f"{seed}.json"
    file.write_text(json.dumps(district(seed)))
    words = [sys.executable, "-m", "menkou.command.main", "plan", "--from", str(file)]
    words += ["--seconds", f"{seconds:g}", "--json", "--progress"]
    done = subprocess.run(words, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    news = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    return Course(seed, [(one["seconds"], _gap(one)) for one in (*news, json.loads(done.stdout))])


def _gap(said: dict) -> float:
    return (said["value"] - said["bound"]) / said["value"]


def drawn(courses: Sequence[Course], seconds: float) -> str:
    """Gap by time, both by orders of magnitude; one line for each district."""
    lines = [f'<line x1="{LEFT}" x2="{WIDTH}" y1="{_y(gap)}" y2="{_y(gap)}" stroke="#ddd"/>' for gap in TICKS]
    lines += [_words(LEFT - 6, _y(gap) + 4, f"{gap * 100:g}%", "end") for gap in TICKS]
    whole = [one for one in (1, 2, 5, 10, 30, 60, 120, 300) if one <= seconds]
    last = WIDTH - 20  # words there end where the drawing does
    at = [(one, _x(one, seconds)) for one in whole]
    lines += [_words(x, HEIGHT - BELOW + 18, f"{one} s", "middle" if x < last else "end") for one, x in at]
    for number, course in enumerate(courses):
        colour = f"hsl({number * 360 // max(1, len(courses))} 60% 38%)"
        lines.append(f'<polyline fill="none" stroke="{colour}" points="{_stairs(course.points, seconds)}"/>')
    title = f"proven gap of the plan by time, {len(courses)} districts"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}">'
    return "\n".join((head, f"<title>{title}</title>", *lines, "</svg>\n"))


def _stairs(points: Iterable[tuple[float, float]], seconds: float) -> str:
    """News holds until there is other news."""
    found, before = [], None
    for when, gap in points:
        if before is not None:
            found.append(f"{_x(when, seconds)},{before}")
        before = _y(gap)
        found.append(f"{_x(when, seconds)},{before}")
    return " ".join(found)


def _x(when: float, seconds: float) -> int:
    part = math.log(max(when, 0.5) / 0.5) / math.log(seconds / 0.5)
    return round(LEFT + min(1.0, part) * (WIDTH - LEFT - 8))


def _y(gap: float) -> int:
    part = math.log(WORST / min(max(gap, BEST), WORST)) / math.log(WORST / BEST)
    return round(8 + part * (HEIGHT - BELOW - 8))


def _words(x: int, y: int, said: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" font-size="12" font-family="sans-serif" text-anchor="{anchor}">{said}</text>'
