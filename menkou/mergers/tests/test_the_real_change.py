"""Yanzhou whole, from 440 villages to 443 and to 347, in a district with everybody in it."""

import time

import pytest

from menkou.accounts.models import User
from menkou.accounts.queries import actor_for
from menkou.consultations.models import Consultation
from menkou.core.scope import within
from menkou.demo.load import load
from menkou.mergers import actions
from menkou.mergers.actions import Choice
from menkou.mergers.models import Change
from menkou.places import queries as places
from menkou.places.models import District

MOST_S = 10


@pytest.fixture
def yanzhou(db):
    load()
    district = District.objects.get(slug="yanzhou")
    with within(district.pk):
        yield district


def confirm_all(by, change: Change) -> None:
    rows = change.successions.all()
    actions.settle(
        by=by, change=change, choices=[Choice(one.code, one.revision, one.successor, confirmed=True) for one in rows]
    )


def test_yanzhou_comes_to_347_villages_and_nobody_is_lost(yanzhou):
    bureau = actor_for(User.objects.get(username="sifaju"))
    opened = set(Consultation.objects.exclude(state="closed").values_list("pk", flat=True))
    first, second = Change.objects.order_by("made_at")

    for change, count in ((first, 443), (second, 347)):
        confirm_all(bureau, change)
        start = time.perf_counter()
        actions.apply(by=bureau, change=change)
        print(time.perf_counter() - start, Change.objects.get(pk=change.pk).moved)
        assert time.perf_counter() - start < MOST_S
        assert places.villages().count() == count
