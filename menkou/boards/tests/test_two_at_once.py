"""Two officers who adopt words for the boards at one moment, over real connections: both are heard, one holds."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from menkou.boards.models import Disclosure, VillageHours
from menkou.boards.words import actions
from menkou.core.errors import Problem
from menkou.core.scope import within
from menkou.places.models import District
from tests.cast import SLUG

AT_ONCE = 4
DAY = date(2026, 1, 1)


@pytest.fixture
def bare_district(committed):
    return District.objects.create(slug=SLUG, name="示例区", code="999901")


@pytest.fixture
def stage():
    """What the cast builds; close() commits it."""
    with ExitStack() as stage:
        yield stage


@pytest.fixture
def district(bare_district, stage):
    stage.enter_context(within(bare_district.pk))
    return bare_district


@pytest.fixture
def at_once(bare_district, stage):
    """Do the same thing in several threads; each is a transaction of its own. Return what each met."""

    def at_once(do) -> list:
        stage.close()
        start = Barrier(AT_ONCE)

        def run(number: int):
            try:
                start.wait(10)
                with within(bare_district.pk):
                    return do(number)
            except Problem as problem:
                return problem
            finally:
                connection.close()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            met = list(pool.map(run, range(AT_ONCE)))
        stage.enter_context(within(bare_district.pk))
        return met

    return at_once


def test_of_words_adopted_at_once_one_set_holds(at_once, district, bureau):
    def adopt(number: int) -> None:
        facts = {"content": ["解答法律问题"], "commitments": ["不收费"], "standards": ["当日答复"], "source": "本局"}
        said = Disclosure(brand=f"第{number}句", bureau_phone="0537-0000009", valid_from=DAY, **facts)
        actions.adopt(by=bureau, district=district, disclosure=said)

    assert at_once(adopt) == [None] * AT_ONCE
    assert Disclosure.objects.filter(valid_from=DAY, valid_until=None).count() == Disclosure.objects.count() == 1


def test_of_hours_set_at_once_one_holds(at_once, village, bureau):
    def set_hours(number: int) -> None:
        actions.set_hours(by=bureau, village=village, words=f"每月{number + 1}日上午", valid_from=DAY)

    assert at_once(set_hours) == [None] * AT_ONCE
    assert VillageHours.objects.filter(village=village, valid_until=None).count() == VillageHours.objects.count() == 1
