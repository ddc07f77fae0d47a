"""来不了: said with a reason, a colleague asked, the first yes counts; B is asked by itself where A is on leave."""

from datetime import timedelta

import pytest

from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import Outgoing
from menkou.core.scope import district_being_written
from menkou.places.models import Village
from menkou.postings import actions as postings
from menkou.postings.models import Absence, Posting
from menkou.rotas import jobs, queries
from menkou.rotas.models import Asking, Excuse, Slot
from menkou.rotas.substituting import actions
from menkou.rotas.tests.conftest import NEXT_WEEK
from tests.cast import LONG_AGO, SLUG

PAGE = f"/{SLUG}/rotas/"


@pytest.fixture
def cannot(adviser_a, slot):
    def cannot(by=adviser_a, why="court", **facts):
        return actions.cannot(by=by, slot=slot, why=why, **facts)

    return cannot


@pytest.fixture
def zhou(register, village_of_zhou):
    registration = register("周平", "firm", 6)
    Posting.objects.create(village=village_of_zhou, post="A", registration=registration, valid_from=LONG_AGO)
    return registration


@pytest.fixture
def village_of_zhou(townships):
    facts = {"township": townships["here"], "kind": "village", "valid_from": LONG_AGO}
    return Village.objects.create(code="999901001203", name="周家村委会", **facts)


def test_who_cannot_come_asks_a_colleague_who_agrees_with_one_tap(cannot, lin, chen, adviser_b, slot, sign_in):
    cannot(note="开庭，改不了", whom=lin)
    asking = Asking.objects.get()
    phone = sign_in(adviser_b)
    today = phone.get(f"/{SLUG}/consultations/").content.decode()
    assert "同事请您替班的（1）" in today
    page = phone.get(f"{PAGE}{slot.pk}/").content.decode()
    assert "请您替一次" in page
    assert "开庭" not in page  # why is between them and the office
    assert phone.post(f"{PAGE}askings/{asking.pk}/agree").status_code == 302
    slot.refresh_from_db()
    assert (slot.adviser, slot.first) == (lin, chen)
    assert not Outgoing.objects.filter(words__contains="开庭").exists()


def test_two_who_agree_at_once_are_one_substitute_and_one_who_is_told(
    at_once, cannot, slot, lin, zhou, adviser_b, make_actor
):
    other = make_actor(Role.ADVISER, "zhouping", registration=zhou)
    cannot(whom=lin)
    actions.ask(by=make_actor(Role.JUSTICE_BUREAU, "b"), slot=slot, whom=zhou)
    rows = {one.whom_id: one for one in Asking.objects.select_related("slot", "whom__adviser")}
    met = at_once(
        lambda: actions.agree(by=adviser_b, asking=rows[lin.pk]), lambda: actions.agree(by=other, asking=rows[zhou.pk])
    )
    said = [one for one in met if isinstance(one, Conflict)]
    assert len(said) == 1
    slot = Slot.objects.select_related("adviser__adviser").get(pk=slot.pk)
    assert str(said[0]) == f"{slot.adviser.adviser.name}已经答应去了，您不用去了，谢谢。"
    assert sorted(Asking.objects.values_list("answer", flat=True)) == ["over", "yes"]


def test_only_who_is_here_free_and_of_the_township_is_asked(cannot, arrange, lin, wu, slot, bureau):
    with pytest.raises(Conflict, match="没有说来不了"):
        actions.ask(by=bureau, slot=slot, whom=lin)
    with pytest.raises(Invalid, match="吴刚到那天在红花镇没有岗位"):
        cannot(whom=wu)
    arrange(adviser=lin, place="12348 台")
    with pytest.raises(Conflict, match="林芳已经有别的班"):
        cannot(whom=lin)
    assert queries.colleagues(slot) == []
    assert not Excuse.objects.exists()


def test_a_no_is_told_and_another_is_asked(cannot, lin, adviser_b, slot):
    cannot(whom=lin)
    actions.decline(by=adviser_b, asking=Asking.objects.get())
    assert Outgoing.objects.filter(words__contains="请的同事去不了").exists()
    with pytest.raises(Conflict, match="已经请过林芳"):
        cannot(whom=lin)


def test_the_office_appoints_and_whoever_it_was_is_told(slot, office, lin, chen):
    actions.appoint(by=office, slot=slot, whom=lin)
    assert Outgoing.objects.filter(address=f"registration:{chen.pk}", words__contains="由林芳替您去").exists()
    with pytest.raises(Conflict, match="林芳已经答应去了"):
        actions.appoint(by=office, slot=slot, whom=chen)  # from a page that shows it as it was


def test_who_comes_after_all_takes_the_asking_back(cannot, adviser_a, lin, slot):
    cannot(whom=lin)
    actions.come(by=adviser_a, slot=slot)
    assert Asking.objects.get().answer == "over"
    assert not Excuse.objects.exists()
    cannot(whom=lin)  # and not after all
    assert Asking.objects.get().answer == ""


def test_a_leave_asks_the_other_post_by_itself_once(slot, adviser_a, chen, lin):
    span = {"begins_at": NEXT_WEEK - timedelta(days=1), "ends_at": NEXT_WEEK + timedelta(days=1)}
    postings.be_away(by=adviser_a, registration=chen, reason="illness", **span)
    assert district_being_written()
    for _ in range(2):
        jobs.ask_for_absent()
    assert [(one.whom, one.asked_by) for one in Asking.objects.select_related("whom")] == [(lin, None)]
    assert Excuse.objects.get().why == "leave"
    with pytest.raises(Conflict, match="先在“请假”里销假"):
        actions.come(by=adviser_a, slot=slot)


def test_where_both_are_away_the_office_is_told_and_nobody_asked(slot, chen, lin):
    for who in (chen, lin):
        span = {"begins_at": NEXT_WEEK, "ends_at": NEXT_WEEK + timedelta(days=1)}
        Absence.objects.create(registration=who, reason="holiday", **span)
    jobs.ask_for_absent()
    assert not Asking.objects.exists()
    assert Outgoing.objects.filter(address=f"township:{slot.township_id}").exists()


def test_after_it_has_begun_nothing_is_changed_any_more(over, adviser_a, office, lin):
    for do in (
        lambda: actions.cannot(by=adviser_a, slot=over, why="court"),
        lambda: actions.appoint(by=office, slot=over, whom=lin),
    ):
        with pytest.raises(Conflict, match="已经开始了"):
            do()


def test_nobody_answers_or_cancels_for_another(cannot, lin, adviser_a, adviser_b, slot):
    cannot(whom=lin)
    with pytest.raises(Refused, match="被请的法律顾问本人"):
        actions.agree(by=adviser_a, asking=Asking.objects.get())
    with pytest.raises(Refused, match="排到的法律顾问本人"):
        actions.cannot(by=adviser_b, slot=slot, why="court")
