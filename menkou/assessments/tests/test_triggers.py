"""Missed duties and complaints that were found true open a case by the district's rules, and punish nobody."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.assessments.following import actions, triggers
from menkou.assessments.models import Consequence
from menkou.assessments.tests.consequent import told
from menkou.complaints import actions as complaints
from menkou.complaints.models import Complaint
from menkou.complaints.timing import actions as timing
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Refused
from menkou.core.memory import forget
from menkou.core.models import Outgoing
from menkou.engagements import actions as engagements
from menkou.engagements.models import Contract
from menkou.places.models import Rule
from menkou.postings.models import Posting
from tests.cast import SLUG

JUNE = date(2026, 6, 1)


@pytest.fixture
def contract(village, chen, lin):
    facts = {"institution": chen.institution, "valid_from": date(2026, 1, 1), "valid_until": date(2027, 1, 1)}
    return Contract.objects.create(village=village, **facts)


@pytest.fixture
def miss(office, contract):
    def miss(day: int, had_substitute: bool = False):
        when = JUNE + timedelta(days=day)
        facts = {"day": when, "what": "列席村民代表会议", "had_substitute": had_substitute}
        return engagements.record_missed(by=office, contract=contract, **facts)

    return miss


def ruled(**rules: int) -> None:
    for key, value in rules.items():
        Rule.objects.create(key=key, value=value, valid_from=date(2026, 1, 1), source="区里的办法")
    forget()


def cases() -> list[Consequence]:
    return list(Consequence.objects.order_by("opened_at", "id"))


def test_the_third_opens_a_case_in_nobodys_name_and_tells_nobody(miss, chen, village):
    miss(1), miss(2), miss(3, had_substitute=True)
    assert cases() == []
    miss(4)

    (case,) = cases()
    assert (case.kind, case.trigger, case.state, case.opened_by) == ("replace", "missed", "found", None)
    assert (case.registration_id, case.villages) == (chen.pk, [village.code])
    assert "有 3 次：6月2日 列席村民代表会议；6月3日" in case.facts
    assert not Outgoing.objects.filter(key__startswith="consequence").exists()

    miss(5), miss(6)
    assert len(cases()) == 1  # the number is not full again


def test_the_number_that_is_full_again_is_another_finding(miss):
    for day in range(6):
        miss(day)
    assert len({one.key for one in cases()}) == 2


@pytest.mark.parametrize(("value", "kinds"), [(0, set()), (1, {"rectify"}), (3, {"rectify", "replace"})])
def test_what_missed_duties_open_the_district_decides(miss, value, kinds):
    ruled(missed_duties_open_a_case=value, missed_duties_before_ending=2)
    miss(1), miss(2)
    assert {one.kind for one in cases()} == kinds


def test_where_two_people_were_there_it_is_the_institution_s(miss, chen, village, wu):
    Posting.objects.filter(registration=chen).update(valid_until=JUNE + timedelta(days=2))
    Posting.objects.create(village=village, post="A", registration=wu, valid_from=JUNE + timedelta(days=2))
    miss(1), miss(2), miss(3)
    assert cases()[0].registration is None
    assert cases()[0].institution_id == chen.institution_id


def test_a_struck_duty_drops_what_nobody_was_told_of_and_a_new_one_opens_another(miss, bureau):
    first, *_ = [miss(day) for day in (1, 2, 3)]
    engagements.strike_missed(by=bureau, missed=first, reason="当天请了假")

    (case,) = cases()
    assert (case.state, case.decided_by, case.told_by) == ("dropped", None, None)
    assert case.fell_away_at
    assert case.decision_note == "缺席记录划掉了一条，现在算数的有 2 次，不到立案的次数，不再处理。"

    miss(4)
    assert [one.state for one in cases()] == ["dropped", "found"]


def test_what_was_told_stays_with_people_whatever_is_struck(miss, bureau):
    first, *_ = [miss(day) for day in (1, 2, 3)]
    case = told(cases()[0], bureau)
    engagements.strike_missed(by=bureau, missed=first, reason="当天请了假")
    case.refresh_from_db()
    assert case.state == "told"


def test_what_still_stands_on_enough_stays(miss, bureau):
    made = [miss(day) for day in (1, 2, 3, 4)]
    engagements.strike_missed(by=bureau, missed=made[0], reason="当天请了假")
    assert cases()[0].state == "found"


def test_only_the_clock_lets_go_and_only_of_what_a_rule_opened(miss, bureau):
    miss(1), miss(2), miss(3)
    with pytest.raises(Refused, match="由系统来办"):
        actions.let_go(by=bureau, consequence=cases()[0], why="x")
    Consequence.objects.update(opened_by=bureau.user_id)
    assert not actions.let_go(by=CLOCK, consequence=cases()[0], why="x")
    with pytest.raises(IntegrityError, match="a_consequence_is_decided_with_a_reason"), transaction.atomic():
        Consequence.objects.update(state="dropped", fell_away_at=clock.now(), decision_note="x")


@pytest.fixture
def answer(consultation, resident, chen, office):
    """A complaint about Chen that the office has answered."""

    def answer(outcome: str) -> Complaint:
        facts = {"consultation": consultation, "kind": "silent", "about": chen, "text": "半个月没人回。"}
        made = complaints.complain(by=resident, form="a" * 32, **facts)
        complaints.accept(by=office, complaint=made)
        return complaints.answer(by=office, complaint=made, outcome=outcome, text="查了。", form="b" * 32)

    return answer


@pytest.mark.parametrize(("outcome", "count"), [("true", 1), ("partly", 1), ("untrue", 0), ("unknown", 0)])
def test_a_complaint_that_was_found_true_opens_a_rectification(answer, resident, chen, outcome, count):
    complaints.judge(by=resident, complaint=answer(outcome), is_satisfied=True)

    assert [(one.kind, one.registration_id) for one in cases()] == [("rectify", chen.pk)] * count


def test_it_says_no_more_than_whom_it_is_about_may_know(answer, resident, consultation):
    complaints.judge(by=resident, complaint=answer("true"), is_satisfied=True)

    facts = cases()[0].facts
    assert facts == "2026年7月办结的一件投诉（一直不回），查明属实。"
    assert consultation.reference not in facts


def test_it_does_so_however_it_came_to_its_end(answer, resident, noon):
    complaint = answer("true")
    assert cases() == []
    noon.shift(timedelta(days=30))
    timing.close_quiet(by=CLOCK, complaint=complaint)
    assert len(cases()) == 1
    complaint.refresh_from_db()
    assert triggers.of_complaint(complaint).key == cases()[0].key


def test_a_district_may_leave_complaints_out(answer, resident):
    ruled(complaints_upheld_open_a_case=0)
    complaints.withdraw(by=resident, complaint=answer("true"))
    assert cases() == []


def test_only_who_watches_reads_on_which_day_a_complaint_opened_it(answer, resident, bureau, director, sign_in):
    complaints.judge(by=resident, complaint=answer("true"), is_satisfied=True)
    (one,) = cases()
    told(one, bureau)
    Consequence.objects.update(opened_at=clock.now() - timedelta(days=3))

    for path in ("", f"{one.pk}/"):
        assert "7月3日" in sign_in(bureau).get(f"/{SLUG}/consequences/{path}?state=all").content.decode()
        page = sign_in(director).get(f"/{SLUG}/consequences/{path}").content.decode()
        assert "2026年7月" in page
        assert "7月3日" not in page
