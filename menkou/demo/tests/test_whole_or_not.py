"""The demo is there whole or not at all: a start after one that broke off loads it again."""

import pytest

from menkou.consultations.models import Consultation
from menkou.core.scope import within
from menkou.demo import load
from menkou.demo.places import DISTRICT_SLUG, WALK_VILLAGE
from menkou.places.models import District, Village


def test_the_smallest_demo_is_whole_too(db):
    load.load(2)

    with within(District.objects.get(slug=DISTRICT_SLUG).pk):
        assert Village.objects.count() == 2
        assert Consultation.objects.exclude(village__code=WALK_VILLAGE).exists()


def test_a_load_that_breaks_off_leaves_no_district(db, monkeypatch):
    def fail(steps) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(load.Steps, "enrol_advisers", fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        load.load(2)

    assert not District.objects.filter(slug=DISTRICT_SLUG).exists()
