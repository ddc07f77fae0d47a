"""派驻方案 from the district's tables: what the planner is told, and what becomes of its proposal."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from menkou.advisers.models import Adviser, Institution, Registration
from menkou.places import queries as places
from menkou.places.models import Township, Village
from menkou.places.rules.maps import Point, kilometres, middle
from menkou.postings import doubting, facts, queries
from menkou.postings.models import Pairing, Plan, Post, Posting
from menkou.postings.rules import district as rules
from menkou.postings.rules import substitutes
from menkou.postings.rules.capping import most_posts

if TYPE_CHECKING:
    from menkou.postings.rules.explaining import Explanation

TRAINEE = Adviser.Kind.TRAINEE


def told(on: date | None = None, until: date | None = None) -> rules.District:
    """The district as the planner is to know it for a plan from a day until a day, each fact as it holds then.

    Without `until` it is the truth of one day, today if none is named: who may stand where now. With it, whoever's
    licence or place on the roster ends before, or who is away for longer than the rule `most_days_away`, can hold no
    post of the plan. Distances are between townships' centres, or from a rough place where somebody lives elsewhere.
    """
    return district_of(facts.read(on, until))


def doubts(on: date | None = None, until: date | None = None) -> list[str]:
    """What is wrong or missing in what a plan of these days would be told, and how to mend it: Chinese sentences."""
    return doubting.doubts(facts.read(on, until))


def district_of(known: facts.Facts) -> rules.District:
    """Rows as the planner's values."""
    caps = known.rules
    at, centre = _centres(known.towns)
    people = [one for one in known.people if known.stays(one)]
    codes = {village.pk: village.code for village in known.villages}
    houses = {one.institution_id: one.institution for one in people}
    return rules.District(
        villages=tuple(_village(one, known, at, centre) for one in known.villages),
        advisers=tuple(_adviser(one, known, at, centre) for one in people),
        institutions=tuple(_institution(one, known) for one in houses.values()),
        caps=rules.Caps(
            a=caps["most_a_posts"],
            all=caps["most_posts"],
            institutions=caps["most_institutions_in_a_township"],
            townships=caps["most_townships_of_an_institution"],
        ),
        forbidden=_forbidden(known, people, codes),
        names=tuple((town.code, town.name) for town in known.towns.values()),
        incumbents=_incumbents(known, {one.pk for one in people}, codes),
        wishes=_wishes(known, {one.pk for one in people} | set(houses), codes),
        weights=weights(caps),
        stand_in=substitutes.rule(caps),
    )


def weights(rule: Mapping[str, int]) -> rules.Weights:
    """The district's weights: rules that are whole numbers."""
    told = {one.name: float(rule[f"weight_{one.name}"]) for one in fields(rules.Weights)}
    return rules.Weights(**told | {"b_share": told["b_share"] / 100})


def rows(proposal: rules.Proposal, start: date) -> tuple[Plan, list[Posting], list[Pairing]]:
    """The rows that postings.actions.publish puts on record for a proposal."""
    villages = {village.code: village.pk for village in places.villages(start)}
    towns = {town.code: town.pk for town in places.townships()}
    plan = Plan(
        value=proposal.value, bound=proposal.bound, seconds=proposal.seconds, terms=proposal.terms, valid_from=start
    )
    postings = [
        Posting(village_id=villages[code], post=post, registration_id=UUID(registration), valid_from=start)
        for code, pair in proposal.posts.items()
        for post, registration in zip("AB", pair, strict=True)
    ]
    pairings = [
        Pairing(township_id=towns[one.township], institution_id=UUID(one.institution), valid_from=start)
        for one in proposal.pairings
        if one.leads
    ]
    return plan, postings, pairings


def why(village: Village) -> tuple["Explanation", "Explanation"]:
    """Why the two who serve a village today, by the posts on record: see rules.explaining."""
    from menkou.postings.rules.explaining import explain  # with numpy, which no other page needs

    holders: dict[tuple[str, str], str] = {
        (code, post): str(who)
        for code, post, who in queries.running().values_list("village__code", "post", "registration_id")
    }
    posts = {code: (holders.get((code, "A")), holders.get((code, "B"))) for code, _ in holders}
    paired = {(one.township.code, str(one.institution_id)) for one in queries.pairings()}
    return explain(told(), posts, village.code, paired)


