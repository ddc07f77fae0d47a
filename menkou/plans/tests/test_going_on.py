"""重新计算 sets out from the version's own posts, kept true to what is on record by now."""

from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.plans import actions, jobs, queries, solving, telling
from menkou.plans.models import Version
from menkou.postings import planning
from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.comparing import compare
from tests.cast import SLUG


def work(version: Version) -> Version:
    """As the worker does."""
    jobs.solve(district_id=version.district_id, version_id=str(version.pk))
    version.refresh_from_db()
    return version


def test_the_solver_is_told_the_posts_and_the_answer_costs_no_more(solved, bureau):
    version = solved("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平")
    again = actions.redraw(by=bureau, version=version, seconds=5)
    asked = telling.asked(again)
    before = sum(compare(asked.district, asked.posts, asked.posts).one.values())

    assert asked.posts == {code: tuple(both) for code, both in version.posts.items()}
    assert work(again).value <= before + 0.001


def test_of_a_version_of_its_own_it_is_told_nothing_and_of_a_repair_the_posts_of_today(bureau, district, people):
    whole = actions.draw_up(by=bureau, district=district, starts_on=clock.today())
    repair = actions.propose_repair(by=CLOCK, district=district, why="周平离职")

    assert telling.asked(whole).posts == {}
    assert set(telling.asked(repair).posts) == {one.key for one in telling.asked(repair).district.villages}


def test_whoever_left_since_is_replaced_before_it_goes_on(solved, bureau, people):
    version = solved("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平")
    gone = people["林芳"]
    type(gone).objects.filter(pk=gone.pk).update(valid_until=clock.today())
    again = work(actions.redraw(by=bureau, version=version, seconds=5))

    assert again.state == "ready", again.problem
    assert str(gone.pk) not in {who for both in again.posts.values() for who in both}
    assert broken_rules(planning.told(again.starts_on), again.posts) == []


def test_what_cannot_be_mended_quickly_is_begun_anew(monkeypatch):
    from menkou.postings.rules import repairing
    from menkou.postings.rules.district import Undecided

    def too_slow(*_, **__):
        raise Undecided

    monkeypatch.setattr(repairing, "repair", too_slow)
    assert solving._mended(None, {"v": ("a", "b")}) == {}


def test_the_page_says_that_it_goes_on_from_here(solved, bureau, sign_in):
    version = solved("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平")
    page = sign_in(bureau).get(f"/{SLUG}/plans/{version.number}/").content.decode()
    assert "从这份方案接着算" in page


def test_the_page_of_a_repair_says_that_it_sets_out_from_whoever_serves(solved, approved, bureau, district, sign_in):
    actions.publish(by=bureau, version=approved())
    repair = actions.propose_repair(by=bureau, district=district, why="看看", starts_on=clock.today())
    before = {code: list(both) for code, both in queries.posts_on().items()}
    repair = solved("吴刚林芳", "陈明林芳", "吴刚周平", "吴刚周平", version=repair, before=before)
    page = sign_in(bureau).get(f"/{SLUG}/plans/{repair.number}/").content.decode()

    assert "从届时在岗的人重新修补" in page
    assert "从这份方案接着算" not in page
