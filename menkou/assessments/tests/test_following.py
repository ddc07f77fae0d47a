"""Nothing punishes by itself: a grade opens a case, a person tells it, it is answered, another person decides."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.accounts.models import Membership
from menkou.assessments.following import actions
from menkou.assessments.following.actions import Finding, Proposal
from menkou.assessments.models import Consequence, Sheet
from menkou.assessments.tests.consequent import decided, found
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import Outgoing

Kind, State = Consequence.Kind, Consequence.State


@pytest.fixture
def failed(sheet, drawn):
    """Chen's sheet, with the grade that opens all three."""
    Sheet.objects.filter(pk=sheet.pk).update(grade="不合格", points=4200)
    return drawn


@pytest.fixture
def opened(failed):
    actions.open_for(by=CLOCK, cycle=failed)
    return {one.kind: one for one in Consequence.objects.all()}


@pytest.fixture
def told(opened, bureau):
    return actions.tell(by=bureau, consequence=opened["deduct"], proposal=Proposal("扣减补贴 500 元", 50_000))


def wait(noon) -> None:
    noon.shift(timedelta(days=8))


def test_a_grade_opens_what_the_scheme_says_in_nobodys_name_and_once(failed, opened, chen):
    assert set(opened) == {"replace", "deduct", "notice"}
    assert {one.state for one in opened.values()} == {State.FOUND}
    assert {one.opened_by for one in opened.values()} == {None}
    assert opened["replace"].registration_id == chen.pk
    assert "42 分" in opened["replace"].facts

    assert actions.open_for(by=CLOCK, cycle=failed) == 0
    assert Outgoing.objects.filter(key__startswith="consequence").count() == 0  # nobody is told by a rule


def test_only_the_clock_follows_grades_and_only_the_bureau_opens_cases(failed, bureau, office, district, institutions):
    finding = Finding("seen:1", "other", "三次到村核查都没有人", institutions["firm"])
    with pytest.raises(Refused):
        actions.open_for(by=bureau, cycle=failed)
    with pytest.raises(Refused):
        actions.open_one(by=office, district=district, finding=finding, kind="rectify")

    assert actions.open_one(by=bureau, district=district, finding=finding, kind="rectify")
    assert actions.open_one(by=bureau, district=district, finding=finding, kind="rectify") is None


@pytest.mark.parametrize(
    ("kind", "proposal", "words"),
    [
        ("deduct", Proposal("扣一点"), "拟扣多少"),
        ("notice", Proposal("通报"), "通报范围"),
        ("replace", Proposal(" "), "拟怎么处理"),
    ],
)
def test_what_is_told_says_all_that_its_kind_asks_for(opened, bureau, kind, proposal, words):
    with pytest.raises(Invalid, match=words):
        actions.tell(by=bureau, consequence=opened[kind], proposal=proposal)


def test_whoever_is_told_and_their_director_may_answer_once_and_in_time(told, adviser_a, adviser_b, director, noon):
    with pytest.raises(Refused, match="本人"):
        actions.state(by=adviser_b, consequence=told, text="x")
    actions.state(by=adviser_a, consequence=told, text="那天去了法院，有传票")
    with pytest.raises(Conflict, match="已经说过"):
        actions.state(by=director, consequence=told, text="补充")
    assert Outgoing.objects.filter(key=f"consequence-stated:{told.pk}").exists()


def test_an_answer_comes_too_late_after_the_days(told, adviser_a, noon):
    wait(noon)
    with pytest.raises(Conflict, match="时间过了"):
        actions.state(by=adviser_a, consequence=told, text="x")


def test_it_is_decided_by_another_person_once_the_days_are_over_or_it_was_answered(told, bureau, second, adviser_a):
    with pytest.raises(Refused, match="另一个人"):
        actions.decide(by=bureau, consequence=told, is_upheld=True, note="属实")
    with pytest.raises(Conflict, match="陈述申辩的时间里"):
        actions.decide(by=second, consequence=told, is_upheld=True, note="属实")
    actions.state(by=adviser_a, consequence=told, text="只缺一次")
    with pytest.raises(Invalid, match="不能比告知的多"):
        actions.decide(by=second, consequence=told, is_upheld=True, note="属实", fen=50_001)

    decided = actions.decide(by=second, consequence=told, is_upheld=True, note="部分属实，减半", fen=25_000)

    assert (decided.state, decided.fen) == (State.DECIDED, 25_000)
    with pytest.raises(Conflict):
        actions.decide(by=second, consequence=told, is_upheld=False, note="x")


def test_who_is_in_the_right_is_let_go_with_a_reason(told, second, adviser_a):
    actions.state(by=adviser_a, consequence=told, text="有传票")

    decided = actions.decide(by=second, consequence=told, is_upheld=False, note="有法院传票，缺席有理由")

    assert (decided.state, decided.decision_note) == (State.DROPPED, "有法院传票，缺席有理由")


