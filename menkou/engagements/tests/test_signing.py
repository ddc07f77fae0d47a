"""拟稿、送签、签订: nothing binds before it is signed; many at once or none; each step once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry
from menkou.engagements import actions, queries
from menkou.engagements.models import Contract
from menkou.engagements.tests.conftest import NEXT_YEAR_END, TODAY, YEAR_END
from tests.cast import SLUG
from tests.counting import at_most

PAGE = f"/{SLUG}/contracts/"
YESTERDAY = TODAY - timedelta(days=1)
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def desk(sign_in, bureau):
    return sign_in(bureau)


@pytest.fixture
def send(bureau, district):
    return lambda *chosen, on=TODAY: actions.send(by=bureau, district=district, contracts=chosen, sent_on=on)


@pytest.fixture
def sign(bureau, district):
    return lambda *chosen, on=TODAY: actions.sign(by=bureau, district=district, contracts=chosen, signed_on=on)


def stage_of(contract) -> str:
    contract.refresh_from_db()
    return contract.stage


@pytest.mark.parametrize("stage", ["draft", "sent"])
def test_what_is_not_signed_binds_nobody(bureau, contract, stage):
    sent_on = TODAY if stage == "sent" else None
    Contract.objects.filter(pk=contract.pk).update(stage=stage, sent_on=sent_on)

    assert not queries.in_force().exists()
    assert contract.village in queries.without_contract(bureau)
    assert {s for s in queries.STATES if queries.listed(bureau, state=s).exists()} == {stage}
    assert queries.ending() == []


def test_a_contract_stays_on_the_list_until_what_follows_is_signed(bureau, contract, draft, send, sign):
    assert list(queries.listed(bureau, state="expiring")) == [contract]
    assert queries.listed(bureau, state="expiring").get().next_stage == "draft"
    assert len(queries.ending()) == 1
    assert [send(draft), stage_of(draft)] == [1, "sent"]
    assert len(queries.ending()) == 1
    assert [sign(draft), stage_of(draft)] == [1, "signed"]
    assert queries.ending() == []
    assert list(queries.listed(bureau, state="renewed")) == [contract]
    assert list(queries.listed(bureau, state="coming")) == [draft]


def test_each_step_is_done_once_and_with_its_day(draft, send, sign):
    send(draft)
    with pytest.raises(Conflict, match="已经在 2026-11-05 送签"):
        send(draft)
    with pytest.raises(Conflict, match="签订日期不能更早"):
        sign(draft, on=YESTERDAY)
    sign(draft)
    draft.refresh_from_db()
    assert (draft.sent_on, draft.signed_on) == (TODAY, TODAY)
    for step in (send, sign):
        with pytest.raises(Conflict, match="红花村"):
            step(draft)
    assert AuditEntry.objects.filter(what__in=["engagements.sent", "engagements.signed"]).count() == 2


def test_all_of_many_are_signed_or_none(draft, contract, sign):
    with pytest.raises(Conflict, match="已经登记过签订"):
        sign(draft, contract)
    assert stage_of(draft) == "draft"
    gone = Contract(pk=draft.pk)
    draft.delete()
    with pytest.raises(Conflict, match="刚刚被撤回"):
        sign(gone)


@pytest.mark.parametrize(
    "columns",
    [
        {"stage": "draft", "sent_on": TODAY},
        {"stage": "sent", "sent_on": None},
        {"stage": "sent", "sent_on": TODAY, "signed_on": TODAY},
    ],
)
def test_the_database_refuses_days_that_do_not_fit_the_stage(draft, columns):
    with pytest.raises(IntegrityError, match="a_contract_s_days_say_its_stage"), transaction.atomic():
        Contract.objects.filter(pk=draft.pk).update(**columns)


def test_a_village_has_one_next_contract_in_the_making(bureau, district, draft, institutions):
    facts = {"village": draft.village, "institution": institutions["office"], "stage": "draft"}
    other = Contract(valid_from=YEAR_END, valid_until=NEXT_YEAR_END, **facts)
    with pytest.raises(Conflict, match="红花律师事务所的合同（拟稿，到 2027-12-31）"):
        actions.prepare(by=bureau, district=district, contract=other)
    with pytest.raises(IntegrityError, match="one_contract_of_a_village_at_a_time"), transaction.atomic():
        other.save(force_insert=True)

    actions.withdraw(by=bureau, contract=draft)
    assert actions.prepare(by=bureau, district=district, contract=other).pk


def test_a_draft_whose_days_have_begun_is_withdrawn_and_never_ended(bureau, contract):
    Contract.objects.filter(pk=contract.pk).update(stage="draft")
    with pytest.raises(Conflict, match="还没有签，请撤回"):
        actions.end(by=bureau, contract=contract, reason="不办了")
    actions.withdraw(by=bureau, contract=contract)
    assert not Contract.objects.exists()


def test_a_draft_is_not_renewed(bureau, district, draft):
    with pytest.raises(Conflict, match="还没有签，不能续签"):
        actions.renew(by=bureau, district=district, contracts=[draft], until=date(2029, 1, 1))


def test_a_merged_village_gets_no_further_contract(bureau, district, contract, draft, sign, send):
    type(contract.village).objects.filter(pk=contract.village_id).update(valid_until=date(2027, 6, 1))
    for step in (sign, send):
        with pytest.raises(Conflict, match="红花村要在 2027-06-01 撤并"):
            step(draft)
    draft.delete()
    with pytest.raises(Conflict, match="撤并，不能再签到那以后"):
        actions.renew(by=bureau, district=district, contracts=[contract], until=NEXT_YEAR_END)
    assert actions.renew(by=bureau, district=district, contracts=[contract], until=date(2027, 6, 1)) == 1


def test_a_village_that_is_merged_when_the_contract_ends_is_not_on_the_list(bureau, contract):
    type(contract.village).objects.filter(pk=contract.village_id).update(valid_until=YEAR_END)
    assert not queries.listed(bureau, state="expiring").exists()
    assert queries.ending() == []


def test_the_first_party_goes_on_into_the_next_contract(bureau, district, contract):
    Contract.objects.filter(pk=contract.pk).update(first_party="township")
    actions.renew(by=bureau, district=district, contracts=[contract], until=NEXT_YEAR_END, stage="draft")
    assert Contract.objects.get(stage="draft").first_party == "township"


@pytest.mark.parametrize("who", ["director", "office", "auditor", "adviser_a", "cadre", "operator"])
def test_only_the_bureau_sends_and_signs(request, who, district, draft):
    by = request.getfixturevalue(who)
    for step, day in ((actions.send, "sent_on"), (actions.sign, "signed_on")):
        with pytest.raises(Refused):
            step(by=by, district=district, contracts=[draft], **{day: TODAY})
    with pytest.raises(Refused):
        actions.prepare(by=by, district=district, contract=draft)


def test_the_list_renews_as_drafts_sends_and_signs(desk, contract):
    sent = {"state": "expiring", "contract": [str(contract.pk)], "last": "2027-12-31", "stage": "draft"}
    assert desk.post(f"{PAGE}renew", sent).headers["Location"].endswith("?state=draft")
    made = Contract.objects.get(stage="draft")
    listed = desk.get(PAGE, {"state": "expiring"}).content.decode()
    assert "下一份在拟稿" in listed
    assert f'value="{contract.pk}"' not in listed  # what is being prepared has no box
    for step, after in (("send", "sent"), ("sign", "signed")):
        state = {"state": made.stage, "contract": [str(made.pk)], "day": "2026-11-05"}
        assert desk.post(f"{PAGE}{step}", state).status_code == 302
        assert stage_of(made) == after
        again = desk.post(f"{PAGE}{step}", state)
        assert again.status_code == 409
        assert made.village.short_name in again.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": ""}, "请选送签或签订的日期"),
        ({"day": "2026-11-06"}, "今天或以前"),
        ({"day": "1926-11-05"}, "今天或以前"),
        ({"contract": []}, "请勾选要办的合同"),
    ],
)
def test_a_day_that_cannot_be_is_named_and_the_ticks_stay(desk, draft, typed, said):
    sent = {"state": "draft", "contract": [str(draft.pk)], "day": "2026-11-05"} | typed
    answer = desk.post(f"{PAGE}send", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert stage_of(draft) == "draft"


def test_signed_on_paper_wants_its_day(desk, contract):
    sent = {"state": "expiring", "contract": [str(contract.pk)], "last": "2027-12-31", "stage": "signed"}
    assert "请填签订日期" in desk.post(f"{PAGE}renew", sent).content.decode()
    assert desk.post(f"{PAGE}renew", sent | {"signed_on": "2026-11-04"}).status_code == 302
    assert Contract.objects.get(valid_from=YEAR_END).signed_on == YESTERDAY


def test_a_new_contract_is_prepared_for_a_village_that_has_none(desk, village, institutions, village_next_door):
    with at_most(14):
        page = desk.get(f"{PAGE}new", {"village": village.code}).content.decode()
    assert f'value="{village.code}" selected' in page
    sent = {"village": village.code, "institution": str(institutions["office"].pk), "first_party": "district"}
    sent |= {"first": "2026-12-01", "last": "2027-11-30", "stage": "draft"}
    wrong = desk.post(f"{PAGE}new", sent | {"last": "2026-11-30"})
    assert wrong.status_code == 422
    assert "止期比起期还早" in wrong.content.decode()
    assert desk.post(f"{PAGE}new", sent).status_code == 302
    made = Contract.objects.get()
    assert (made.stage, made.first_party, made.last_day) == ("draft", "district", date(2027, 11, 30))
    assert desk.post(f"{PAGE}new", sent).status_code == 409


def test_an_office_sees_the_contracts_of_its_township(office, office_next_door, contract, draft):
    assert set(queries.listed(office)) == {contract, draft}
    assert not queries.listed(office_next_door).exists()
