"""Villages: how they are called, where an old code leads, and which exist on a day."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from menkou.core import clock
from menkou.places import queries
from menkou.places.models import Village
from tests.cast import LONG_AGO

SHIPPED = Path(__file__).parents[2] / "demo" / "yanzhou" / "villages.csv"


def named(name: str, kind: str = "village") -> str:
    return Village(name=name, kind=kind).short_name


@pytest.fixture
def make_village(townships):
    def make(number: int, **facts) -> Village:
        facts = {"name": f"第{number}村委会", "kind": "village", "valid_from": LONG_AGO, **facts}
        return Village.objects.create(code=f"9999010012{number:02}", township=townships["here"], **facts)

    return make


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("大安村村委会", "village", "大安村"),
        ("大安村委会", "village", "大安村"),
        ("山拖农场村村民委员会", "village", "山拖农场村"),
        ("翟村一村村委会", "village", "翟村一村"),
        ("谭村村村委会", "village", "谭村"),  # the codes of another year have 谭村村委会
        ("兴安居村村委会", "village", "兴安居村"),
        ("韦园社区居委会", "community", "韦园社区"),
        ("奎星楼小区社区居民委员会", "community", "奎星楼小区社区"),
        ("刘岗社区", "community", "刘岗社区"),
        ("煤机厂类似居委会", "community", "煤机厂"),
        ("矿南区类似社区居委会", "community", "矿南区社区"),
        ("村委会", "village", "村委会村"),
    ],
)
def test_a_village_is_called_as_people_say(name, kind, said):
    assert named(name, kind) == said


def test_every_real_name_reads_right():
    with SHIPPED.open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert len(names) == 440

    for name in names:
        said = named(name, "village" if name.endswith(("村委会", "村民委员会")) else "community")
        assert not any(word in said for word in ("村村", "委会", "委员会", "类似")), name
        assert len(said) >= 2, name
        assert name.startswith(said.removesuffix("社区").removesuffix("村")), name


def test_a_printed_code_leads_to_the_successor(make_village):
    last = make_village(1)
    middle = make_village(2, valid_until=date(2024, 1, 1), successor=last)
    first = make_village(3, valid_until=date(2023, 1, 1), successor=middle)

    assert queries.village_with(first.code) == last
    assert queries.village_with(last.code) == last


def test_a_ring_of_successors_does_not_hang(make_village):
    one = make_village(1, valid_until=date(2024, 1, 1))
    two = make_village(2, valid_until=date(2024, 1, 1), successor=one)
    Village.objects.filter(pk=one.pk).update(successor=two)

    assert queries.village_with(one.code) in (one, two)


def test_an_unknown_code_leads_nowhere(townships):
    with pytest.raises(Village.DoesNotExist):
        queries.village_with("999901001999")


def test_a_merged_village_is_gone_on_the_day_of_its_end(make_village):
    today = clock.today()
    gone, going, coming = (
        make_village(1, valid_until=today),
        make_village(2, valid_until=today + timedelta(days=1)),
        make_village(3, valid_from=today + timedelta(days=1)),
    )

    assert list(queries.villages()) == [going]
    assert set(queries.villages(on=today - timedelta(days=1))) == {gone, going}
    assert coming in queries.villages(on=today + timedelta(days=1))


def test_the_database_refuses_a_living_village_with_a_successor(make_village):
    last = make_village(1)
    with pytest.raises(IntegrityError, match="only_an_ended_village_has_a_successor"), transaction.atomic():
        make_village(2, successor=last)


def test_the_database_refuses_a_village_that_ends_before_it_began(make_village):
    with pytest.raises(IntegrityError, match="village_ends_after_it_began"), transaction.atomic():
        make_village(1, valid_until=LONG_AGO - timedelta(days=1))


def test_the_database_refuses_a_second_village_with_a_code(make_village):
    make_village(1)
    with pytest.raises(IntegrityError, match="one_village_to_a_code"), transaction.atomic():
        make_village(1)
