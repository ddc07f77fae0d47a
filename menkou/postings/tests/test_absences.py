"""请假: from the first minute B answers; both away, the team; then the other institution; never a loop, never nobody."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.core.scope import within
from menkou.places.models import District
from menkou.postings import actions, queries
from menkou.postings.models import STAND_IN, Absence, Posting
from tests.cast import LONG_AGO, SLUG
from tests.counting import at_most

NOON = "2026-03-05 12:00+08:00"
DAY = timedelta(days=1)
FORM = {"first": "2026-03-05", "last": "2026-03-07", "reason": "holiday"}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock_of_this_test:
        yield clock_of_this_test


@pytest.fixture
def be_away(bureau):
    """Send somebody on leave from now on, for some days."""

    def be_away(who: Registration, days: float = 3, by=bureau, starts_in: timedelta = timedelta()) -> Absence:
        begins_at = clock.now() + starts_in
        ends_at = begins_at + days * DAY
        return actions.be_away(by=by, registration=who, begins_at=begins_at, ends_at=ends_at, reason="holiday")

    return be_away


@pytest.fixture
def colleague(register, village_next_door, townships):
    """孟强 of A's own firm, on a post elsewhere in the same township."""
    meng = register("孟强", "firm", 7)
    here = type(village_next_door).objects.create(
        code="999901001207", name="邻红村", kind="village", valid_from=LONG_AGO, township=townships["here"]
    )
    Posting.objects.create(village=here, post="A", registration=meng, valid_from=LONG_AGO)
    return meng


def test_b_is_on_duty_from_the_first_minute_and_a_again_after_the_last(be_away, village, chen, lin, noon):
    be_away(chen, days=2)
    assert queries.on_duty(village) == (lin.pk, "B")

    noon.shift(2 * DAY - timedelta(seconds=1))
    assert queries.on_duty(village) == (lin.pk, "B")
    noon.shift(timedelta(seconds=1))
    assert queries.on_duty(village) == (chen.pk, "A")


def test_an_absence_that_has_not_begun_changes_nothing(be_away, village, chen, lin, noon):
    be_away(chen, starts_in=DAY)
    assert queries.on_duty(village) == (chen.pk, "A")
    noon.shift(DAY)
    assert queries.on_duty(village)[1] == "B"


def test_both_away_the_team_stands_in(be_away, village, chen, lin, colleague):
    be_away(chen)
    be_away(lin)
    assert queries.on_duty(village) == (colleague.pk, STAND_IN)


def test_the_team_comes_before_the_other_institution_though_it_has_more_to_do(
    be_away, village, chen, lin, colleague, register
):
    idle = register("冯平", "office", 8)
    others = Posting.objects.get(registration=colleague).village
    Posting.objects.create(village=others, post="B", registration=idle, valid_from=LONG_AGO)
    elsewhere = type(village).objects.create(
        code="999901001208", name="又一村", kind="village", valid_from=LONG_AGO, township=village.township
    )
    Posting.objects.create(village=elsewhere, post="A", registration=colleague, valid_from=LONG_AGO)
    be_away(chen)
    be_away(lin)
    assert queries.on_duty(village) == (colleague.pk, STAND_IN)
    be_away(colleague)
    assert queries.on_duty(village) == (idle.pk, STAND_IN)
    be_away(idle)
    assert queries.on_duty(village) is None


def test_nobody_stands_in_from_another_township(be_away, village, chen, lin, wu):
    be_away(chen)
    be_away(lin)
    assert queries.on_duty(village) is None


def test_a_village_without_any_post_has_nobody_who_stands_in(village, colleague):
    Posting.objects.filter(village=village).delete()
    assert queries.on_duty(village) is None


def test_the_board_names_who_is_here_who_is_away_and_until_when(be_away, village, chen, lin, colleague):
    ends_at = be_away(chen, days=2).ends_at
    board = queries.board_of(village)
    assert (board.a, board.b, board.on_duty, board.in_reserve) == (chen, lin, lin, None)
    assert board.missing == [(chen, ends_at)]
    be_away(lin)
    board = queries.board_of(village)
    assert (board.a, board.b, board.on_duty, board.in_reserve) == (chen, lin, colleague, None)


@pytest.mark.parametrize("who", ["adviser_a", "bureau", "director"])
def test_oneself_the_director_and_the_bureau_record_it(request, who, be_away, chen):
    be_away(chen, by=request.getfixturevalue(who))
    assert Absence.objects.get().registration == chen
    assert AuditEntry.objects.filter(what="postings.absence_recorded").count() == 1


@pytest.mark.parametrize(
    "who", ["adviser_b", "adviser_next_door", "cadre", "office", "auditor", "operator", "resident"]
)
def test_nobody_else_does(request, who, be_away, chen):
    with pytest.raises(Refused):
        be_away(chen, by=request.getfixturevalue(who))
    assert not Absence.objects.exists()


