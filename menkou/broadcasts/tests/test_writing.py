"""推送: one writes, another agrees to the very words, and only then does it go; two hands at once settle it once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.broadcasts import actions, queries, spreading
from menkou.broadcasts.models import Notice
from menkou.broadcasts.rules import composing
from menkou.broadcasts.tests.conftest import written
from menkou.core import clock
from menkou.core.actors import CLOCK, Role
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.places.models import Demand
from tests.cast import LONG_AGO, SLUG

HERE = f"/{SLUG}/pushes/"
SENT = {"kind": "case", "title": "借钱写条子", "text": "写清楚四样。", "levels": ["village"]}


def test_a_notice_is_written_handed_in_and_agreed_to_through_the_pages(bureau, second, groups, sign_in):
    sent = SENT | {"go_on": f"{clock.today()}", "form": "a" * 32}
    page = sign_in(bureau)
    first, again = page.post(f"{HERE}new", sent), page.post(f"{HERE}new", sent)
    here = first.headers["Location"]
    assert again.headers["Location"] == here
    found = Notice.objects.get()
    page.post(f"{here}hand-in")

    page = sign_in(second)
    assert "借钱写条子" in page.get(here).content.decode()
    page.post(f"{here}approve", {"edition": 1})

    found.refresh_from_db()
    assert (found.state, found.approved_by_id) == ("approved", second.user_id)
    assert list(AuditEntry.objects.order_by("at").values_list("what", flat=True)) == [
        "broadcast.drafted",
        "broadcast.handed_in",
        "broadcast.approved",
    ]
    assert ProcrastinateJob.objects.filter(task_name=spreading.SPREAD).count() == 1


def test_the_second_person_is_told_without_a_word_of_it(notice):
    told = Outgoing.objects.get(key=f"push-asked:{notice.pk}:1")

    assert told.address == "bureau"
    assert notice.title not in told.words


def test_nobody_agrees_to_their_own(notice, bureau):
    with pytest.raises(Refused, match="另一个人"):
        actions.approve(by=bureau, notice=notice, edition=1)
    with pytest.raises(IntegrityError, match="nobody_approves_their_own"), transaction.atomic():
        Notice.objects.update(state="approved", approved_at=clock.now(), approved_by=bureau.user_id)


def test_the_database_refuses_what_goes_without_a_second_person(notice):
    with pytest.raises(IntegrityError, match="what_goes_was_approved"), transaction.atomic():
        Notice.objects.update(state="going")


def test_two_who_agree_at_one_moment_agree_once(at_once, notice, second, make_actor):
    third = make_actor(Role.JUSTICE_BUREAU, "third")
    met = at_once(*(lambda by=by: actions.approve(by=by, notice=notice, edition=1) for by in (second, third)))

    assert sorted(type(one).__name__ for one in met) == ["Conflict", "NoneType"]
    assert Notice.objects.get().state == "approved"


def test_another_edition_than_the_one_that_was_read_is_not_agreed_to(notice, bureau, second):
    actions.take_back(by=bureau, notice=notice)
    facts = {name: getattr(notice, name) for name in actions.WRITTEN}
    actions.amend(by=bureau, notice=notice, facts=facts | {"text": "换了一句。"})
    actions.hand_in(by=bureau, notice=notice)

    with pytest.raises(Conflict, match="不是最新的一稿"):
        actions.approve(by=second, notice=notice, edition=1)
    actions.approve(by=second, notice=notice, edition=2)


def test_what_was_handed_in_is_changed_by_nobody(notice, bureau):
    facts = {name: getattr(notice, name) for name in actions.WRITTEN}

    with pytest.raises(Conflict):
        actions.amend(by=bureau, notice=notice, facts=facts | {"text": "偷偷换。"})


def test_it_is_sent_back_with_a_reason_that_its_author_reads(notice, bureau, second, sign_in):
    assert sign_in(second).post(f"{HERE}{notice.pk}/send-back", {"note": " "}).status_code == 422
    sign_in(second).post(f"{HERE}{notice.pk}/send-back", {"note": "有真名，请去掉"})

    page = sign_in(bureau).get(f"{HERE}{notice.pk}/").content.decode()
    assert "有真名，请去掉" in page
    assert Notice.objects.get().state == "draft"


def test_an_office_writes_for_its_own_township_and_never_for_the_district_s_group(office, townships, groups):
    mine = written(township=townships["here"])
    actions.draft(by=office, notice=mine)
    with pytest.raises(Refused, match="本镇街"):
        actions.draft(by=office, notice=written(township=townships["next door"]))
    with pytest.raises(Invalid, match="区一级"):
        actions.draft(by=office, notice=written(township=townships["here"], levels=["district"]))

    assert {one.name for one in queries.audience(mine)} == {"红花村法律顾问群", "红花镇司法所群"}


def test_what_no_group_would_get_is_not_handed_in(bureau, groups):
    found = written(levels=["district"])
    actions.draft(by=bureau, notice=found)

    with pytest.raises(Invalid, match="没有一个群"):
        actions.hand_in(by=bureau, notice=found)


def test_words_that_a_robot_would_not_take_and_a_day_that_is_over_are_refused(bureau, groups):
    with pytest.raises(Invalid, match="太长"):
        actions.draft(by=bureau, notice=written(text="字" * 700))
    with pytest.raises(Invalid, match="已经过了"):
        actions.draft(by=bureau, notice=written(go_on=clock.today() - timedelta(days=1)))


def test_the_audience_is_chosen_by_level_township_and_class_of_village(groups, townships, village):
    facts = {"population": 900, "consultations": 3, "remoteness": 9, "valid_from": LONG_AGO, "source": "测试"}
    Demand.objects.create(village=village, grade="remote", **facts)

    def names(**chosen):
        return {one.name for one in queries.audience(written(**chosen))}

    assert names(levels=["village"]) == {"红花村法律顾问群", "青树村乡亲"}
    assert names(levels=["village"], towns=[townships["next door"].pk]) == {"青树村乡亲"}
    assert names(levels=["village"], grades=["remote"]) == {"红花村法律顾问群"}
    assert names(levels=["village"], grades=["ordinary"]) == {"青树村乡亲"}
    assert names(levels=["township"], grades=["remote"]) == {"红花镇司法所群"}


def test_nothing_goes_before_its_day(bureau, second, groups):
    found = written(go_on=clock.today() + timedelta(days=5))
    actions.draft(by=bureau, notice=found)
    actions.hand_in(by=bureau, notice=found)
    actions.approve(by=second, notice=found, edition=1)

    assert not queries.due().exists()
    assert not actions.begin(by=CLOCK, notice=found)
    assert [one.pk for one in queries.due(clock.today() + timedelta(days=5))] == [found.pk]


def test_the_next_day_is_one_that_the_rule_names(district):
    assert queries.next_day().day in (5, 15, 25)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.sets(st.integers(1, 28), min_size=1, max_size=5))
def test_the_next_day_is_the_first_after_today(today, days):
    found = composing.next_day(sorted(days), today)

    assert found.day in days
    assert 0 < (found - today).days <= 31
    between = (today + timedelta(days=ahead) for ahead in range(1, (found - today).days))
    assert all(day.day not in days for day in between)


@given(st.text(alphabet="村民好ab，", max_size=1200))
def test_words_that_fit_are_told_from_those_that_do_not(text):
    words = composing.to_group("通知", "题", text, "https://example.org/n/1")

    assert (composing.fault(words) == "") == (len(words.encode()) <= composing.MOST_BYTES)
    assert words.endswith("https://example.org/n/1")
