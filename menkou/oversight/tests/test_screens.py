"""大屏: opened with a link that the bureau hands out once; aggregates only; over, it shows nothing."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry
from menkou.oversight import numbers, serving
from menkou.oversight.ledger.numbers import numbers_of
from menkou.oversight.reporting.levels import Asked, lines
from menkou.oversight.screen.frame import frame
from menkou.screens import actions, queries
from menkou.screens.models import ScreenLink
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import Period
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/screens/"


@pytest.fixture
def token(bureau, district) -> str:
    return actions.make(by=bureau, district=district, name="一楼大厅", days=30)


def shown(client, token: str):
    return client.get(f"/{SLUG}/screen/{token}")


def test_the_link_is_told_once_and_kept_as_a_digest(sign_in, bureau, client):
    page = sign_in(bureau).post(f"{HERE}make", {"name": "一楼大厅", "days": "30"}).text
    (token,) = re.findall(rf'href="[^"]*/{SLUG}/screen/([^"]+)"', page)
    link = ScreenLink.objects.get()
    assert token not in repr(vars(link))
    assert token not in sign_in(bureau).get(HERE).text
    assert queries.link_of(token) == link
    assert AuditEntry.objects.filter(what="screens.made").exists()


def test_whoever_has_it_sees_totals_and_no_name(client, token, village, chen, wu, village_next_door):
    Entry.objects.create(village=village, author=chen, kind="lecture", people=30, done_on=clock.today(), minutes=60)
    with at_most(24):
        page = shown(client, token).text
    assert "1</b> / 2" in page
    assert "30 人次" in page
    assert chen.adviser.name not in page
    assert village.short_name not in page
    assert 'data-at="' in page
    assert "<a " not in page.split("<main")[1]


def test_it_says_what_the_workbench_and_a_report_say(bureau, village, chen, village_next_door):
    for kind in Entry.Kind.values:
        Entry.objects.create(village=village, author=chen, kind=kind, people=6, done_on=clock.today(), minutes=60)
    found, today = frame(), clock.today()
    month, year = Period.of(today, "month"), Period.of(today, "year")
    assert (found["served"], found["villages"]) == serving.served(bureau, numbers.Month.of(today))
    assert [one.number for one in found["eight"]] == [one.value for one in numbers_of(bureau, Chosen(year)).eight]
    *_, whole = lines(bureau, Asked(year))
    assert [one.number for one in found["eight"]] == [one.value for one in whole.cells[:8]]
    assert lines(bureau, Asked(month))[-1].cells[-1].value == found["served"]


def test_what_is_few_is_not_on_it(client, token, ask, resident, village):
    for _ in range(3):
        ask(resident)
    past = Period.of(Period.of(clock.today(), "month").first - timedelta(days=1), "month")
    type(ask(resident).consultation).objects.update(asked_at=clock.start_of(past.first) + timedelta(hours=9))
    assert frame()["asked"].value == "太少，不列"


def test_a_link_that_is_over_revoked_or_guessed_opens_nothing(client, token, bureau):
    link = queries.link_of(token)
    assert shown(client, token).status_code == 200
    assert shown(client, token + "x").status_code == 404
    ScreenLink.objects.update(made_at=clock.now() - timedelta(days=40), valid_until=clock.now() - timedelta(days=1))
    assert shown(client, token).status_code == 404
    ScreenLink.objects.update(valid_until=clock.now() + timedelta(days=1))
    actions.revoke(by=bureau, link=link)
    assert shown(client, token).status_code == 404
    with pytest.raises(Conflict):
        actions.revoke(by=bureau, link=link)
    assert AuditEntry.objects.filter(what="screens.revoked").count() == 1


def test_the_day_it_was_shown_is_noted_once_a_day(client, token):
    for _ in range(3):
        shown(client, token)
    assert ScreenLink.objects.get().shown_on == clock.today()
    assert AuditEntry.objects.filter(what="screens.shown").count() == 1


@pytest.mark.parametrize("who", ["office", "auditor", "director", "operator"])
def test_nobody_but_the_bureau_hands_one_out(request, district, who):
    with pytest.raises(Refused):
        actions.make(by=request.getfixturevalue(who), district=district, name="x", days=7)
    assert not ScreenLink.objects.exists()


def test_the_database_refuses_half_an_end(token):
    with pytest.raises(IntegrityError, match="who_revoked"), transaction.atomic():
        ScreenLink.objects.update(revoked_at=clock.now())


def test_a_form_without_a_place_says_so(sign_in, bureau):
    page = sign_in(bureau).post(f"{HERE}make", {"name": "", "days": "9"})
    assert page.status_code == 422
    assert not ScreenLink.objects.exists()
