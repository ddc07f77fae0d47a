"""Put the demo into a database: through the actions, in one transaction, so that it is there whole or not at all."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from menkou.accounts import actions as accounts
from menkou.accounts.models import Membership, User
from menkou.advisers import actions as advisers
from menkou.advisers.models import Adviser, Institution, Presence, Registration
from menkou.basis import actions as basis
from menkou.core import clock
from menkou.core.actors import INSTALLER, Role
from menkou.core.scope import within
from menkou.demo import (
    aftermath,
    assessed,
    boards,
    called,
    changes,
    chats,
    complained,
    consequent,
    decided,
    elsewhere,
    grounds,
    holidays,
    kept,
    money,
    onlookers,
    people,
    places,
    pushes,
    rehearsal,
    reviewed,
    risen,
    sampled,
    suggested,
    turns,
    visits,
)
from menkou.demo.scenario import Scenario, scenario
from menkou.engagements import actions as engagements
from menkou.engagements.models import Contract
from menkou.mergers import actions as mergers
from menkou.places import actions as place_actions
from menkou.places.models import District, JudicialOffice, Township, Village
from menkou.postings import actions as postings
from menkou.postings.models import Pairing, Plan, Posting

Progress = Callable[[str, int, int], None]
FOUNDED = date(2016, 1, 1)
CONTRACT_YEARS, SOON_DAYS, RULE_AHEAD_DAYS = 3, 45, 70


@transaction.atomic
def load(villages: int | None = None, progress: Progress = lambda words, done, total: None) -> None:
    """Make the demo district with so many villages (440 if none is said) and a year of its history."""
    chosen = scenario(villages or places.REAL)
    district = District.objects.create(
        slug=places.DISTRICT_SLUG, name=places.DISTRICT_NAME, code=places.DISTRICT_CODE, is_demo=True
    )
    today = clock.today()
    with within(district.pk):
        steps = Steps(chosen, district, today)
        for number, step in enumerate(steps.all(), 1):
            step()
            progress("演示区县", number, len(steps.all()))
        rehearsal.play(steps, today, progress)
        visits.come(steps, today)
        sampled.sample(steps)
        aftermath.follow(steps)
        elsewhere.arrange(steps, district)
        kept.ask(steps)
        complained.complain(steps)
        called.call(steps)
        suggested.suggest(steps)
        reviewed.release(steps)
        decided.decide(steps)
        turns.take(steps, today)
        boards.hang(steps, today)
        pushes.push(steps, today)
        risen.warn(steps, today)
        money.pay(steps)
        consequent.follow(steps)
        assessed.assess(steps)
        onlookers.look_on(district)


class Steps:
    """What the load has made so far, by the keys that the scenario uses."""

    def __init__(self, chosen: Scenario, district: District, today: date) -> None:
        self.chosen, self.district = chosen, district
        self.start = today.replace(year=today.year - 1, day=1)  # the year that the history covers
        self.towns: dict[str, Township] = {}
        self.villages: dict[str, Village] = {}
        self.institutions: dict[str, Institution] = {}
        self.registrations: dict[str, Registration] = {}
        self.users: dict[tuple[str, str], User] = {}  # by role and what it is held for

    def all(self) -> list[Callable[[], None]]:
        """In the order of the story."""
        people = [self.set_up_places, self.set_a_rule_ahead, self.enrol_advisers, self.record_facts]
        return [
            *people,
            self.engage,
            self.publish,
            self.open_accounts,
            self.foresee,
            chats.open_accounts,
            chats.give_ways,
        ]

    def set_up_places(self) -> None:
        for one in self.chosen.townships:
            lon, lat = places.located(one)
            self.towns[one.code] = Township(code=one.code, name=one.name, kind=one.kind, longitude=lon, latitude=lat)
        offices = [
            JudicialOffice(
                township=self.towns[one.code], name=one.office_name, phone=one.office_phone, address=one.office_address
            )
            for one in self.chosen.townships
        ]
        for place in self.chosen.villages:
            town = self.towns[place.township]
            self.villages[place.code] = Village(
                code=place.code, name=place.name, kind=place.kind, township=town, valid_from=FOUNDED
            )
        place_actions.set_up(
            by=INSTALLER,
            district=self.district,
            townships=list(self.towns.values()),
            offices=offices,
            villages=list(self.villages.values()),
        )
        place_actions.set_calendar(by=INSTALLER, district=self.district, days=holidays.days())

    def set_a_rule_ahead(self) -> None:
        """One whose day has not come: it can be looked at, and taken back."""
        day = (clock.today().replace(day=1) + timedelta(days=RULE_AHEAD_DAYS)).replace(day=1)
        said = "区司法局局务会议纪要（演示）"
        place_actions.set_rule(
            by=INSTALLER, district=self.district, key="days_to_rate", value=45, valid_from=day, source=said
        )

    def enrol_advisers(self) -> None:
        presences, licensed = [], []
        for one in self.chosen.institutions:
            made = Institution(
                name=one.name, kind=one.kind, credit_code=one.credit_code, phone=one.phone, address=one.address
            )
            self.institutions[one.credit_code] = made
            presences.append(Presence(institution=made, home_township=self.towns[one.home] if one.home else None))
        for person in self.chosen.advisers:
            adviser = Adviser(name=person.name, kind=person.kind, licence_no=person.licence_no)
            licensed.append(adviser)
            house = self.institutions[person.institution]
            self.registrations[person.licence_no] = Registration(
                adviser=adviser, institution=house, phone=person.phone, valid_from=FOUNDED
            )
        advisers.enrol(
            by=INSTALLER,
            district=self.district,
            institutions=list(self.institutions.values()),
            presences=presences,
            advisers=licensed,
            registrations=list(self.registrations.values()),
        )

    def record_facts(self) -> None:
        basis.take_in(by=INSTALLER, district=self.district, facts=grounds.rows(self, clock.today()))

    def engage(self) -> None:
        """Each village with the institution of its A post; every sixth contract ends soon, for the bureau to renew."""
        soon = clock.today() + timedelta(days=SOON_DAYS)
        until = self.start.replace(year=self.start.year + CONTRACT_YEARS)
        contracts = [
            Contract(
                village=self.villages[code],
                institution=self.registrations[a].institution,
                valid_from=self.start,
                valid_until=until if number % 6 else soon,
            )
            for number, (code, (a, _)) in enumerate(self.chosen.plan.posts.items())
        ]
        engagements.engage(by=INSTALLER, district=self.district, contracts=contracts)

    def publish(self) -> None:
        told = self.chosen.plan
        facts = {"value": told.value, "bound": told.bound, "seconds": told.seconds, "terms": told.terms}
        held = [
            Posting(
                village=self.villages[code], post=post, registration=self.registrations[licence], valid_from=self.start
            )
            for code, pair in told.posts.items()
            for post, licence in zip("AB", pair, strict=True)
        ]
        pairings = [
            Pairing(township=self.towns[town], institution=self.institutions[house], valid_from=self.start)
            for town, house, leads in told.pairings
            if leads
        ]
        postings.publish(
            by=INSTALLER,
            district=self.district,
            plan=Plan(valid_from=self.start, **facts),
            postings=held,
            pairings=pairings,
        )

    def open_accounts(self) -> None:
        password = make_password(people.PASSWORD)  # one for all, shown to everybody
        users, memberships = [], []
        for one in self.chosen.accounts:
            user = User(username=one.username, name=one.name, phone=one.phone, password=password, is_demo=True)
            users.append(user)
            memberships.append(Membership(user=user, role=one.role, valid_from=self.start, **self.target(one)))
            if one.target:
                self.users[one.role, one.target] = user
        accounts.enrol(by=INSTALLER, district=self.district, users=users, memberships=memberships)

    def foresee(self) -> None:
        """区划调整 since 2016, proposed and not confirmed; from today on they may be applied."""
        for one in changes.changes(self.chosen.villages):
            mergers.draw_up(
                by=INSTALLER,
                district=self.district,
                title=one.title,
                source=one.source,
                effective_on=clock.today(),
                after=one.after,
                town_names=one.town_names,
            )

    def target(self, account: people.DemoAccount) -> dict:
        """What the account's one role is held for."""
        match account.role, account.target:
            case Role.ADVISER, str(licence):
                return {"registration": self.registrations[licence]}
            case Role.JUDICIAL_OFFICE, str(code):
                return {"township": self.towns[code]}
            case Role.INSTITUTION_DIRECTOR, str(credit_code):
                return {"institution": self.institutions[credit_code]}
            case Role.VILLAGE_CADRE, str(code):
                return {"village": self.villages[code]}
        return {}
