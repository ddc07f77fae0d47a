"""Whatever is pressed in whatever order: no step is taken by one person for two, and what is locked stays to the byte."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.assessments import queries
from menkou.assessments.answering import actions as answering
from menkou.assessments.cycling import actions, locking
from menkou.assessments.models import Cycle, Reply, Score, Sheet
from menkou.assessments.rules import canonical
from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused

ACTS = ("score", "show", "hide", "confirm", "review", "keep", "change", "publish", "unpublish", "lock", "wait")
who = st.integers(0, 3)  # two of the bureau, the adviser, the office
steps = st.lists(st.tuples(st.sampled_from(ACTS), who, st.booleans()), min_size=6, max_size=18)


def judged(sheet: Sheet) -> Score:
    return next(one for one in queries.scores_of(sheet) if one.item.kind == "judged")


def press(act: str, by, cycle: Cycle, sheet: Sheet, noon, number: int) -> None:
    """One button, on a page that may be an old one."""
    reply = Reply.objects.filter(sheet=sheet, wants_review=True).order_by("-made_at", "-id").first()
    item = judged(sheet).item_id
    more = {"reply": reply, "note": "看过了"}
    todo = {
        "score": lambda: actions.score(by=by, sheet=sheet, item=item, points=700 + number, note="台账缺一次"),
        "show": lambda: actions.show(by=by, cycle=cycle),
        "hide": lambda: actions.hide(by=by, cycle=cycle),
        "confirm": lambda: answering.confirm(by=by, sheet=sheet),
        "review": lambda: answering.reply(
            by=by, sheet=sheet, form=bytes([number]), text="补上了", item=item, wants_review=True
        ),
        "keep": lambda: reply and answering.decide(by=by, decision="kept", **more),
        "change": lambda: reply and answering.decide(by=by, decision="changed", done=950, **more),
        "publish": lambda: actions.publish(by=by, cycle=cycle),
        "unpublish": lambda: actions.unpublish(by=by, cycle=cycle),
        "lock": lambda: actions.lock(by=by, cycle=cycle),
        "wait": lambda: noon.shift(timedelta(days=9)),
    }
    try:
        with transaction.atomic():
            todo[act]()
    except (Conflict, Invalid, Refused):
        return


def check(cycle: Cycle, sheet: Sheet, kept: list[bytes]) -> None:
    cycle.refresh_from_db()
    if cycle.state == "locked":
        assert cycle.locked_by_id != cycle.publicity_by_id
        kept.append(canonical.bytes_of(locking.told(cycle)))
        assert canonical.digest_of(locking.told(cycle)) == bytes(cycle.digest)
        assert kept[0] == kept[-1]
    for one in Reply.objects.filter(sheet=sheet).exclude(decision=""):
        assert one.decided_by_id != one.made_by_id
        before = Score.objects.filter(sheet=sheet, item=one.item, reply=None).values_list("made_by", flat=True)
        assert one.decided_by_id not in set(before)
    again = locking.told(cycle)["sheets"]
    stored = dict(Sheet.objects.filter(cycle=cycle).values_list("pk", "points"))
    assert {one["id"]: one["points"] for one in again} == {str(pk): points for pk, points in stored.items()}


@pytest.mark.parametrize("begins", ["scored", "shown", "published"])
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pressed=steps)
def test_two_take_what_is_for_two_and_what_is_locked_stays(
    begins, pressed, request, bureau, second, adviser_a, office, chen, noon
):
    begun = request.getfixturevalue(begins)
    with transaction.atomic():
        start, kept = clock.now(), []
        people, sheet = (bureau, second, adviser_a, office), Sheet.objects.get(cycle=begun, registration=chen)
        stale = Cycle.objects.get(pk=begun.pk)
        for number, (act, by, is_stale) in enumerate(pressed):
            cycle = stale if is_stale else Cycle.objects.get(pk=begun.pk)
            found = sheet if is_stale else Sheet.objects.select_related("cycle").get(pk=sheet.pk)
            press(act, people[by], cycle, found, noon, number)
            check(Cycle.objects.get(pk=begun.pk), sheet, kept)
        noon.move_to(start)
        transaction.set_rollback(True)
