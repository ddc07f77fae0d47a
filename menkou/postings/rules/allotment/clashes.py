"""Why there is no plan: rules that clash, as Chinese sentences. Nothing is said here that is not proven.

`certain` counts; `proven` asks the exact programme which rules cannot be kept together.
"""

import math
import time

import numpy as np

from menkou.postings.rules.allotment.exact import RULES, Exact, Rule
from menkou.postings.rules.allotment.flow import EMPTY, cheapest
from menkou.postings.rules.allotment.problem import Numbers, Problem

NO_PLAN = "没有可行的方案。"
NAMES: dict[Rule, str] = {
    "cap_a": "每人 A 岗的上限",
    "cap_b": "每人 B 岗的上限",
    "forbidden": "须回避的规定",
    "apart": "A 岗和 B 岗不是同一个人",
    "institutions": "每个镇街至多几家机构",
    "townships": "每家机构至多几个镇街",
}


def certain(problem: Problem) -> list[str]:
    """Clashes that counting proves, the plainest kind first; empty when it proves none."""
    for count in (_strength, _villages, _townships, _pairs, _reach):
        if found := count(problem):
            return found
    return []


def _posts(problem: Problem) -> tuple[tuple[str, Numbers, Numbers], ...]:
    return ("A", problem.cap_a, problem.strength_a), ("B", problem.cap_b, problem.strength_b)


def _strength(problem: Problem) -> list[str]:
    needed = problem.villages
    return [
        f"{post} 岗不够：{needed} 个村居要 {needed} 个 {post} 岗，{problem.advisers} 名法律顾问最多能担 {cap.sum()} 个，"
        f"还差 {needed - cap.sum()} 个。"
        for post, cap, _ in _posts(problem)
        if cap.sum() < needed
    ]


def _villages(problem: Problem) -> list[str]:
    """Each village needs one person for each post, and two in all."""
    able_a, able_b = (problem.allowed & (cap > 0)[:, None] for _, cap, _ in _posts(problem))
    found = []
    for village in np.argsort(problem.village_at):
        name, away = f"村居 {problem.village_at[village]}", int((~problem.allowed[:, village]).sum())
        a, b, both = (int(able[:, village].sum()) for able in (able_a, able_b, able_a | able_b))
        if not a or not b:
            post = "A 岗" if not a else "B 岗"
            found.append(f"{name} 的 {post}派不出人：{away} 名法律顾问须回避，其余的都不能担 {post}。")
        elif both < 2:
            found.append(f"{name} 的两个岗位要两个人，{away} 名法律顾问须回避，只剩 {both} 名能去。")
    return found


def _townships(problem: Problem) -> list[str]:
    """As many institutions as a township may have must be able to carry its villages."""
    if not problem.most_institutions or not problem.most_townships:
        which = "每个镇街至多 0 家机构" if not problem.most_institutions else "每家机构至多 0 个镇街"
        return [f"规定{which}，任何村居都派不出人。"]
    found = []
    for town in range(problem.townships):
        villages, needed = problem.township_of == town, int(problem.villages_in[town])
        for post, cap, _ in _posts(problem):
            able = np.minimum(cap, problem.allowed[:, villages].sum(axis=1))
            strength = np.bincount(problem.institution_of, able, problem.institutions)
            most = int(np.sort(strength)[::-1][: problem.most_institutions].sum())
            if most < needed:
                found.append(
                    f"镇街 {problem.township_at[town]} 有 {needed} 个村居，每个镇街至多 {problem.most_institutions} 家机构："
                    f"能去的人最多的几家合起来只能担 {most} 个 {post} 岗，还差 {needed - most} 个。"
                )
    return found


def _pairs(problem: Problem) -> list[str]:
    """The townships together need at least so many pairs, and the institutions may have only so many."""
    found = []
    room = problem.institutions * min(problem.most_townships, problem.townships)
    for post, _, strength in _posts(problem):
        together = np.cumsum(np.sort(strength)[::-1])
        needed = int((np.searchsorted(together, problem.villages_in) + 1).sum())
        if needed > room:
            found.append(
                f"结对名额不够：{problem.townships} 个镇街要担下全部 {post} 岗至少要结 {needed} 对，"
                f"{problem.institutions} 家机构每家至多 {problem.most_townships} 个镇街，只能结 {room} 对。"
            )
    return found[:1]


def _reach(problem: Problem) -> list[str]:
    """Caps and conflicts together, whatever the pairs."""
    found = []
    for post, cap, _ in _posts(problem):
        empty = int((cheapest(np.zeros(problem.allowed.shape), cap, problem.allowed, 1.0) == EMPTY).sum())
        if empty:
            found.append(f"{post} 岗有 {empty} 个派不出人：不须回避的法律顾问都已到上限，怎样结对都一样。")
    return found


def undivided(problem: Problem, empty: int) -> str:
    """What to say where every division of institutions among townships leaves so many posts empty."""
    return (
        f"结对的规定与岗位的上限不能同时做到：每个镇街至多 {problem.most_institutions} 家机构、"
        f"每家机构至多 {problem.most_townships} 个镇街，怎样结对都至少有 {empty} 个岗位派不出人。"
    )


def proven(problem: Problem, seconds: float, work: float = math.inf) -> str | None:
    """The rules that cannot be kept together, as few as were found in the time; None where no clash is proven.

    `work` is what CP-SAT calls deterministic time, for each question.
    """
    until = time.monotonic() + seconds
    kept = list(RULES)
    if Exact(problem, kept).solve(seconds * 0.6, work=work).status != "infeasible":
        return None
    for rule in RULES:
        fewer = [one for one in kept if one != rule]
        left = until - time.monotonic()
        if left > 0 and Exact(problem, fewer).solve(left, work=work).status == "infeasible":
            kept = fewer
    if not kept:
        return "没有一个方案能给每个村居派出两个岗位。"
    return f"这些规定不能同时做到：{'；'.join(NAMES[rule] for rule in kept)}。放宽其中一条才有方案。"
