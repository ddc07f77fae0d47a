"""值班 after a merger: turns to come are at the village that goes on; its cadre confirms also what was over by then."""

from datetime import timedelta

import pytest

from menkou.core import clock
from menkou.core.actors import CLOCK, Actor, Role
from menkou.core.errors import Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.mergers import actions
from menkou.mergers.tests.conftest import AFTER
from menkou.places.models import Township, Village
from menkou.rotas import actions as rotas
from menkou.rotas import jobs, queries
from menkou.rotas.keeping import actions as keeping
from menkou.rotas.models import Slot
from tests.cast import SLUG


@pytest.fixture
def turn(village, chen, townships):
    """A turn of Chen's at 红花村, so many days from now."""

    def turn(days: int, where: Village | None = village, **facts) -> Slot:
        at = clock.now() + timedelta(days=days)
        said = {"township": townships["here"], "village": where, "place": "村委会", "adviser": chen}
        said |= {"begins_at": at, "ends_at": at + timedelta(hours=2), "arranged_at": clock.now()}
        return Slot.objects.create(**said | facts)

    return turn


@pytest.fixture
def heir():
    return lambda: Village.objects.get(code=AFTER[0].code)


def test_turns_to_come_are_at_the_village_that_goes_on_and_who_comes_is_told(
    served, settled, turn, heir, bureau, small_village
):
    ahead, at_the_small, elsewhere = turn(5), turn(6, small_village, adviser=served["zhou"]), turn(7, None)
    off = turn(8, off_at=clock.now(), off_by_id=bureau.user_id, why_off="放假")

    actions.apply(by=bureau, change=settled)

    known = Slot.objects.in_bulk()
    assert [known[one.pk].village for one in (ahead, at_the_small)] == [heir()] * 2
    assert [known[one.pk].village_id for one in (elsewhere, off)] == [None, off.village_id]
    told = dict(Outgoing.objects.filter(words__contains="因为并村").values_list("about", "address"))
    assert told == {one.pk: f"registration:{one.adviser_id}" for one in (ahead, at_the_small)}
    assert "改在" in Outgoing.objects.get(about=ahead.pk).words
    assert AuditEntry.objects.get(what="rota.passed_on").count == 2
    assert "到那天已经" not in str(queries.troubles(list(Slot.objects.select_related(*queries.RELATED))))


def test_a_turn_goes_to_the_office_of_the_village_that_goes_on(served, settled, turn, heir, bureau, townships):
    ahead = turn(5)
    Slot.objects.filter(pk=ahead.pk).update(township=Township.objects.exclude(pk=townships["here"].pk).first())

    actions.apply(by=bureau, change=settled)

    ahead.refresh_from_db()
    assert ahead.township_id == heir().township_id


def test_what_is_over_keeps_its_village_and_the_cadre_of_the_one_that_goes_on_confirms_it(
    served, settled, turn, heir, bureau, cadre, adviser_a, village, sign_in
):
    over = turn(-1)
    actions.apply(by=bureau, change=settled)
    keeping.log(by=adviser_a, slot=over, village=heir(), minutes=120)
    over.refresh_from_db()
    assert over.village == village

    assert list(queries.visible_to(cadre_of(cadre, heir()))) == [over]
    assert sign_in(cadre).post(f"/{SLUG}/rotas/{over.pk}/confirm").status_code == 302
    over.refresh_from_db()
    assert over.confirmed_by_id == cadre.user_id


def test_nobody_of_another_village_sees_or_confirms_it(served, settled, turn, heir, bureau, cadre, village_next_door):
    over, other = turn(-1), cadre_of(cadre, village_next_door)
    actions.apply(by=bureau, change=settled)

    assert not queries.visible_to(other).exists()
    with pytest.raises(Refused, match="本村的干部"):
        keeping.confirm(by=other, slot=over)


def test_what_was_arranged_at_the_moment_of_the_merger_goes_along_at_the_next_sweep(
    served, settled, turn, heir, bureau, district
):
    actions.apply(by=bureau, change=settled)
    late = turn(9)

    jobs.bring_along()
    jobs.bring_along()

    late.refresh_from_db()
    assert late.village == heir()
    assert AuditEntry.objects.filter(what="rota.passed_on").count() == 1
    with pytest.raises(Refused, match="只有系统"):
        rotas.pass_on(by=bureau, district=district)
    assert rotas.pass_on(by=CLOCK, district=district) == 0


def cadre_of(cadre: Actor, village: Village) -> Actor:
    return Actor(cadre.user_id, cadre.name, frozenset({(Role.VILLAGE_CADRE, village.pk)}))
