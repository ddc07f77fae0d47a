"""The demo's facts as rows, for what the load has made of places and people."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from menkou.advisers.models import Base, Licence, Speciality, Strength
from menkou.core.dated import Dated
from menkou.demo.facts import CITY, SOURCE, licence_ends
from menkou.engagements.models import Obligation
from menkou.engagements.rules.duties import DUTIES
from menkou.places.models import Demand
from menkou.postings.models import Avoidance, Wish

if TYPE_CHECKING:
    from menkou.demo.load import Steps


def rows(steps: "Steps", today: date) -> Iterator[Dated]:
    """Every fact, from the first day of the demo's history on."""
    said = {"valid_from": steps.start, "source": SOURCE}
    told, villages, people = steps.chosen.facts, steps.villages, steps.registrations
    for number, one in enumerate(steps.chosen.advisers):
        who = people[one.licence_no]
        ends = licence_ends(number, today)
        yield Licence(registration=who, kind=one.kind, number=one.licence_no, valid_until=ends, **said)
        yield from (Speciality(registration=who, topic=topic, **said) for topic in told.skills[one.licence_no])
        town = told.bases[one.licence_no]
        place = {"township": steps.towns[town]} if town else dict(zip(("longitude", "latitude"), CITY, strict=True))
        yield Base(registration=who, **place, **said)
    for key, house in steps.institutions.items():
        yield Strength(institution=house, headcount=told.headcounts[key], share=told.shares[key], **said)
    for code, demand in told.demands.items():
        yield Demand(village=villages[code], **vars(demand) | {"needs": list(demand.needs)}, **said)
    for code, licence, reason in told.avoidances:
        yield Avoidance(village=villages[code], registration=people[licence], reason=reason, **said)
    for wish in told.wishes:
        person = people[wish.adviser] if wish.adviser else None
        firm = steps.institutions[wish.institution] if wish.institution else None
        facts = {"village": villages[wish.village], "side": wish.side, "weight": wish.weight}
        yield Wish(registration=person, institution=firm, **facts, **said)
    for duty in DUTIES.values():
        yield Obligation(**duty._asdict(), valid_from=steps.start)
    asked = {"unit": "lectures", "per": "institution", "window": "quarter", "least": 6}
    yield Obligation(**asked, **said)
