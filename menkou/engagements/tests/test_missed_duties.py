"""缺席: written down by the township's office, counted under the contract, a reason to end it at the district's number."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.core.errors import Conflict, Refused
from menkou.core.memory import forget
from menkou.engagements import actions, queries
from menkou.engagements.models import Contract, MissedDuty
from menkou.engagements.tests.conftest import TODAY, YEAR_END
from menkou.places.models import Rule
from tests.cast import LONG_AGO, SLUG
from tests.counting import at_most

PAGE = f"/{SLUG}/contracts/"
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def miss(office, contract):
    def miss(days_ago: int = 0, what: str = "列席村民代表会议", had_substitute: bool = False, by=office) -> MissedDuty:
        day = TODAY - timedelta(days=days_ago)
        return actions.record_missed(by=by, contract=contract, day=day, what=what, had_substitute=had_substitute)

    return miss


def test_three_without_a_substitute_are_a_reason_to_end_it(miss, bureau, contract):
    miss(1), miss(2), miss(3, had_substitute=True)
    with pytest.raises(Conflict, match="只登记了 2 次，不到 3 次"):
        actions.end(by=bureau, contract=contract, kind="trigger", reason="缺席")
    assert not queries.listed(bureau, state="missed").exists()
    miss(4)
    assert list(queries.listed(bureau, state="missed")) == [contract]
    ended = actions.end(by=bureau, contract=contract, kind="trigger", reason="三次没到")
    assert (ended.end_kind, ended.end_reason) == ("trigger", "三次没到")


def test_how_many_the_district_decides(miss, bureau, contract):
    facts = {"valid_from": TODAY - timedelta(days=1), "source": "区里的办法"}
    Rule.objects.create(key="missed_duties_before_ending", value=1, **facts)
    forget()
    miss()
    assert list(queries.listed(bureau, state="missed")) == [contract]


def test_what_is_struck_out_counts_no_more_and_stays_readable(miss, bureau, contract, sign_in):
    made = [miss(days) for days in (1, 2, 3)]
    actions.strike_missed(by=bureau, missed=made[0], reason="当天请了假")
    assert queries.missed_count(contract) == 2
    with pytest.raises(Conflict, match="已经划掉"):
        actions.strike_missed(by=bureau, missed=made[0], reason="再来")
    assert "当天请了假" in sign_in(bureau).get(f"{PAGE}{contract.pk}/").content.decode()
    assert miss(1)  # the same may be written down again


def test_what_a_contract_was_ended_for_is_not_struck_out(miss, bureau, contract):
    made = [miss(days) for days in (1, 2, 3)]
    actions.end(by=bureau, contract=contract, kind="trigger", reason="三次没到")
    with pytest.raises(Conflict, match="是凭据"):
        actions.strike_missed(by=bureau, missed=made[0], reason="反悔")


def test_the_same_is_written_down_once_and_within_the_days_of_the_contract(miss, office, contract):
    made = miss()
    with pytest.raises(Conflict, match="已经登记过了"):
        miss()
    with pytest.raises(IntegrityError, match="a_missed_duty_is_recorded_once"), transaction.atomic():
        MissedDuty.objects.create(
            contract=contract, day=made.day, what=made.what, recorded_at=made.recorded_at, recorded_by=made.recorded_by
        )
    for day, said in (
        (LONG_AGO - timedelta(days=1), "不在这份合同的期限里"),
        (YEAR_END, "不在这份合同的期限里"),
        (TODAY + timedelta(days=1), "还没到那一天"),
    ):
        with pytest.raises(Conflict, match=said):
            actions.record_missed(by=office, contract=contract, day=day, what="例会", had_substitute=False)


def test_nothing_is_missed_under_a_draft(miss, contract):
    Contract.objects.filter(pk=contract.pk).update(stage="draft")
    with pytest.raises(Conflict, match="不在这份合同的期限里"):
        miss()


def test_the_database_wants_a_reason_for_striking_out(miss):
    with pytest.raises(IntegrityError, match="a_struck_duty_has_reason_time_and_person"), transaction.atomic():
        MissedDuty.objects.filter(pk=miss().pk).update(strike_reason="没有人也没有时间")


@pytest.mark.parametrize("who", ["bureau", "office_next_door", "director", "auditor", "adviser_a", "cadre", "operator"])
def test_only_the_townships_office_writes_it_down(request, who, miss):
    with pytest.raises(Refused, match="司法所登记"):
        miss(by=request.getfixturevalue(who))


@pytest.mark.parametrize("who", ["office_next_door", "director", "auditor", "adviser_a", "cadre", "operator"])
def test_only_the_office_and_the_bureau_strike_out(request, who, miss):
    made = miss()
    with pytest.raises(Refused, match="划掉"):
        actions.strike_missed(by=request.getfixturevalue(who), missed=made, reason="算了")


def test_the_office_writes_it_on_the_page_and_the_bureau_ends_with_it(office, bureau, contract, sign_in, client):
    page, desk = f"{PAGE}{contract.pk}/", sign_in(office)
    assert "因为" not in desk.get(page).content.decode()
    wrong = desk.post(f"{page}missed", {"day": "2026-11-06", "what": "  "})
    assert wrong.status_code == 422
    assert "请写是什么事" in wrong.content.decode()
    for day in ("2026-11-01", "2026-11-02", "2026-11-03"):
        assert desk.post(f"{page}missed", {"day": day, "what": "例会"}).status_code == 302
    made = MissedDuty.objects.first()
    assert desk.post(f"{PAGE}missed/{made.pk}/strike", {"reason": ""}).status_code == 422
    desk = sign_in(bureau)
    with at_most(14):
        shown = desk.get(page).content.decode()
    assert "到了限" in shown
    assert "多次缺席，又没派人替" in shown
    assert desk.post(f"{page}end", {"kind": "trigger", "reason": "三次没到"}).status_code == 302
    assert Contract.objects.get().end_kind == "trigger"


def test_missing_too_often_is_no_choice_before_it_is_so(bureau, contract, sign_in):
    desk = sign_in(bureau)
    assert 'value="trigger"' not in desk.get(f"{PAGE}{contract.pk}/").content.decode()
    answer = desk.post(f"{PAGE}{contract.pk}/end", {"kind": "trigger", "reason": "想终止"})
    assert answer.status_code == 422
    assert "想终止" in answer.content.decode()


def test_what_was_missed_under_is_not_withdrawn_on_its_first_day(miss, bureau, contract):
    Contract.objects.filter(pk=contract.pk).update(valid_from=TODAY)
    miss()
    with pytest.raises(Conflict, match="已经登记过缺席，不能撤回"):
        actions.withdraw(by=bureau, contract=contract)
