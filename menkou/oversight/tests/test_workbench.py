"""等我处理 and 催办: what waits for whom, by the law of the clock; each person is nudged once a day, and not by strangers."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.accounts.models import Membership, User
from menkou.consultations.models import Consultation, Nudge
from menkou.consultations.timing import actions
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.engagements.models import Contract
from menkou.oversight.views import told_hours
from menkou.oversight.workbench.items import Item, in_order, words_for
from tests.cast import LONG_AGO
from tests.counting import at_most

DESK, NUDGES = "/shili/desk/", "/shili/desk/nudges"
MAY, MAY_NOT = ("bureau", "office", "director"), ("office_next_door", "auditor", "cadre", "adviser_b", "operator")


def words(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.fixture
def late(ask, resident, chen):
    """Chen Ming is two days late with one answer."""
    asked = ask(resident).consultation
    at = clock.now() - timedelta(days=3)
    Consultation.objects.filter(pk=asked.pk).update(asked_at=at, due_at=at + timedelta(days=1))
    return Consultation.objects.get(pk=asked.pk)


@given(st.lists(st.one_of(st.none(), st.datetimes()), max_size=20))
def test_what_is_overdue_longest_stands_first_and_what_has_no_clock_last(dues):
    found = [one.due for one in in_order(Item("", "", "", "", due) for due in dues)]
    timed = [one for one in found if one is not None]

    assert timed == sorted(timed)
    assert found == timed + [None] * (len(found) - len(timed))


def test_ready_words_say_how_many_and_how_long_and_who_asks():
    assert words_for("陈明", 3, 2, "王科长") == (
        "陈明您好，您名下有 3 条咨询过了时限还没有答复，最早的超了 2 天。"
        "请今天登录答复；有难处请回我一声，可以先转给替班的顾问。——王科长"
    )
    assert "超了" not in words_for("陈明", 1, 0, "王科长")


@pytest.mark.parametrize("name", MAY)
def test_who_may_nudge_has_it_first_on_the_desk(name, late, request, sign_in, chen):
    shown = words(sign_in(request.getfixturevalue(name)).get(DESK))

    assert shown.index("等我处理") < shown.index("陈明（") < shown.index("本月有服务的村")
    assert "陈明您好，您名下有 1 条咨询" in shown


def test_an_auditor_sees_who_is_late_and_nudges_nobody(late, sign_in, auditor, chen):
    browser = sign_in(auditor)
    shown = words(browser.get(DESK))

    assert "超时没回" in shown
    assert "复制这段话" not in shown
    assert browser.post(f"{NUDGES}/{chen.pk}").status_code == 404


@pytest.mark.parametrize("name", MAY_NOT)
def test_nobody_else_nudges(name, late, request, sign_in, chen):
    by = request.getfixturevalue(name)

    assert sign_in(by).post(f"{NUDGES}/{chen.pk}").status_code == 404
    with pytest.raises(Refused, match="可以催"):
        actions.nudge(by=by, registration=chen)
    assert not Nudge.objects.exists()


def test_a_nudge_is_on_record_and_goes_to_the_adviser_without_content(late, sign_in, office, bureau, chen):
    browser = sign_in(office)
    page = browser.post(f"{NUDGES}/{chen.pk}", follow=True)
    again = sign_in(bureau).post(f"{NUDGES}/{chen.pk}", follow=True)

    assert "已催办陈明" in words(page)
    assert "今天已经催过了" in words(again)
    assert Nudge.objects.get().nudged_by_id == office.user_id
    row = Outgoing.objects.get(key__startswith="nudge:")
    assert row.address == f"registration:{chen.pk}"
    assert late.reference not in row.words
    assert AuditEntry.objects.filter(what="consultation.nudged").count() == 1


def test_it_is_taken_back_while_it_has_not_gone(late, sign_in, office, chen):
    browser = sign_in(office)
    browser.post(f"{NUDGES}/{chen.pk}")
    page = browser.post(f"{NUDGES}/back", follow=True)

    assert "撤回了 1 条催办" in words(page)
    assert not Nudge.objects.exists()
    assert Outgoing.objects.get(key__startswith="nudge:").state == Outgoing.State.WITHDRAWN
    assert browser.post(f"{NUDGES}/{chen.pk}").status_code == 302
    assert Nudge.objects.count() == 1  # and asked again


def test_it_is_not_taken_back_later_nor_by_others(late, sign_in, office, bureau, chen):
    sign_in(office).post(f"{NUDGES}/{chen.pk}")
    assert "撤不回来" in words(sign_in(bureau).post(f"{NUDGES}/back", follow=True))
    Nudge.objects.update(nudged_at=clock.now() - timedelta(minutes=1))

    assert "撤不回来" in words(sign_in(office).post(f"{NUDGES}/back", follow=True))
    assert Nudge.objects.count() == 1


def test_many_are_shown_before_they_are_nudged(late, sign_in, office, bureau, chen):
    browser = sign_in(bureau)
    assert "将催办 1 人。" in words(browser.get(NUDGES))
    done = browser.post(f"{NUDGES}/send", {"who": [str(chen.pk), "no id"]}, follow=True)

    assert "催办了 1 人。" in words(done)
    assert "将催办 0 人，1 人今天已催过" in words(done)
    repeated = browser.post(f"{NUDGES}/send", {"who": [str(chen.pk)]}, follow=True)
    assert "催办了 0 人；1 人今天已催过" in words(repeated)


def test_who_has_answered_meanwhile_is_left_alone(late, sign_in, bureau, chen):
    Consultation.objects.update(due_at=clock.now() + timedelta(days=1))

    assert "不用催" in words(sign_in(bureau).post(f"{NUDGES}/{chen.pk}", follow=True))
    assert not Nudge.objects.exists()


def test_who_holds_several_roles_sees_all_that_waits(late, make_actor, townships, sign_in):
    both = make_actor(Role.JUDICIAL_OFFICE, township=townships["here"])
    held = {"user_id": both.user_id, "registration": late.holder, "valid_from": clock.today()}
    Membership.objects.create(role=Role.ADVISER, **held)
    shown = words(sign_in(both).get(DESK))

    assert "要回的咨询 1 条" in shown
    assert "复制这段话" not in shown  # one's own one answers


@pytest.mark.parametrize(
    ("name", "most"), [("bureau", 35), ("office", 41), ("director", 25), ("auditor", 24), ("cadre", 14)]
)
def test_the_desk_asks_little_of_the_database(name, most, late, request, sign_in):
    by = request.getfixturevalue(name)
    browser = sign_in(by)
    with at_most(most):
        assert browser.get(DESK).status_code == 200


def test_a_cadre_s_first_page_says_what_waits(sign_in, cadre):
    assert "等我处理" in words(sign_in(cadre).get(DESK))


def test_an_operator_is_led_to_the_accounts_that_wait_and_not_told_to_hold_nothing(operator, sign_in, cadre):
    User.objects.filter(pk=cadre.user_id).update(is_active=False, last_login=None)
    page = sign_in(operator).get(DESK)

    assert "有 1 个账号等本人启用，启用链接由您发" in words(page)
    assert 'href="/shili/accounts/"' in page.content.decode()
    assert "还没有任职" not in words(page)


@pytest.mark.parametrize(("who", "act"), [("bureau", "去续签"), ("director", "去看")])
def test_only_who_may_renew_is_sent_to_renew(request, sign_in, village, institutions, who, act):
    soon = clock.today() + timedelta(days=20)
    facts = {"village": village, "institution": institutions["firm"], "valid_from": LONG_AGO}
    Contract.objects.create(valid_until=soon, **facts)

    said = words(sign_in(request.getfixturevalue(who)).get(DESK))

    assert re.search(rf"快到期的合同 1 份 还没有续签 {act}", said)


def test_a_few_minutes_are_not_told_as_no_time_at_all():
    assert [told_hours(one) for one in (None, 0.0, 0.04, 0.26, 3.14)] == [
        "—",
        "不到 6 分钟",
        "不到 6 分钟",
        "0.3 小时",
        "3.1 小时",
    ]
