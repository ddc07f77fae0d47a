"""报表: any days and any level; each number is the ledger's own and opens its rows, or says why it does not."""

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from menkou.core import clock
from menkou.oversight import numbers, serving
from menkou.oversight.ledger.numbers import numbers_of
from menkou.oversight.reporting.answers import answers
from menkou.oversight.reporting.levels import COUNTERS, HEADINGS, LEVELS, Asked, lines
from menkou.oversight.reporting.meanings import meanings
from menkou.oversight.reporting.views import asked_by
from menkou.worklogs import ledger
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import Period
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/desk/reports"
MONTH = Period.of(clock.today(), "month")
QUARTER = Period.of(Period.of(clock.today(), "quarter").first - timedelta(days=1), "quarter")


@pytest.fixture
def worked(village, village_next_door, chen, wu):
    """A quarter's work in two townships: one entry of each kind here, a lecture there; seven consultations in all."""
    facts = {"done_on": QUARTER.first, "minutes": 50, "summary": ""}
    for kind in Entry.Kind.values:
        Entry.objects.create(village=village, author=chen, kind=kind, people=6, items=3, **facts)
    for kind in ("lecture", "consultation"):
        Entry.objects.create(village=village_next_door, author=wu, kind=kind, **facts)


@pytest.mark.parametrize("level", LEVELS)
def test_each_number_is_the_ledger_s_and_opens_its_rows(worked, bureau, level):
    for line in lines(bureau, Asked(QUARTER, level)):
        for head, cell in zip(HEADINGS, line.cells, strict=True):
            if cell.chosen is None:
                assert cell.value == 0 or isinstance(cell.value, str)
            elif head.key in dict.fromkeys(one.key for one in COUNTERS):
                found = numbers_of(bureau, cell.chosen)
                assert cell.value == next(
                    one.value for one in found.eight + found.report if one.counter.key == head.key
                )
                if head.key != "consultations":
                    assert cell.value == cell.chosen.number.of(ledger.tallied(ledger.listed(bureau, cell.chosen)))


def test_the_lines_come_to_the_total(worked, bureau):
    for level in ("township", "village", "institution"):
        *some, whole = lines(bureau, Asked(QUARTER, level))
        for at, head in enumerate(HEADINGS[:-1]):
            if head.key != "consultations":
                assert sum(one.cells[at].value for one in some) == pytest.approx(whole.cells[at].value, abs=0.2)


def test_villages_served_are_the_workbench_s(worked, bureau):
    served, _ = serving.served(bureau, numbers.Month(QUARTER.first, QUARTER.after_last))
    for level in ("township", "village"):
        *some, whole = lines(bureau, Asked(QUARTER, level))
        assert whole.cells[-1].value == served == sum(one.cells[-1].value for one in some) == 2


def test_what_one_township_asked_is_not_the_rest_of_the_district_s(worked, bureau):
    *some, whole = lines(bureau, Asked(QUARTER, "township"))
    at = [one.key for one in HEADINGS].index("consultations")
    assert whole.cells[at].value == 7
    assert [one.cells[at].value for one in some] == ["和相邻的合着列"] * 2
    for level in ("village", "institution"):
        *some, _ = lines(bureau, Asked(QUARTER, level))
        assert {one.cells[at].value for one in some} == {"不列"}


def test_asked_is_the_workbench_s_number_where_it_is_told(bureau, ask, stranger):
    for _ in range(6):
        ask(stranger)
    month = Period.of(QUARTER.first, "month")
    type(ask(stranger).consultation).objects.update(asked_at=clock.start_of(QUARTER.first) + timedelta(hours=1))

    assert answers(bureau, month)["asked"] == numbers.asked(bureau, numbers.Month(month.first, month.after_last)) == 7
    assert answers(bureau, MONTH)["asked"] == "过完再列"
    assert answers(bureau, Period.between(month.first, month.first))["asked"] == "按月列"


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ({"period": "2026-03"}, date(2026, 3, 1), date(2026, 3, 31)),
        ({"period": "2026-w10"}, date(2026, 3, 2), date(2026, 3, 8)),
        ({"period": "2026-q1"}, date(2026, 1, 1), date(2026, 3, 31)),
        ({"period": "2026-h1"}, date(2026, 1, 1), date(2026, 6, 30)),
        ({"period": "2025"}, date(2025, 1, 1), date(2025, 12, 31)),
        ({"period": "2026-03-02..2026-03-04"}, date(2026, 3, 2), date(2026, 3, 4)),
        ({"period": "2026-03", "first": "2026-02-27", "last": "2026-03-02"}, date(2026, 2, 27), date(2026, 3, 2)),
        ({"first": "2026-03-02", "last": "2026-03-01"}, MONTH.first, MONTH.last),
        ({"period": "2020-01-01..2026-03-04"}, MONTH.first, MONTH.last),
        ({"period": "2026-02-30..2026-03-04"}, MONTH.first, MONTH.last),
    ],
)
def test_an_address_says_any_days(said, first, last):
    one = asked_by(said).period
    assert (one.first, one.last) == (first, last)
    assert Period.said(one.key) == one


def test_the_page_says_what_it_means_in_few_statements(sign_in, worked, bureau):
    browser = sign_in(bureau)
    for level in LEVELS:
        with at_most(28):
            page = browser.get(HERE, {"period": QUARTER.key, "level": level}).text
        assert "指标说明" in page
        assert "<details" not in page  # what is folded away does not come on paper
    links = re.findall(r'href="(/shili/desk/ledger\?[^"]*)"', browser.get(f"{HERE}?period={QUARTER.key}").text)
    assert len(links) > 20
    assert browser.get(unescape(links[0])).status_code == 200


def test_the_workbook_says_the_same_and_what_each_number_means(sign_in, worked, bureau):
    made = sign_in(bureau).get(f"{HERE}.xlsx", {"period": QUARTER.key, "level": "township"}).content
    book = CalamineWorkbook.from_filelike(BytesIO(made))
    assert book.sheet_names == ["合计", "镇街", "指标说明"]
    *_, whole = lines(bureau, Asked(QUARTER, "township"))
    assert book.get_sheet_by_name("镇街").to_python()[-1][1:] == [one.value for one in whole.cells]
    names = [row[0] for row in book.get_sheet_by_name("指标说明").to_python()[1:]]
    assert names == [one.name for one in meanings("x")]
    assert {one.title for one in HEADINGS} <= set(names)
    assert "新咨询" in [row[0] for row in book.get_sheet_by_name("合计").to_python()]


def test_an_office_s_report_is_of_its_own_township(worked, office):
    *some, whole = lines(office, Asked(QUARTER, "township"))
    assert [one.name for one in some] == ["红花镇"]
    at = [one.key for one in HEADINGS].index("consultations")
    assert some[0].cells[at].value == whole.cells[at].value == 6
    assert whole.cells[0].value == sum(
        Entry.objects.filter(
            kind="lecture", author__institution__isnull=False, village__township__name="红花镇"
        ).values_list("people", flat=True)
    )
    assert numbers_of(office, Chosen(QUARTER)).eight[0].value == whole.cells[0].value


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "x" * 500])
def test_days_that_are_none_choose_nothing(day, sign_in, bureau):
    page = sign_in(bureau).get("/shili/desk/reports", {"first": day, "last": day})

    assert page.status_code == 200
    assert f"报表：{Period.of(clock.today(), 'month')}" in page.content.decode()
