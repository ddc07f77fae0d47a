"""排班: one by one, or a month in turn; never in the past, on a holiday, or of who is not there."""

from datetime import date, time, timedelta
from io import BytesIO
from itertools import product

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.memory import forget
from menkou.core.models import Outgoing
from menkou.places.models import CalendarDay, Village
from menkou.postings.models import Absence, Posting
from menkou.rotas import actions, holding, queries
from menkou.rotas.known import Known
from menkou.rotas.models import Slot
from menkou.rotas.tests.conftest import NEXT_WEEK, NOON
from tests.cast import LONG_AGO, SLUG

PAGE = f"/{SLUG}/rotas/"
TUESDAYS = [date(2026, 3, day) for day in (3, 10, 17, 24, 31)]


@pytest.fixture
def month(office, townships, chen, lin):
    def month(**facts):
        said = {
            "days": TUESDAYS,
            "begins": time(9),
            "ends": time(11, 30),
            "place": "红花镇工作站",
            "people": [chen, lin],
        }
        return actions.arrange_month(by=office, township=townships["here"], **{**said, **facts})

    return month


def test_who_is_put_down_is_told_when_and_where(slot):
    said = Outgoing.objects.get(about=slot.pk)
    assert said.address == f"registration:{slot.adviser_id}"
    assert "3月11日 12:00—14:30 在红花镇工作站的值班" in said.words


def test_the_past_another_township_s_people_and_villages_are_refused(arrange, wu, village_next_door):
    with pytest.raises(Invalid, match="过去的班不能再排"):
        arrange(begins_at=NOON - timedelta(minutes=1))
    with pytest.raises(Invalid, match="吴刚到那天在红花镇没有岗位"):
        arrange(adviser=wu)
    with pytest.raises(Invalid, match="不在红花镇"):
        arrange(village=village_next_door)
    assert not Slot.objects.exists()


def test_nobody_is_put_down_twice_at_once_nor_while_away(arrange, chen, lin):
    arrange()
    with pytest.raises(Conflict, match="陈明已经有别的班"):
        arrange(begins_at=NEXT_WEEK + timedelta(hours=1), place="12348 台")
    facts = {"begins_at": NEXT_WEEK, "ends_at": NEXT_WEEK + timedelta(days=1), "reason": "illness"}
    Absence.objects.create(registration=lin, **facts)
    with pytest.raises(Conflict, match="林芳那天请了假"):
        arrange(adviser=lin)


def test_a_village_that_is_merged_by_then_leads_to_the_one_that_goes_on(arrange, village, townships):
    facts = {"township": townships["here"], "kind": "village", "valid_from": LONG_AGO}
    heir = Village.objects.create(code="999901001202", name="大红花村", **facts)
    Village.objects.filter(pk=village.pk).update(valid_until=NEXT_WEEK.date(), successor=heir)
    village.refresh_from_db()
    with pytest.raises(Invalid, match="已经并入.*大红花村，请排在"):
        arrange(village=village)
    slot = arrange()
    Slot.objects.filter(pk=slot.pk).update(village=village)
    slot = Slot.objects.select_related(*queries.RELATED).get(pk=slot.pk)
    assert "并入" in queries.troubles([slot])[slot.pk]


def test_a_post_that_ends_before_the_day_is_said_beside_the_slot(slot, chen):
    assert queries.troubles([slot]) == {}
    Posting.objects.filter(registration=chen).update(valid_until=NOON.date())
    assert "陈明到那天在红花镇没有岗位了" in queries.troubles([slot])[slot.pk]


def test_a_month_goes_in_turn_without_holidays_past_days_and_who_is_away(month, chen, lin):
    CalendarDay.objects.create(day=TUESDAYS[2], is_working=False, source="通知")
    forget()
    away = {"begins_at": NEXT_WEEK - timedelta(days=2), "ends_at": NEXT_WEEK, "reason": "holiday"}
    Absence.objects.create(registration=chen, **away)
    made = month()
    assert [(one.day, one.adviser) for one in made.slots] == [
        (TUESDAYS[1], lin),
        (TUESDAYS[3], chen),
        (TUESDAYS[4], lin),
    ]
    assert made.skipped == ["3月3日已经过去了", "3月17日放假"]


def test_the_next_month_goes_on_where_the_last_one_ended_and_nothing_is_arranged_twice(month, chen, lin):
    first = month(days=TUESDAYS[1:3])
    assert [one.adviser for one in first.slots] == [chen, lin]
    again = month()
    assert [one.adviser for one in again.slots] == [chen, lin]
    assert "3月10日已经排过" in again.skipped
    assert month().slots == []