def test_the_same_days_are_recorded_once(be_away, chen):
    be_away(chen)
    with pytest.raises(Conflict, match="已经登记过"):
        be_away(chen, starts_in=DAY)
    be_away(chen, starts_in=3 * DAY)
    assert Absence.objects.count() == 2


def test_the_database_refuses_what_two_record_at_once(be_away, chen):
    first = be_away(chen)
    twice = {"begins_at": first.begins_at + DAY, "ends_at": first.ends_at + DAY, "reason": "other"}
    with pytest.raises(IntegrityError, match="nobody_is_away_twice_at_once"), transaction.atomic():
        Absence.objects.create(registration=chen, **twice)
    with pytest.raises(IntegrityError, match="absence_ends_after_it_began"), transaction.atomic():
        Absence.objects.create(registration=chen, begins_at=first.ends_at, ends_at=first.ends_at, reason="other")


def test_days_that_are_over_are_not_recorded(be_away, chen):
    with pytest.raises(Conflict, match="已经过去"):
        be_away(chen, days=1, starts_in=-2 * DAY)


def test_who_covers_is_told_once_and_not_of_what(be_away, chen, lin):
    be_away(chen)
    told = Outgoing.objects.get()
    assert told.address == f"registration:{lin.pk}"
    assert "陈明" not in told.words


@pytest.mark.parametrize(("days", "words"), [(0, "提前回来了"), (5, "取消了请假")])
def test_who_covers_is_told_that_they_need_not(be_away, bureau, chen, lin, noon, days, words):
    absence = be_away(chen, starts_in=days * DAY)
    noon.shift(timedelta(hours=1))
    actions.come_back(by=bureau, absence=absence)
    told = Outgoing.objects.get(key__startswith="cover-over:")
    assert told.address == f"registration:{lin.pk}"
    assert words in told.words
    assert "陈明" not in told.words


def test_who_comes_back_early_is_on_duty_again_at_once(be_away, village, chen, adviser_a, noon):
    absence = be_away(chen)
    noon.shift(timedelta(hours=1))
    actions.come_back(by=adviser_a, absence=absence)
    assert queries.on_duty(village) == (chen.pk, "A")
    with pytest.raises(Conflict, match="已经结束"):
        actions.come_back(by=adviser_a, absence=absence)


def test_what_has_not_begun_is_struck_out(be_away, chen, adviser_a):
    actions.come_back(by=adviser_a, absence=be_away(chen, starts_in=DAY))
    assert not Absence.objects.exists()
    assert AuditEntry.objects.filter(what="postings.absence_ended").count() == 1


def test_another_district_sees_no_absence(be_away, chen):
    be_away(chen)
    other = District.objects.create(slug="other", name="另一区", code="999902")
    with within(other.pk):
        assert not Absence.objects.exists()
        assert queries.away_until([chen.pk]) == {}


def test_the_adviser_records_it_on_the_page(sign_in, adviser_a, chen, lin, village):
    desk = sign_in(adviser_a)
    page = f"/{SLUG}/away/{chen.pk}"
    assert desk.get(f"/{SLUG}/away/").url == page
    assert "林芳" in desk.get(page).content.decode()

    assert desk.post(page, FORM).status_code == 302
    absence = Absence.objects.get()
    assert absence.begins_at == clock.now()
    assert absence.ends_at == clock.start_of(date(2026, 3, 8))
    assert "3月7日" in desk.get(page).content.decode()
    assert desk.post(f"/{SLUG}/away/{absence.pk}/back").status_code == 302


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"first": ""}, "请选从哪天起"),
        ({"first": "后天"}, "2026-03-05 这样"),
        ({"first": "2026-03-04"}, "已经过去"),
        ({"last": "2026-03-01"}, "比开始还早"),
        ({"last": "2062-03-07"}, "最多请假一年"),
        ({"reason": ""}, "请选一个原因"),
        ({"reason": "<b>"}, "从列表里选"),
    ],
)
def test_what_cannot_be_right_is_named_and_what_was_typed_is_kept(sign_in, adviser_a, chen, village, typed, says):
    answer = sign_in(adviser_a).post(f"/{SLUG}/away/{chen.pk}", FORM | typed)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert says in shown
    for name, kept in (FORM | typed).items():
        if kept and name != "reason" and kept != "后天":
            assert f'value="{kept}"' in shown
    assert not Absence.objects.exists()


def test_the_same_days_twice_are_a_conflict_on_the_page(sign_in, adviser_a, chen, village, be_away):
    be_away(chen)
    answer = sign_in(adviser_a).post(f"/{SLUG}/away/{chen.pk}", FORM)
    assert answer.status_code == 409
    assert "已经登记过" in answer.content.decode()


def test_the_page_makes_few_statements(sign_in, adviser_a, chen, lin, village, be_away):
    be_away(chen)
    desk = sign_in(adviser_a)
    with at_most():
        desk.get(f"/{SLUG}/away/{chen.pk}")
