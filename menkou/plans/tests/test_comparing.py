"""Two versions side by side: what changes, what it costs, who carries what."""

import pytest

from menkou.plans.comparing import Comparison, Side
from menkou.plans.tests.drawn import HERE, PLANS, THERE, version, villages, words
from tests.counting import at_most

MOST = 28


@pytest.fixture
def zhou(register):
    return register("周敏", "office", 6)


@pytest.fixture
def one(bureau, chen, lin, wu, zhou):
    return version(bureau, {HERE: (chen, lin), THERE: (wu, zhou)})


@pytest.fixture
def other(one, bureau, chen, lin, wu, zhou):
    return version(bureau, {HERE: (chen, zhou), THERE: (wu, lin)})


@pytest.fixture
def desk(sign_in, bureau):
    return sign_in(bureau)


def test_each_change_has_its_price_and_the_sums_stand_side_by_side(one, other):
    found = Comparison(Side(one, one.posts), Side(other, other.posts))

    assert found.posts == {"A": 0, "B": 2}
    assert [(change.name, change.moved[0].before[:2], change.moved[0].after[:2]) for change in found.changes()] == [
        ("红花村", "林芳", "周敏"),
        ("青树村", "周敏", "林芳"),
    ]
    word, before, after = found.terms[-1]
    assert word == "合计"
    assert after - before == pytest.approx(found.told.costs_more)


def test_what_comes_of_nothing_costs_what_it_costs_in_all(one, bureau, chen, lin, wu, zhou):
    alone = version(bureau, {HERE: (chen, lin), THERE: (zhou, wu)})
    found = Comparison(Side(one, one.posts), Side(alone, alone.posts))

    assert [change.more for change in found.changes()] == [pytest.approx(found.told.costs_more)]


def test_the_page_says_who_goes_and_who_comes(one, other, desk):
    told = words(desk.get(f"{PLANS}/compare?one=1&other=2"))

    assert "方案 1和方案 2" in told
    assert "红花村 红花镇 B岗 林芳（演示·红花法律服务所） 周敏（演示·红花法律服务所）" in told
    assert "换人的B岗 2" in told


def test_a_version_is_compared_with_the_posts_of_today(one, desk):
    told = words(desk.get(f"{PLANS}/compare?other=1"))

    assert "现在的岗位和方案 1" in told
    assert "青树村 青树镇 B岗 空缺 周敏" in told
    assert "没有一个村换人" in words(desk.get(f"{PLANS}/compare?one=1&other=1"))


def test_what_holds_today_is_said_to_break_a_rule_where_it_would(one, desk):
    told = words(desk.get(f"{PLANS}/compare?other=1"))

    assert "现在的岗位到时候不合规则的（" in told
    assert "方案 1到时候不合规则" not in told


def test_what_has_gone_since_is_still_read(one, bureau, desk, chen, lin, wu):
    gone = "0197b1e4-0000-7000-8000-000000000000"
    facts = {HERE: [gone, str(lin.pk)], "999901001999": [gone, str(wu.pk)]}
    version(bureau, {HERE: (chen, lin)}).__class__.objects.filter(number=2).update(posts=facts)
    told = words(desk.get(f"{PLANS}/compare?one=2&other=1"))

    assert "已不在名册的人" in told
    assert "已不在本区" in told


@pytest.mark.parametrize("query", ["one=7", "one=x", "other=-1", "one=9999999999999"])
def test_a_version_that_is_not_there_is_not_found(one, desk, query):
    assert desk.get(f"{PLANS}/compare?{query}").status_code == 404


def test_more_changes_ask_no_more_questions(one, bureau, desk, townships, chen, lin):
    more = villages(townships["here"], 60)
    version(bureau, {one.code: (chen, lin) for one in more})
    with at_most(MOST):
        assert "共 62 个村" in words(desk.get(f"{PLANS}/compare?one=1&other=2"))
