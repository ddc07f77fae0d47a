"""法律咨询 in a ledger: never listed, told of what is over, and of nothing from which a few could be worked out."""

from datetime import timedelta

import pytest

from menkou.consultations import actions as consultations
from menkou.consultations.interests import barring
from menkou.core import clock
from menkou.oversight.ledger import numbers
from menkou.oversight.tests.test_ledger import HERE, MONTH, OFFICERS, figures, write  # noqa: F401
from menkou.worklogs import ledger
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import Period

PAST = Period.of(MONTH.first - timedelta(days=1), "month")  # consultations are told of what is over
QUARTER = Period.of(Period.of(MONTH.first, "quarter").first - timedelta(days=1), "quarter")


@pytest.mark.parametrize("who", OFFICERS)
def test_an_officer_s_ledger_lists_no_consultation(write, request, who):  # noqa: F811
    by = request.getfixturevalue(who)
    for _ in range(6):
        write("consultation", done_on=PAST.first)
        write("consultation")

    for period in (MONTH, PAST):
        assert not ledger.listed(by, Chosen(period)).exists()
    assert figures(by, Chosen(PAST))["consultations"] == 6
    assert numbers.months_asked(by, Chosen(PAST)) == [(str(PAST), "")] * 6
    assert figures(by, Chosen(MONTH))["consultations"] == "过完再列"
    assert numbers.months_asked(by, Chosen(MONTH)) == []


def test_too_few_consultations_are_not_told_and_none_of_one_village_or_adviser(write, village, chen, bureau, office):  # noqa: F811
    for _ in range(4):
        write("consultation", done_on=QUARTER.first)
    first = Period.of(QUARTER.first, "month")
    for by in (bureau, office):
        assert isinstance(figures(by, Chosen(first))["consultations"], str)
        assert numbers.months_asked(by, Chosen(first)) == []
    for _ in range(4):
        write("consultation", done_on=QUARTER.first)
    for narrowed in ({"village": village.code}, {"adviser": chen.pk}):
        assert figures(bureau, Chosen(first, **narrowed))["consultations"] == "不列"
        assert numbers.months_asked(bureau, Chosen(first, **narrowed)) == []
    town = village.township.code
    assert figures(bureau, Chosen(QUARTER, township=town))["consultations"] == 8
    assert figures(bureau, Chosen(first, township=town))["consultations"] == "按季度列"
    assert figures(office, Chosen(first, township=town))["consultations"] == 8  # which is all that the office has


def test_the_district_s_number_gives_no_township_away(write, village, village_next_door, wu, bureau):  # noqa: F811
    for _ in range(6):
        write("consultation", done_on=QUARTER.first)
    write("consultation", done_on=QUARTER.first, village=village_next_door, author=wu)

    assert figures(bureau, Chosen(QUARTER))["consultations"] == 7
    for place in (village, village_next_door):
        assert figures(bureau, Chosen(QUARTER, township=place.township.code))["consultations"] == "和相邻的合着列"


def test_days_and_weeks_tell_of_no_consultation(write, bureau):  # noqa: F811
    for _ in range(6):
        write("consultation", done_on=PAST.first)
    for period in (Period.between(PAST.first, PAST.first), Period.of(PAST.first, "week")):
        assert figures(bureau, Chosen(period))["consultations"] == "按月列"


def test_a_consultation_with_an_interest_counts_for_no_place(write, answered, adviser_a, bureau):  # noqa: F811
    for _ in range(5):
        write("consultation", done_on=PAST.first)
    consultations.close(by=adviser_a, consultation=answered, minutes=20, category="land")
    Entry.objects.filter(done_on=clock.today()).update(done_on=PAST.first)
    assert figures(bureau, Chosen(PAST))["consultations"] == 6

    everything = type(answered).objects.all()
    assert not barring.with_interests(everything).exists()
    everything.update(concerns="committee")
    assert list(barring.with_interests(everything)) == [answered]
    assert not barring.without_interests(everything).exists()

    assert figures(bureau, Chosen(PAST))["consultations"] == 5
    assert len(numbers.months_asked(bureau, Chosen(PAST))) == 5


def test_the_rows_of_consultations_tell_month_and_review_only(sign_in, bureau, write, village, chen):  # noqa: F811
    for _ in range(5):
        write("consultation", done_on=PAST.first)
    page = sign_in(bureau).get(f"{HERE}?period={PAST.key}&counter=consultations").text.split('id="rows"')[1]

    assert page.count("待核实") == 5
    for words in (chen.adviser.name, "/worklogs/"):
        assert words not in page
