"""What is asked of an institution: the same sentence on its page, its director's desk and the bureau's list, and its rows."""

import re
from datetime import date

import pytest
import time_machine

from menkou.core.actors import Role
from menkou.engagements.models import Obligation
from menkou.worklogs import duties
from menkou.worklogs.models import Entry
from tests.cast import LONG_AGO, SLUG
from tests.counting import at_most

HOUSES = f"/{SLUG}/desk/institutions"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False):
        yield


@pytest.fixture
def asked(district):
    facts = {"per": "institution", "valid_from": LONG_AGO, "source": "区里的办法"}
    Obligation.objects.create(unit="hours", window="month", least=20, **facts)
    Obligation.objects.create(unit="lectures", window="quarter", least=2, **facts)


@pytest.fixture
def works(village, chen, lin):
    facts = {"village": village, "done_on": date(2026, 11, 10)}
    Entry.objects.create(author=chen, kind="mediation", minutes=180, **facts)
    Entry.objects.create(author=chen, kind="lecture", minutes=120, **facts)
    Entry.objects.create(author=lin, kind="lecture", minutes=600, **facts)  # of another institution


@pytest.fixture
def director(make_actor, institutions):
    return make_actor(Role.INSTITUTION_DIRECTOR, "director", institution=institutions["firm"])


SENTENCE = "这个月还差 15 小时，这个季度还差 1 场讲座。"


def test_what_all_its_people_did_counts_and_nobody_else_s(asked, works, institutions):
    found = duties.of_institutions([one.pk for one in institutions.values()])
    assert [one.done for one in found[institutions["firm"].pk]] == [5, 1]
    assert [one.done for one in found[institutions["office"].pk]] == [10, 1]


def test_the_sentence_stands_on_its_page_the_desk_and_the_list(asked, works, institutions, director, bureau, sign_in):
    page = f"{HOUSES}/{institutions['firm'].pk}"
    desk = sign_in(director)
    assert SENTENCE in desk.get(f"/{SLUG}/desk/").content.decode()
    assert SENTENCE in desk.get(page).content.decode()
    assert desk.get(f"{HOUSES}/{institutions['office'].pk}").status_code == 404
    listed = sign_in(bureau).get(HOUSES).content.decode()
    assert SENTENCE in listed
    assert "这个月还差 10 小时" in listed


def test_each_number_opens_the_rows_of_its_institution_and_time(asked, works, institutions, director, sign_in):
    desk = sign_in(director)
    page = desk.get(f"{HOUSES}/{institutions['firm'].pk}").content.decode()
    urls = [url.replace("&amp;", "&") for url in re.findall(r'<a href="([^"]*ledger[^"]*)">', page)]
    counts = [len(desk.get(url).context["rows"]) for url in urls if "institution=" in url]
    assert counts == [2, 1]  # all of this month, and the lectures of this quarter


def test_where_nothing_is_asked_the_page_says_so_and_asks_little(works, institutions, director, sign_in):
    desk = sign_in(director)
    desk.get(HOUSES)
    with at_most(12):
        assert "没有对机构的要求" in desk.get(HOUSES).content.decode()
