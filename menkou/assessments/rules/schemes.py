"""考核办法: items with their points, weights of those who score, grades and what each brings; checked before it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from menkou.assessments.rules.items import KINDS, POINT, Item, Scored, share_of, written
from menkou.assessments.rules.measures import BY_SOURCE, HAPPENS, MEASURES

SUBJECTS: Final = ("adviser", "institution", "village", "office")
SOURCES: Final = ("computed", "office", "committee", "residents")
MOST_COEFFICIENT: Final = 2000  # per mille: a judgement, beyond is a slip of the pen
WHOLE: Final = 100  # weights are hundredths of the whole; the whole is a hundred points
HAS_STEP: Final = frozenset({"per_missing", "per_result", "on_time", "per_case"})
HAS_LEAST: Final = frozenset({"met", "share", "rated"})
JUDGED: Final = frozenset({"judged"})
NAMES: Final = {
    "computed": "记录算出",
    "office": "司法所评",
    "committee": "村（居）委会评",
    "residents": "村（居）民评",
}


class Grade(NamedTuple):
    """等次: from so many hundredths of a point on; the coefficient per mille of the subsidy; what is opened as a case."""

    title: str
    least: int
    coefficient: int
    opens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """An item in a scheme: who scores it, and by which measure where nobody has to."""

    item: Item
    source: str
    measure: str = ""


@dataclass(frozen=True)
class Scheme:
    """A whole scheme; without weights the points of all items are added up."""

    lines: tuple[Line, ...]
    grades: tuple[Grade, ...]
    weights: Mapping[str, int] = field(default_factory=dict)
    cap: int = 0  # hundredths; 0: as much as the items give


class Total(NamedTuple):
    """Hundredths of a point, and how they were added up."""

    points: int
    words: str


def total(scheme: Scheme, scores: Sequence[Scored]) -> Total:
    """All items together, in the scheme's order. A source without any item of its weight is not asked."""
    parts: dict[str, list[int]] = {}
    for line, score in zip(scheme.lines, scores, strict=True):
        part = parts.setdefault(line.source, [0, 0])
        part[0] += score.points
        part[1] += line.item.most
    if not scheme.weights:
        plain = sum(got for got, _ in parts.values())
        points = min(plain, scheme.cap) if scheme.cap else plain
        capped = f"，最多计 {written(scheme.cap)} 分" if points < plain else ""
        return Total(points, f"各项相加 {written(plain)} 分{capped}。")
    weighted = {one: _weighted(scheme.weights[one], *parts[one]) for one in SOURCES if one in parts}
    said = "，".join(
        f"{NAMES[one]}得 {written(parts[one][0])}/{written(parts[one][1])}，占 {scheme.weights[one]}%，折 {written(points)} 分"
        for one, points in weighted.items()
    )
    return Total(sum(weighted.values()), f"{said}；合计 {written(sum(weighted.values()))} 分。")


def _weighted(weight: int, got: int, most: int) -> int:
    return share_of(weight * POINT, max(0, got), most)


def grade_of(scheme: Scheme, points: int) -> Grade:
    """The best grade that these points reach; the last one is open below."""
    ordered = sorted(scheme.grades, key=lambda one: -one.least)
    return next((one for one in ordered if points >= one.least), ordered[-1])


class Fault(NamedTuple):
    """Why a line cannot hold: what of it to change (title, kind, measure, most, step, least), and the sentence."""

    what: str
    words: str


def fault(scheme: Scheme, subject: str) -> str:
    """Why a scheme of some subject cannot hold, in one sentence; empty where it can."""
    if not scheme.lines:
        return "还没有一个考核项目。"
    keys = [line.item.key for line in scheme.lines]
    if len(keys) != len(set(keys)):
        return "有两个项目的代号一样，请改一个。"
    found = next(filter(None, (fault_of(line, subject) for line in scheme.lines)), None)
    return found.words if found else _fault_of_grades(scheme.grades) or _fault_of_weights(scheme)


def fault_of(line: Line, subject: str) -> Fault | None:
    """Why one line of a scheme of some subject cannot hold."""
    item = line.item
    if item.kind not in KINDS or line.source not in SOURCES:
        return Fault("kind", f"“{item.title}”的算法或者评分人不认识，请重选。")
    if item.most <= 0:
        return Fault("most", f"“{item.title}”的分值要大于 0。")
    if item.kind in HAS_STEP and not 0 < item.step <= item.most:
        return Fault("step", f"“{item.title}”每一次的分要大于 0，不超过这一项的分值。")
    if item.kind in HAS_LEAST and not 0 <= item.least <= (WHOLE if item.kind == "met" else 10_000):
        return Fault("least", f"“{item.title}”的达标线不对，请改。")
    return _fault_of_measure(line, subject)


def _fault_of_measure(line: Line, subject: str) -> Fault | None:
    title, is_judged = line.item.title, line.item.kind in JUDGED
    if is_judged and (line.source != "office" or line.measure):
        return Fault("kind", f"“{title}”是人评的分，请选由司法所评，不选数据来源。")
    if is_judged:
        return None
    if line.source == "office":
        return Fault("kind", f"“{title}”由司法所评，算法请选“评分”。")
    if line.measure not in MEASURES:
        return Fault("measure", f"“{title}”的分是算出来的，请选数据来源。")
    if source_of(line.measure) != line.source:
        return Fault("measure", f"“{title}”的数据来源和评分人对不上，请改。")
    if subject not in MEASURES[line.measure].subjects:
        return Fault("measure", f"“{title}”的数据来源不是用来考核这一类的，请改。")
    return _fault_of_kind(line)


def source_of(measure: str) -> str:
    """Who scores an item of a measure; the office what nothing counts."""
    told = {own: source for source, own in BY_SOURCE.items()}
    return told.get(measure, "computed") if measure else "office"


def _fault_of_kind(line: Line) -> Fault | None:
    """What happens is charged for; what is done is rewarded, and never the other way round."""
    is_case = line.measure in HAPPENS
    if is_case and line.item.kind != "per_case":
        return Fault("kind", f"“{line.item.title}”数的是不该有的事，算法请选“发生一次扣一次”。")
    if not is_case and line.item.kind == "per_case":
        return Fault("kind", f"“{line.item.title}”数的是做到的事，不能做一次扣一次，请改算法。")
    return None


def _fault_of_grades(grades: Sequence[Grade]) -> str:
    if len(grades) < 2:
        return "至少要有两个等次。"
    if min(len({one.least for one in grades}), len({one.title for one in grades})) < len(grades):
        return "有两个等次同名，或者从同一个分数起，请改一个。"
    if any(not 0 <= one.coefficient <= MOST_COEFFICIENT for one in grades):
        return "补贴系数要在 0 到 2 之间。"
    ordered = sorted(grades, key=lambda one: one.least)
    if any(low.coefficient > high.coefficient for low, high in pairwise(ordered)):
        return "分数高的等次，补贴系数不能比分数低的还小。"
    return "" if ordered[0].least == 0 else "最低的等次要从 0 分起，免得有人没有等次。"


def _fault_of_weights(scheme: Scheme) -> str:
    if not scheme.weights:
        return ""
    has = {line.source for line in scheme.lines}
    if {one for one, weight in scheme.weights.items() if weight} != has:
        return "占比要和项目对上：有项目的评分人都要有占比，没有项目的不要写。"
    return "" if sum(scheme.weights.values()) == WHOLE else "各方占比加起来要正好 100%。"
