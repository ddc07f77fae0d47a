"""减负: every number of the page is counted from what is on record, and opens its rows."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from menkou.core.clock import SHANGHAI
from menkou.occasions.models import Occasion
from menkou.oversight.burden import queries
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import Period
from tests.cast import SLUG
from tests.counting import at_most

PAGE = f"/{SLUG}/desk/burden"
MARCH = Period.called("2026-03")
DAY = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(datetime(2026, 3, 20, 12, tzinfo=SHANGHAI), tick=False):
        yield


@pytest.fixture
def put_down(village, chen, adviser_a):
    def put_down(kind="lecture", day=DAY, **facts):
        said = {"minutes": 60, "summary": "讲了四个字", "recorded_by_id": adviser_a.user_id}
        return Entry.objects.create(village=village, author=chen, kind=kind, done_on=day, **{**said, **facts})

    return put_down


@pytest.fixture
def meeting(village, put_down, cadre, chen):
    """A meeting of the village's, which left its entry by itself."""
    entry = put_down("meeting", summary="")
    when = datetime(2026, 3, 3, 9, tzinfo=SHANGHAI)
    facts = {"kind": "meeting", "title": "村民代表会议", "happens_at": when, "entry": entry}
    facts |= {"presence": "came", "attended": chen}
    facts |= {"registered_by_id": cadre.user_id, "registered_at": when - timedelta(days=3), "once_digest": b"m" * 32}
    return Occasion.objects.create(village=village, **facts)


def test_each_entry_has_one_origin_and_letters_are_counted_where_somebody_typed_them(put_down, meeting):
    put_down()
    put_down("training", paper_number="12", summary="照纸页抄的")

    found = {one.key: (one.count, one.minutes, one.letters) for one in queries.origins(MARCH)}

    assert found == {"occasion": (1, 60, 0), "hand": (1, 60, 5), "paper": (1, 60, 5)}


def test_consultations_are_told_as_reports_tell_them_and_never_one_by_one(put_down, sign_in, operator, village):
    for day in range(5):
        put_down("consultation", DAY - timedelta(days=10 + day), summary="")
    put_down("consultation", summary="")
    put_down()

    assert queries.consultations(Period.called("2026-02")) == 5
    assert queries.consultations(MARCH) == "过完再列"
    assert not queries.rows_of(MARCH, "consultation").exists()
    page = sign_in(operator).get(f"{PAGE}?period=2026-02&rows=consultation").content.decode()
    assert village.short_name not in page.split('id="written"')[1]
    assert "法律咨询：5。" in page


def test_what_was_typed_though_it_was_there_already_is_named(put_down, meeting):
    assert not queries.typed_twice(MARCH).exists()
    twice = put_down("meeting")
    put_down("meeting", DAY + timedelta(days=1))

    assert list(queries.typed_twice(MARCH)) == [twice]


def test_the_page_opens_the_rows_of_each_number(sign_in, bureau, put_down, meeting):
    put_down("meeting")
    client = sign_in(bureau)

    page = client.get(f"{PAGE}?period=2026-03").content.decode()
    rows = client.get(f"{PAGE}?period=2026-03&rows=occasion").content.decode()

    assert '<a href="?period=2026-03&amp;rows=occasion#rows">1</a>' in page
    assert '<a href="?period=2026-03#rows">1 条</a>' in page
    assert rows.split('id="rows"')[1].count("data-row") >= 1
    assert "村里的事办完就记" in rows


def test_an_empty_span_and_a_rude_address_say_so(sign_in, auditor, village):
    client = sign_in(auditor)
    for asked in ("", "?period=zzz&rows=zzz&page=zzz", "?period=2020-01&rows=hand"):
        page = client.get(PAGE + asked)
        assert page.status_code == 200
        assert "这段时间还没有日志。" in page.content.decode()


def test_it_is_for_the_bureau_the_auditor_and_the_operator(sign_in, office, adviser_a):
    assert {sign_in(one).get(PAGE).status_code for one in (office, adviser_a)} == {404}


def test_the_page_costs_the_same_however_much_there_is(sign_in, bureau, put_down):
    for number in range(30):
        put_down(day=DAY + timedelta(days=number % 9))
    client = sign_in(bureau)
    with at_most(24):
        client.get(f"{PAGE}?period=2026-03&rows=hand")
