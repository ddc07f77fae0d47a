"""What the rows of a file put on record, in bulk, by the same actions as one by one; and a ledger of all that changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from menkou.accounts import actions as accounts
from menkou.accounts.models import Membership, User
from menkou.advisers import actions as advisers
from menkou.advisers.models import Adviser, Institution, Presence, Registration
from menkou.basis import actions as basis
from menkou.core import clock, memory
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.dated import Dated, holding
from menkou.core.news import announce
from menkou.engagements import actions as engagements
from menkou.engagements.models import Contract
from menkou.imports import policies, queries
from menkou.imports.freezing import Frozen, frozen
from menkou.imports.models import Change, Import
from menkou.imports.rules.comparing import CHANGED, NEW, Line
from menkou.imports.rules.sheets import ALL
from menkou.places import actions as places
from menkou.places.models import CalendarDay, Demand, District, FormerName, JudicialOffice, Township, Village
from menkou.places.news import PublicFactsChanged
from menkou.postings.models import Posting, Wish

SHOWN_TO_ALL = ("townships", "villages", "institutions", "advisers")
TARGETS = {"judicial_office": "township_id", "village_cadre": "village_id", "institution_director": "institution_id"}
TARGETS |= {"adviser": "registration_id"}


@action(policies.decide, audit="imports.written")
def write(*, by: Actor, dropped: Import, lines: Sequence[Line]) -> int:
    """All new and changed rows, those that others speak of first. Returns how many rows of tables were touched.

    Raises Conflict or Invalid as the actions do, and IntegrityError where the database says no.
    """
    ledger = _Ledger(by, District.objects.get(pk=dropped.district_id), dropped.name)
    for kind in ALL:
        chosen = [one for one in lines if one.kind == kind.key and one.status in (NEW, CHANGED)]
        if chosen:
            WRITERS[kind.key](ledger, chosen)
    memory.forget()
    if any(one.status == CHANGED and one.kind in SHOWN_TO_ALL for one in lines):
        announce(PublicFactsChanged("从表格导入了新的名称、电话或地址"))
    rows = ledger.closed(dropped)
    Change.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


class _Ledger:
    """What was touched, in order: the model, the row, whom it is about, and what it was before."""

    def __init__(self, by: Actor, district: District, name: str) -> None:
        self.by, self.district, self.source = by, district, f"导入：{name}"[:200]
        self.entries: list[tuple[type[Model], UUID, str, Frozen | None]] = []
        self.going: dict[UUID, Frozen] | None = None  # posts as they stood before contracts were signed
        self.today = clock.today()

    def add(self, rows: Iterable[Model], titles: Iterable[str]) -> None:
        """Rows that an action has just put there."""
        self.entries += [(type(row), row.pk, title, None) for row, title in zip(rows, titles, strict=True)]

    def change(self, model: type[Any], wanted: Sequence[tuple[Any, Mapping[str, Any], str]]) -> None:
        """Rows, read and locked, that are to have other values."""
        rows: list[Any] = []
        names: set[str] = set()
        for row, values, title in wanted:
            differing = {name: value for name, value in values.items() if getattr(row, name) != value}
            if differing:
                self.entries.append((model, row.pk, title, frozen(row)))
                for name, value in differing.items():
                    setattr(row, name, value)
                rows.append(row)
                names |= differing.keys()
        if rows:
            model.objects.bulk_update(rows, sorted(names), batch_size=200)

    def closed(self, dropped: Import) -> list[Change]:
        """The ledger as rows, with what each row is now."""
        going = (self.going or {}).items()
        posts: list[tuple[type[Model], UUID, str, Frozen | None]] = [(Posting, pk, "派驻", was) for pk, was in going]
        now: dict[tuple[type[Model], UUID], Frozen] = {}
        for model in {entry[0] for entry in [*self.entries, *posts]}:
            keys = [entry[1] for entry in [*self.entries, *posts] if entry[0] is model]
            found: Any = model
            now |= {(model, row.pk): frozen(row) for row in found.objects.filter(pk__in=keys)}
        moved = [one for one in posts if now.get((Posting, one[1])) != one[3]]
        first: dict[tuple[type[Model], UUID], tuple[str, Frozen | None]] = {}
        for model, pk, title, was in [*self.entries, *moved]:
            first.setdefault((model, pk), (title, was))
        return [
            Change(
                dropped=dropped,
                number=number,
                table=model._meta.label,
                key=pk,
                title=title[:200],
                before=was,
                after=now.get((model, pk)),
            )
            for number, ((model, pk), (title, was)) in enumerate(first.items())
        ]


def _locked(model: type[Any], keys: Iterable[str], by: str) -> dict[str, Any]:
    """Rows that are to be changed, by the key that people know."""
    found = model.objects.select_for_update(of=("self",)).filter(**{f"{by}__in": set(keys)}).order_by("pk")
    return {getattr(row, by): row for row in found}


def _given(line: Line, *names: str) -> dict[str, Any]:
    return {name: line.values[name] for name in names if name in line.values}


def _townships(ledger: _Ledger, lines: Sequence[Line]) -> None:
    towns = _locked(Township, (one.key for one in lines), "code")
    offices = {one.township_id: one for one in JudicialOffice.objects.select_for_update(of=("self",))}
    fresh, fresh_offices, renamed, wanted, wanted_offices = [], [], [], [], []
    for line in lines:
        town = towns.get(line.key)
        facts = _given(line, "name", "kind")
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
    _rename(ledger, renamed)
    ledger.change(Township, wanted)
    ledger.change(JudicialOffice, wanted_offices)


def _villages(ledger: _Ledger, lines: Sequence[Line]) -> None:
    villages = _locked(Village, (one.key for one in lines), "code")
    towns = queries.ids(Township, (one.values["township"] for one in lines), "code")
    fresh, renamed, wanted = [], [], []
    for line in lines:
        facts = _given(line, "name", "kind")
        if village := villages.get(line.key):
            renamed += _former(ledger, village, facts, village=village)
            wanted.append((village, facts, line.title))
        else:
            home = towns[line.values["township"]]
            fresh.append(Village(code=line.key, township_id=home, valid_from=ledger.today, **facts))
    places.set_up(by=ledger.by, district=ledger.district, townships=[], offices=[], villages=fresh)
    ledger.add(fresh, [one.name for one in fresh])
    _rename(ledger, renamed)
    ledger.change(Village, wanted)


def _former(ledger: _Ledger, place: Any, facts: Mapping[str, Any], **of: Any) -> list[FormerName]:
    if facts.get("name", place.name) == place.name:
        return []
    return [FormerName(code=place.code, name=place.name, valid_until=ledger.today, **of)]


def _rename(ledger: _Ledger, names: list[FormerName]) -> None:
    FormerName.objects.bulk_create(names)
    ledger.add(names, [one.name for one in names])


def _institutions(ledger: _Ledger, lines: Sequence[Line]) -> None:
    houses = _locked(Institution, (one.key for one in lines), "credit_code")
    here = {one.institution_id: one for one in Presence.objects.select_for_update(of=("self",))}
    towns = queries.ids(Township, (one.values.get("township") or "" for one in lines), "code")
    fresh, presences, wanted, wanted_homes = [], [], [], []
    for line in lines:
        facts = _given(line, "name", "kind", "phone", "address")
        house = houses.get(line.key)
        if house is None:
            house = Institution(credit_code=line.key, **facts)
            fresh.append(house)
        else:
            wanted.append((house, facts, line.title))
        home = {"home_township_id": towns[line.values["township"]]} if line.values.get("township") else {}
        if present := here.get(house.pk):
            wanted_homes.append((present, home, line.title))
        else:
            presences.append(Presence(institution=house, **home))
    advisers.enrol(
        by=ledger.by,
        district=ledger.district,
        institutions=fresh,
        presences=presences,
        advisers=[],
        registrations=[],
    )
    ledger.add(fresh, [one.name for one in fresh])
    ledger.add(presences, [one.institution.name for one in presences])
    ledger.change(Institution, wanted)
    ledger.change(Presence, wanted_homes)


def _advisers(ledger: _Ledger, lines: Sequence[Line]) -> None:
    people = _locked(Adviser, (one.key for one in lines), "licence_no")
    houses = queries.ids(Institution, (one.values.get("institution") or "" for one in lines), "credit_code")
    ids = [one.pk for one in people.values()]
    running = Registration.objects.select_for_update(of=("self",)).filter(adviser__in=ids).order_by("valid_from")
    rolls = {one.adviser_id: one for one in running if one.valid_until is None or one.valid_until > ledger.today}
    fresh, registrations, wanted, wanted_rolls = [], [], [], []
    for line in lines:
        facts = _given(line, "name", "kind")
        person = people.get(line.key)
        if person is None:
            person = Adviser(licence_no=line.key, **facts)
            fresh.append(person)
        else:
            wanted.append((person, facts, line.title))
        if roll := rolls.get(person.pk):
            wanted_rolls.append((roll, _given(line, "phone"), line.title))
        else:
            since = date.fromisoformat(line.values["valid_from"])
            at = houses[line.values["institution"]]
            registrations.append(
                Registration(adviser=person, institution_id=at, phone=line.values["phone"], valid_from=since)
            )
    advisers.enrol(
        by=ledger.by,
        district=ledger.district,
        institutions=[],
        presences=[],
        advisers=fresh,
        registrations=registrations,
    )
    ledger.add(fresh, [one.name for one in fresh])
    ledger.add(registrations, [one.adviser.name for one in registrations])
    ledger.change(Adviser, wanted)
    ledger.change(Registration, wanted_rolls)


def _rolls(numbers: Iterable[str]) -> dict[str, UUID]:
    """Whoever is on the roster, or soon will be, by licence number."""
    found = Registration.objects.filter(adviser__licence_no__in=set(numbers)).order_by("valid_from")
    kept = found.values_list("adviser__licence_no", "pk", "valid_until")
    return {number: pk for number, pk, until in kept if until is None or until > clock.today()}


def _demands(ledger: _Ledger, lines: Sequence[Line]) -> None:
    villages = queries.ids(Village, (one.key for one in lines), "code")
    held = holding(Demand.objects.select_for_update(of=("self",)).filter(village__in=villages.values()))
    standing = {one.village_id: one for one in held}
    names = ("population", "consultations", "remoteness", "grade", "needs", "one_team")
    facts: list[tuple[Demand, dict[str, Any], Demand | None, str]] = []
    for line in lines:
        was = standing.get(villages[line.key])
        said = {name: getattr(was, name) for name in names} if was else {}
        row = Demand(village_id=villages[line.key], **{**said, **_given(line, *names)})
        if was is None or set(line.was) & set(names):
            facts.append((row, _given(line, *names), was, line.title))
    _follow(ledger, Demand, facts)
    _wishes(ledger, lines, villages)


def _wishes(ledger: _Ledger, lines: Sequence[Line], villages: Mapping[str, UUID]) -> None:
    rolls = _rolls(one.values.get("wished") or "" for one in lines)
    houses = queries.ids(Institution, (one.values.get("wished_house") or "" for one in lines), "credit_code")
    held = Wish.objects.select_for_update(of=("self",)).filter(village__in=villages.values(), side=Wish.Side.VILLAGE)
    standing = {(one.village_id, one.registration_id or one.institution_id): one for one in holding(held)}
    facts: list[tuple[Wish, dict[str, Any], Wish | None, str]] = []
    for line in lines:
        for name, field, ids in (("wished", "registration_id", rolls), ("wished_house", "institution_id", houses)):
            if line.values.get(name) and (line.status == NEW or name in line.was):
                of, village = ids[line.values[name]], villages[line.key]
                said = {"weight": queries.GLADLY}
                row = Wish(village_id=village, side=Wish.Side.VILLAGE, **{field: of}, **said)
                was = standing.get((village, of))
                if was is None or was.weight != queries.GLADLY:
                    facts.append((row, said, was, line.title))
    _follow(ledger, Wish, facts)


def _follow(ledger: _Ledger, model: type[Any], facts: Sequence[tuple[Any, dict[str, Any], Any, str]]) -> None:
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
    ledger.change(model, ending)
    ledger.change(model, in_place)
    basis.take_in(by=ledger.by, district=ledger.district, facts=fresh)
    ledger.add(fresh, titles)


def _contracts(ledger: _Ledger, lines: Sequence[Line]) -> None:
    """Signed ones, with all that follows from signing: whose post ends there goes on, and the ledger knows of it."""
    villages = queries.ids(Village, (one.values["village"] for one in lines), "code")
    houses = queries.ids(Institution, (one.values["institution"] for one in lines), "credit_code")
    fresh = []
    for line in (one for one in lines if one.status == NEW):
        said = line.values
        signed = said.get("signed_on")
        fresh.append(
            Contract(
                village_id=villages[said["village"]],
                institution_id=houses[said["institution"]],
                first_party=said["first_party"],
                stage=Contract.Stage.SIGNED,
                valid_from=date.fromisoformat(said["valid_from"]),
                valid_until=date.fromisoformat(said["last_day"]) + timedelta(days=1),
                signed_on=date.fromisoformat(signed) if signed else None,
            )
        )
    there = Posting.objects.filter(village__in=villages.values())
    ledger.going = {one.pk: frozen(one) for one in there.select_for_update(of=("self",))}
    engagements.engage(by=ledger.by, district=ledger.district, contracts=fresh)
    ledger.add(fresh, [one.title for one in lines if one.status == NEW])
    begun = [one for one in there.all() if one.pk not in ledger.going]
    ledger.add(begun, ["派驻" for _ in begun])


def _people(ledger: _Ledger, lines: Sequence[Line]) -> None:
    """People who may sign in once the operator has given them a password; a new account is closed until then."""
    users = _locked(User, (one.values["username"] for one in lines), "username")
    targets = {
        "township_id": queries.ids(Township, (one.values["of"] for one in lines), "code"),
        "village_id": queries.ids(Village, (one.values["of"] for one in lines), "code"),
        "institution_id": queries.ids(Institution, (one.values["of"] for one in lines), "credit_code"),
        "registration_id": _rolls(one.values["of"] for one in lines),
    }
    fresh, held, wanted = [], [], []
    for line in lines:
        said = line.values
        user = users.get(said["username"])
        if user is None:
            user = User(username=said["username"], name=said["name"], phone=said.get("phone", ""), is_active=False)
            user.set_unusable_password()
            users[user.username] = user
            fresh.append(user)
        elif not user._state.adding and line.was.keys() & {"phone"}:
            wanted.append((user, _given(line, "phone"), line.title))
        if line.status == NEW:
            at = TARGETS.get(said["role"])
            of = {at: targets[at][said["of"]]} if at else {}
            held.append(Membership(user=user, role=said["role"], valid_from=ledger.today, **of))
    accounts.enrol(by=ledger.by, district=ledger.district, users=fresh, memberships=held)
    ledger.add(fresh, [one.name for one in fresh])
    ledger.add(held, [one.user.name for one in held])
    ledger.change(User, wanted)


def _calendar(ledger: _Ledger, lines: Sequence[Line]) -> None:
    days = {str(one.day): one for one in CalendarDay.objects.select_for_update(of=("self",))}
    fresh = [
        CalendarDay(day=date.fromisoformat(one.key), **_given(one, "is_working", "source"))
        for one in lines
        if one.key not in days
    ]
    wanted = [(days[one.key], _given(one, "is_working", "source"), one.key) for one in lines if one.key in days]
    places.set_calendar(by=ledger.by, district=ledger.district, days=fresh)
    ledger.add(fresh, [str(one.day) for one in fresh])
    ledger.change(CalendarDay, wanted)


WRITERS = {
    "townships": _townships,
    "villages": _villages,
    "institutions": _institutions,
    "advisers": _advisers,
    "demands": _demands,
    "contracts": _contracts,
    "people": _people,
    "calendar": _calendar,
}
