"""The demo as one value: places, people, who stands where. `load` writes it into a database; nothing here does.

    scenario(440).townships, .villages, .institutions, .advisers, .accounts, .plan
    scenario(440).plan.posts         village code -> (A licence, B licence)
    scenario(440).plan.pairings      (township code, credit code, leads)

The plans for 440 and for 20 villages are shipped; other sizes are computed when asked for (seconds). To compute the
shipped ones again: `python -m menkou.demo.scenario`.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from menkou.demo import facts, people, places
from menkou.demo.facts import DemoDemand, DemoFacts
from menkou.demo.people import DemoAccount, DemoAdviser, DemoInstitution
from menkou.demo.places import DemoTownship, DemoVillage
from menkou.places.rules.defaults import DEFAULTS
from menkou.places.rules.maps import Point, kilometres
from menkou.places.rules.work import hours_a_year
from menkou.postings.rules.district import (
    LAW_FIRM,
    LEGAL_SERVICE_OFFICE,
    Adviser,
    Caps,
    District,
    Institution,
    Proposal,
    Village,
    Wish,
)

SHIPPED = (20, 440)
SEED = 1
CAPS = Caps(
    people.CAP_A,
    people.CAP_ALL,
    DEFAULTS["most_institutions_in_a_township"],
    DEFAULTS["most_townships_of_an_institution"],
)


@dataclass(frozen=True)
class DemoPlan:
    """派驻方案 by codes and licence numbers, with the figures a `postings.Plan` keeps."""

    posts: dict[str, tuple[str, str]]
    pairings: tuple[tuple[str, str, bool], ...]
    value: float
    bound: float  # of all plans with the same pairings
    seconds: float
    terms: dict[str, float]


@dataclass(frozen=True)
class Scenario:
    """Everything about a demo of one size but its history (see `history`)."""

    townships: tuple[DemoTownship, ...]
    villages: tuple[DemoVillage, ...]
    institutions: tuple[DemoInstitution, ...]
    advisers: tuple[DemoAdviser, ...]
    facts: DemoFacts
    accounts: tuple[DemoAccount, ...]
    plan: DemoPlan


@cache
def scenario(count: int = places.REAL) -> Scenario:
    """The demo with `count` villages."""
    villages = places.villages(count)
    here = {one.township for one in villages}
    offered = people.institutions(villages)
    advisers = people.advisers(offered, seed=SEED)
    plan = _shipped(count) if count in SHIPPED else compute(villages, offered, advisers)
    return Scenario(
        townships=tuple(one for one in places.townships() if one.code in here),
        villages=villages,
        institutions=offered,
        advisers=advisers,
        facts=facts.facts(villages, offered, advisers),
        accounts=people.accounts(villages, offered, advisers, plan.posts, seed=SEED),
        plan=plan,
    )


def planner_district(
    villages: Sequence[DemoVillage], offered: Sequence[DemoInstitution], advisers: Sequence[DemoAdviser]
) -> District:
    """What the district's tables will hold, as postings.planning tells it: a place is its township's centre.

    So that the plan is still the best one known when somebody asks on a page why these two serve a village. A test
    holds both against each other.
    """
    told = facts.facts(villages, offered, advisers)
    here = {one.township for one in villages}
    at = {one.code: kilometres(*places.located(one)) for one in places.townships() if one.code in here}
    city = kilometres(*facts.CITY)
    starts = {licence: at[town] if town else city for licence, town in told.bases.items()}
    return District(
        villages=tuple(_village(one, told.demands[one.code], at[one.township]) for one in villages),
        advisers=tuple(
            Adviser(
                one.licence_no,
                one.institution,
                *starts[one.licence_no],
                kind=one.kind,
                cap_a=one.cap_a,
                cap_all=one.cap_all,
                name=one.name,
                skills=frozenset(told.skills[one.licence_no]),
            )
            for one in advisers
        ),
        institutions=tuple(_institution(one, told) for one in offered),
        caps=CAPS,
        forbidden=frozenset((licence, code) for code, licence, _ in told.avoidances),
        names=tuple((one.code, one.name) for one in places.townships() if one.code in here),
        wishes=tuple(
            Wish(one.village, one.adviser, one.institution, float(one.weight), key=f"{one.side} {one.village}")
            for one in told.wishes
        ),
    )


def _village(one: DemoVillage, demand: DemoDemand, at: Point) -> Village:
    work = hours_a_year(demand.population, demand.consultations, DEFAULTS)
    return Village(one.code, one.township, *at, work, one.name, frozenset(demand.needs), demand.one_team)


def _institution(one: DemoInstitution, told: DemoFacts) -> Institution:
    headcount, share = told.headcounts[one.credit_code], told.shares[one.credit_code] / 1000
    kind = LAW_FIRM if one.home is None else LEGAL_SERVICE_OFFICE
    return Institution(one.credit_code, kind, one.home, one.name, headcount, share)


def compute(
    villages: Sequence[DemoVillage],
    offered: Sequence[DemoInstitution],
    advisers: Sequence[DemoAdviser],
    *,
    seconds: float | None = None,
) -> DemoPlan:
    """Draw the plan up afresh; a demo larger than the district is given more time."""
    from menkou.postings.rules.planner import draw_up

    allowed = seconds or max(30.0, 30.0 * len(villages) / places.REAL)
    return _plan(draw_up(planner_district(villages, offered, advisers), seconds=allowed, seed=SEED))


def _plan(proposal: Proposal) -> DemoPlan:
    return DemoPlan(
        posts=proposal.posts,
        pairings=tuple((one.township, one.institution, one.leads) for one in proposal.pairings),
        value=proposal.value,
        bound=proposal.bound if proposal.bound_given_pairs is None else proposal.bound_given_pairs,
        seconds=proposal.seconds,
        terms=proposal.terms,
    )


def _file(count: int) -> Path:
    return places.FOLDER / f"plan_{count}.json"


def _shipped(count: int) -> DemoPlan:
    told = json.loads(_file(count).read_text(encoding="utf-8"))
    told["posts"] = {village: (a, b) for village, (a, b) in told["posts"].items()}
    told["pairings"] = tuple((town, house, leads) for town, house, leads in told["pairings"])
    return DemoPlan(**told)


def main() -> None:
    """Compute the shipped plans again and say how good they are."""
    for count in SHIPPED:
        villages = places.villages(count)
        offered = people.institutions(villages)
        plan = compute(villages, offered, people.advisers(offered, seed=SEED), seconds=60)
        compact = json.dumps(asdict(plan), ensure_ascii=False, indent=0, separators=(",", ":"))
        _file(count).write_text(compact.replace('",\n"', '","').replace("[\n", "[").replace("\n]", "]") + "\n")
        gap = (plan.value - plan.bound) / plan.value
        sys.stdout.write(
            f"{count} villages: value {plan.value:.0f}, bound {plan.bound:.0f}, "
            f"gap {gap:.2%}, {plan.seconds:.1f} s, {plan.terms}\n"
        )


if __name__ == "__main__":
    main()
