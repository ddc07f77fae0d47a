"""Draw one plan as the product does, and say how good it is: a program of its own, so that its memory can be seen.

    python -m bench.drawing yanzhou SECONDS
    python -m bench.drawing COUNTY SECONDS      a code of bench/counties.csv

prints {"villages", "advisers", "value", "bound", "covers", "broken", "planning_s"}, or {"villages", "advisers", "why"}
where no plan was found.
"""

import argparse
import json
import sys
from typing import Any

from bench import counties
from menkou.demo import people, places, scenario
from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import District, Infeasible, Undecided
from menkou.postings.rules.planner import draw_up

YANZHOU = "yanzhou"


def yanzhou() -> District:
    """The demo's 440 villages as the district's tables tell them."""
    villages = places.villages()
    offered = people.institutions(villages)
    return scenario.planner_district(villages, offered, people.advisers(offered))


def drawn(district: District, seconds: float) -> dict[str, Any]:
    """A plan's figures."""
    size = {"villages": len(district.villages), "advisers": len(district.advisers)}
    try:
        plan = draw_up(district, seconds=seconds)
    except (Infeasible, Undecided) as reason:
        return size | {"why": str(reason)}
    return size | {
        "value": plan.value,
        "bound": plan.bound,
        "covers": plan.bound_covers,
        "broken": len(broken_rules(district, plan.posts, plan.pairings)),
        "planning_s": plan.seconds,
    }


def main() -> None:
    """Print one."""
    parser = argparse.ArgumentParser(prog="python -m bench.drawing")
    parser.add_argument("where")
    parser.add_argument("seconds", type=float)
    options = parser.parse_args()
    told = yanzhou() if options.where == YANZHOU else counties.district(counties.county(options.where))
    json.dump(drawn(told, options.seconds), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
