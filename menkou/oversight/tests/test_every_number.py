"""Every number on the workbench, in a report and on the screen opens its rows, or says why it may not."""

from datetime import timedelta

import pytest

from menkou.core import clock
from menkou.oversight.reporting.levels import LEVELS
from menkou.screens import actions
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import Period
from tests.cast import SLUG
from tests.numbers_open import addresses, figures, unexplained

HERE = f"/{SLUG}/desk/"
QUARTER = Period.of(Period.of(clock.today(), "quarter").first - timedelta(days=1), "quarter")


@pytest.fixture
def worked(village, chen, ask, resident):
    ask(resident)
    for day in (QUARTER.first, clock.today()):
        for kind in Entry.Kind.values:
            facts = {"people": 6, "items": 3, "minutes": 50, "done_on": day}
            Entry.objects.create(village=village, author=chen, kind=kind, **facts)


@pytest.mark.parametrize("who", ["bureau", "auditor", "office", "director"])
def test_the_workbench_and_reports_explain_each_of_theirs(worked, request, sign_in, who):
    browser, opened = sign_in(request.getfixturevalue(who)), set()
    pages = [HERE] + [f"{HERE}reports?period={QUARTER.key}&level={level}" for level in LEVELS]
    for where in pages:
        page = browser.get(where).text
        assert figures(page), where
        assert unexplained(page) == [], where
        opened |= set(addresses(page))
    assert len(opened) > 20
    for where in list(opened)[:12]:
        assert browser.get(where if where.startswith("/") else HERE + where).status_code == 200, where


def test_the_screen_says_where_its_numbers_open(worked, client, bureau, district):
    token = actions.make(by=bureau, district=district, name="厅", days=7)
    page = client.get(f"/{SLUG}/screen/{token}").text
    assert "每个数在工作台的“报表”里都能打开看" in page
    assert "太少的不列" in page


def test_a_number_without_rows_and_reason_is_seen():
    assert unexplained('<ul class="figures"><li><div>满意<b>9</b></div></li></ul>') == ["满意"]
    assert unexplained('<td class="number">7</td><td class="number">0</td>') == ["7"]
    assert unexplained('<td class="number"><a href="?x">7</a></td>') == []
