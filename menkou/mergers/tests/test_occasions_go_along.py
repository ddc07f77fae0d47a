"""村里的事 after a merger: the successor's cadre and advisers see them, go on with them, and are asked to what is to come."""

from datetime import timedelta

import pytest

from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing
from menkou.mergers import actions
from menkou.mergers.rules.succession import Place
from menkou.mergers.tests.conftest import AFTER, confirmed
from menkou.occasions import actions as occasions
from menkou.occasions import queries
from menkou.occasions.models import Occasion
from menkou.places.models import Village
from menkou.postings.models import Posting
from tests.cast import SLUG


@pytest.fixture
def happen(village, chen):
    """An affair of 红花村, to come or over, of which Chen was told."""

    def happen(days: int, where: Village = village, **facts) -> Occasion:
        at = clock.now() + timedelta(days=days)
        said = {"village": where, "kind": "contract", "title": "鱼塘承包合同", "happens_at": at, "invited": chen}
        said |= {"registered_at": at - timedelta(days=20), "invited_at": at - timedelta(days=9)}
        return Occasion.objects.create(**said | facts, once_digest=f"{where.pk}{days}".encode()[:60])

    return happen


@pytest.fixture
def heir_cadre(cadre):
    """The same person, as they hold it after the merger."""

    def held() -> Actor:
        community = Village.objects.get(code=AFTER[0].code)
        return Actor(cadre.user_id, cadre.name, frozenset({(Role.VILLAGE_CADRE, community.pk)}))

    return held


def test_what_is_to_come_is_the_successor_s_and_who_serves_it_still_is_not_asked_again(
    served, settled, happen, bureau, chen
):
    to_come = happen(5, reply="coming", replied_at=clock.now(), replied_by_id=bureau.user_id)
    actions.apply(by=bureau, change=settled)
    to_come.refresh_from_db()
    assert to_come.village.code == AFTER[0].code
    assert (to_come.invited, to_come.reply) == (chen, "coming")
    assert not Outgoing.objects.filter(about=to_come.pk).exists()


def test_who_does_not_serve_the_successor_is_told_and_who_does_is_asked(
    served, settled, happen, small_village, bureau, chen
):
    zhou = served["zhou"]
    to_come = happen(5, small_village, invited=zhou)
    actions.apply(by=bureau, change=settled)
    to_come.refresh_from_db()
    assert (to_come.village.code, to_come.invited) == (AFTER[0].code, chen)
    told = dict(Outgoing.objects.filter(about=to_come.pk).values_list("address", "words"))
    assert told[f"registration:{zhou.pk}"].endswith("因为并村，这一次不再请您去。")
    assert "红花社区：要签的合同" in told[f"registration:{chen.pk}"]


def test_what_is_over_keeps_its_village_and_the_successor_goes_on_with_it(
    served, settled, happen, bureau, heir_cadre, adviser_a, adviser_b, cadre, sign_in, village
):
    over = happen(-3)
    actions.apply(by=bureau, change=settled)
    over.refresh_from_db()
    assert over.village == village
    assert list(queries.listed(heir_cadre(), "all")) == [over]
    assert over in queries.read_by(adviser_b)  # whose post is at the successor now
    occasions.attend(by=adviser_b, occasion=over, presence="came", minutes=30)
    occasions.opine(by=adviser_a, occasion=over, opinion="可以签。")
    occasions.witness(by=heir_cadre(), occasion=over, seen="came")
    occasions.decide(by=heir_cadre(), occasion=over, adopted="yes")
    page = sign_in(cadre).get(f"/{SLUG}/occasions/{over.pk}/").content.decode()
    assert "已经并入红花社区" in page
    assert "可以签。" in page


def test_a_dispute_of_the_successor_may_have_come_from_what_the_old_village_signed(
    served, settled, happen, bureau, heir_cadre
):
    over = happen(-3)
    actions.apply(by=bureau, change=settled)
    by, community = heir_cadre(), Village.objects.get(code=AFTER[0].code)
    assert list(queries.earlier(by)) == [over]
    said = {"village": community, "kind": "dispute", "title": "纠纷", "happens_at": clock.now() + timedelta(days=2)}
    made = occasions.register(by=by, form="a" * 32, follows=over, **said)
    assert made.follows == over


def test_whoever_served_the_old_village_alone_and_other_villages_see_nothing_of_it(
    served, settled, happen, bureau, village_next_door, adviser_next_door, chen, adviser_a
):
    over = happen(-3, invited=None, invited_at=None)
    actions.apply(by=bureau, change=settled)
    there = Actor(None, "邻村", frozenset({(Role.VILLAGE_CADRE, village_next_door.pk)}))
    for by in (there, adviser_next_door):
        assert not queries.visible_to(by).exists()
        with pytest.raises(Refused):
            occasions.witness(by=by, occasion=over, seen="came")
    Posting.objects.filter(registration=chen, valid_from=clock.today()).delete()  # at the successor
    assert not queries.visible_to(adviser_a).exists()


def test_two_mergers_later_it_is_seen_still(served, happen, draw_up, bureau, adviser_a):
    over = happen(-3, invited=None, invited_at=None)
    first = confirmed(draw_up(), bureau)
    second = draw_up([Place("999901001002", "红花城社区居委会"), AFTER[1]], title="再改")
    actions.apply(by=bureau, change=first)
    actions.apply(by=bureau, change=confirmed(second, bureau, c999901001001="999901001002"))
    assert over in queries.read_by(adviser_a)


def test_a_form_that_was_open_at_the_merger_registers_nothing_in_a_village_that_is_no_more(
    served, settled, bureau, cadre, village
):
    actions.apply(by=bureau, change=settled)
    said = {"village": village, "kind": "meeting", "title": "会", "happens_at": clock.now() + timedelta(days=2)}
    with pytest.raises(Conflict, match="已经并入红花社区"):
        occasions.register(by=cadre, form="a" * 32, **said)
