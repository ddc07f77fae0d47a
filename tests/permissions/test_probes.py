"""P-15: outside any district no table shows a row; and whatever the relations are, an opened matter is one's own to open."""

import random
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Q
from django.test import Client

from menkou.accounts.models import Membership, User
from menkou.consultations import intake, policies, queries
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.models import DistrictOwned
from menkou.core.scope import NOWHERE, _enter
from menkou.places.models import District, Village
from menkou.postings.models import Posting
from tests.cast import LONG_AGO, SLUG

OWNED = "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id' \
 where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and not a.attisdropped order by 1"


def rows_seen() -> dict[str, int]:
    """How many rows each owned table of the catalogue shows in the scope of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(OWNED)
        tables = [name for (name,) in cursor.fetchall()]
        seen = {}
        for table in tables:
            cursor.execute(f'select count(*) from "{table}"')  # noqa: S608  # names from the catalogue
            seen[table] = cursor.fetchone()[0]
    return seen


def test_without_a_district_no_owned_table_shows_a_row(world):
    inside = rows_seen()
    with _enter(NOWHERE):
        outside = rows_seen()

    assert {name for name, number in outside.items() if number} == set()
    owned = {model._meta.db_table for model in apps.get_models() if issubclass(model, DistrictOwned)}
    assert set(outside) == owned
    assert sum(1 for number in inside.values() if number) > 40  # there was something to see


class Relations:
    """Villages, advisers on posts that end and begin, matters that are handed about, all by chance; and who may open."""

    def __init__(self, seed: int, district: District, register, townships) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # no secret
        self.today, self.browsers, self.matters = clock.today(), {}, []
        self.district = district
        self.registrations = [register(f"顾问{n}", "firm" if n % 2 else "office", n) for n in range(8)]
        facts = {"township": townships["here"], "kind": "village", "valid_from": LONG_AGO}
        self.villages = [Village.objects.create(code=f"9999010013{n:02}", name=f"第{n}村", **facts) for n in range(6)]
        for village in self.villages:
            for post, one in zip("AB", self.chance.sample(self.registrations, 2), strict=True):
                Posting.objects.create(village=village, post=post, registration=one, valid_from=LONG_AGO)
        for number, one in enumerate(self.registrations):
            user = User.objects.create(username=f"probe{number}", name=f"顾问{number}")
            Membership.objects.create(user=user, role="adviser", registration=one, valid_from=LONG_AGO)
            self.browsers[one.pk] = Client()
            self.browsers[one.pk].force_login(user)
        for number in range(24):
            said = {"text": f"第{number}问", "form": f"{number:032x}", "may_hand_over": self.chance.random() < 0.5}
            asker = Actor(None, "居民", device=bytes([number]) * 32)
            found = intake.ask_once(by=asker, village=self.chance.choice(self.villages), **said).consultation
            self.matters.append(found.pk)

    def stir(self) -> None:
        """Something changes: a post ends, passes on or begins, a matter is handed over without anybody's hand."""
        what, running = self.chance.random(), list(Posting.objects.filter(valid_until=None))
        if what < 0.4:
            Consultation.objects.filter(pk=self.chance.choice(self.matters)).update(
                holder=self.chance.choice(self.registrations)
            )
        elif what < 0.65 and running:
            self.end(self.chance.choice(running))
        elif what < 0.8 and (ended := list(Posting.objects.filter(valid_until=self.today))):
            self.revive(self.chance.choice(ended))
        else:
            self.begin(
                self.chance.choice(self.villages), self.chance.choice("AB"), self.chance.choice(self.registrations)
            )

    def end(self, posting: Posting) -> None:
        """The post ends today, and somebody else may have it from today on."""
        if posting.valid_from == self.today:
            posting.delete()
            return
        Posting.objects.filter(pk=posting.pk).update(valid_until=self.today)
        self.begin(posting.village, posting.post, self.chance.choice(self.registrations))

    def begin(self, village: Village, post: str, taker) -> None:
        """Somebody takes a post from today on, where nobody has it and they hold no other one there."""
        if self.is_free(village, post, taker.pk):
            Posting.objects.create(village=village, post=post, registration=taker, valid_from=self.today)

    def revive(self, posting: Posting) -> None:
        """The end is taken back, under the same conditions."""
        if self.is_free(posting.village, posting.post, posting.registration_id):
            Posting.objects.filter(pk=posting.pk).update(valid_until=None)

    def is_free(self, village: Village, post: str, taker: UUID) -> bool:
        running = Posting.objects.filter(village=village, valid_until=None)
        return not running.filter(Q(post=post) | Q(registration=taker)).exists()

    def may_open(self, registration, matter) -> bool:
        """What the programme says, asked of the bare tables in another way than the house does."""
        found = Consultation.objects.get(pk=matter)
        spans = Posting.objects.filter(registration=registration, village=found.village_id)
        serves = any(
            one.valid_from <= self.today and (one.valid_until or self.today + timedelta(days=1)) > self.today
            for one in spans
        )
        return found.holder_id == registration and serves

    def probe(self) -> tuple[int, str]:
        """One person at one matter, half of them its holder: what they were told, and what is wrong with it."""
        who, matter = self.chance.choice(self.registrations), self.chance.choice(self.matters)
        if self.chance.random() < 0.5:
            who = Consultation.objects.get(pk=matter).holder
        status = self.browsers[who.pk].get(f"/{SLUG}/consultations/{matter}/").status_code
        wanted = 200 if self.may_open(who.pk, matter) else 404
        return status, "" if status == wanted else f"{who.pk} on {matter}: {status} instead of {wanted}"


def probes(relations: Relations, number: int) -> tuple[list[str], int]:
    """What is wrong, and how many were opened."""
    told = []
    for step in range(number):
        if step % 10 == 0:
            relations.stir()
        told.append(relations.probe())
    return [wrong for _, wrong in told if wrong], sum(status == 200 for status, _ in told)


@pytest.fixture
def relations(district, register, townships):
    return Relations(20261128, district, register, townships)


def test_whatever_the_relations_are_only_the_holder_on_a_post_opens(relations):
    wrong, opened = probes(relations, 120)

    assert wrong == []
    assert opened > 5


@pytest.mark.nightly
def test_twenty_thousand_probes(relations):
    wrong, opened = probes(relations, 20_000)
    print(f"\n20,000 probes: {opened} opened, {len(wrong)} wrong")  # noqa: T201

    assert wrong == []
    assert opened > 1000  # there were posts to the end


def test_a_lie_of_the_house_is_seen(relations, monkeypatch):
    monkeypatch.setattr(queries, "consultation_for", lambda by, pk: Consultation.objects.get(pk=pk))
    monkeypatch.setattr(policies, "is_holder", lambda by, consultation: True)

    assert probes(relations, 30)[0]
