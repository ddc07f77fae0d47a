"""One adviser of Yanzhou is away, and the plan is repaired: a program of its own, so that its memory can be seen.

    python -m bench.absences repair|highs HOW_MANY SECONDS

takes so many advisers, one at a time, out of the shipped plan and prints {"repairs": [{"held", "changed", "seconds",
"broken", "proven"}, ...]}. `held` counts the villages in which the adviser has a post: each must
change, so no repair changes fewer. HiGHS, on the whole programme, is asked for the fewest changed villages and nothing
else; `changed` is null where it found no plan.
"""

import argparse
import dataclasses
import datetime
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from bench.drawing import yanzhou
from menkou.demo.scenario import scenario
from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import LAW_FIRM, LEGAL_SERVICE_OFFICE, District, Infeasible, Undecided
from menkou.postings.rules.repairing import repair

Posts = Mapping[str, tuple[str, str]]
Mended = tuple[dict[str, tuple[str, str]] | None, bool]  # the posts, and whether fewer changes are proven not to do
Way = Callable[[District, Posts, float], Mended]


def without(district: District, who: str) -> District:
    """The same district while one adviser is away."""
    people = (dataclasses.replace(one, unable="away") if one.key == who else one for one in district.advisers)
    return dataclasses.replace(district, advisers=tuple(people))


def chosen(district: District, posts: Posts, count: int) -> list[str]:
    """So many advisers that hold posts, spread evenly over the roster."""
    busy = {who for both in posts.values() for who in both}
    serving = [one.key for one in district.advisers if one.key in busy]
    return [serving[number * len(serving) // count] for number in range(min(count, len(serving)))]


def tried(way: Way, district: District, posts: Posts, who: str, seconds: float) -> dict[str, Any]:
    """One repair's figures."""
    left, began = without(district, who), time.monotonic()
    mended, proven = way(left, posts, seconds)
    took = time.monotonic() - began
    figures: dict[str, Any] = {"held": sum(who in both for both in posts.values()), "seconds": round(took, 3)}
    if mended is None:
        return figures | {"changed": None, "broken": 0, "proven": False}
    changed = sum(both != posts[village] for village, both in mended.items())
    return figures | {"changed": changed, "broken": len(broken_rules(left, mended)), "proven": proven}


def ours(district: District, posts: Posts, seconds: float) -> Mended:
    """The product's repair."""
    try:
        mended = repair(district, posts, seconds=seconds)
    except (Infeasible, Undecided):
        return None, False
    return mended.posts, mended.proven


def highs(district: District, posts: Posts, seconds: float) -> Mended:
    """The fewest changed villages, from the whole programme with no help."""
    from ortools.math_opt.python import mathopt

    model = mathopt.Model()
    able = [one for one in district.advisers if not one.unable]
    choice = {
        (post, one.key, village.key): model.add_binary_variable()
        for post in (0, 1)
        for one in able
        for village in district.villages
        if (one.key, village.key) not in district.forbidden
    }
    stays = {village: model.add_binary_variable() for village in posts}
    for village, both in posts.items():
        for post, who in enumerate(both):
            kept = choice.get((post, who, village))
            model.add_linear_constraint(stays[village] <= (0 if kept is None else kept))
    _rules(model, district, choice)
    model.maximize(mathopt.fast_sum(stays.values()))
    limit = mathopt.SolveParameters(time_limit=datetime.timedelta(seconds=seconds))
    answer = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limit)
    if not answer.has_primal_feasible_solution():
        return None, False
    taken = answer.variable_values()
    found = {key[::2]: key[1] for key, one in choice.items() if taken[one] > 0.5}
    mended = {village: (found[0, village], found[1, village]) for village in posts}
    return mended, answer.termination.reason == mathopt.TerminationReason.OPTIMAL


def _rules(model: Any, district: District, choice: Mapping[tuple[int, str, str], Any]) -> None:
    """Posts filled by two people, caps, a firm and an office in each township, offices at home."""
    from ortools.math_opt.python import mathopt

    house = {one.key: one.institution for one in district.advisers}
    kind = {one.key: one.kind for one in district.institutions}
    town = {one.key: one.township for one in district.villages}
    rows: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for (post, who, village), one in choice.items():
        rows["filled", str(post), village].append(one)
        rows["two people", who, village].append(one)
        rows["all posts", who].append(one)
        if not post:
            rows["a posts", who].append(one)
        rows["kind", town[village], kind[house[who]]].append(one)
        rows["house", town[village], house[who]].append(one)
    limits = {("a posts", one.key): district.cap_a(one) for one in district.advisers}
    limits |= {("all posts", one.key): district.cap_all(one) for one in district.advisers}
    served = {("kind", place, one) for place in district.townships for one in (LAW_FIRM, LEGAL_SERVICE_OFFICE)}
    served |= {("house", one.home, one.key) for one in district.institutions if one.home in district.townships}
    for key, some in rows.items():
        total = mathopt.fast_sum(some)
        if key[0] == "filled":
            model.add_linear_constraint(total == 1)
        elif key[0] in ("kind", "house"):
            if key in served:
                model.add_linear_constraint(total >= 1)
        else:
            model.add_linear_constraint(total <= limits.get(key, 1))


WAYS = {"repair": ours, "highs": highs}


def main() -> None:
    """Print the repairs."""
    parser = argparse.ArgumentParser(prog="python -m bench.absences")
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("count", type=int)
    parser.add_argument("seconds", type=float)
    options = parser.parse_args()
    district, posts = yanzhou(), scenario(440).plan.posts
    absent = chosen(district, posts, options.count)
    found = [tried(WAYS[options.way], district, posts, who, options.seconds) for who in absent]
    json.dump({"repairs": found}, sys.stdout)


if __name__ == "__main__":
    main()
