"""确认、说明、申请复核: by whom it is about, in its days; decided once, by a person apart, and never for fewer points."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from menkou.assessments import queries
from menkou.assessments.answering import actions
from menkou.assessments.cycling import actions as cycling
from menkou.assessments.models import Reply, Score, Sheet
from menkou.assessments.tests.conftest import judged, wait
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import Outgoing
from menkou.occasions.models import Occasion

MAY = datetime(2026, 5, 6, 9, tzinfo=clock.SHANGHAI)


@pytest.fixture
def meetings(village, chen):
    """Four meetings of 红花村's that Chen was told of, and came to none."""
    facts = {"village": village, "kind": "meeting", "title": "会", "registered_at": MAY, "invited": chen}
    return [
        Occasion.objects.create(
            **facts, invited_at=MAY - timedelta(days=7), happens_at=MAY, once_digest=UUID(int=number).bytes
        )
        for number in range(4)
    ]


@pytest.fixture
def mine(meetings, shown, chen):
    """Chen's sheet, as he sees it."""
    return Sheet.objects.get(cycle=shown, registration=chen)


@pytest.fixture
def third(make_actor):
    """The bureau's third person, who has had no part in it."""
    return make_actor(Role.JUSTICE_BUREAU, "third")


def item(sheet, key):
    return next(one for one in queries.scores_of(sheet) if one.item.key == key)


@pytest.fixture
def review(mine, adviser_a):
    """Ask for a review of an item."""

    def review(key="meetings", form=b"1", **how):
        said = {"text": "两次到了，没有记。", "item": item(mine, key).item_id, "wants_review": True, **how}
        return actions.reply(by=adviser_a, sheet=mine, form=form, **said)

    return review


def test_who_is_assessed_confirms_once_and_nobody_else_does(mine, adviser_a, adviser_b, director, office, bureau):
    for by in (adviser_b, director, office, bureau):
        with pytest.raises(Refused, match="本人"):
            actions.confirm(by=by, sheet=mine)

    assert actions.confirm(by=adviser_a, sheet=mine) is True
    assert actions.confirm(by=adviser_a, sheet=mine) is False
    mine.refresh_from_db()
    assert mine.confirmed_by_id == adviser_a.user_id


def test_nothing_is_confirmed_or_said_before_it_is_shown(sheet, adviser_a):
    with pytest.raises(Conflict):
        actions.confirm(by=adviser_a, sheet=sheet)
    with pytest.raises(Conflict):
        actions.reply(by=adviser_a, sheet=sheet, form=b"1", text="x")


def test_a_word_is_said_once_however_often_its_form_is_sent(mine, adviser_a):
    first = actions.reply(by=adviser_a, sheet=mine, form=b"1", text=" 都看过了。 ")

    assert (first.text, first.wants_review) == ("都看过了。", False)
    assert actions.reply(by=adviser_a, sheet=mine, form=b"1", text="都看过了。") is None
    assert Reply.objects.count() == 1
    assert not Outgoing.objects.filter(key__startswith="assessment-review:").exists()


def test_what_cannot_be_reviewed_says_so(review, mine, adviser_a, adviser_b, lin):
    with pytest.raises(Invalid, match="请写说明"):
        review(text="  ")
    with pytest.raises(Invalid, match="哪一项"):
        review(item=None)
    with pytest.raises(Invalid, match="哪一项"):
        review(item=UUID(int=1))
    with pytest.raises(Refused):
        actions.reply(by=adviser_b, sheet=mine, form=b"2", text="x")


def test_a_review_is_asked_for_once_and_the_bureau_hears_of_it(review):
    review()
    with pytest.raises(Conflict, match="已经申请"):
        review(form=b"2")

    assert Outgoing.objects.filter(key__startswith="assessment-review:").count() == 1
    assert review("contracts", form=b"3") is not None


def test_after_its_days_nothing_is_said_any_more(review, noon, mine, adviser_a):
    wait(noon, 8)
    with pytest.raises(Conflict, match="时间过了"):
        review()
    assert actions.confirm(by=adviser_a, sheet=mine)


