"""聘用合同 on the page: what ends soon, renewing many at once or none, ending one with its reason."""

import re
from datetime import timedelta

import pytest
import time_machine

from menkou.core.errors import Conflict, Refused
from menkou.core.memory import forget
from menkou.core.models import AuditEntry, Outgoing
from menkou.engagements import actions, jobs, queries
from menkou.engagements.models import Contract
from menkou.engagements.tests.conftest import NEXT_YEAR_END, TODAY, YEAR_END
from menkou.places.models import Rule
from tests.cast import LONG_AGO, SLUG
from tests.counting import at_most

ON_PAPER = {"stage": "signed", "signed_on": "2026-11-04"}
PAGE, RENEW = f"/{SLUG}/contracts/", f"/{SLUG}/contracts/renew"
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def next_door(village_next_door, institutions):
    return Contract.objects.create(
        village=village_next_door, institution=institutions["office"], valid_from=LONG_AGO, valid_until=YEAR_END
    )


@pytest.fixture
def desk(sign_in, bureau):
    return sign_in(bureau)


def shown(answer) -> str:
    return answer.content.decode()


def ticks(answer) -> int:
    return len(re.findall(r'name="contract"[^>]* checked', shown(answer)))


def test_what_ends_within_sixty_days_with_nothing_behind_it_is_listed(contract, bureau, district):
    assert list(queries.listed(bureau, state="expiring")) == [contract]

    Rule.objects.create(
        key="contract_first_notice_days", value=30, valid_from=TODAY - timedelta(days=1), source="区里的办法"
    )
    forget()
    assert not queries.listed(bureau, state="expiring").exists()


@pytest.mark.parametrize(
    ("today", "state"),
    [("2019-12-31", "coming"), ("2020-01-01", "running"), ("2026-12-31", "running"), ("2027-01-01", "ended")],
)
def test_each_day_of_a_contract_has_one_state(contract, bureau, today, state):
    with time_machine.travel(f"{today} 12:00+08:00", tick=False):
        found = {one for one in ("running", "coming", "ended") if queries.listed(bureau, state=one).exists()}
    assert found == {state}


def test_renewing_follows_on_without_a_gap_and_takes_it_off_the_list(contract, next_door, bureau, district):
    count = actions.renew(by=bureau, district=district, contracts=[contract, next_door], until=NEXT_YEAR_END)

    following = Contract.objects.filter(valid_from=YEAR_END)
    assert count == 2
    assert {(one.village_id, one.institution_id, one.valid_until) for one in following} == {
        (one.village_id, one.institution_id, NEXT_YEAR_END) for one in (contract, next_door)
    }
    assert not queries.listed(bureau, state="expiring").exists()
    assert AuditEntry.objects.filter(what="engagements.renewed").count() == 1


def test_all_are_renewed_or_none(contract, next_door, bureau, district):
    actions.renew(by=bureau, district=district, contracts=[contract], until=NEXT_YEAR_END)
    with pytest.raises(Conflict, match="红花村已经有下一份合同"):
        actions.renew(by=bureau, district=district, contracts=[next_door, contract], until=NEXT_YEAR_END)
    assert Contract.objects.filter(valid_from=YEAR_END).count() == 1


def test_what_was_ended_early_is_not_renewed(contract, bureau, district):
    actions.end(by=bureau, contract=contract, reason="机构注销")
    with pytest.raises(Conflict, match="已经提前终止"):
        actions.renew(by=bureau, district=district, contracts=[contract], until=NEXT_YEAR_END)


def test_a_renewal_that_ends_no_later_is_refused(contract, bureau, district):
    with pytest.raises(Conflict, match="2026-12-31"):
        actions.renew(by=bureau, district=district, contracts=[contract], until=YEAR_END)


@pytest.mark.parametrize("who", ["director", "office", "auditor", "adviser_a", "cadre", "operator"])
def test_only_the_bureau_renews(request, who, contract, district):
    with pytest.raises(Refused):
        actions.renew(by=request.getfixturevalue(who), district=district, contracts=[contract], until=NEXT_YEAR_END)


def test_a_director_sees_the_own_institution_s_contracts(contract, next_door, director):
    assert list(queries.listed(director)) == [contract]


def test_villages_without_a_contract_are_named(desk, contract, village_next_door):
    assert re.search(f"没有合同的村：</b>.*{village_next_door}", shown(desk.get(PAGE)))


def test_the_list_renews_what_is_ticked(desk, contract, next_door):
    assert ticks(desk.get(PAGE, {"state": "expiring"})) == 2

    sent = {"state": "expiring", "contract": [str(next_door.pk)], "last": "2027-12-31", **ON_PAPER}
    assert desk.post(RENEW, sent).status_code == 302
    assert Contract.objects.get(valid_from=YEAR_END).village == next_door.village


