"""The rules, on the real lists of Yanzhou: every village that ends has a row, and the lists come out exactly."""

import csv
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.demo.places import FOLDER
from menkou.mergers.rules.succession import Comparison, Place, Way, closest, compare, kind, neighbours, stem

FILES = {2016: "villages.csv", 2019: "villages_2019.csv", 2023: "villages_2023.csv"}


@cache
def villages(year: int) -> tuple[Place, ...]:
    with (FOLDER / FILES[year]).open(encoding="utf-8", newline="") as file:
        return tuple(Place(row["code"], row["name"]) for row in csv.DictReader(file))


@cache
def change(before: int, after: int) -> Comparison:
    return compare(villages(before), villages(after))


def went(before: int, after: int) -> dict[str, tuple[str, str]]:
    """By the ended village's name: its successor's name, and how that was found."""
    names = {one.code: one.name for one in villages(after)}
    return {one.ended.name: (names[one.successor], one.way) for one in change(before, after).ends}


@pytest.mark.parametrize(
    ("before", "after", "counts"), [(2016, 2019, (440, 42, 45, 2, 443)), (2019, 2023, (443, 159, 63, 1, 347))]
)
def test_the_lists_of_yanzhou_come_out_exactly(before, after, counts):
    told = change(before, after)
    running = {one.code for one in villages(before)} - {one.ended.code for one in told.ends}
    running |= {one.code for one in told.begins}

    assert running == {one.code for one in villages(after)}
    found = len(villages(before)), len(told.ends), len(told.begins), len(told.renames), len(running)
    assert found == counts


def test_every_village_that_ends_goes_on_in_its_own_township():
    for one in change(2019, 2023).ends:
        assert one.successor.startswith(one.ended.township)


def test_a_township_whose_code_changes_is_found_again_with_all_its_villages():
    told = change(2016, 2019)

    assert told.townships == {"370812110": "370812007"}
    assert {one.way for one in told.ends} == {Way.SAME_NAME}


@pytest.mark.parametrize(
    ("name", "successor", "way"),
    [
        ("北关村委会", "北关社区居委会", Way.SAME_NAME),
        ("管口村村委会", "管口新村村委会", Way.SAME_NAME),
        ("东关村委会", "东关社区居委会", Way.SAME_NAME),  # a community that was there before
        ("前道义村村委会", "道义村村委会", Way.PART_OF_NAME),
        ("高吴桥三村村委会", "高吴桥村村委会", Way.PART_OF_NAME),
        ("肖家王子村村委会", "王子村村委会", Way.PART_OF_NAME),
        ("刘村村委会", "袁刘新村村委会", Way.LIKE_NAME),
        ("朱张村村委会", "南顿村村委会", Way.ORDER),  # the one that is new between its neighbours' successors
        ("官路村村委会", "新李村村委会", Way.ORDER),  # where its neighbour goes
    ],
)
def test_a_successor_is_found_by_the_name_or_by_the_order_of_the_codes(name, successor, way):
    assert went(2019, 2023)[name] == (successor, way)


def test_only_names_are_sure():
    ways = [one.way for one in change(2019, 2023).ends]

    assert sum(way in Way.SURE for way in ways) == 53
    assert Way.NONE not in ways


def test_a_village_without_any_trace_is_left_to_a_person():
    told = compare(
        [Place("370812001001", "甲村委会"), Place("370812002001", "乙村委会")], [Place("370812002001", "乙村委会")]
    )

    assert [(one.successor, one.way) for one in told.ends] == [("", Way.NONE)]


def test_new_villages_may_have_no_predecessor():
    told = change(2016, 2019)
    heirs = {one.successor for one in told.ends}

    assert [one.name for one in told.begins if one.code not in heirs] == [
        "达巷社区居委会",
        "朝阳社区居委会",
        "锦绣社区居委会",
    ]


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("北关社区居委会", "北关"),
        ("大安村村委会", "大安"),
        ("矿南区类似社区居委会", "矿南区"),
        ("村村委会", "村"),
        ("社区", "社区"),
    ],
)
def test_a_stem_is_the_name_without_what_it_is(name, left):
    assert stem(name) == left


def test_kinds_are_in_the_names():
    assert [kind(name) for name in ("刘岗社区", "北关村委会", "煤机厂类似居委会")] == [
        "community",
        "village",
        "community",
    ]


def test_neighbours_stand_first():
    found = neighbours("370812001200", villages(2019))

    assert [one.code for one in found[:3]] == ["370812001200", "370812001201", "370812001202"]
    assert found[24].township != "370812001"


def test_the_closest_bears_the_name_or_is_the_largest_or_the_first():
    same, part = ("2", Way.SAME_NAME, 10), ("1", Way.PART_OF_NAME, 900)
    assert closest([part, same]) == "2"
    assert closest([("1", Way.ORDER, 10), ("2", Way.ORDER, 900), ("3", Way.ORDER, 900)]) == "2"


names = st.text(alphabet="甲乙丙丁东西前后新庄村一二", min_size=1, max_size=4).map(lambda name: f"{name}村委会")
lists = st.dictionaries(st.integers(0, 40).map(lambda n: f"37081200{n % 3}{n:03}"), names, max_size=25)


@given(lists, lists)
def test_any_two_lists_come_out_exactly_and_nobody_goes_round_in_a_ring(before, after):
    old, new = ([Place(*one) for one in some.items()] for some in (before, after))
    told = compare(old, new)

    ended = {one.ended.code for one in told.ends}
    assert ended == before.keys() - after.keys()
    assert {one.code for one in told.begins} == after.keys() - before.keys()
    assert all(one.successor == "" or one.successor in after for one in told.ends)
    assert not ended & {one.successor for one in told.ends}
    assert compare(list(reversed(old)), list(reversed(new))) == told