def test_a_notice_ends_on_a_day_and_a_replacement_has_its_days(opened, bureau, second, noon):
    for kind, proposal in {"notice": Proposal("通报", scope="own"), "replace": Proposal("责令更换")}.items():
        actions.tell(by=bureau, consequence=opened[kind], proposal=proposal)
    wait(noon)
    notice, order = (
        actions.decide(by=second, consequence=opened[one], is_upheld=True, note="属实") for one in ("notice", "replace")
    )

    assert (notice.ends_on - order.carry_out_until).days == 180 - 15
    with pytest.raises(Conflict, match="红花村A岗还没有换人"):
        actions.finish(by=bureau, consequence=order, note="机构说换了")
    with pytest.raises(Conflict, match="到那天才能办结"):
        actions.finish(by=bureau, consequence=notice, note="贴了")
    noon.shift(timedelta(days=180))
    assert actions.finish(by=bureau, consequence=notice, note="撤了").state == State.DONE
    with pytest.raises(Conflict, match="现在不能办"):
        actions.finish(by=bureau, consequence=notice, note="再办一次")


def test_a_rectification_is_looked_at_again_and_what_failed_is_a_new_finding(bureau, second, district, institutions):
    one = decided(found(bureau, district, institutions["firm"]), bureau, second)
    with pytest.raises(Invalid, match="合格不合格"):
        actions.finish(by=bureau, consequence=one, note="看了")
    actions.finish(by=bureau, consequence=one, note="日志还是没有补", is_mended=False)

    again = actions.open_again(by=bureau, consequence=one, kind="notice", facts="整改到期，日志没有补")

    assert (again.state, again.kind, again.institution_id) == (State.FOUND, "notice", one.institution_id)
    assert again.key != one.key
    with pytest.raises(Conflict, match="已经另立过"):
        actions.open_again(by=bureau, consequence=one, kind="deduct", facts="再立一件")


def test_only_a_failed_re_check_is_followed_by_another(bureau, second, district, institutions):
    one = decided(found(bureau, district, institutions["firm"]), bureau, second)
    actions.finish(by=bureau, consequence=one, note="补齐了", is_mended=True)
    with pytest.raises(Conflict, match="只有复查不合格的"):
        actions.open_again(by=bureau, consequence=one, kind="notice", facts="x")


def test_who_reads_an_old_page_decides_by_what_stands_now(opened, bureau, second):
    stale = Consequence.objects.get(pk=opened["deduct"].pk)
    actions.tell(by=bureau, consequence=opened["deduct"], proposal=Proposal("扣减补贴", 50_000))
    with pytest.raises(Refused, match="另一个人"):
        actions.decide(by=bureau, consequence=stale, is_upheld=True, note="属实")
    with pytest.raises(Conflict, match="陈述申辩的时间里"):
        actions.decide(by=second, consequence=stale, is_upheld=True, note="属实")


def test_a_finding_with_nothing_to_it_is_dropped_before_anybody_is_told(opened, bureau):
    dropped = actions.drop(by=bureau, consequence=opened["notice"], note="本人调离了")

    assert dropped.state == State.DROPPED
    assert not Outgoing.objects.filter(key__startswith="consequence-told").exists()


def test_the_database_knows_that_nobody_decides_what_they_proposed(told):
    facts = {"state": "decided", "decided_at": told.told_at, "decided_by": told.told_by, "decision_note": "x"}
    with pytest.raises(IntegrityError, match="nobody_decides_what_they_proposed"), transaction.atomic():
        Consequence.objects.filter(pk=told.pk).update(**facts)


def test_two_kinds_at_once_follow_a_failed_re_check_once(at_once, bureau, second, district, institutions):
    one = decided(found(bureau, district, institutions["firm"]), bureau, second)
    actions.finish(by=bureau, consequence=one, note="没有改", is_mended=False)

    def again(by, kind):
        return lambda: actions.open_again(by=by, consequence=one, kind=kind, facts="到期没有改")

    met = at_once(again(bureau, "notice"), again(second, "deduct"))
    assert sum(isinstance(each, Conflict) for each in met) == 1
    assert Consequence.objects.filter(key__startswith="again:").count() == 1


def test_an_adviser_who_is_of_the_bureau_now_does_not_deal_with_their_own(bureau, second, district, chen):
    days = {"valid_from": chen.valid_from, "valid_until": clock.today()}
    Membership.objects.create(user_id=second.user_id, role="adviser", registration=chen, **days)
    one = found(bureau, district, chen.institution, chen)

    for act in (lambda: actions.drop(by=second, consequence=one, note="算了"), lambda: decided(one, bureau, second)):
        with pytest.raises(Refused):
            act()
