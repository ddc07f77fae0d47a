"""Yanzhou whole, from 440 villages to 443 and to 347, with everybody in it; in a minute, so for the night."""

import time

import pytest
from django.db.models import Count

from menkou.accounts.models import Membership, User
from menkou.accounts.queries import actor_for
from menkou.consultations.models import Consultation
from menkou.core.actors import Role
from menkou.core.scope import within
from menkou.demo.load import load
from menkou.engagements.models import Contract
from menkou.mergers import actions
from menkou.mergers.models import Change
from menkou.mergers.tests.conftest import confirmed
from menkou.places import queries as places
from menkou.places.models import District, FormerName, Township, Village
from menkou.plans import telling
from menkou.plans.models import Version
from menkou.postings import queries as postings
from menkou.postings.rules import repairing
from menkou.worklogs.models import Entry

MOST_S = 10


@pytest.fixture
def yanzhou(db):
    load()
    district = District.objects.get(slug="yanzhou")
    with within(district.pk):
        yield district


def held() -> dict[str, int]:
    """What must not change by itself: consultations and entries of all kinds, and open ones."""
    is_open = Consultation.objects.exclude(state=Consultation.State.CLOSED)
    return {"all": Consultation.objects.count(), "open": is_open.count(), "entries": Entry.objects.count()}


@pytest.mark.nightly
def test_yanzhou_comes_to_347_villages_and_nobody_is_lost(yanzhou):
    bureau = actor_for(User.objects.get(username="sifaju"))
    before = held()
    codes = set(Village.objects.values_list("code", flat=True))

    for change, count in zip(Change.objects.order_by("made_at"), (443, 347), strict=True):
        confirmed(change, bureau)
        start = time.perf_counter()
        actions.apply(by=bureau, change=change)
        assert time.perf_counter() - start < MOST_S
        assert set(places.villages().values_list("code", flat=True)) == {code for code, _ in change.after}
        assert places.villages().count() == count
        assert held() == before

    running = places.villages()
    is_open = Consultation.objects.exclude(state=Consultation.State.CLOSED)
    assert not is_open.exclude(village__in=running).exists()
    assert not postings.running().exclude(village__in=running).exists()
    posts = postings.running().values_list("village", "post").order_by().annotate(count=Count("pk"))
    assert {count for *_, count in posts} == {1}
    assert len(posts) == 2 * (347 - 4)  # 东苑社区 and three new ones of 2019 have nobody yet
    signed = Contract.objects.filter(valid_until__gt=places.clock.today(), stage=Contract.Stage.SIGNED)
    assert not signed.exclude(village__in=running).exists()
    assert all(places.village_with(code).valid_until is None for code in codes)
    cadres = Membership.objects.filter(role=Role.VILLAGE_CADRE, valid_until=None)
    assert not cadres.exclude(village__in=running).exists()
    assert Township.objects.get(code="370812007").name == "兴隆庄街道"
    assert {one.name for one in FormerName.objects.all()} == {
        "兴隆庄镇",
        "维多利亚社区居委会",
        "新龙社区居委会",
        "谭村村村委会",
    }
    assert not [pk for pk, heir in places.heirs().items() if pk == heir]


@pytest.mark.nightly
def test_the_repair_asked_for_changes_only_the_villages_that_have_nobody(yanzhou):
    bureau = actor_for(User.objects.get(username="sifaju"))
    for change in Change.objects.order_by("made_at"):
        actions.apply(by=bureau, change=confirmed(change, bureau))

    version = Version.objects.get()
    told = telling.planning.told(version.starts_on, version.until)
    repaired = repairing.repair(told, telling.standing(version, told), seconds=20)
    new = {"370812003005", "370812003006", "370812003007", "370812006007"}  # without a predecessor
    assert (set(repaired.changed), len(repaired.posts)) == (new, 347)
