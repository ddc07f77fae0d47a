"""市局: somebody whom each district knows of sees totals side by side, changes nothing, and opens nothing beneath."""

import re

import pytest
from django.db import ProgrammingError, connection, transaction

from menkou.accounts.models import User
from menkou.cities import actions, queries
from menkou.cities.models import CityPost
from menkou.core import clock, memory
from menkou.core.actors import INSTALLER
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry
from menkou.core.scope import overseeing, within
from menkou.oversight.city.numbers import rows
from menkou.oversight.ledger.numbers import numbers_of
from menkou.places.models import District, Township, Village
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import Period
from tests.cast import LONG_AGO
from tests.counting import at_most

YEAR = Period.of(clock.today(), "year")
MOST = 14  # the page's statements, however many districts


@pytest.fixture
def watcher(district):
    return User.objects.create(username="shiju", name="演示市局")


@pytest.fixture
def looking(watcher, district):
    """Looks at this district and at one next to it, which has a village of its own."""
    actions.appoint(by=INSTALLER, district=district, user=watcher, city="示例市司法局")
    other = District.objects.create(slug="linqu", name="邻区", code="999902")
    with within(other.pk):
        town = Township.objects.create(code="999902001", name="邻镇", kind="town")
        Village.objects.create(code="999902001201", name="邻村", township=town, kind="village", valid_from=LONG_AGO)
        actions.appoint(by=INSTALLER, district=other, user=watcher, city="示例市司法局")
    return [district, other]


def test_who_signs_in_at_a_district_is_led_to_the_page_of_all(looking, watcher, client):
    client.force_login(watcher)
    page = client.get("/shili/desk/").content.decode()

    assert 'href="/city/"' in page
    assert "还没有任职" not in page


def test_the_page_of_all_says_what_is_a_demo_prints_its_meanings_and_lets_one_out(looking, watcher, client):
    client.force_login(watcher)
    District.objects.update(is_demo=False)
    memory.forget()
    assert "人和事都是编的" not in client.get("/city/").text
    District.objects.filter(pk=looking[1].pk).update(is_demo=True)
    memory.forget()
    page = client.get("/city/").text

    assert "人和事都是编的" in page
    assert "<details" not in page
    assert client.post(re.search(r'action="(/[^"]*sign-out)"', page)[1]).status_code == 302
    assert "sign-in" in client.get("/city/").url


def test_districts_stand_side_by_side_with_their_own_numbers(looking, watcher, client, village, chen, bureau):
    for kind in Entry.Kind.values:
        Entry.objects.create(village=village, author=chen, kind=kind, people=6, done_on=clock.today(), minutes=60)
    client.force_login(watcher)
    page = client.get("/city/").text
    for words in ("示例市司法局", "示例区", "邻区", "数据时间", "指标说明"):
        assert words in page
    with overseeing([one.pk for one in looking]):
        here, there = rows(looking, YEAR)
    assert (here.villages, here.served, there.villages, there.served) == (1, 1, 1, 0)
    own = numbers_of(bureau, Chosen(YEAR))
    assert list(here.eight) == [one.value for one in own.eight]
    assert here.hours == own.hours
    assert set(there.eight) == {0}


def test_nothing_beneath_a_district_can_be_opened(looking, watcher, client, village, chen):
    client.force_login(watcher)
    page = client.get("/city/").text
    assert chen.adviser.name not in page
    assert village.short_name not in page
    assert "/desk/" not in page
    assert client.get("/shili/desk/ledger").status_code == 404
    assert client.get("/shili/desk/reports").status_code == 404
    assert client.post("/city/").status_code == 405


def test_the_database_refuses_whatever_a_city_would_write(looking, village, chen):
    with overseeing([one.pk for one in looking]):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Entry(
                village=village, author=chen, kind="lecture", done_on=clock.today(), minutes=60, district=looking[0]
            ).save()
        assert Village.objects.update(name="x") == 0
        with connection.cursor() as cursor:
            cursor.execute("delete from cities_citypost")
            assert cursor.rowcount == 0


def test_a_hundred_districts_take_as_many_statements_as_two(looking, watcher, client):
    more = District.objects.bulk_create(District(slug=f"d{n}", name=f"第{n}区", code=f"98{n:04}") for n in range(100))
    for one in more:
        with within(one.pk):
            CityPost.objects.create(user=watcher, city="示例市司法局", valid_from=LONG_AGO)
    client.force_login(watcher)
    with at_most(MOST):
        page = client.get("/city/").text
    assert page.count("data-row") == 102


def test_who_looks_at_nothing_finds_nothing_and_whoever_is_out_signs_in(watcher, client, looking, bureau, sign_in):
    assert client.get("/city/").url == "/shili/sign-in?next=/city/"
    assert sign_in(bureau).get("/city/").status_code == 404
    with within(looking[0].pk):
        actions.end(by=INSTALLER, post=queries.running().get())
    client.force_login(watcher)
    page = client.get("/city/").text
    assert "示例区" not in page
    assert "邻区" in page


def test_a_district_knows_who_looks_and_nobody_is_let_in_by_a_page(watcher, district, bureau):
    with pytest.raises(Refused, match="menkou city add"):
        actions.appoint(by=bureau, district=district, user=watcher, city="x")
    actions.appoint(by=INSTALLER, district=district, user=watcher, city="x")
    with pytest.raises(Conflict):
        actions.appoint(by=INSTALLER, district=district, user=watcher, city="x")
    assert AuditEntry.objects.get(what="cities.appointed").by == "系统安装"


def test_few_consultations_of_a_district_are_not_told_to_the_city(looking, village, chen):
    past = Period.of(Period.of(clock.today(), "quarter").first.replace(day=1), "month")
    past = Period.of(past.first.replace(year=past.first.year - 1), "month")
    for _ in range(4):
        Entry.objects.create(village=village, author=chen, kind="consultation", done_on=past.first, minutes=9)
    with overseeing([one.pk for one in looking]):
        here, there = rows(looking, past)
    assert (here.eight[1], there.eight[1]) == ("太少，不列", 0)
