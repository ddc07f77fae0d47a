"""Whatever is pressed in whatever order: nobody proposes and decides alone, and nothing is carried out that was dropped."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.assessments.following import actions
from menkou.assessments.models import Consequence
from menkou.assessments.replacing import actions as replacing
from menkou.assessments.tests.consequent import PROPOSALS, found
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.postings.models import Avoidance, Posting

KINDS = tuple(PROPOSALS)
ACTS = ("tell", "drop", "state", "uphold", "acquit", "order", "finish", "again", "let_go", "leave", "wait")
who = st.integers(0, 3)  # two of the bureau, the adviser, the office
steps = st.lists(st.tuples(st.sampled_from(ACTS), who, st.booleans()), min_size=4, max_size=14)


def press(act: str, by, case: Consequence, noon) -> None:
    """One button; a stale page where the row was not read again."""
    todo = {
        "tell": lambda: actions.tell(by=by, consequence=case, proposal=PROPOSALS[case.kind]),
        "drop": lambda: actions.drop(by=by, consequence=case, note="查不实"),
        "state": lambda: actions.state(by=by, consequence=case, text="有传票"),
        "uphold": lambda: actions.decide(by=by, consequence=case, is_upheld=True, note="属实"),
        "acquit": lambda: actions.decide(by=by, consequence=case, is_upheld=False, note="有理由"),
        "order": lambda: replacing.order(by=by, consequence=case, on=clock.today()),
        "finish": lambda: actions.finish(by=by, consequence=case, note="办了", is_mended=False),
        "again": lambda: actions.open_again(by=by, consequence=case, kind="deduct", facts="没有改"),
        "let_go": lambda: actions.let_go(by=CLOCK, consequence=case, why="不到次数"),
        "leave": lambda: Posting.objects.update(valid_until=clock.today()),
        "wait": lambda: noon.shift(timedelta(days=9)),
    }
    try:
        with transaction.atomic():
            todo[act]()
    except (Conflict, Invalid, Refused):
        return


def check(case: Consequence, before: str) -> None:
    case.refresh_from_db()
    if case.decided_at and case.told_at:
        assert case.decided_by_id != case.told_by_id
    if case.state in ("decided", "done"):
        assert case.told_at
        assert case.statement or case.answer_until <= case.decided_at
    if before == "dropped":
        assert case.state == "dropped"
    if case.state == "dropped":
        assert not case.ordered_at
        assert not case.done_at
    assert Avoidance.objects.exists() == bool(case.ordered_at)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pressed=steps, by_rule=st.booleans())
def test_two_decide_and_what_was_dropped_is_over(
    kind, pressed, by_rule, bureau, second, adviser_a, office, district, institutions, chen, lin, noon
):
    with transaction.atomic():
        start = clock.now()
        case = found(bureau, district, institutions["firm"], chen, kind=kind)
        if by_rule:
            Consequence.objects.filter(pk=case.pk).update(opened_by=None)
        people, before, stale = (bureau, second, adviser_a, office), "found", Consequence.objects.get(pk=case.pk)
        for act, by, is_stale in pressed:
            press(act, people[by], stale if is_stale else Consequence.objects.get(pk=case.pk), noon)
            check(case, before)
            before = case.state
        noon.move_to(start)
        transaction.set_rollback(True)
