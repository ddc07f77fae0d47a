"""Changing a version by hand: choose, exchange, lock; the price stands on the page before the press."""

import pytest

from menkou.core.models import AuditEntry
from menkou.plans.models import Version
from menkou.plans.tests.drawn import HERE, PLANS, THERE, version, words
from tests.counting import at_most

MOST = 25


@pytest.fixture
def zhou(register):
    return register("周敏", "office", 6)


@pytest.fixture
def zheng(register):
    return register("郑强", "firm", 7)


@pytest.fixture
def drawn(bureau, chen, lin, wu, zhou, zheng):
    return version(bureau, {HERE: (chen, lin), THERE: (wu, zhou)})


@pytest.fixture
def desk(sign_in, bureau):
    return sign_in(bureau)


@pytest.fixture
def at(drawn):
    return f"{PLANS}/{drawn.number}/villages/{HERE}"


def holders(code: str = HERE) -> list[str]:
    return Version.objects.get().posts[code]


def test_who_could_come_stands_above_who_could_not_and_why(at, desk, chen, zheng):
    told = words(desk.get(f"{at}/A/choose"))

    assert told.index("负责本镇街") < told.index("郑强") < told.index("其他人")
    assert "林芳 演示·红花法律服务所 不行" in told
    assert "选" in told


def test_a_name_finds_its_person_and_nobody_is_said(at, desk):
    assert "郑强" in words(desk.get(f"{at}/A/choose?q=郑"))
    assert "吴刚" not in words(desk.get(f"{at}/A/choose?q=郑"))
    assert "名册上没有这个人" in words(desk.get(f"{at}/A/choose?q=王五"))


def test_the_price_is_seen_and_nothing_is_done_before_the_press(at, desk, chen, zheng):
    told = words(desk.get(f"{at}/A/to/{zheng.pk}"))

    assert "从陈明（演示·红花律师事务所）换成 郑强" in told
    assert "整个方案的代价" in told
    assert holders()[0] == str(chen.pk)


def test_a_press_moves_and_can_be_undone(at, desk, zheng, drawn):
    answer = desk.post(f"{at}/A/to/{zheng.pk}", follow=True)

    assert "红花村A岗换成了郑强。" in words(answer)
    assert "撤销上一次调整" in words(answer)
    assert holders()[0] == str(zheng.pk)
    assert AuditEntry.objects.filter(what="plans.moved").count() == 1


def test_what_breaks_a_rule_has_no_button_and_is_refused_in_words(at, desk, lin, chen):
    page = desk.get(f"{at}/A/to/{lin.pk}")

    assert "这样换不行" in words(page)
    assert "换成林芳</button>" not in page.content.decode()
    assert "不能这样换" in words(desk.post(f"{at}/A/to/{lin.pk}", follow=True))
    assert holders() == [str(chen.pk), str(lin.pk)]


def test_two_posts_change_places_after_the_price_was_seen(at, desk, drawn, chen, wu):
    assert "和青树村A岗对调" in desk.get(f"{at}/A/swap").content.decode()
    assert "陈明 （演示·红花律师事务所）去青树村任A岗" in words(desk.get(f"{at}/A/swap/{THERE}/A"))

    for _ in range(2):  # a form that is sent twice exchanges once
        answer = desk.post(f"{at}/A/swap/{THERE}/A", {"seen": drawn.revision}, follow=True)
    assert "方案又改动了。请再看一遍，再对调。" in words(answer)
    assert (holders()[0], holders(THERE)[0]) == (str(wu.pk), str(chen.pk))


def test_a_lock_holds_until_it_is_opened(at, desk, zheng):
    desk.post(f"{at}/A/lock")
    assert Version.objects.get().locks == [[HERE, "A"]]
    assert "先解锁" in words(desk.post(f"{at}/A/to/{zheng.pk}", follow=True))

    desk.post(f"{at}/A/unlock")
    assert Version.objects.get().locks == []


@pytest.mark.parametrize(
    "path",
    ["C/choose", "A/to/0197b1e4-0000-7000-8000-000000000000", f"A/swap/{THERE}/C", "A/swap/999901009999/A"],
)
def test_what_is_not_there_is_not_found(at, desk, path):
    assert desk.get(f"{at}/{path}").status_code == 404


def test_a_post_with_the_same_holder_is_not_exchanged(at, desk):
    assert desk.get(f"{at}/A/swap/{HERE}/A").status_code == 409


def test_what_is_approved_is_not_changed(at, desk, drawn, zheng, make_actor):
    from menkou.accounts.models import User
    from menkou.core import clock
    from menkou.core.actors import Role

    second = make_actor(Role.JUSTICE_BUREAU, "second")
    facts = {"approved_at": clock.now(), "approved_by": User.objects.get(pk=second.user_id)}
    Version.objects.update(state="approved", **facts)

    assert "/choose" not in desk.get(at).content.decode()
    assert "已经审定，不能再改" in words(desk.post(f"{at}/A/to/{zheng.pk}", follow=True))


@pytest.mark.parametrize("who", ["auditor", "office", "director", "adviser_a"])
def test_only_the_bureau_changes(at, sign_in, request, zheng, who):
    page = sign_in(request.getfixturevalue(who))

    assert page.get(f"{at}/A/choose").status_code == 404
    assert page.post(f"{at}/A/to/{zheng.pk}").status_code == 404


@pytest.mark.parametrize("path", ["A/choose", "A/swap"])
def test_the_questions_of_a_page_are_few(at, desk, path):
    with at_most(MOST):
        assert desk.get(f"{at}/{path}").status_code == 200
