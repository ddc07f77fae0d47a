"""What clashes, named so that somebody can do something about it."""

from dataclasses import replace

import pytest

from menkou.postings.rules.district import Caps, Infeasible
from menkou.postings.rules.planner import draw_up
from menkou.postings.rules.shortfall import relaxings
from menkou.postings.rules.tests.worlds import district

WORLD = district()
V0, V1, V2 = (("v0", "A"), ("v1", "A"), ("v2", "A"))


def clashes(**more):
    with pytest.raises(Infeasible) as told:
        draw_up(replace(WORLD, **more), seconds=10)
    return told.value.clashes


def someone(key, **more):
    return tuple(replace(one, **more) if one.key == key else one for one in WORLD.advisers)


@pytest.mark.parametrize(
    ("locked", "more", "told"),
    [
        ({V0: "gone"}, {}, "第0村的 A 岗锁定给了名册里没有的人（gone）：请解锁。"),
        ({V0: "f0-0", ("v0", "B"): "f0-0"}, {}, "第0村的 A 岗和 B 岗都锁定给了f0-0，一个人不能兼两岗：请解锁一个。"),
        (
            {V0: "f0-0"},
            {"forbidden": frozenset({("f0-0", "v0")})},
            "第0村的 A 岗锁定给了f0-0，但f0-0在这里须回避：请解锁。",
        ),
        (
            {V0: "f0-0"},
            {"advisers": someone("f0-0", name="陈明", unable="licence")},
            "第0村的 A 岗锁定给了陈明，但陈明执业证不在有效期内：请解锁。",
        ),
        (
            {V0: "f0-0", V1: "f0-0", V2: "f0-0"},
            {"caps": Caps(2, 12)},
            "f0-0被锁定了 3 个A 岗，至多 2 个：请解锁 1 个。",
        ),
        (
            {V0: "f0-0", V2: "f1-0", ("v4", "B"): "o1-0"},
            {"caps": Caps(6, 12, institutions=3)},
            "第0镇锁定的岗位和本地法律服务所已有 4 家机构，每个镇街至多 3 家：请解锁一些。",
        ),
        (
            {V0: "o1-0"},
            {"caps": Caps(6, 12, townships=1)},
            "第1法律服务所的人被锁定在 2 个镇街（本所所在镇街也算），每家机构至多 1 个：请解锁一些。",
        ),
    ],
)
def test_a_lock_that_contradicts_the_rules_is_named(locked, more, told):
    assert told in clashes(locked=locked, **more)


def test_locks_of_villages_that_are_gone_say_nothing():
    world = district(villages=6)
    plan = draw_up(replace(world, locked={("v99", "A"): "gone", V0: "o1-2"}), seconds=10)
    assert plan.posts["v0"][0] == "o1-2"


def test_locks_hold_in_stages_too():
    world = district(2, villages=90, townships=3, firms=3, offices=3, advisers_each=5)
    far = {(f"v{n}", "AB"[n % 2]): f"o{(n + 1) % 3}-{n % 5}" for n in range(0, 12, 2)}
    plan = draw_up(replace(world, locked=far), seconds=5)
    assert {key: plan.posts[key[0]]["AB".index(key[1])] for key in far} == far


def test_too_few_advisers_are_counted_with_what_would_do_and_who_may_not_serve():
    told = clashes(caps=Caps(1, 12), advisers=someone("f0-0", name="陈明", unable="licence"))
    assert told == [
        "差 9 名法律顾问：20 个村居要 20 个 A 岗，现有 11 名法律顾问最多能担 11 个，还差 9 个"
        "（每人至多 1 个，人不增加就要提高到 2 个）。另有 1 名不能上岗：陈明（执业证不在有效期内）。"
    ]


def test_a_limit_that_leaves_townships_without_a_firm_is_counted():
    told = clashes(
        caps=Caps(6, 12, townships=1),
        institutions=tuple(one for one in WORLD.institutions if one.key != "f1"),
        advisers=tuple(one for one in WORLD.advisers if one.institution != "f1"),
    )
    assert "差 1 家律师事务所：2 个镇街各要有一家律师事务所负责，1 家律师事务所每家至多负责 1 个镇街" in told[0]


def test_a_limit_too_low_for_a_firm_and_an_office_is_named():
    assert clashes(caps=Caps(6, 12, institutions=1))[0] == (
        "每个镇街至多 1 家机构，第0镇却要 1 家律师事务所和 1 家法律服务所：要提高到 2 家。"
    )


def test_a_lock_that_leaves_no_room_is_found_by_the_solver():
    small = district(villages=1, townships=1, firms=1, offices=1)
    told = relaxings(replace(small, locked={("v0", "A"): "f0-0", ("v0", "B"): "f0-1"}), seconds=5, seed=1)
    assert [one.what for one in told] == ["lock"]
    assert "就排不出方案：请解锁。" in told[0].words


def test_a_licence_without_which_there_is_no_plan_is_named():
    firm = tuple(
        replace(one, name="陈明", unable="licence") if one.key == "f0-0" else one
        for one in WORLD.advisers
        if one.institution != "f1" and one.key not in ("f0-1", "f0-2")
    )
    told = relaxings(replace(WORLD, advisers=firm, caps=Caps(12, 24)), seconds=5, seed=1)
    assert [one.words for one in told] == ["陈明执业证不在有效期内，没有这个人就排不出方案。"]


def test_sums_find_a_limit_that_is_too_tight():
    world = district(villages=40, townships=2, firms=3, offices=2, advisers_each=2)
    told = relaxings(replace(world, caps=Caps(8, 8, institutions=2)), seconds=5, seed=1, people=False)
    assert [one.words for one in told] == ["每个镇街至多 2 家机构不够：第0镇、第1镇要放宽到 3 家。"]
