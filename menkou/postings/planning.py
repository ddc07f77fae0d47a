"""派驻方案 from the district's tables: what the planner is told, and what becomes of its proposal."""

import math
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from menkou.advisers.models import Adviser, Institution, Presence
from menkou.advisers.queries import roster
from menkou.places import queries as places
from menkou.places.models import Township, Village
from menkou.postings import queries
from menkou.postings.models import Pairing, Plan, Posting
from menkou.postings.rules import district as rules

if TYPE_CHECKING:
    from menkou.postings.rules.explaining import Explanation

KM_PER_DEGREE = 111.3
TRAINEE = Adviser.Kind.TRAINEE
HOMELESS = (0.0, 0.0)  # where no place is on record, distances say nothing and count nothing


def told() -> rules.District:
    """The district as the planner knows it: today's villages, roster and caps; distances between township centres."""
    towns = {town.pk: town for town in places.townships()}
    at = {pk: kilometres(town) for pk, town in towns.items()}
    homes = {one.institution_id: one.home_township_id for one in Presence.objects.exclude(home_township=None)}
    people = list(roster())
    caps, centre = places.rules(), _middle(list(at.values()))
    return rules.District(
        villages=tuple(
            rules.Village(v.code, towns[v.township_id].code, *at[v.township_id], name=v.short_name)
            for v in places.villages()
        ),
        advisers=tuple(
            rules.Adviser(
                str(one.pk),
                str(one.institution_id),
                *at.get(homes.get(one.institution_id) or one.institution_id, centre),
                kind=one.adviser.kind,
                cap_a=caps["most_a_posts_of_a_trainee" if one.adviser.kind == TRAINEE else "most_a_posts"],
                cap_all=caps["most_posts"],
                name=one.adviser.name,
            )
            for one in people
        ),
        institutions=tuple(
            _institution(i, towns, homes) for i in {one.institution_id: one.institution for one in people}.values()
        ),
        caps=rules.Caps(a=caps["most_a_posts"], all=caps["most_posts"]),
        names=tuple((town.code, town.name) for town in towns.values()),
    )


def rows(proposal: rules.Proposal, start: date) -> tuple[Plan, list[Posting], list[Pairing]]:
    """The rows that postings.actions.publish puts on record for a proposal."""
    villages = {village.code: village.pk for village in places.villages()}
    towns = {town.code: town.pk for town in places.townships()}
    plan = Plan(
        value=proposal.value, bound=proposal.bound, seconds=proposal.seconds, terms=proposal.terms, valid_from=start
    )
    postings = [
        Posting(village_id=villages[code], post=post, registration_id=registration, valid_from=start)
        for code, pair in proposal.posts.items()
        for post, registration in zip("AB", pair, strict=True)
    ]
    pairings = [
        Pairing(township_id=towns[one.township], institution_id=one.institution, valid_from=start)
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


def kilometres(town: Township) -> tuple[float, float]:
    """A township's centre on a flat map."""
    if town.longitude is None or town.latitude is None:
        return HOMELESS
    return town.longitude * KM_PER_DEGREE * math.cos(math.radians(town.latitude)), town.latitude * KM_PER_DEGREE


def _institution(one: Institution, towns: dict[UUID, Township], homes: dict[UUID, UUID | None]) -> rules.Institution:
    kind = rules.LAW_FIRM if one.kind == Institution.Kind.LAW_FIRM else rules.LEGAL_SERVICE_OFFICE
    home = homes.get(one.pk)
    return rules.Institution(str(one.pk), kind, towns[home].code if home else None, name=one.name)


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    if not points:
        return HOMELESS
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
