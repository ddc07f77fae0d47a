"""The checker catches each fault, one seeded at a time, in a plan that breaks no rule."""

from dataclasses import replace

import pytest

from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import Adviser, Caps, District, Institution, Pairing, Village

WORLD = District(
    villages=(Village("v1", "t1", 0, 0, name="东村"), Village("v2", "t1", 1, 0), Village("v3", "t2", 9, 0)),
    advisers=(
        Adviser("f-1", "f", 0, 0),
        Adviser("o1-1", "o1", 0, 0),
        Adviser("o2-1", "o2", 9, 0),
    ),
    institutions=(
        Institution("f", "law_firm"),
        Institution("o1", "legal_service_office", "t1", "一所"),
        Institution("o2", "legal_service_office", "t2"),
    ),
    caps=Caps(2, 3),
    names=(("t1", "城关镇"),),
)
POSTS = {"v1": ("f-1", "o1-1"), "v2": ("o1-1", "f-1"), "v3": ("f-1", "o2-1")}
PAIRINGS = (
    Pairing("t1", "f", True),
    Pairing("t1", "o1", True),
    Pairing("t2", "f", True),
    Pairing("t2", "o2", True),
)


def test_a_lawful_plan_breaks_nothing():
    assert broken_rules(WORLD, POSTS, PAIRINGS) == []


@pytest.mark.parametrize(
    ("posts", "told"),
    [
        ({"v1": None}, "东村没有派法律顾问。"),
        ({"v1": ("f-1", "f-1")}, "东村的 A 岗和 B 岗是同一个人（f-1）。"),
        ({"v2": ("f-1", "o1-1")}, "f-1有 3 个 A 岗，至多 2 个。"),
        ({"v1": ("f-1", "o2-1"), "v2": ("o2-1", "f-1")}, "一所没有服务本镇街城关镇。"),
        ({"v3": ("f-1", "o1-1")}, "o2没有服务本镇街t2。"),
        ({"v3": ("o1-1", "o2-1")}, "t2没有律师事务所负责。"),
        ({"v3": ("f-1", "nobody")}, "nobody不在本区的法律顾问名单里。"),
        ({"v9": ("f-1", "o1-1")}, "v9不在本区的村居名单里。"),
        ({"v1": (None, "o1-1")}, "东村的 A 岗空缺。"),
    ],
)
def test_each_fault_in_the_posts_is_caught(posts, told):
    faulty = {village: both for village, both in {**POSTS, **posts}.items() if both}
    assert told in broken_rules(WORLD, faulty)


def test_a_township_without_an_office_is_caught():
    homeless = tuple(replace(one, home=None) for one in WORLD.institutions)
    other = Adviser("f-2", "f", 0, 0)
    world = replace(WORLD, institutions=homeless, advisers=(*WORLD.advisers, other))
    assert broken_rules(world, {**POSTS, "v3": ("f-1", "f-2")}) == ["t2没有法律服务所负责。"]


def test_too_many_posts_in_all_are_caught():
    world = replace(WORLD, caps=Caps(2, 2))
    assert broken_rules(world, POSTS) == ["f-1共有 3 个岗位，至多 2 个。"]


def test_a_persons_own_cap_counts_too():
    tired = replace(WORLD.advisers[0], cap_a=1, cap_all=2)
    world = replace(WORLD, advisers=(tired, *WORLD.advisers[1:]))
    assert broken_rules(world, POSTS) == ["f-1有 2 个 A 岗，至多 1 个。", "f-1共有 3 个岗位，至多 2 个。"]


def test_a_conflict_of_interest_is_caught_on_both_posts():
    for who, post in (("f-1", "A"), ("o1-1", "B")):
        world = replace(WORLD, forbidden=frozenset({(who, "v1")}))
        assert broken_rules(world, POSTS) == [f"东村的 {post} 岗派了须回避的 {who}。"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"locked": {("v1", "A"): "o1-1"}}, "东村的 A 岗锁定给了 o1-1，派的却不是。"),
        ({"locked": {("v2", "B"): "gone"}}, "v2的 B 岗锁定给了 gone，派的却不是。"),
        ({"caps": Caps(2, 3, institutions=1)}, "城关镇有 2 家机构负责，至多 1 家。"),
        ({"caps": Caps(2, 3, townships=1)}, "f负责 2 个镇街，至多 1 个。"),
    ],
)
def test_each_fault_against_what_the_district_adds_is_caught(more, told):
    assert told in broken_rules(replace(WORLD, **more), POSTS)


@pytest.mark.parametrize(("unable", "told"), [("licence", "的执业证不在有效期内"), ("away", "届时不能到岗")])
def test_somebody_who_may_hold_no_post_is_caught(unable, told):
    gone = replace(WORLD.advisers[0], name="陈明", unable=unable)
    world = replace(WORLD, advisers=(gone, *WORLD.advisers[1:]))
    assert broken_rules(world, POSTS) == [f"陈明{told}，却有 3 个岗位。"]


def test_locks_and_limits_that_are_kept_break_nothing():
    world = replace(
        WORLD, caps=Caps(2, 3, institutions=2, townships=2), locked={("v1", "A"): "f-1", ("v9", "A"): "f-1"}
    )
    assert broken_rules(world, POSTS) == []


@pytest.mark.parametrize(
    ("pairings", "told"),
    [
        (PAIRINGS[:-1], "o2在t2有岗位，却不在结对名单里。"),
        ((*PAIRINGS, Pairing("t1", "o2", False)), "o2与城关镇结对，却没有岗位。"),
        ((*PAIRINGS, PAIRINGS[0]), "f与城关镇结对写了 2 次。"),
        ((replace(PAIRINGS[0], leads=False), *PAIRINGS[1:]), "城关镇牵头的应是一家律师事务所和一家法律服务所。"),
    ],
)
def test_each_fault_in_the_pairings_is_caught(pairings, told):
    assert told in broken_rules(WORLD, POSTS, pairings)