def _centres(towns: dict[UUID, Township]) -> tuple[dict[UUID, Point], Point]:
    """The centres of townships that have one, and the middle of them; a township without one is taken to lie there."""
    at = {
        pk: kilometres(town.longitude, town.latitude)
        for pk, town in towns.items()
        if town.longitude is not None and town.latitude is not None
    }
    return at, middle(list(at.values()))


def _start(one: Registration, known: facts.Facts, at: dict[UUID, Point], centre: Point) -> tuple[Point, bool]:
    """Where somebody starts from, and whether that is known: their base, else the office's own township.

    Else the middle of the district; and there everybody starts where no township has a centre to go to.
    """
    if not at:
        return centre, False
    base = known.bases.get(one.pk)
    if base and base.longitude is not None and base.latitude is not None:
        return kilometres(base.longitude, base.latitude), True
    town = base.township_id if base else known.homes.get(one.institution_id)
    return (at.get(town, centre), town in at) if town else (centre, True)


def _village(one: Village, known: facts.Facts, at: dict[UUID, Point], centre: Point) -> rules.Village:
    demand = known.demands.get(one.pk)
    return rules.Village(
        one.code,
        known.towns[one.township_id].code,
        *at.get(one.township_id, centre),
        demand=known.hours(one.pk),
        name=one.short_name,
        needs=frozenset(demand.needs) if demand else frozenset(),
        one_team=bool(demand and demand.one_team),
        is_mapped=one.township_id in at,
    )


def _adviser(one: Registration, known: facts.Facts, at: dict[UUID, Point], centre: Point) -> rules.Adviser:
    start, is_mapped = _start(one, known, at, centre)
    licence, caps = known.licence(one.pk), known.rules
    kind = licence.kind if licence else one.adviser.kind
    unable = "" if known.is_licensed(one.pk) else "licence"
    return rules.Adviser(
        str(one.pk),
        str(one.institution_id),
        *start,
        kind=kind,
        cap_a=caps["most_a_posts_of_a_trainee" if kind == TRAINEE else "most_a_posts"],
        cap_all=most_posts(caps, is_trainee=kind == TRAINEE),
        name=one.adviser.name,
        skills=known.skills.get(one.pk, frozenset()),
        unable=unable or ("away" if known.is_away(one.pk) else ""),
        is_mapped=is_mapped,
    )


def _institution(one: Institution, known: facts.Facts) -> rules.Institution:
    kind = rules.LAW_FIRM if one.kind == Institution.Kind.LAW_FIRM else rules.LEGAL_SERVICE_OFFICE
    home, strength = known.homes.get(one.pk), known.strengths.get(one.pk)
    return rules.Institution(
        str(one.pk),
        kind,
        known.towns[home].code if home else None,
        name=one.name,
        headcount=strength.headcount if strength else 0,
        share=strength.share / 1000 if strength and strength.share is not None else None,
    )


def _forbidden(known: facts.Facts, people: list[Registration], codes: dict[UUID, str]) -> frozenset[tuple[str, str]]:
    """回避: each person with each village that they or their institution may not serve, or has parted with."""
    avoided = [(one.village_id, one.registration_id, one.institution_id) for one in known.avoidances]
    avoided += [(one.village_id, None, one.institution_id) for one in known.parted]
    return frozenset(
        (str(person.pk), codes[village])
        for village, registration, institution in avoided
        if village in codes
        for person in people
        if person.pk == registration or person.institution_id == institution
    )


def _incumbents(known: facts.Facts, here: set[UUID], codes: dict[UUID, str]) -> dict[tuple[str, rules.Post], str]:
    return {
        (codes[village], "A" if post == Post.A else "B"): str(who)
        for (village, post), who in known.incumbents.items()
        if village in codes and who in here
    }


def _wishes(known: facts.Facts, here: set[UUID], codes: dict[UUID, str]) -> tuple[rules.Wish, ...]:
    """双向选择, of villages, people and institutions that are there."""
    return tuple(
        rules.Wish(
            codes[one.village_id],
            adviser=str(one.registration_id) if one.registration_id else None,
            institution=str(one.institution_id) if one.institution_id else None,
            weight=float(one.weight),
            key=str(one.pk),
        )
        for one in known.wishes
        if one.village_id in codes and (one.registration_id or one.institution_id) in here
    )
