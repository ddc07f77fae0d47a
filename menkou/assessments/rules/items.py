"""考核项目: one pure function for each kind of item, from what was counted to points and a sentence that explains them.

Points are whole hundredths of a point, so that no sum depends on the order of adding. What cannot be compared (nothing
was asked, nobody told the adviser, too few to say) is never charged: the item gives its full points and says why.
The kinds are those of the score tables that could be found (domain.md 2.1 to 2.3).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

POINT: Final = 100  # hundredths


class Fact(NamedTuple):
    """What was counted: how much was done of how much that was asked; None where nothing can be compared."""

    done: int
    asked: int | None = None
    late: int = 0  # done, but not in time
    why: str = ""  # why it cannot be compared, in words for a reader


@dataclass(frozen=True)
class Item:
    """One line of a scheme. `most` and `step` are hundredths of a point; `least` is what its kind says of it."""

    key: str
    title: str
    kind: str
    most: int
    step: int = 0
    least: int = 0
    unit: str = "次"


class Scored(NamedTuple):
    """Hundredths of a point, whether anything could be compared, and the sentence that says how it came."""

    points: int
    is_counted: bool
    words: str


def written(points: int) -> str:
    """Points as people write them: 12, 7.5, −0.25."""
    sign, whole = ("−" if points < 0 else ""), abs(points)
    fraction = f"{whole % POINT:02}".rstrip("0")
    return f"{sign}{whole // POINT}{'.' + fraction if fraction else ''}"


def share_of(most: int, done: int, asked: int) -> int:
    """The part of the points that a part of the work is worth, to a hundredth, half a hundredth up; never more than all."""
    return (2 * most * min(done, asked) + asked) // (2 * asked)


def per_missing(item: Item, fact: Fact) -> Scored:
    """缺一扣一: so many points less for each that is missing, down to none (Table A, 2 and 3)."""
    if not fact.asked:
        return _not_charged(item, fact)
    missing = max(0, fact.asked - fact.done)
    points = max(0, item.most - item.step * missing)
    told = f"要求 {fact.asked} {item.unit}，做了 {fact.done} {item.unit}"
    if not missing:
        return Scored(points, True, f"{told}，做到了，得 {written(points)} 分。")
    less = f"少 {missing} {item.unit}，每{item.unit}扣 {written(item.step)} 分"
    return Scored(points, True, f"{told}，{less}，得 {written(points)} 分。")


def met(item: Item, fact: Fact) -> Scored:
    """达标给分: all points where so many of a hundred are reached (`least`), else none (Table B, 聘用情况)."""
    if not fact.asked:
        return _not_charged(item, fact)
    reached = fact.done * 100 >= fact.asked * item.least
    told = f"{fact.asked} {item.unit}里做到 {fact.done} {item.unit}，要求做到百分之{item.least}"
    points = item.most if reached else 0
    return Scored(points, True, f"{told}，{'达标' if reached else '没达标'}，得 {written(points)} 分。")


def share(item: Item, fact: Fact) -> Scored:
    """按比例: the part of the points that was done of what was asked; fewer than `least` are too few to say."""
    if not fact.asked:
        return _not_charged(item, fact)
    if fact.asked < item.least:
        return _too_few(item, fact.asked)
    points = share_of(item.most, fact.done, fact.asked)
    told = f"{fact.asked} {item.unit}里做到 {fact.done} {item.unit}"
    return Scored(points, True, f"{told}，{written(item.most)} 分按比例得 {written(points)} 分。")


def per_result(item: Item, fact: Fact) -> Scored:
    """做一得一: so many points for each, up to the most (Table C, 多劳多得). Where too few may be told there are none to
    give, and it does not say that nothing was done."""
    if fact.why and not fact.done:
        return Scored(0, True, f"{fact.why}，没有可以计分的，得 0 分。")
    earned = item.step * fact.done
    points = min(item.most, earned)
    capped = f"，最多 {written(item.most)} 分" if earned > item.most else ""
    told = f"做了 {fact.done} {item.unit}，每{item.unit} {written(item.step)} 分"
    return Scored(points, True, f"{told}{capped}，得 {written(points)} 分。")


def on_time(item: Item, fact: Fact) -> Scored:
    """按时加、没做扣: a step for each in time, none for a late one, a step less for each that was not done (Table C)."""
    if not fact.asked:
        return _not_charged(item, fact)
    missing = max(0, fact.asked - fact.done - fact.late)
    points = max(-item.most, min(item.most, item.step * (fact.done - missing)))
    told = f"应做 {fact.asked} {item.unit}，按时 {fact.done}，晚了 {fact.late}，没做 {missing}"
    return Scored(
        points, True, f"{told}；按时的每{item.unit} {written(item.step)} 分，没做的同样扣，得 {written(points)} 分。"
    )


def per_case(item: Item, fact: Fact) -> Scored:
    """发生一次扣: so many points less each time that it happened, down to none."""
    points = max(0, item.most - item.step * fact.done)
    if not fact.done:
        return Scored(points, True, f"没有发生，得 {written(points)} 分。")
    told = f"发生 {fact.done} {item.unit}，每{item.unit}扣 {written(item.step)} 分"
    return Scored(points, True, f"{told}，得 {written(points)} 分。")


def judged(item: Item, fact: Fact) -> Scored:
    """评分: what whoever scores gave, in hundredths, out of the most; nothing given yet charges nobody."""
    if fact.asked is None:
        return _not_charged(item, fact._replace(why=fact.why or "还没有人评"))
    points = max(0, min(item.most, fact.done))
    return Scored(points, True, f"满分 {written(item.most)} 分，评了 {written(points)} 分。")


def rated(item: Item, fact: Fact) -> Scored:
    """满意的占多少: of those who answered; fewer than `least` answers are too few to say."""
    if not fact.asked:
        return _not_charged(item, fact._replace(why=fact.why or "没有收到答卷"))
    if fact.asked < item.least:
        return _too_few(item, fact.asked)
    points = share_of(item.most, fact.done, fact.asked)
    told = f"{fact.asked} {item.unit}答卷里 {fact.done} {item.unit}满意"
    return Scored(points, True, f"{told}，{written(item.most)} 分按比例得 {written(points)} 分。")


KINDS: Final[dict[str, Callable[[Item, Fact], Scored]]] = {
    "per_missing": per_missing,
    "met": met,
    "share": share,
    "per_result": per_result,
    "on_time": on_time,
    "per_case": per_case,
    "judged": judged,
    "rated": rated,
}


def scored(item: Item, fact: Fact) -> Scored:
    """The points of an item. Raises KeyError for a kind that is none."""
    return KINDS[item.kind](item, fact)


def _not_charged(item: Item, fact: Fact) -> Scored:
    why = fact.why or "这一项没有可比的数"
    return Scored(item.most, False, f"{why}，不扣分，按满分 {written(item.most)} 分计。")


def _too_few(item: Item, count: int) -> Scored:
    told = f"只有 {count} {item.unit}，不到 {item.least} {item.unit}，说明不了什么"
    return Scored(item.most, False, f"{told}，不扣分，按满分 {written(item.most)} 分计。")