@pytest.mark.parametrize(
    ("typed", "says", "status"),
    [
        ({"last": ""}, "请选续签到哪天", 422),
        ({"last": "2026-11-05"}, "今天以后", 422),
        ({"last": "2207-12-31"}, "10 年以内", 422),
        ({"last": "9999-12-31"}, "10 年以内", 422),
        ({"last": "2026-12-31"}, "本来就到 2026-12-31", 409),
        ({"contract": []}, "请勾选要办的合同", 422),
        ({"contract": ["<b>", "1"]}, "请勾选要办的合同", 422),
    ],
)
def test_what_cannot_be_right_is_named_and_the_ticks_are_kept(desk, contract, next_door, typed, says, status):
    sent = {"state": "expiring", "contract": [str(contract.pk)], "last": "2027-12-31", **ON_PAPER} | typed
    answer = desk.post(RENEW, sent)
    assert answer.status_code == status
    assert says in shown(answer)
    if "contract" not in typed:
        assert ticks(answer) == 1
    assert not Contract.objects.filter(valid_from=YEAR_END).exists()


def test_sent_twice_it_renews_once(desk, contract):
    sent = {"state": "expiring", "contract": [str(contract.pk)], "last": "2027-12-31", **ON_PAPER}
    assert [desk.post(RENEW, sent).status_code for _ in range(2)] == [302, 409]
    assert Contract.objects.filter(valid_from=YEAR_END).count() == 1


def test_ending_one_takes_its_reason_and_ends_it_once(desk, contract):
    page = f"{PAGE}{contract.pk}/"
    answer = desk.post(f"{page}end", {"kind": "other", "reason": " "})
    assert answer.status_code == 422
    assert "请写终止的原因" in shown(answer)

    assert desk.post(f"{page}end", {"kind": "agreement", "reason": "三次没来，也没人替班"}).status_code == 302
    assert "三次没来，也没人替班" in shown(desk.get(page))
    assert desk.post(f"{page}end", {"kind": "other", "reason": "再来一次"}).status_code == 409


def test_the_list_makes_few_statements(desk, contract, next_door):
    with at_most():
        desk.get(PAGE, {"state": "expiring"})
    with at_most():
        desk.get(f"{PAGE}{contract.pk}/")


def words() -> list[str]:
    return [one.words for one in Outgoing.objects.order_by("made_at")]


def test_an_institution_is_told_once_at_sixty_thirty_and_seven_days(contract, next_door):
    for days in (61, 60, 59, 31, 30, 8, 7, 1):
        with time_machine.travel(f"{YEAR_END - timedelta(days=days)} 08:00+08:00", tick=False):
            jobs.give_notice()
            jobs.give_notice()
            told = {60: 2, 59: 2, 31: 2, 30: 4, 8: 4, 7: 6, 1: 6}.get(days, 0)
            assert Outgoing.objects.count() == told, days
    assert "1 份聘用合同 12月31日到期" in words()[0]
    assert AuditEntry.objects.filter(what="engagements.notice_given").count() == 3


def test_what_is_renewed_needs_no_notice(contract, bureau, district):
    actions.renew(by=bureau, district=district, contracts=[contract], until=NEXT_YEAR_END)
    with time_machine.travel("2026-12-25 08:00+08:00", tick=False):
        jobs.give_notice()
    assert not Outgoing.objects.exists()


def test_a_renewal_by_mistake_is_withdrawn_and_offered_again(desk, contract, bureau, district):
    actions.renew(by=bureau, district=district, contracts=[contract], until=NEXT_YEAR_END)
    coming = Contract.objects.get(valid_from=YEAR_END)
    assert "撤回这份合同" in shown(desk.get(f"{PAGE}{coming.pk}/"))

    assert desk.post(f"{PAGE}{coming.pk}/withdraw").status_code == 302
    assert list(queries.listed(bureau, state="expiring")) == [contract]
    assert AuditEntry.objects.filter(what="engagements.withdrawn").count() == 1


def test_what_has_begun_is_not_withdrawn(desk, contract, bureau):
    with pytest.raises(Conflict, match="只能提前终止"):
        actions.withdraw(by=bureau, contract=contract)
    answer = desk.post(f"{PAGE}{contract.pk}/withdraw", follow=True)
    assert "只能提前终止" in shown(answer)
    assert "撤回这份合同" not in shown(answer)
    assert Contract.objects.get() == contract


def test_what_was_withdrawn_meanwhile_stops_the_renewal_of_all(desk, contract, next_door):
    sent = {"state": "expiring", "contract": [str(contract.pk), str(next_door.pk)], "last": "2027-12-31", **ON_PAPER}
    next_door.delete()
    answer = desk.post(RENEW, sent)
    assert answer.status_code == 409
    assert "刚刚被撤回" in shown(answer)
    assert not Contract.objects.filter(valid_from=YEAR_END).exists()
