"""A decision on paper says what it was decided on, that day: whatever is decided, posted or merged since."""

from datetime import date, timedelta

import pytest

from menkou.assessments.answering import actions as answering
from menkou.assessments.models import Consequence, Reply, Score, Sheet
from menkou.assessments.papers import orders
from menkou.assessments.papers import queries as papers
from menkou.assessments.replacing import actions as replacing
from menkou.assessments.rules.items import written
from menkou.assessments.tests.conftest import AT, judged
from menkou.assessments.tests.conftest import told as told_by
from menkou.assessments.tests.test_papers import HALF, found_in
from menkou.core import clock
from menkou.papers.official.telling import told, words_of
from menkou.papers.tests.reading import unsourced
from menkou.places.models import Village
from menkou.postings.models import Posting

CASES = "/shili/consequences/"


@pytest.fixture
def mine(shown, chen):
    return Sheet.objects.get(cycle=shown, registration=chen)


@pytest.fixture
def reviewed(mine, adviser_a, second, noon):
    """An hour after it was asked for, a review is decided."""

    def reviewed(score: Score, form: bytes, **how) -> Reply:
        said = {"text": "有照片", "item": score.item_id, "wants_review": True}
        asked = answering.reply(by=adviser_a, sheet=mine, form=form, **said)
        noon.shift(timedelta(hours=1))
        return answering.decide(by=second, reply=asked, note="看过了", **how)

    return reviewed


def test_the_paper_of_a_review_has_the_points_of_its_day(mine, reviewed, bureau, district, noon, browse):
    office, grade = judged(mine), Sheet.objects.get(pk=mine.pk).grade
    other, whole = Score.objects.filter(sheet=mine).exclude(item=office.item_id).first(), mine.points
    kept = reviewed(other, b"1", decision="kept")
    noon.shift(timedelta(days=1))
    changed = reviewed(office, b"2", decision="changed", done=950)
    mine.refresh_from_db()
    assert mine.points > whole

    first = ("after", written(other.points)), ("total", written(whole))
    second = ("before", "9"), ("after", "9.5"), ("total", written(mine.points))
    for one, points in ((kept, first), (changed, second)):
        paper = orders.review(papers.review_for(bureau, one.pk), district)
        found = found_in(paper)
        assert {*points, ("grade", grade)} <= set(found.items())
        assert unsourced(paper, HALF) == []
        page = told_by(browse(bureau).get(f"{AT}reviews/{one.pk}/"))
        assert f"总分 {found['total']} 分，{found['grade']}" in page
    assert "这一项由 9 分改为 9.5 分" in page


def test_an_order_lists_the_posts_of_its_day_after_somebody_else_holds_them(
    case,
    bureau,
    district,
    chen,
    village,
    village_next_door,
    browse,
):
    one = case("replace")
    Posting.objects.create(registration=chen, village=village_next_door, post="B", valid_from=clock.today())
    told_on, ordered = words(orders.told, one, district), words(orders.replacement, one, district)
    assert "涉及的岗位：红花村A岗。" in told_on
    assert "红花镇红花村A岗陈明" in ordered

    replacing.order(by=bureau, consequence=one, on=clock.today())
    Posting.objects.filter(registration=chen, village=village).update(valid_until=clock.today())

    one = papers.case_for(bureau, one.pk)
    assert words(orders.told, one, district) == told_on
    assert words(orders.replacement, one, district) == ordered
    page = told_by(browse(bureau).get(f"{CASES}{one.pk}/"))
    assert "涉及的岗位：红花村A岗。" in page
    assert "决定时在任：红花村A岗。" in page


def test_an_order_names_the_village_of_its_day_and_goes_to_the_one_that_it_went_into(
    case,
    bureau,
    district,
    village,
):
    one = case("replace", villages=(village.code,))
    facts = {"township": village.township, "kind": "village", "valid_from": clock.today()}
    heir = Village.objects.create(code="999901001209", name="大红花村", **facts)
    Village.objects.filter(pk=village.pk).update(valid_until=clock.today(), successor=heir)

    ordered = words(orders.replacement, papers.case_for(bureau, one.pk), district)
    assert "红花镇红花村A岗陈明" in ordered
    assert "抄送：红花镇司法所，红花镇大红花村村民委员会" in ordered


def test_an_older_order_lists_what_the_record_knows_of_its_day(case, bureau, district, chen):
    one = case("replace")
    Consequence.objects.filter(pk=one.pk).update(told_posts=None, decided_posts=None)
    Posting.objects.filter(registration=chen).update(valid_until=clock.today())

    assert "红花镇红花村A岗陈明" in words(orders.replacement, papers.case_for(bureau, one.pk), district)
    Posting.objects.filter(registration=chen).update(valid_until=date(2026, 1, 2), valid_from=date(2026, 1, 1))
    late = words(orders.replacement, papers.case_for(bureau, one.pk), district)
    assert "决定的时候没有在任的岗位" in late


def words(paper, one: Consequence, district) -> str:
    return "".join(words_of(told(paper(one, district))))
