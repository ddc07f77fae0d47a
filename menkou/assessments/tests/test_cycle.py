"""A half-year is opened, drawn up, scored, shown, published and locked; each step by whom it is for, and in its order."""

import pytest
from django.db import IntegrityError, transaction

from menkou.assessments import queries
from menkou.assessments.cycling import actions, locking
from menkou.assessments.models import Cycle, Score, Sheet
from menkou.assessments.rules import canonical
from menkou.assessments.tests.conftest import HALF, draw_up, judged, wait
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import Outgoing

State = Cycle.State


def test_a_half_year_is_drawn_up_for_everybody_with_a_post(drawn, chen, lin, wu, townships):
    sheets = {one.registration_id: one for one in Sheet.objects.filter(cycle=drawn)}

    assert (drawn.state, drawn.sheets_due, drawn.sheets_done) == (State.SCORING, 3, 3)
    assert sheets.keys() == {chen.pk, lin.pk, wu.pk}
    assert sheets[chen.pk].scored_by_office_id == townships["here"].pk
    assert {one.number for one in Score.objects.all()} == {1}
    assert Score.objects.filter(sheet=sheets[chen.pk]).count() == 10


def test_what_was_drawn_up_is_not_drawn_up_twice(drawn):
    Cycle.objects.filter(pk=drawn.pk).update(state=State.DRAWING)
    before = set(Score.objects.values_list("pk", flat=True))

    draw_up(drawn)

    assert set(Score.objects.values_list("pk", flat=True)) == before
    assert drawn.state == State.SCORING


@pytest.mark.parametrize(("period", "words"), [("2026-q1", "请选"), ("x", "请选"), ("2026-h2", "还没过完")])
def test_only_a_half_year_that_is_over_is_assessed(adopt, bureau, district, period, words):
    adopt()
    with pytest.raises(Invalid, match=words):
        actions.open_cycle(by=bureau, district=district, period=period)


def test_without_a_scheme_there_is_nothing_to_assess_by(bureau, district):
    with pytest.raises(Conflict, match="还没有定下来"):
        actions.open_cycle(by=bureau, district=district, period=HALF)


def test_a_half_year_is_opened_once(drawn, bureau, district):
    with pytest.raises(Conflict, match="已经开始"):
        actions.open_cycle(by=bureau, district=district, period=HALF)


def test_an_office_scores_its_own_with_a_reason_and_nobody_else_does(sheet, office, office_next_door, bureau):
    item = judged(sheet).item_id
    before = sheet.points
    for by in (office_next_door, bureau):
        with pytest.raises(Refused, match="司法所评分"):
            actions.score(by=by, sheet=sheet, item=item, points=500, note="x")
    with pytest.raises(Invalid, match="为什么"):
        actions.score(by=office, sheet=sheet, item=item, points=500, note=" ")
    for points in (-1, 1001):
        with pytest.raises(Invalid, match="满分之间"):
            actions.score(by=office, sheet=sheet, item=item, points=points, note="x")

    made = actions.score(by=office, sheet=sheet, item=item, points=500, note="台账缺两个月")

    sheet.refresh_from_db()
    assert (made.number, made.words) == (2, "满分 10 分，评了 5 分。")
    assert sheet.points == before - 500


def test_nothing_is_shown_before_the_offices_have_scored_and_then_each_sees_their_own(drawn, bureau, adviser_a, chen):
    with pytest.raises(Conflict, match="还有 3 项"):
        actions.show(by=bureau, cycle=drawn)
    assert not queries.visible_to(adviser_a).exists()


def test_who_is_assessed_sees_their_own_and_nobody_elses(shown, adviser_a, adviser_b, director, cadre, auditor, chen):
    assert [one.registration_id for one in queries.visible_to(adviser_a)] == [chen.pk]
    assert queries.visible_to(adviser_b).count() == 1
    assert not queries.visible_to(cadre).exists()
    assert queries.visible_to(auditor).count() == 3
    houses = {one.registration.institution_id for one in queries.visible_to(director)}
    assert houses == director.held(Role.INSTITUTION_DIRECTOR)
    assert Outgoing.objects.filter(key__startswith="assessment-shown:").count() == 3


def test_a_result_is_published_after_the_days_to_answer_and_locked_by_another_person(shown, bureau, second, noon):
    with pytest.raises(Conflict, match="还可以申请复核"):
        actions.publish(by=bureau, cycle=shown)
    wait(noon, 8)
    published = actions.publish(by=bureau, cycle=shown)
    with pytest.raises(Conflict, match="期满"):
        actions.lock(by=second, cycle=published)
    wait(noon, 8)
    with pytest.raises(Refused, match="另一个人"):
        actions.lock(by=bureau, cycle=published)

    locked = actions.lock(by=second, cycle=published)

    assert locked.state == State.LOCKED
    assert bytes(locked.digest) == canonical.digest_of(locking.told(locked))


def test_a_locked_half_year_says_the_same_to_the_byte_and_nothing_of_it_is_changed(locked, office, bureau, chen):
    first = canonical.bytes_of(locking.told(locked))
    sheet = Sheet.objects.get(cycle=locked, registration=chen)

    with pytest.raises(Conflict):
        actions.score(by=office, sheet=sheet, item=judged(sheet).item_id, points=1, note="x")
    with pytest.raises(Conflict):
        actions.show(by=bureau, cycle=locked)

    assert canonical.bytes_of(locking.told(locked)) == first


def test_what_is_stored_is_what_the_rules_give_again(locked):
    for told in locking.told(locked)["sheets"]:
        sheet = Sheet.objects.get(pk=told["id"])
        assert (told["points"], told["grade"], told["words"]) == (sheet.points, sheet.grade, sheet.words)
        assert [one["points"] for one in told["scores"]] == [one.points for one in queries.scores_of(sheet)]


def test_the_database_knows_that_nobody_locks_what_they_published(published):
    facts = {
        "state": "locked",
        "locked_at": published.publicity_at,
        "digest": b"x",
        "locked_by": published.publicity_by,
    }
    with pytest.raises(IntegrityError, match="nobody_locks_what_they_published"), transaction.atomic():
        Cycle.objects.filter(pk=published.pk).update(**facts)