def test_a_review_is_decided_by_somebody_who_neither_scored_nor_showed_it(
    review, bureau, office, auditor, third, adviser_a
):
    asked = review()
    for by in (bureau, office, auditor, adviser_a):  # the bureau's first person showed it
        with pytest.raises(Refused, match="另一个人"):
            actions.decide(by=by, reply=asked, decision="kept", note="记录齐全。")

    decided = actions.decide(by=third, reply=asked, decision="kept", note="记录齐全。")

    assert (decided.decision, decided.decided_by_id) == ("kept", third.user_id)
    assert Outgoing.objects.filter(key=f"assessment-decided:{asked.pk}").count() == 1
    with pytest.raises(Conflict, match="已经定了"):
        actions.decide(by=third, reply=asked, decision="kept", note="再定一次。")


def test_who_scored_an_item_does_not_decide_on_it(review, third, mine):
    asked = review("office")
    Score.objects.filter(sheet=mine, item=asked.item, number=2).update(made_by_id=third.user_id)

    with pytest.raises(Refused, match="评分"):
        actions.decide(by=third, reply=asked, decision="kept", note="x")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"decision": "kept", "note": " "}, "请写理由"),
        ({"decision": "less", "note": "x"}, "维持还是改分"),
        ({"decision": "changed", "note": "x"}, "比原来高"),
        ({"decision": "changed", "note": "x", "done": 0}, "比原来高"),
        ({"decision": "changed", "note": "x", "done": -1}, "比原来高"),
        ({"decision": "changed", "note": "x", "done": 5}, "不能比要求的多"),
        ({"decision": "changed", "note": "x", "done": 1, "asked": 0}, "不能比要求的多"),
    ],
)
def test_a_decision_has_a_reason_and_gives_more_or_says_what_is_wrong(review, third, said, words):
    asked = review()
    with pytest.raises(Invalid, match=words):
        actions.decide(by=third, reply=asked, **said)

    asked.refresh_from_db()
    assert asked.decision == ""
    assert Score.objects.filter(reply=asked).count() == 0


def test_a_count_set_right_gives_its_points_by_the_scheme_and_the_old_score_stays(review, third, mine):
    asked, before = review(), mine.points

    actions.decide(by=third, reply=asked, decision="changed", note="两次有签到表。", done=2)

    now = item(mine, "meetings")
    mine.refresh_from_db()
    assert (now.number, now.points, now.done, now.asked, now.reply_id) == (2, 750, 2, 4, asked.pk)
    assert (now.words, now.note) == ("4 次里做到 2 次，15 分按比例得 7.5 分。", "两次有签到表。")
    assert mine.points == before + 750
    assert len(queries.rows_in(now)) == 4
    assert Score.objects.get(sheet=mine, item=asked.item, number=1).points == 0


def test_points_that_an_office_gave_are_set_right_within_what_the_item_has(review, third, mine):
    asked = review("office")
    with pytest.raises(Invalid, match="比原来高"):
        actions.decide(by=third, reply=asked, decision="changed", note="x", done=900)

    actions.decide(by=third, reply=asked, decision="changed", note="公示补上了。", done=99_999, asked=5)

    now = judged(mine)
    assert (now.points, now.asked) == (1000, 1000)


def test_where_a_charge_is_taken_back_fewer_give_more(review, third, mine, chen):
    counted = item(mine, "checks")
    Score.objects.filter(pk=counted.pk).update(done=2, points=300, words="发生 2 条")
    asked = review("checks")
    with pytest.raises(Invalid, match="比原来高"):
        actions.decide(by=third, reply=asked, decision="changed", note="x", done=3)

    actions.decide(by=third, reply=asked, decision="changed", note="一条查清了。", done=1)

    assert item(mine, "checks").points == 400


@pytest.fixture
def reviewed_before(review, mine, second, bureau, shown, noon):
    """A review was decided, the result published, and the publicity taken back after an objection."""

    def reviewed_before(**how):
        asked = review()
        actions.decide(by=second, reply=asked, note="没有签到表。", **{"decision": "kept", **how})
        wait(noon, 8)
        cycling.publish(by=bureau, cycle=shown)
        with pytest.raises(Conflict, match="时间过了"):
            review(form=b"2")
        wait(noon, 1)
        cycling.unpublish(by=bureau, cycle=shown)
        return asked

    return reviewed_before


