"""下界: of which plans it speaks; after changes by hand it is said only as long as it is true."""

import pytest

from menkou.core import clock
from menkou.places.models import Village
from menkou.plans import actions, heading, telling
from menkou.plans.models import Version
from tests.cast import SLUG

FACTS = {"value": 1e6, "bound": 10.0}


def kept(version: Version) -> Version:
    return Version.objects.get(pk=version.pk)


def moved(bureau, version: Version, code: str, post: str, who) -> Version:
    actions.move(by=bureau, version=kept(version), village=code, post=post, registration=str(who.pk))
    return kept(version)


@pytest.fixture
def code(town):
    return town[0].code


def test_a_bound_of_all_plans_holds_after_a_move(solved, bureau, people, code):
    version = moved(bureau, solved(terms={"travel_a": 1e6}, **FACTS), code, "A", people["吴刚"])
    assert version.bound == 10.0
    assert "全部方案" in heading.covered(version)


def test_a_bound_of_the_same_pairs_is_gone_with_a_pair_and_back_when_it_is_undone(solved, bureau, people, code):
    version = solved(terms={"travel_a": 1e6}, bound_covers="pairings", **FACTS)
    assert moved(bureau, version, code, "A", people["王强"]).bound == 10.0
    Version.objects.filter(pk=version.pk).update(pairings=version.pairings[1:])  # a pair less than the move makes
    other = moved(bureau, version, code, "A", people["吴刚"])
    assert (other.bound, other.gap) == (None, None)
    actions.undo(by=bureau, version=other, seen=other.revision)
    assert kept(version).bound == 10.0


def test_a_bound_drawn_up_around_a_lock_is_gone_when_that_post_is_moved(solved, bureau, people, code):
    progress = {"locks": [[code, "A"]]}
    version = solved(terms={"travel_a": 1e6}, progress=progress, locks=[[code, "A"]], **FACTS)
    assert heading.covered(version) == "锁定的岗位不动的全部方案"
    actions.unlock(by=bureau, version=version, village=code, post="A")
    assert kept(version).bound == 10.0  # the post is still where it was
    assert moved(bureau, version, code, "B", people["吴刚"]).bound == 10.0
    moved_on = moved(bureau, version, code, "A", people["王强"])
    assert (moved_on.bound, moved_on.gap) == (None, None)
    actions.undo(by=bureau, version=moved_on, seen=moved_on.revision)
    assert kept(version).bound == 10.0


def test_a_plan_below_its_bound_does_not_call_itself_the_best(solved, bureau, sign_in, people, code):
    version = solved(value=100.0, bound=99.999, terms={"travel_a": 100.0})
    Version.objects.filter(pk=version.pk).update(value=50.0)  # prices of the place have changed since
    assert kept(version).gap is None
    page = sign_in(bureau).get(f"/{SLUG}/plans/{version.number}/").content.decode()
    assert "算出来的差距不作数了" in page
    assert "0.0%" not in page


def test_the_list_says_which_bounds_are_of_the_same_pairs_only(solved, bureau, sign_in):
    version = solved()
    page = f"/{SLUG}/plans/"
    assert "结对不变" not in sign_in(bureau).get(page).content.decode()
    Version.objects.filter(pk=version.pk).update(bound_covers="pairings")
    assert "结对不变" in sign_in(bureau).get(page).content.decode()


def test_the_solver_is_told_of_and_the_version_remembers_what_was_locked(solved, bureau, people, town):
    version = solved()
    actions.lock(by=bureau, version=version, village=town[0].code, post="A")
    again = actions.redraw(by=bureau, version=version, seconds=5)
    assert telling.asked(again).district.locked == {(town[0].code, "A"): str(people["陈明"].pk)}


def test_a_lock_on_a_village_that_is_gone_by_then_holds_nobody_up(solved, bureau, people, town):
    version = solved()
    actions.lock(by=bureau, version=version, village=town[0].code, post="A")
    again = actions.redraw(by=bureau, version=version, seconds=5)
    Village.objects.filter(code=town[0].code).update(valid_until=clock.today())
    asked = telling.asked(again)
    assert asked.district.locked == {}
    assert town[0].code not in {one.key for one in asked.district.villages}


def test_whoever_draws_up_again_takes_the_turn_before_the_row(solved, bureau, django_assert_max_num_queries):
    version = solved()
    with django_assert_max_num_queries(40) as asked:
        actions.redraw(by=bureau, version=version, seconds=5)
    said = [one["sql"] for one in asked.captured_queries]
    turn = next(at for at, sql in enumerate(said) if "advisory" in sql)
    assert turn < next(at for at, sql in enumerate(said) if "FOR NO KEY UPDATE" in sql)
