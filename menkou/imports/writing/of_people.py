"""What rows about people put on record: institutions, advisers, contracts, and who signs in."""

from collections.abc import Sequence
from datetime import date, timedelta

from menkou.accounts import actions as accounts
from menkou.accounts.models import Membership, User
from menkou.advisers import actions as advisers
from menkou.advisers.models import Adviser, Institution, Presence, Registration
from menkou.engagements import actions as engagements
from menkou.engagements.models import Contract
from menkou.imports import queries
from menkou.imports.freezing import frozen
from menkou.imports.ledger import Ledger
from menkou.imports.rules.comparing import NEW, Line
from menkou.imports.writing.finding import given, locked, rolls
from menkou.places.models import Township, Village
from menkou.postings.models import Posting

TARGETS = {"judicial_office": "township_id", "village_cadre": "village_id", "institution_director": "institution_id"}
TARGETS |= {"adviser": "registration_id"}


def institutions(ledger: Ledger, lines: Sequence[Line]) -> None:
    houses = locked(Institution, (one.key for one in lines), "credit_code")
    here = {one.institution_id: one for one in Presence.objects.select_for_update(of=("self",))}
    towns = queries.ids(Township, (one.values.get("township") or "" for one in lines), "code")
    fresh, presences, wanted, wanted_homes = [], [], [], []
    for line in lines:
        facts = given(line, "name", "kind", "phone", "address")
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
    ledger.change(ledger, Institution, wanted)
    ledger.change(ledger, Presence, wanted_homes)


def roster(ledger: Ledger, lines: Sequence[Line]) -> None:
    people = locked(Adviser, (one.key for one in lines), "licence_no")
    houses = queries.ids(Institution, (one.values.get("institution") or "" for one in lines), "credit_code")
    ids = [one.pk for one in people.values()]
    running = Registration.objects.select_for_update(of=("self",)).filter(adviser__in=ids).order_by("valid_from")
    on_roll = {one.adviser_id: one for one in running if one.valid_until is None or one.valid_until > ledger.today}
    fresh, registrations, wanted, wanted_rolls = [], [], [], []
    for line in lines:
        facts = given(line, "name", "kind")
        person = people.get(line.key)
        if person is None:
            person = Adviser(licence_no=line.key, **facts)
            fresh.append(person)
        else:
            wanted.append((person, facts, line.title))
        if roll := on_roll.get(person.pk):
            wanted_rolls.append((roll, given(line, "phone"), line.title))
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
    ledger.change(ledger, Adviser, wanted)
    ledger.change(ledger, Registration, wanted_rolls)


def contracts(ledger: Ledger, lines: Sequence[Line]) -> None:
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


def people(ledger: Ledger, lines: Sequence[Line]) -> None:
    """People who may sign in once the operator has given them a password; a new account is closed until then."""
    users = locked(User, (one.values["username"] for one in lines), "username")
    targets = {
        "township_id": queries.ids(Township, (one.values["of"] for one in lines), "code"),
        "village_id": queries.ids(Village, (one.values["of"] for one in lines), "code"),
        "institution_id": queries.ids(Institution, (one.values["of"] for one in lines), "credit_code"),
        "registration_id": rolls(one.values["of"] for one in lines),
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
            wanted.append((user, given(line, "phone"), line.title))
        if line.status == NEW:
            at = TARGETS.get(said["role"])
            of = {at: targets[at][said["of"]]} if at else {}
            held.append(Membership(user=user, role=said["role"], valid_from=ledger.today, **of))
    accounts.enrol(by=ledger.by, district=ledger.district, users=fresh, memberships=held)
    ledger.add(fresh, [one.name for one in fresh])
    ledger.add(held, [one.user.name for one in held])
    ledger.change(ledger, User, wanted)
