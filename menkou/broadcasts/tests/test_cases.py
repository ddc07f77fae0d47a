"""典型案例: only with a yes that holds, every place checked, a second person; and nothing of the matter anywhere else."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from menkou.broadcasts.cases import actions, queries, sealing
from menkou.broadcasts.cases.checking import actions as checking
from menkou.broadcasts.models import CaseMask, TypicalCase
from menkou.broadcasts.rules.casing import Checked
from menkou.broadcasts.tests.conftest import BIG, FIT, TEXT, check_all
from menkou.consultations.models import Viewing
from menkou.consultations.reviewing import actions as reviewing
from menkou.consultations.reviewing import sealing as copies
from menkou.consultations.rules.meant import People
from menkou.consultations.tests.released import release
from menkou.core import clock, sealed
from menkou.core.actors import INSTALLER, Role
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from tests.guards.test_no_words_leak import everything_stored, leaks


def test_a_case_begins_with_the_words_of_the_copy_and_its_asker_reads_who_opened_it(lent, bureau, answered):
    pk = uuid4()
    first, again = (actions.begin(by=bureau, copy=lent, case=pk) for _ in range(2))

    found = TypicalCase.objects.get()
    assert (first, again) == (True, False)
    assert copies.words_of(lent).split("\n")[-1] in sealing.opened(found).text
    assert Viewing.objects.filter(consultation=answered, way="reviewed", viewed_by=bureau.user_id).exists()
    assert found.until_at == lent.until_at
    assert not {str(answered.pk), str(lent.pk)} & {str(one) for one in vars(found).values()}


def test_no_case_is_made_of_a_copy_whose_asker_did_not_agree_to_one(answered, resident, bureau, office):
    lent = release(by=resident, consultation=answered, may_publish=False, form="7" * 32)

    with pytest.raises(Conflict, match="没有同意"):
        actions.begin(by=bureau, copy=lent, case=uuid4())
    with pytest.raises(Refused):
        actions.begin(by=office, copy=lent, case=uuid4())
    assert not TypicalCase.objects.exists()


def test_an_unchecked_mask_keeps_a_case_from_going_on(begun, bureau):
    checking.tell(by=bureau, case=begun, told=FIT, people=BIG)
    first, *others = queries.masks_of(begun)
    checking.check(by=bureau, case=begun, said=[Checked(one.pk, "kept") for one in others])

    with pytest.raises(Invalid, match="还有 1 处"):
        checking.hand_in(by=bureau, case=begun)
    checking.check(by=bureau, case=begun, said=[Checked(first.pk, "kept")])
    checking.hand_in(by=bureau, case=begun)

    begun.refresh_from_db()
    assert (begun.state, begun.checked_by_id) == ("waiting", bureau.user_id)
    assert {one.checked_by_id for one in queries.masks_of(begun)} == {bureau.user_id}


def test_what_is_typed_later_is_masked_and_waits_to_be_checked(begun, bureau):
    check_all(bureau, begun)
    checking.amend(by=bureau, case=begun, text=TEXT + "王五作证，电话13911112222。")

    unchecked = [one for one in queries.masks_of(begun) if not one.said]
    text = sealing.opened(begun := TypicalCase.objects.get()).text
    assert {text[one.start : one.end] for one in unchecked} == {"王五", "13911112222"}


def test_too_few_who_could_be_meant_keep_it_from_going_on_until_it_is_told_less_exactly(begun, bureau):
    check_all(bureau, begun)
    few = People(100, 40_000, 600_000)
    checking.tell(by=bureau, case=begun, told=replace(FIT, topic=20), people=few)
    with pytest.raises(Invalid, match="至少要 5"):
        checking.hand_in(by=bureau, case=begun)

    checking.take_step(by=bureau, case=begun, step="地点：某村改成某镇街")
    with pytest.raises(Conflict, match="已经做过"):
        checking.take_step(by=bureau, case=begun, step="地点：某村改成某镇街")
    checking.hand_in(by=bureau, case=begun)

    begun.refresh_from_db()
    assert (begun.meant, begun.fewest) == (240, 5)


def test_what_is_approved_is_masked_and_nothing_else_stays(approved):
    assert approved.title == "借钱要写条子"
    assert leaks(approved.text, "张三", "李四", "13800001111") == []
    assert "某甲" in approved.text
    assert approved.sealed is None
    assert leaks(everything_stored(), "张三借给", "13800001111") == []


def test_a_number_gets_out_only_if_somebody_said_that_it_is_no_person_s(begun, bureau, second):
    masks = queries.masks_of(begun)
    text = sealing.opened(TypicalCase.objects.get()).text
    said = {one.pk: "refused" if text[one.start : one.end] == "13800001111" else "kept" for one in masks}
    checking.check(by=bureau, case=begun, said=[Checked(pk, word) for pk, word in said.items()])
    checking.tell(by=bureau, case=begun, told=FIT, people=BIG)
    checking.hand_in(by=bureau, case=begun)
    actions.approve(by=second, case=begun, edition=1)

    assert "13800001111" in TypicalCase.objects.get().text
    assert "张三" not in TypicalCase.objects.get().text
    assert CaseMask.objects.get(said="refused").checked_by_id == bureau.user_id


def test_nobody_approves_their_own(waiting, bureau):
    with pytest.raises(Refused, match="另一个人"):
        actions.approve(by=bureau, case=waiting, edition=1)
    facts = {"approved_at": clock.now(), "approved_by": bureau.user_id, "sealed": None, "text": "字"}
    with pytest.raises(IntegrityError, match="nobody_approves_their_own_case"), transaction.atomic():
        TypicalCase.objects.update(state="approved", **facts)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"state": "waiting"}, "goes_on_when_every_mask_is_checked"),
        ({"sealed": None}, "only_a_case_in_the_making_has_sealed_words"),
        ({"state": "ended", "sealed": None}, "an_ended_case_has_its_moment"),
    ],
)
def test_the_database_refuses_what_was_not_checked_or_keeps_words(begun, facts, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TypicalCase.objects.update(**facts)


def test_two_who_approve_at_one_moment_approve_once(at_once, waiting, second, make_actor):
    third = make_actor(Role.JUSTICE_BUREAU, "third")
    met = at_once(*(lambda by=by: actions.approve(by=by, case=waiting, edition=1) for by in (second, third)))

    assert sorted(type(one).__name__ for one in met) == ["Conflict", "NoneType"]
    assert TypicalCase.objects.get().state == "approved"


def test_an_approval_and_a_no_at_one_moment_leave_nothing_in_use(at_once, waiting, second, resident, lent):
    met = at_once(
        lambda: actions.approve(by=second, case=waiting, edition=1),
        lambda: reviewing.take_back(by=resident, copy=lent),
    )

    assert met[1] is True
    assert TypicalCase.objects.get().state in ("ended", "withdrawn")
    assert TypicalCase.objects.get().sealed is None


def test_a_case_written_without_a_matter_is_checked_all_the_same(bureau, second, district):
    case = TypicalCase(pk=uuid4())
    assert actions.write(by=bureau, case=case, text=TEXT)
    assert not actions.write(by=bureau, case=case, text=TEXT)

    with pytest.raises(Invalid):
        checking.hand_in(by=bureau, case=TypicalCase.objects.get())
    assert TypicalCase.objects.get().consent is None


def test_drafts_are_wrapped_anew_with_the_keys(begun, district):
    name = sealed.active()

    assert sealing.wrapped_by(name) == 1
    assert actions.rewrap(by=INSTALLER, district=district, most=10) == 0
    assert sealing.wrap_anew(TypicalCase.objects.get()) != bytes(TypicalCase.objects.get().sealed)


def test_nothing_of_a_draft_stands_in_any_table_or_audit_line(begun, bureau):
    checking.add(by=bureau, case=begun, words="不还", kind="other number", instead="某事")

    assert leaks(everything_stored(), "张三", "李四", "13800001111", "借钱要写条子") == []
    assert {one.what for one in AuditEntry.objects.filter(subject__contains="TypicalCase")} == {
        "case.amended",
        "case.mask_added",
    }
