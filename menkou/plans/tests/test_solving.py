"""计算: in a process of its own, with progress, stopped with the best so far, taken up again after a killed worker."""

import json
from datetime import timedelta

import pytest

from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Invalid
from menkou.plans import actions, child, jobs, passing, queries, telling
from menkou.plans.models import Version
from menkou.postings import planning
from menkou.postings.models import Posting
from menkou.postings.rules.checker import broken_rules
from tests.cast import SLUG
from tests.counting import at_most

DAY = timedelta(days=1)


@pytest.fixture
def asked(bureau, district, people):
    return actions.draw_up(by=bureau, district=district, starts_on=clock.today(), seconds=5)


@pytest.fixture
def solver(monkeypatch):
    """A solver of our own in the place of the process: words said one after another, and what was asked of it."""
    heard = []

    def put(*words, last: dict | None):
        def solve(task, look):
            for one in words:
                heard.append(look(one))
                if heard[-1] == "leave":
                    raise child.Left
            if last is None:
                raise child.Crashed
            return last

        monkeypatch.setattr(child, "solve", solve)
        return heard

    return put


def work(version: Version) -> Version:
    """What the worker does."""
    jobs.solve.func(district_id=version.district_id, version_id=str(version.pk))
    return Version.objects.get(pk=version.pk)


def test_a_version_is_solved_by_the_real_solver_and_obeys_every_rule(asked):
    version = work(asked)

    assert (version.state, version.problem) == ("ready", "")
    assert broken_rules(planning.told(version.starts_on), version.posts) == []
    assert version.value == pytest.approx(sum(version.terms.values()))
    assert version.bound <= version.value
    assert {lead for _, _, lead in version.pairings} == {True}
    assert work(version).attempt == 1  # a job that comes twice finds nothing to do


def test_what_is_passed_comes_back_as_it_was(people):
    told = planning.told()

    assert passing.unpacked(json.loads(json.dumps(passing.packed(told)))) == told
    with pytest.raises(TypeError):
        passing.packed(object())


def test_a_locked_post_stays_when_it_is_drawn_up_again(solved, bureau, people):
    version = solved("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平")
    code = min(version.posts)
    actions.lock(by=bureau, version=version, village=code, post="A")
    again = actions.redraw(by=bureau, version=version, seconds=5)
    again = work(again)

    assert again.state == "ready", again.problem
    assert (again.number, again.based_on, again.locks) == (2, version, [[code, "A"]])
    assert again.holder(code, "A") == str(people["吴刚"].pk)
    assert again.progress["locks"] == [[code, "A"]]


def test_a_repair_changes_the_fewest_and_publishing_it_no_more(solved, approved, bureau, second, district, people):
    actions.publish(by=bureau, version=approved("陈明林芳", "陈明林芳", "吴刚周平", "吴刚周平"))
    gone = people["周平"]
    posts = queries.posts_on()
    type(gone).objects.filter(pk=gone.pk).update(valid_until=clock.today() + DAY)
    repair = actions.propose_repair(by=CLOCK, district=district, why="周平离职", starts_on=clock.today() + DAY)
    again = actions.propose_repair(by=CLOCK, district=district, why="吴刚请假", starts_on=clock.today() + DAY)
    assert (again.pk, again.why) == (repair.pk, "周平离职；吴刚请假")
    repair = work(repair)

    assert repair.state == "ready", repair.problem
    assert repair.is_fewest
    assert repair.changed_villages == sorted(posts)[2:]
    actions.approve(by=second, version=repair, seen=0)
    actions.publish(by=bureau, version=repair)
    assert queries.posts_on(clock.today() + DAY) == {code: tuple(both) for code, both in repair.posts.items()}
    published = Version.objects.get(pk=repair.pk)
    assert [post.post for post in Posting.objects.filter(plan=published.plan)] == ["B", "B"]


def test_where_nothing_has_to_change_it_says_so(approved, bureau, district):
    actions.publish(by=bureau, version=approved())
    repair = work(actions.propose_repair(by=bureau, district=district, why="看看", starts_on=clock.today()))

    assert (repair.state, repair.problem) == ("failed", "从这一天起，现在的岗位都站得住，没有要修补的。")
    assert repair.get_state_display() == "没有要补的岗位"


def test_a_repair_of_what_has_changed_since_is_not_published(approved, solved, bureau, second, district, people):
    actions.publish(by=bureau, version=approved())
    repair = actions.propose_repair(by=bureau, district=district, why="看看", starts_on=clock.today())
    before = {code: list(both) for code, both in queries.posts_on().items()}
    before[min(before)] = [str(people["王强"].pk), str(people["周平"].pk)]
    repair = solved("吴刚林芳", "陈明林芳", "吴刚周平", "吴刚周平", version=repair, before=before)
    actions.approve(by=second, version=repair, seen=0)

    with pytest.raises(Conflict, match="又变了"):
        actions.publish(by=bureau, version=repair)


