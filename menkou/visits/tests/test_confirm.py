"""村里确认: one tap behind a link, without an account; a hint where the village says no, and no punishment."""

from datetime import timedelta

import pytest

from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.visits import actions, queries, words
from menkou.visits.models import Visit
from menkou.worklogs.models import Entry
from tests.cast import SLUG

CADRE = Actor(None, "居民")


@pytest.fixture
def visit(tell):
    return tell(kinds=["consultation", "drafting", "lecture"], said="王家的事").visit


@pytest.fixture
def link(visit):
    return f"/{SLUG}/came/{words.word_of(visit)}"


def test_the_village_says_once_that_the_adviser_came(visit):
    assert actions.confirm(by=CADRE, visit=visit, how="came")
    assert not actions.confirm(by=CADRE, visit=visit, how="came")
    with pytest.raises(Conflict, match="点过了"):
        actions.confirm(by=CADRE, visit=visit, how="not")
    assert Visit.objects.get().confirmed_how == "came"
    assert AuditEntry.objects.filter(what="visit.confirmed").count() == 1


def test_nobody_confirms_their_own_visit(visit, adviser_a):
    with pytest.raises(Refused, match="自己点不算"):
        actions.confirm(by=adviser_a, visit=visit, how="came")


def test_a_no_is_a_hint_to_the_office_and_changes_no_entry(visit, village, office, office_next_door, bureau):
    before = list(Entry.objects.values())
    actions.confirm(by=CADRE, visit=visit, how="not")

    assert Outgoing.objects.get().address == f"township:{village.township_id}"
    assert "王家" not in Outgoing.objects.get().words
    assert list(Entry.objects.values()) == before
    assert [list(queries.to_look_at(by)) for by in (office, bureau, office_next_door)] == [[visit], [visit], []]


def test_the_link_shows_who_came_and_not_what_was_asked(client, visit, link):
    page = client.get(link).content.decode()

    assert "陈明" in page
    assert "红花村" in page
    assert "接待村民、法治讲座" in page
    assert "解答咨询" not in page
    assert "代写文书" not in page
    assert "王家" not in page


def test_one_tap_confirms(client, link):
    page = client.post(link, {"how": "came"}).content.decode()

    assert "点过了：来过" in page
    assert Visit.objects.get().confirmed_how == "came"
    assert client.post(link, {"how": "not"}).status_code == 409


def test_a_wrong_word_and_one_whose_days_are_over_look_the_same(client, link, hands):
    wrong = client.get(f"/{SLUG}/came/AAAAAAAAAAAAAAAAAAAA")
    hands.shift(timedelta(days=14))
    over = client.get(link)
    late = client.post(link, {"how": "came"})

    assert [one.status_code for one in (wrong, over, late)] == [404, 404, 404]
    assert wrong.content == over.content
    assert Visit.objects.get().confirmed_at is None


def test_no_row_holds_the_word_and_it_is_long(visit):
    word = words.word_of(visit)

    assert len(word) == 20
    assert word.encode() not in bytes(visit.confirm_digest)
    assert word == words.word_of(Visit.objects.get())
