"""Whatever villages merge into whichever: nobody is lost, no post is held twice, no ring, history stays readable."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.consultations import actions as consultations
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.engagements.models import Contract
from menkou.mergers import actions
from menkou.mergers.rules.choice import Choice
from menkou.mergers.rules.succession import Place
from menkou.mergers.tests.conftest import UNTIL
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings import queries as postings
from menkou.postings.models import Posting
from tests.cast import LONG_AGO

OLD = [f"99990100120{n}" for n in range(6)]
NEW = ["999901001001", "999901001002"]
FORMS = iter(f"{n:032x}" for n in range(10_000, 20_000))


@dataclass(frozen=True)
class Before:
    """A village: whether it has a contract, its two people, a question; and where it goes, itself or another."""

    contract: bool
    posts: str
    asked: bool
    goes: str


villages = st.lists(
    st.builds(
        Before,
        contract=st.booleans(),
        posts=st.sampled_from(["", "A", "AB"]),
        asked=st.booleans(),
        goes=st.sampled_from(["stays", *NEW, "kept"]),
    ),
    min_size=2,
    max_size=6,
)


@pytest.fixture
def people(register):
    return [register(f"人{n}", "firm", n) for n in range(3)]


@pytest.mark.usefixtures("cadre")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=villages)
def test_whatever_merges_nobody_is_lost(told, bureau, district, townships, institutions, people, village):
    with transaction.atomic():
        live(told, townships["here"], institutions["firm"], people)
        asked = set(Consultation.objects.values_list("pk", flat=True))
        names = dict(Village.objects.values_list("pk", "name"))
        merge(told, bureau, district, village)

        running = places.villages()
        assert set(Consultation.objects.values_list("pk", flat=True)) == asked
        assert not Consultation.objects.exclude(village__in=running).exists()
        held = postings.running().values_list("village", "post").order_by().annotate(count=Count("pk"))
        assert all(count == 1 for *_, count in held)
        assert not postings.running().exclude(village__in=running).exists()
        signed = Contract.objects.filter(valid_until__gt=clock.today())
        assert signed.count() == signed.filter(village__in=running).values("village").distinct().count()
        assert all(places.village_with(code).valid_until is None for code in OLD[: len(told)])
        assert dict(Village.objects.filter(pk__in=names).values_list("pk", "name")) == names
        transaction.set_rollback(True)


def live(told: list[Before], town, institution, people) -> None:
    """Put the villages on record, with what they have."""
    for code, one in zip(OLD, told, strict=False):
        if code == "999901001201":
            here = Village.objects.get(code=code)  # the cast's own
        else:
            facts = {"name": f"{code[-1]}号村委会", "kind": "village", "valid_from": LONG_AGO}
            here = Village.objects.create(code=code, township=town, **facts)
        span = {"valid_from": LONG_AGO, "valid_until": UNTIL}
        contract = Contract.objects.create(village=here, institution=institution, **span) if one.contract else None
        for number, post in enumerate(one.posts):
            Posting.objects.create(village=here, post=post, registration=people[number], contract=contract, **span)
        if one.asked and one.posts:
            resident = Actor(None, "居民", device=b"d" * 32)
            consultations.ask(by=resident, village=here, text="问", form=next(FORMS), may_hand_over=True)


def merge(told: list[Before], bureau, district, village) -> None:
    """The first village stays; the others go where they are told, to it where to the kept one."""
    kept = OLD[0]
    goes = {code: one.goes for code, one in zip(OLD, told, strict=False)} | {kept: "stays"}
    goes.setdefault(village.code, "stays")
    goes = {code: kept if where == "kept" else where for code, where in goes.items()}
    stays = {code for code, where in goes.items() if where == "stays"}
    now = {one.code: one.name for one in places.villages()}
    after = [Place(code, now[code]) for code in now if code in stays or code not in goes]
    after += [Place(code, f"新{code[-1]}社区居委会") for code in sorted({*goes.values()} & {*NEW})]
    if {one.code for one in after} == set(now):
        return
    change = actions.draw_up(
        by=bureau,
        district=district,
        title="并村",
        source="批复",
        effective_on=clock.today(),
        after=after,
        town_names={},
    )
    rows = change.successions.all()
    said = [Choice(row.code, row.revision, goes[row.code], confirmed=True) for row in rows]
    actions.settle(by=bureau, change=change, choices=said)
    actions.apply(by=bureau, change=change)
