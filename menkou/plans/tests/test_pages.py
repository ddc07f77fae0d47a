"""Pages of versions: who sees which, how much of it, and what they press."""

from datetime import timedelta

import pytest

from menkou.advisers.models import Licence, Registration
from menkou.core import clock
from menkou.plans import actions, queries
from menkou.plans.models import Version
from menkou.plans.tests.drawn import PLANS, words
from tests.cast import LONG_AGO
from tests.counting import at_most

DAY = timedelta(days=1)


def test_the_bureau_asks_for_a_plan_and_is_told_what_is_wrong(people, bureau, sign_in):
    desk = sign_in(bureau)
    wrong = desk.post(f"{PLANS}/ask", {"starts_on": "2020-01-01", "seconds": "999"})
    right = desk.post(f"{PLANS}/ask", {"starts_on": clock.today(), "seconds": "5"})
    second = desk.post(f"{PLANS}/ask", {"starts_on": clock.today(), "seconds": "5"})

    assert wrong.status_code == 422
    assert "不能从过去的日子起" in words(wrong)
    assert "请填 5 到 300" in words(wrong)
    assert 'value="999"' in wrong.content.decode()
    assert right.headers["Location"] == f"{PLANS}/1/"
    assert second.status_code == 409
    assert "还没有算完" in words(second)


def test_the_pages_ask_the_same_of_the_database_for_many(solved, bureau, people, sign_in):
    version = solved()
    for number in range(2, 30):
        Version.objects.create(number=number, starts_on=clock.today(), made_at=clock.now(), state="failed", problem="x")
    for name in ("王强", "陈明", "王强"):
        who = str(people[name].pk)
        actions.move(by=bureau, version=version, village=min(version.posts), post="A", registration=who)
    desk = sign_in(bureau)
    with at_most():
        page = desk.get(f"{PLANS}/")
    assert "第 1 页，共 2 页" in words(page)
    with at_most():
        page = desk.get(f"{PLANS}/1/")
    assert words(page).count("换成") >= 3


def test_a_cost_reads_the_same_in_the_list_as_on_its_page(solved, bureau, sign_in):
    solved(value=52017.4)
    desk = sign_in(bureau)

    assert "52,017" in words(desk.get(f"{PLANS}/"))
    assert "52,017" in words(desk.get(f"{PLANS}/1/"))


def test_who_may_read_what(
    approved, solved, bureau, director, office, auditor, office_next_door, people, client, sign_in
):
    ready = solved()
    version = actions.publish(by=bureau, version=approved("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平"))
    codes = sorted(version.posts)

    assert queries.posts_seen(auditor, version) == {code: tuple(both) for code, both in version.posts.items()}
    assert set(queries.posts_seen(office, version)) == set(codes[:2])
    assert {b for _, b in queries.posts_seen(director, version).values()} == {None}
    assert len(queries.posts_seen(director, version)) == 4
    assert [one.number for one in queries.versions_for(office_next_door)] == [version.number]
    page = sign_in(director)
    assert page.get(f"{PLANS}/{ready.number}/").status_code == 404
    shown = words(page.get(f"{PLANS}/{version.number}/"))
    assert "吴刚" in shown
    assert "林芳" not in shown


def test_a_repair_tells_its_reason_to_the_bureau_alone(solved, bureau, second, district, director, sign_in):
    asked = actions.propose_repair(by=bureau, district=district, why="赵伟被责令更换")
    before = {code: [None, None] for code in queries.posts_on()}
    repair = solved("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平", version=asked, before=before)
    actions.approve(by=second, version=repair, seen=0)
    assert "赵伟被责令更换" in words(sign_in(bureau).get(f"{PLANS}/{repair.number}/"))
    desk = sign_in(director)

    assert "赵伟" not in words(desk.get(f"{PLANS}/{repair.number}/")) + words(desk.get(f"{PLANS}/"))


@pytest.mark.parametrize("seen", ["", "x", "7", "²", "9" * 5000])
def test_an_approval_without_having_seen_it_is_refused(solved, second, sign_in, seen):
    version = solved()
    desk = sign_in(second)
    answer = desk.post(f"{PLANS}/1/approve", {"seen": seen}, follow=True)

    assert "再看一遍" in words(answer)
    assert "审定了" in words(desk.post(f"{PLANS}/{version.number}/approve", {"seen": "0"}, follow=True))


def test_it_is_published_for_a_day_and_withdrawn(approved, bureau, sign_in):
    version, desk = approved(), sign_in(bureau)
    refused = desk.post(f"{PLANS}/{version.number}/publish", {"starts_on": "2025-01-01"}, follow=True)
    assert "不能从过去的日子起" in words(refused)
    day = clock.today() + 30 * DAY
    done = words(desk.post(f"{PLANS}/{version.number}/publish", {"starts_on": day}, follow=True))
    assert f"从 {day:%Y年%-m月%-d日} 起" in done
    asked = words(desk.post(f"{PLANS}/{version.number}/withdraw", follow=True))
    assert "撤下方案 1，会有岗位没有人" in asked
    assert "没有派人" in asked
    assert "撤下了" in words(desk.post(f"{PLANS}/{version.number}/withdraw", {"sure": "1"}, follow=True))


def test_a_move_is_undone_from_its_page(solved, bureau, people, sign_in):
    version, desk = solved(), sign_in(bureau)
    code = min(version.posts)
    actions.move(by=bureau, version=version, village=code, post="A", registration=str(people["王强"].pk))
    assert "陈明 换成 王强" in words(desk.get(f"{PLANS}/1/"))
    assert "请再看一遍，再撤销" in words(desk.post(f"{PLANS}/1/undo", {"seen": "0"}, follow=True))
    desk.post(f"{PLANS}/1/undo", {"seen": "1"})
    now = Version.objects.get(pk=version.pk)

    assert (now.posts, now.changes, now.changed_by, now.revision) == (version.posts, [], None, 2)
    assert now.value == pytest.approx(version.value)


def test_before_posts_are_left_empty_it_asks_and_nothing_has_changed_yet(approved, people, bureau, sign_in):
    version, desk = approved("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平"), sign_in(bureau)
    Registration.objects.filter(pk=people["吴刚"].pk).update(valid_until=clock.today() + 30 * DAY)
    pressed = {"starts_on": version.starts_on.isoformat()}

    asked = words(desk.post(f"{PLANS}/{version.number}/publish", pressed))
    assert "有 2 个岗位" in asked
    assert "名册到期" in asked
    assert "先不发布" in asked
    version.refresh_from_db()
    assert version.state == Version.State.APPROVED
    done = words(desk.post(f"{PLANS}/{version.number}/publish", {**pressed, "sure": "1"}, follow=True))
    assert "发布了" in done
    assert "有 2 个岗位" in done


def test_a_licence_that_ends_in_some_years_is_said_and_not_asked_about(approved, people, bureau, sign_in):
    version, desk, day = (
        approved("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平"),
        sign_in(bureau),
        clock.today() + 500 * DAY,
    )
    Licence.objects.create(
        registration=people["吴刚"], kind="lawyer", valid_from=LONG_AGO, valid_until=day, source="执业证"
    )
    pressed = {"starts_on": version.starts_on.isoformat()}

    assert "发布了" in words(desk.post(f"{PLANS}/{version.number}/publish", pressed, follow=True))
