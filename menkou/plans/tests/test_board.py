"""结对板: who stands where in a version, by township, institution and person; and why in one village."""

import pytest

from menkou.plans import reading
from menkou.plans.tests.drawn import HERE, PLANS, THERE, version, villages, words
from menkou.postings.models import Wish
from tests.cast import LONG_AGO
from tests.counting import at_most

MOST = 25  # questions of a page: what the planner is told is a dozen of them


@pytest.fixture
def zhou(register):
    return register("周敏", "office", 6)


@pytest.fixture
def drawn(bureau, chen, lin, wu, zhou):
    """红花村 stays with Chen and Lin; at 青树村 Chen comes for Wu, and Zhou to the vacant B-post."""
    return version(bureau, {HERE: (chen, lin), THERE: (chen, zhou)}, locks=[[HERE, "A"]])


@pytest.fixture
def desk(sign_in, bureau):
    return sign_in(bureau)


def test_a_version_is_read_beside_the_posts_of_today(drawn, chen, wu):
    read = reading.of(drawn)
    here, there = read.by_code[HERE], read.by_code[THERE]

    assert not here.is_changed
    assert here.a.is_locked
    assert (there.a.holder.name, there.a.before.name) == ("陈明", "吴刚")
    assert (there.b.before, there.b.is_changed) == (None, True)
    assert (read.loads[str(chen.pk)].a, read.loads[str(wu.pk)].posts) == (2, 0)
    assert {one.institution.name: (one.a, one.b, one.people) for one in read.houses} == {
        "演示·红花律师事务所": (2, 0, 2),
        "演示·红花法律服务所": (0, 2, 2),
    }


def test_the_board_lists_villages_with_who_was_there_and_why(drawn, desk):
    told = words(desk.get(f"{PLANS}/1/board"))

    assert "青树镇 青树村 陈明 （演示·红花律师事务所） 原为吴刚 周敏" in told
    assert "两岗分属两家机构" in told
    assert "公里" not in told  # nobody put in where these townships lie
    assert "锁定" in told


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("q=周敏", "青树镇 青树村", "红花镇 红花村"),
        ("shown=changed", "青树镇 青树村", "红花镇 红花村"),
        ("shown=locked", "红花镇 红花村", "青树镇 青树村"),
        ("township=999901001", "红花镇 红花村", "青树镇 青树村"),
        ("shown=vacant", "没有符合的", "红花镇 红花村"),
        ("by=nonsense&colour=nonsense&shown=nonsense&page=nonsense", "红花镇 红花村", "没有符合的"),
    ],
)
def test_filters_stand_in_the_address(drawn, desk, query, shown, hidden):
    told = words(desk.get(f"{PLANS}/1/board?{query}"))

    assert shown in told
    assert hidden not in told


def test_by_institution_and_by_person_with_what_each_carries(drawn, desk):
    houses, people = (words(desk.get(f"{PLANS}/1/board?by={by}")) for by in ("institution", "adviser"))

    assert "演示·红花律师事务所 红花镇 青树镇 2 2 0" in houses
    assert "陈明 演示·红花律师事务所 2 / 6 0 2 / 12" in people
    assert "吴刚 演示·红花律师事务所 0 / 6 0 0 / 12" in people


def test_the_grid_shows_load_or_change_in_words_too(drawn, desk):
    assert "青树村：两岗都换" in words(desk.get(f"{PLANS}/1/board?colour=change"))
    assert "红花村：不变" in words(desk.get(f"{PLANS}/1/board?colour=change"))
    assert "红花村：超过" not in words(desk.get(f"{PLANS}/1/board?colour=change"))


def test_a_vacancy_and_an_unmet_wish_are_marked(bureau, chen, lin, wu, village, desk):
    Wish.objects.create(
        village=village, registration=wu, side="village", weight=1, valid_from=LONG_AGO, source="村里的来信"
    )
    version(bureau, {HERE: (chen, None)})
    told = words(desk.get(f"{PLANS}/1/board"))

    assert "空缺" in told
    assert "希望由吴刚服务，没有排上" in told
    assert "红花镇 红花村" in words(desk.get(f"{PLANS}/1/board?shown=unmet"))


def test_a_village_says_why_these_two_and_what_others_would_cost(drawn, desk):
    told = words(desk.get(f"{PLANS}/1/villages/{THERE}"))

    assert "现在是吴刚，方案里换人。" in told
    assert "选吴刚" in told
    assert "分数越低越合适" in told


def test_what_is_locked_is_first_unlocked(drawn, desk):
    told = words(desk.get(f"{PLANS}/1/villages/{HERE}"))

    assert "已锁定" in told
    assert "解锁" in told
    assert "/villages/999901001201/A/choose" not in desk.get(f"{PLANS}/1/villages/{HERE}").content.decode()


def test_what_is_not_there_is_not_found(drawn, desk):
    assert desk.get(f"{PLANS}/2/board").status_code == 404
    assert desk.get(f"{PLANS}/1/villages/999901009999").status_code == 404


@pytest.mark.parametrize("who", ["auditor", "office", "director", "adviser_a", "cadre"])
def test_the_auditor_reads_without_buttons_and_others_find_nothing(drawn, sign_in, request, who):
    page = sign_in(request.getfixturevalue(who)).get(f"{PLANS}/1/villages/{THERE}")

    assert page.status_code == (200 if who == "auditor" else 404)
    assert "换人</a>" not in page.content.decode()


def test_more_villages_ask_no_more_questions(drawn, desk, townships, bureau, chen, lin):
    more = villages(townships["here"], 60)
    version(bureau, {HERE: (chen, lin), **{one.code: (chen, lin) for one in more}})
    for page in ("board", "board?by=institution", "board?by=adviser", "board?page=2", f"villages/{THERE}"):
        with at_most(MOST):
            assert desk.get(f"{PLANS}/2/{page}").status_code == 200
