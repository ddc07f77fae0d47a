"""What rows about places put on record: townships, villages, what they need and wish, and the calendar."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from menkou.advisers.models import Institution
from menkou.basis import actions as basis
from menkou.core.dated import Dated, holding
from menkou.imports import queries
from menkou.imports.ledger import Ledger
from menkou.imports.rules.comparing import NEW, Line
from menkou.imports.writing.finding import given, locked, rolls
from menkou.places import actions as places
from menkou.places.models import CalendarDay, Demand, FormerName, JudicialOffice, Township, Village
from menkou.postings.models import Wish


def townships(ledger: Ledger, lines: Sequence[Line]) -> None:
    towns = locked(Township, (one.key for one in lines), "code")
    offices = {one.township_id: one for one in JudicialOffice.objects.select_for_update(of=("self",))}
    fresh, fresh_offices, renamed, wanted, wanted_offices = [], [], [], [], []
    for line in lines:
        town = towns.get(line.key)
        facts = given(line, "name", "kind", "longitude", "latitude")
        if town is None:
            town = Township(code=line.key, **facts)
            fresh.append(town)
        else:
            renamed += _former(ledger, town, facts, township=town)
            wanted.append((town, facts, line.title))
        said = {
            key: line.values[f"office_{key}"] for key in ("name", "phone", "address") if f"office_{key}" in line.values
        }
        if said and (office := offices.get(town.pk)):
            wanted_offices.append((office, said, line.title))
        elif said:
            fresh_offices.append(JudicialOffice(township=town, **said))
    places.set_up(by=ledger.by, district=ledger.district, townships=fresh, offices=fresh_offices, villages=[])
    ledger.add(fresh, [one.name for one in fresh])
    ledger.add(fresh_offices, [one.name for one in fresh_offices])
    ledger.put(renamed)
    ledger.add(renamed, [one.name for one in renamed])
    ledger.change(ledger, Township, wanted)
    ledger.change(ledger, JudicialOffice, wanted_offices)


def villages(ledger: Ledger, lines: Sequence[Line]) -> None:
    villages = locked(Village, (one.key for one in lines), "code")
    towns = queries.ids(Township, (one.values["township"] for one in lines), "code")
    fresh, renamed, wanted = [], [], []
    for line in lines:
        facts = given(line, "name", "kind")
        if village := villages.get(line.key):
            renamed += _former(ledger, village, facts, village=village)
            wanted.append((village, facts, line.title))
        else:
            home = towns[line.values["township"]]
            fresh.append(Village(code=line.key, township_id=home, valid_from=ledger.today, **facts))
    places.set_up(by=ledger.by, district=ledger.district, townships=[], offices=[], villages=fresh)
    ledger.add(fresh, [one.name for one in fresh])
    ledger.put(renamed)
    ledger.add(renamed, [one.name for one in renamed])
    ledger.change(ledger, Village, wanted)


def _former(ledger: Ledger, place: Any, facts: Mapping[str, Any], **of: Any) -> list[FormerName]:
    if facts.get("name", place.name) == place.name:
        return []
    return [FormerName(code=place.code, name=place.name, valid_until=ledger.today, **of)]


def demands(ledger: Ledger, lines: Sequence[Line]) -> None:
    villages = queries.ids(Village, (one.key for one in lines), "code")
    held = holding(Demand.objects.select_for_update(of=("self",)).filter(village__in=villages.values()))
    standing = {one.village_id: one for one in held}
    names = ("population", "consultations", "remoteness", "grade", "needs", "one_team")
    facts: list[tuple[Demand, dict[str, Any], Demand | None, str]] = []
    for line in lines:
        was = standing.get(villages[line.key])
        said = {name: getattr(was, name) for name in names} if was else {}
        row = Demand(village_id=villages[line.key], **{**said, **given(line, *names)})
        if was is None or set(line.was) & set(names):
            facts.append((row, given(line, *names), was, line.title))
    _follow(ledger, Demand, facts)
    _wishes(ledger, lines, villages)


def _wishes(ledger: Ledger, lines: Sequence[Line], villages: Mapping[str, UUID]) -> None:
    on_roll = rolls(one.values.get("wished") or "" for one in lines)
    houses = queries.ids(Institution, (one.values.get("wished_house") or "" for one in lines), "credit_code")
    held = Wish.objects.select_for_update(of=("self",)).filter(village__in=villages.values(), side=Wish.Side.VILLAGE)
    standing = {(one.village_id, one.registration_id or one.institution_id): one for one in holding(held)}
    facts: list[tuple[Wish, dict[str, Any], Wish | None, str]] = []
    for line in lines:
        for name, field, ids in (("wished", "registration_id", on_roll), ("wished_house", "institution_id", houses)):
            if line.values.get(name) and (line.status == NEW or name in line.was):
                of, village = ids[line.values[name]], villages[line.key]
                said = {"weight": queries.GLADLY}
                row = Wish(village_id=village, side=Wish.Side.VILLAGE, **{field: of}, **said)
                was = standing.get((village, of))
                if was is None or was.weight != queries.GLADLY:
                    facts.append((row, said, was, line.title))
    _follow(ledger, Wish, facts)


def _follow(ledger: Ledger, model: type[Any], facts: Sequence[tuple[Any, dict[str, Any], Any, str]]) -> None:
    """Dated rows: one that began today is put right; an older one ends today, and another begins."""
    in_place = [(was, said, title) for _, said, was, title in facts if was and was.valid_from == ledger.today]
    ending = [
        (was, {"valid_until": ledger.today}, title) for *_, was, title in facts if was and was.valid_from < ledger.today
    ]
    fresh: list[Dated] = []
    titles = []
    for row, _, was, title in facts:
        if was is None or was.valid_from < ledger.today:
            row.valid_from, row.valid_until = ledger.today, was and was.valid_until
            row.source = ledger.source
            fresh.append(row)
            titles.append(title)
    ledger.change(ledger, model, ending)
    ledger.change(ledger, model, in_place)
    basis.take_in(by=ledger.by, district=ledger.district, facts=fresh)
    ledger.add(fresh, titles)


def calendar(ledger: Ledger, lines: Sequence[Line]) -> None:
    days = {str(one.day): one for one in CalendarDay.objects.select_for_update(of=("self",))}
    fresh = [
        CalendarDay(day=date.fromisoformat(one.key), **given(one, "is_working", "source"))
        for one in lines
        if one.key not in days
    ]
    wanted = [(days[one.key], given(one, "is_working", "source"), one.key) for one in lines if one.key in days]
    places.set_calendar(by=ledger.by, district=ledger.district, days=fresh)
    ledger.add(fresh, [str(one.day) for one in fresh])
    ledger.change(ledger, CalendarDay, wanted)
