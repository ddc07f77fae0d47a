"""A case lives as long as its asker's yes: a draft is erased, and what is in use is withdrawn with its notices."""

import pytest

from menkou.broadcasts import actions as notices
from menkou.broadcasts.bringing import actions as bringing
from menkou.broadcasts.cases import actions, queries
from menkou.broadcasts.cases.checking import actions as checking
from menkou.broadcasts.models import CaseMask, Delivery, TypicalCase
from menkou.broadcasts.tests.conftest import TEXT, spread, used
from menkou.consultations.models import ReviewCopy
from menkou.consultations.reviewing import actions as reviewing
from menkou.consultations.rights import actions as rights
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Invalid
from tests.cast import SLUG


@pytest.mark.parametrize("how", ["taken back", "no case", "erased"])
def test_a_consent_withdrawn_mid_way_ends_the_draft_and_erases_it(begun, how, lent, resident, bureau, answered):
    if how == "taken back":
        reviewing.take_back(by=resident, copy=lent)
    elif how == "no case":
        reviewing.allow_publishing(by=resident, copy=lent, is_allowed=False)
    else:
        rights.erase(by=resident, consultation=answered)

    begun.refresh_from_db()
    assert (begun.state, begun.sealed, CaseMask.objects.count()) == ("ended", None, 0)
    with pytest.raises(Conflict):
        checking.amend(by=bureau, case=begun, text=TEXT)


def test_after_publication_a_no_takes_it_out_of_use_and_names_the_groups(
    approved, bureau, second, group, own, lent, resident, chen, adviser_a
):
    notice = used(bureau, approved)
    notices.hand_in(by=bureau, notice=notice)
    notices.approve(by=second, notice=notice, edition=1)
    spread(notice)
    bringing.confirm(by=adviser_a, delivery=Delivery.objects.get(group=group))

    reviewing.allow_publishing(by=resident, copy=lent, is_allowed=False)

    approved.refresh_from_db()
    notice.refresh_from_db()
    assert (approved.state, notice.state) == ("withdrawn", "cancelled")
    assert approved.consent_ended_at is not None
    assert [one.group_id for one in queries.groups_that_had(approved)] == [group.pk]
    assert Delivery.objects.get(group=own).state == "cancelled"
    with pytest.raises(Conflict):
        used(bureau, approved)


def test_the_asker_may_say_no_to_a_case_when_the_copy_is_gone(approved, lent, resident):
    ReviewCopy.objects.update(until_at=clock.now())
    reviewing.end_over(by=CLOCK, copy=lent)
    assert TypicalCase.objects.get().state == "approved"

    assert reviewing.allow_publishing(by=resident, copy=lent, is_allowed=False)

    assert TypicalCase.objects.get().state == "withdrawn"


def test_a_draft_is_kept_no_longer_than_its_copy(begun):
    assert not actions.end_over(by=CLOCK, case=begun)
    TypicalCase.objects.update(until_at=clock.now())

    assert actions.end_over(by=CLOCK, case=begun)

    assert TypicalCase.objects.get().state == "ended"


def test_when_its_time_is_over_nobody_reads_or_decides_before_the_clock_has_come_by(waiting, bureau, second, sign_in):
    TypicalCase.objects.update(until_at=clock.now())
    for by in (bureau, second):
        assert sign_in(by).get(f"/{SLUG}/pushes/cases/{waiting.pk}/").status_code == 409
    with pytest.raises(Conflict, match="日子到了"):
        actions.approve(by=second, case=waiting, edition=1)
    TypicalCase.objects.update(state="draft", checked_at=None, checked_by=None)

    assert sign_in(bureau).get(f"/{SLUG}/pushes/cases/{waiting.pk}/").status_code == 409
    with pytest.raises(Conflict, match="日子到了"):
        checking.amend(by=bureau, case=waiting, text=TEXT)


def test_the_words_of_a_case_go_out_as_they_were_approved(approved, bureau, group):
    notice = used(bureau, approved)
    facts = {name: getattr(notice, name) for name in notices.WRITTEN}

    with pytest.raises(Invalid, match="批准过的案例"):
        notices.amend(by=bureau, notice=notice, facts=facts | {"text": "偷偷换。"})
    notices.amend(by=bureau, notice=notice, facts=facts | {"levels": ["township"]})

    assert (notice.kind, notice.title, notice.text) == ("case", approved.title, approved.text)


def test_a_case_that_is_withdrawn_says_why_and_is_not_pushed(approved, bureau, second, group):
    notice = used(bureau, approved)
    notices.hand_in(by=bureau, notice=notice)
    with pytest.raises(Invalid, match="为什么"):
        actions.withdraw(by=second, case=approved, why=" ")

    actions.withdraw(by=second, case=approved, why="法律改了")

    with pytest.raises(Conflict):
        notices.approve(by=second, notice=notice, edition=1)
    approved.refresh_from_db()
    assert (approved.why, approved.withdrawn_by_id) == ("法律改了", second.user_id)
