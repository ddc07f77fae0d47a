"""An independent checker: it takes the file's own numbers and an answer, and knows nothing of how one is found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any


def judged(told: Mapping[str, Any], a: Sequence[int], b: Sequence[int]) -> tuple[int, list[str]]:
    """The cost of an answer and the rules it breaks, in English; an empty list when it breaks none."""
    township, house = told["township_of"], told["institution_of"]
    if len(a) != len(township) or len(b) != len(township):
        return 0, ["not one adviser for every post"]
    if strangers := {who for who in (*a, *b) if not 0 <= who < len(house)}:
        return 0, [f"no adviser {who}" for who in sorted(strangers)]
    broken = [f"village {v} has {one} twice" for v, (one, other) in enumerate(zip(a, b, strict=True)) if one == other]
    for post, people, caps in (("A", a, told["cap_a"]), ("B", b, told["cap_b"])):
        broken += [f"{who} has {n} {post}-posts" for who, n in Counter(people).items() if n > caps[who]]
    conflicts = {(who, village) for who, village in told["forbidden"]}
    taken = {(who, village) for people in (a, b) for village, who in enumerate(people)}
    broken += [f"{who} may not serve {village}" for who, village in sorted(conflicts & taken)]
    pairs = {(house[who], township[village]) for who, village in taken}
    broken += _too_many("township", Counter(t for _, t in pairs), told["most_institutions_per_township"])
    broken += _too_many("institution", Counter(i for i, _ in pairs), told["most_townships_per_institution"])
    carried: Counter[int] = Counter()
    for village, who in enumerate(a):
        carried[who] += told["demand"][village]
    cost = sum(told["cost_a"][who][village] for village, who in enumerate(a))
    cost += sum(told["cost_b"][who][village] for village, who in enumerate(b))
    cost += sum(told["pairing_cost"][i][t] for i, t in pairs)
    return cost + told["fairness_weight"] * max(carried.values()), broken


def _too_many(of: str, counted: Counter[int], most: int) -> list[str]:
    return [f"{of} {which} has {n} pairs" for which, n in counted.items() if n > most]