def test_in_the_new_days_after_a_publicity_was_taken_back_an_item_is_reviewed_once_more(
    reviewed_before, review, third, mine, bureau, shown, noon
):
    first = reviewed_before()

    again = review(form=b"2", text="找到了签到表，附在村里的会议记录后面。")
    with pytest.raises(Conflict, match="已经申请"):
        review(form=b"3")
    actions.decide(by=third, reply=again, decision="changed", note="签到表是真的。", done=2)

    assert (item(mine, "meetings").points, item(mine, "meetings").reply_id) == (750, again.pk)
    assert Reply.objects.get(pk=first.pk).decision == "kept"
    with pytest.raises(Conflict, match="已经复核过"):
        review(form=b"4")
    wait(noon, 8)
    assert cycling.publish(by=bureau, cycle=shown).state == "publicity"


@pytest.mark.parametrize("how", [{}, {"decision": "changed", "done": 1}])
def test_nobody_decides_twice_on_one_item(reviewed_before, review, second, third, how):
    reviewed_before(**how)
    again = review(form=b"2")

    with pytest.raises(Refused, match="定过这一项"):
        actions.decide(by=second, reply=again, decision="kept", note="还是没有。")
    assert actions.decide(by=third, reply=again, decision="kept", note="还是没有。").decided_by_id == third.user_id


def test_a_result_is_not_published_while_a_review_waits(review, third, bureau, shown, noon):
    asked = review()
    wait(noon, 8)
    with pytest.raises(Conflict, match="1 件复核没有定"):
        cycling.publish(by=bureau, cycle=shown)

    actions.decide(by=third, reply=asked, decision="kept", note="记录齐全。")

    assert cycling.publish(by=bureau, cycle=shown).state == "publicity"
    with pytest.raises(Conflict):
        actions.decide(by=third, reply=asked, decision="kept", note="x")


def test_the_database_knows_that_nobody_decides_on_their_own_review(review, adviser_a):
    asked = review()
    facts = {"decision": "kept", "decision_note": "x", "decided_at": MAY, "decided_by_id": adviser_a.user_id}
    with pytest.raises(IntegrityError, match="nobody_decides_on_their_own_review"), transaction.atomic():
        Reply.objects.filter(pk=asked.pk).update(**facts)


def test_nobody_scores_their_own_sheet_and_what_is_no_offices_is_the_bureaus(
    sheet, chen, lin, drawn, make_actor, townships, bureau
):
    both = make_actor(Role.ADVISER, "both", registration=chen)
    office = make_actor(Role.JUDICIAL_OFFICE, "their-office", township=townships["here"])
    own = type(both)(both.user_id, "both", both.holdings | office.holdings)
    with pytest.raises(Refused, match="不能自己评"):
        cycling.score(by=own, sheet=sheet, item=judged(sheet).item_id, points=1000, note="")

    Sheet.objects.filter(pk=sheet.pk).update(scored_by_office=None)
    sheet.refresh_from_db()
    assert cycling.score(by=bureau, sheet=sheet, item=judged(sheet).item_id, points=1000, note="").points == 1000


def test_what_was_shown_is_taken_back_until_somebody_has_said_something(shown, bureau, mine, adviser_a):
    hidden = cycling.hide(by=bureau, cycle=shown)
    assert (hidden.state, hidden.shown_at, queries.visible_to(adviser_a).count()) == ("scoring", None, 0)

    again = cycling.show(by=bureau, cycle=hidden)
    actions.confirm(by=adviser_a, sheet=mine)
    with pytest.raises(Conflict, match="已经有人"):
        cycling.hide(by=bureau, cycle=again)


def test_a_publicity_that_is_taken_back_gives_everybody_days_to_answer(published, bureau, office, adviser_a, chen):
    with pytest.raises(Refused):
        cycling.unpublish(by=office, cycle=published)

    open_again = cycling.unpublish(by=bureau, cycle=published)

    sheet = Sheet.objects.get(cycle=open_again, registration=chen)
    assert (open_again.state, open_again.publicity_at) == ("answering", None)
    assert (open_again.reopened_at, open_again.reopened_by_id) == (clock.now(), bureau.user_id)
    assert actions.reply(by=adviser_a, sheet=sheet, form=b"1", text="公示时才看到。")
