"""T-11 for 会诊 and handing on: the histories' own check notices where they forget interests."""

import pytest

from menkou.consultations.interests import barring
from menkou.consultations.models import Opinion
from menkou.consultations.opinions import queries as conferred
from menkou.consultations.passing import queries as team
from tests.test_interests_in_any_order import History
from tests.test_interests_in_any_order import world as world

FAULTS = {
    "a colleague is asked without a look at interests": (team, "barred_from", lambda matter: barring.Barred()),
    "what was agreed to once is not asked anew": (conferred, "_may_go_on", lambda: Opinion.objects.all()),
}


@pytest.fixture
def walk(request):
    """B is asked for an opinion, and then the matter turns out to be about B."""
    told = type("Told", (History,), {"world": request.getfixturevalue("world")})()

    def walk() -> None:
        matter = told.ask(concerns="", agrees=True)
        told.confer(matter, who=1, is_spoken=False)
        assert conferred.open_now().exists()
        told.tell_concern(matter, concerns="adviser_b")
        told.nobody_sees_what_is_kept_from_them()
        told.confer(matter, who=1, is_spoken=True)
        told.pass_to_another(matter, who=1, by_office=False)
        told.pass_to_another(matter, who=1, by_office=True)
        told.look(matter)

    yield walk
    told.teardown()


def test_the_walk_with_colleagues_is_clean(walk):
    walk()


@pytest.mark.parametrize("fault", FAULTS)
def test_each_seeded_fault_about_colleagues_is_found(walk, monkeypatch, fault):
    monkeypatch.setattr(*FAULTS[fault])
    with pytest.raises(AssertionError):
        walk()


def test_what_is_given_up_for_an_interest_does_not_go_to_a_colleague_of_the_same_house(world):
    told = type("Told", (History,), {"world": world})()
    try:
        told.take_the_post_of_another(post="A", where="near", who=0)
        told.merge()
        matter = told.ask(concerns="adviser_b", agrees=False)
        told.merge()
        told.declare(matter, kind="relative", by_hand=True)
    finally:
        told.teardown()
