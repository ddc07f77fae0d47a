"""考核的后台: sheets are drawn up by the worker, some at a time; whoever waits sees how many there are."""

from uuid import UUID

from procrastinate.contrib.django import app

from menkou.assessments.cycling import actions, telling
from menkou.assessments.cycling.drawing import Drawing, everybody, not_drawn
from menkou.assessments.models import Cycle
from menkou.core.actors import CLOCK
from menkou.core.jobs import failed, forget_failed, live
from menkou.core.reconciler import sweep
from menkou.core.scope import within

A_BATCH = 50


@app.task(name=telling.DRAW, queue="default")
def draw(*, district_id: int, cycle_id: str) -> None:
    """All sheets of a cycle; killed, it goes on with those that are missing."""
    with within(district_id):
        cycle = Cycle.objects.filter(pk=UUID(cycle_id), state=Cycle.State.DRAWING).first()
        if cycle is None:
            return
        drawing = Drawing.of(cycle)
        whom = everybody(drawing)
        actions.count(by=CLOCK, cycle=cycle, due=len(whom))
        missing = not_drawn(cycle, whom)
    for at in range(0, len(missing), A_BATCH):
        with within(district_id):
            actions.draw_some(by=CLOCK, cycle=cycle, drawing=drawing, whom=missing[at : at + A_BATCH])
    with within(district_id):
        actions.finish(by=CLOCK, cycle=cycle)


@sweep
def cycles_that_nobody_draws_up() -> None:
    """Queue again what was lost with its worker."""
    waiting = {str(one.pk): one for one in Cycle.objects.filter(state=Cycle.State.DRAWING)}
    if gone_wrong := failed(telling.DRAW, "cycle_id"):
        forget_failed(telling.DRAW, "cycle_id", gone_wrong)
    for pk in waiting.keys() - live(telling.DRAW, "cycle_id") if waiting else ():
        telling.draw_later(waiting[pk])