def test_clashes_are_told_as_sentences(asked, solver):
    solver(last={"clashes": ["差 3 名顾问。", "红花镇没有律师事务所。"]})
    version = work(asked)

    assert version.state == "failed"
    assert version.problems == ["差 3 名顾问。", "红花镇没有律师事务所。"]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ({"undecided": "在给定的时间内没有算出派驻方案。"}, "在给定的时间内"),
        ({"full": True}, "内存不够"),
        (None, "内存不够"),
    ],
)
def test_no_answer_is_told_in_words(asked, solver, last, said):
    solver(last=last)
    assert said in work(asked).problem


def test_an_answer_that_breaks_a_rule_is_not_taken(asked, solver, people):
    code = telling.asked(asked).district.villages[0].key
    one = str(people["陈明"].pk)
    proposal = {"is": "Repair", "of": {"posts": {"is": "dict", "of": [[code, {"is": "tuple", "of": [one, one]}]]}}}
    proposal["of"] |= {"changed": {"is": "tuple", "of": []}, "proven": True, "value": 1, "before": None, "seconds": 1}
    solver(last={"answer": proposal})

    assert "没有通过检查" in work(asked).problem


def test_how_far_it_is_stands_on_the_page(asked, bureau, sign_in):
    desk, far = sign_in(bureau), {"stage": "exchanging", "value": 200.0, "bound": 150.0, "seconds": 3}
    actions.begin(by=CLOCK, version=asked)
    actions.advance(by=CLOCK, version=asked, progress=far)
    told = desk.get(f"/{SLUG}/plans/{asked.number}/progress").content.decode()

    assert "3 / 5 秒" in told
    assert "200 分，离最好的至多差 25.0%" in told
    assert 'hx-trigger="every 2s"' in told
    page = desk.get(f"/{SLUG}/plans/{asked.number}/").content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    actions.give_up(by=CLOCK, version=asked, problem="没有算出。")
    assert desk.get(f"/{SLUG}/plans/{asked.number}/progress").headers["HX-Refresh"] == "true"


def test_who_waits_is_cancelled_and_who_is_solved_is_stopped(asked, bureau, solver, district):
    actions.cancel(by=bureau, version=asked)
    asked.refresh_from_db()
    assert asked.state == "failed"
    with pytest.raises(Conflict, match="不用取消"):
        actions.cancel(by=bureau, version=asked)
    second = actions.draw_up(by=bureau, district=district, starts_on=clock.today(), seconds=5)
    heard = solver({"seconds": 1}, last={"undecided": "在给定的时间内没有算出派驻方案。"})
    begin = actions.begin

    def cancelled(**words):
        taken = begin(**words)
        actions.cancel(by=bureau, version=second)
        return taken

    actions.begin, kept = cancelled, begin
    try:
        version = work(second)
    finally:
        actions.begin = kept

    assert heard == ["stop"]
    assert version.problem == jobs.STOPPED


def test_whoever_was_overtaken_leaves(asked, solver):
    heard = solver({"seconds": 1}, last={"undecided": "没有算出。"})
    begin = actions.begin

    def twice(*, by, version):
        begin(by=by, version=version)
        begin(by=by, version=Version.objects.get(pk=version.pk))
        return 1

    actions.begin = twice
    try:
        version = work(asked)
    finally:
        actions.begin = begin

    assert heard == ["leave"]
    assert (version.state, version.attempt) == ("solving", 2)


def test_after_a_killed_worker_the_next_attempt_takes_it_up(asked, solver, monkeypatch):
    assert actions.begin(by=CLOCK, version=asked)  # and the worker is gone
    monkeypatch.setattr(jobs, "live", lambda *of: set())
    deferred = []
    monkeypatch.setattr(
        jobs.app, "configure_task", lambda name: type("T", (), {"defer": lambda self, **a: deferred.append(a)})()
    )
    jobs.lost_versions()
    assert deferred == [{"district_id": asked.district_id, "version_id": str(asked.pk)}]
    solver(last={"undecided": "没有算出。"})
    version = work(asked)
    assert (version.state, version.attempt) == ("failed", 2)


def test_what_dies_every_time_is_given_up_in_words(asked, monkeypatch):
    Version.objects.update(state="solving", attempt=actions.MOST_ATTEMPTS)
    monkeypatch.setattr(jobs, "live", lambda *of: set())
    jobs.lost_versions()
    asked.refresh_from_db()

    assert asked.state == "failed"
    assert "中断" in asked.problem


def test_a_second_plan_waits_for_the_first(asked, bureau, district):
    with pytest.raises(Conflict, match="方案 1 还没有算完"):
        actions.draw_up(by=bureau, district=district, starts_on=clock.today())
    with pytest.raises(Invalid, match="5 到 300 秒"):
        actions.draw_up(by=bureau, district=district, starts_on=clock.today(), seconds=301)
    with pytest.raises(Invalid, match="管到哪天"):
        actions.draw_up(by=bureau, district=district, starts_on=clock.today(), until=clock.today())


def test_the_worker_asks_the_same_of_the_database_for_any_district(asked, solver):
    solver({"seconds": 1}, last={"undecided": "没有算出。"})
    with at_most(45):
        work(asked)
