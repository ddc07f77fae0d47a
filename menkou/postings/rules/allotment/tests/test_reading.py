"""A file that cannot be solved is refused in one sentence that names the place."""

import json

import pytest

from menkou.postings.rules.allotment.checker import judged
from menkou.postings.rules.allotment.reading import Malformed, from_mapping, read
from menkou.postings.rules.allotment.tests.worlds import problem, told

FACTS = told()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"township_of": [0] * 11 + [2]}, "村居 11 不属于任何镇街：township_of 写的是 2，镇街的编号是 0 到 1。"),
        ({"township_of": [None] * 12}, "township_of 第 0 项应是整数，却是 空的。"),
        ({"township_of": []}, "township_of 是空的：至少要有一个村居和一名法律顾问。"),
        ({"institution_of": [-1] + [0] * 7}, "法律顾问 0 不属于任何执业机构：institution_of 写的是 -1"),
        ({"cap_a": [3] * 7 + [-1]}, "cap_a 第 7 项是负数（-1），应不小于 0。"),
        ({"cap_b": [3] * 7}, "cap_b 有 7 项，应与 institution_of 里的法律顾问一样是 8 项。"),
        ({"cap_b": "many"}, 'cap_b 应是一列数，却是 "many"。'),
        ({"demand": [1] * 13}, "demand 有 13 项，应与 township_of 里的村居一样是 12 项。"),
        ({"demand": [float("nan")] * 12}, "demand 第 0 项应是整数，却是 NaN。"),
        ({"demand": [1.5] * 12}, "demand 第 0 项应是整数，却是 1.5。"),
        ({"demand": [True] * 12}, "demand 第 0 项应是整数，却是 true。"),
        ({"demand": [10**30] * 12}, "demand 第 0 项太大"),
        ({"cost_a": [[1] * 12] * 7}, "cost_a 有 7 行 12 列，应是 8 行（每名法律顾问一行）12 列（每个村居一列）。"),
        ({"cost_a": [[1] * 12] * 7 + [[1] * 11]}, "cost_a 第 7 行有 11 个数，第 0 行却有 12 个。"),
        ({"cost_b": 5}, "cost_b 应是一张表（每行一列数），却是 5。"),
        ({"cost_b": [[1] * 12] * 7 + [[float("inf")] * 12]}, "cost_b 第 7 行第 0 项应是整数，却是 Infinity。"),
        ({"pairing_cost": []}, "pairing_cost 应是一张表"),
        ({"forbidden": [[8, 0]]}, "forbidden 第 0 项 [8, 0] 里没有这名法律顾问或这个村居。"),
        ({"forbidden": [[1]]}, "forbidden 第 0 项应是 [法律顾问, 村居]，却是 [1]。"),
        ({"forbidden": {}}, "forbidden 应是一列 [法律顾问, 村居]，却是 {}。"),
        ({"seed": "one"}, 'seed 应是整数，却是 "one"。'),
        ({"fairness_weight": -1}, "fairness_weight 是负数（-1），应不小于 0。"),
        ({"most_institutions_per_township": "three"}, 'most_institutions_per_township 应是整数，却是 "three"。'),
    ],
)
def test_a_bad_fact_is_named(change, said):
    with pytest.raises(Malformed) as wrong:
        read(json.dumps(FACTS | change))
    assert said in str(wrong.value)
    assert str(wrong.value).endswith("。")


@pytest.mark.parametrize("name", [name for name in FACTS if name != "seed"])
def test_a_missing_fact_is_named(name):
    with pytest.raises(Malformed, match=f"缺少 {name}。"):
        read(json.dumps({key: value for key, value in FACTS.items() if key != name}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "不是 JSON"),
        (b"{", "不是 JSON：第 1 行第 2 个字起读不懂。"),
        (b"\xff\xfe{", "不是 UTF-8"),
        (b"[1]", "应是一个 JSON 对象"),
        (b"[" * 100_000, "层次太深"),
        (b'{"demand": ' + b"9" * 10_000 + b"}", "数字太长"),
    ],
)
def test_what_is_no_problem_at_all_is_said(text, said):
    with pytest.raises(Malformed, match=said):
        read(text)


def test_a_whole_number_with_a_point_is_taken():
    assert read(json.dumps(FACTS | {"demand": [2.0] * 12})).demand.tolist() == [2] * 12


def test_a_whole_number_with_a_point_is_no_larger_than_another():
    for number in (9e18, 1e19, 1e300):
        with pytest.raises(Malformed, match="cap_a 第 0 项太大"):
            from_mapping(told() | {"cap_a": [number] * len(told()["cap_a"])})


@pytest.mark.parametrize("seed", [None, 0, -3, 20261123, 10**30])
def test_a_seed_may_be_any_whole_number(seed):
    assert read(json.dumps(FACTS | {"seed": seed})).seed == abs(seed or 0)


def test_the_order_of_the_file_comes_back():
    world = problem(FACTS)
    assert world.in_order_of_file(world.township_of * 0) == [int(world.adviser_at[0])] * 12
    assert [FACTS["township_of"][v] for v in world.village_at] == sorted(FACTS["township_of"])
    assert [FACTS["institution_of"][a] for a in world.adviser_at] == sorted(FACTS["institution_of"])


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ([0, 0], [1], "not one adviser for every post"),
        ([0, 9], [1, 1], "no adviser 9"),
        ([0, 0], [1, 0], "village 1 has 0 twice"),
        ([0, 0], [1, 1], "0 has 2 A-posts"),
        ([0, 1], [1, 2], "2 may not serve 1"),
        ([0, 1], [1, 0], "institution 0 has 2 pairs"),
        ([0, 1], [2, 0], "township 0 has 2 pairs"),
    ],
)
def test_the_checker_names_each_broken_rule(a, b, said):
    facts = told(villages=2, advisers=3, institutions=2) | {
        "township_of": [0, 1],
        "institution_of": [0, 0, 1],
        "cap_a": [1, 1, 1],
        "forbidden": [[2, 1]],
        "most_institutions_per_township": 1,
        "most_townships_per_institution": 1,
    }
    assert said in judged(facts, a, b)[1]