def test_two_who_arrange_the_same_month_at_once_make_it_once(at_once, month):
    at_once(month, month)
    assert Slot.objects.count() == 4


def test_a_month_takes_the_same_few_statements_for_any_number_of_days_and_people(month, chen, lin, wu, village):
    """Once a person and day was asked about three times: 31 days of 40 people were 3,700 statements."""
    Posting.objects.filter(registration=lin).update(valid_from=date(2026, 3, 20))
    Posting.objects.filter(registration=wu).update(village=village, post="B", valid_until=date(2026, 3, 20))
    month(days=[date(2026, 3, 9)], place="热身")

    def counted(**facts) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert month(**facts).slots
        return len(asked)

    one = counted(days=[date(2026, 3, 10)], people=[chen])
    many = counted(days=[date(2026, 3, day) for day in range(11, 32)], people=[chen, lin, wu], place="另一处")

    assert many == one <= 16
    served = {
        slot.adviser_id for slot in Slot.objects.filter(place="另一处", begins_at__lt=clock.start_of(date(2026, 3, 20)))
    }
    assert served == {chen.pk, wu.pk}
    assert Outgoing.objects.filter(about__in=Slot.objects.values("pk")).count() == Slot.objects.count()


@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_asked_once_says_what_the_questions_of_each_day_say(data, townships, chen, lin, slot):
    day = st.integers(-3, 12).map(lambda days: NOON.date() + timedelta(days=days))
    with transaction.atomic():
        for one in (chen, lin):
            begin = data.draw(day)
            until = data.draw(st.none() | st.integers(1, 9).map(lambda days, begin=begin: begin + timedelta(days=days)))
            Posting.objects.filter(registration=one).update(valid_from=begin, valid_until=until)
        begin = NOON + timedelta(days=data.draw(st.integers(0, 9)), hours=data.draw(st.integers(-3, 3)))
        facts = {"begins_at": begin, "ends_at": begin + timedelta(hours=data.draw(st.integers(1, 60)))}
        Absence.objects.create(registration=lin, reason="illness", **facts)
        days = [NOON.date() + timedelta(days=number) for number in range(10)]
        spans = [holding.span(one, time(10), time(14)) for one in days]
        known = Known.of(townships["here"], slot.place, [chen.pk, lin.pk], (spans[0][0], spans[-1][1]))
        for one, span in product((chen, lin), spans):
            serves = queries.serves(one, townships["here"], span[0].date())
            free = not queries.is_away(one.pk, *span) and not queries.in_the_way(one.pk, *span)
            assert known.can(one.pk, *span) == (serves and free)
        assert [known.is_taken(*span) for span in spans] == [one == slot.day for one in days]
        transaction.set_rollback(True)


def test_only_the_office_of_the_township_and_the_bureau_arrange(arrange, bureau, office_next_door, adviser_a):
    assert arrange(by=bureau).pk
    for other in (office_next_door, adviser_a):
        with pytest.raises(Refused, match="司法所"):
            arrange(by=other)


def test_the_pages_arrange_list_print_and_hand_out_the_rota(sign_in, office, chen, lin, adviser_b):
    desk = sign_in(office)
    sent = {"month": "2026-03", "weekday": "1", "begins": "09:00", "ends": "11:30", "place": "红花镇工作站"}
    wrong = desk.post(f"{PAGE}month", {**sent, "ends": "08:00", "people": [chen.pk]})
    assert (wrong.status_code, "结束要比开始晚" in wrong.content.decode()) == (422, True)
    assert desk.post(f"{PAGE}month", {**sent, "people": [chen.pk, lin.pk]}).status_code == 302
    one = {**sent, "adviser": chen.pk, "day": "2026-03-07"}
    assert desk.post(f"{PAGE}new", one).status_code == 302
    shown = desk.get(PAGE).content.decode()
    assert "共 5 次" in shown
    assert "3月10日 09:00—11:30" in shown
    wall = desk.get(f"{PAGE}print?period=2026-03").content.decode()
    assert "红花镇法律顾问值班表" in wall
    assert "10000000001" in wall
    book = CalamineWorkbook.from_filelike(BytesIO(desk.get(f"{PAGE}rotas.xlsx").content))
    assert len(book.get_sheet_by_index(0).to_python()) == 6
    assert "共 2 次" in sign_in(adviser_b).get(PAGE).content.decode()
