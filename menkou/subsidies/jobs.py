"""编一批 in the worker: some villages at a time, each in a transaction, so that the page can say how far it is."""

from collections.abc import Iterator
from uuid import UUID

from procrastinate.contrib.django import app

from menkou.core.actors import CLOCK
from menkou.core.jobs import failed, forget_failed, live
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written, within
from menkou.places.models import Village
from menkou.subsidies import actions, queries
from menkou.subsidies import making as lists  # noqa: F401  registers the maker of lists for the finance office
from menkou.subsidies.models import Batch

AT_A_TIME = 500  # villages; each costs the same few statements


@app.task(name=actions.DRAW, queue="default")
def draw(*, district_id: int, batch_id: str) -> None:
    """One attempt at one batch; a lost one is taken up again by the reconciler."""
    with within(district_id):
        batch = queries.being_drawn().filter(pk=UUID(batch_id)).first()
        if batch is None or not actions.take_up(by=CLOCK, batch=batch):
            return
        parts = list(_parts(batch))
    for part in parts:
        with within(district_id):
            if not actions.lay_down(by=CLOCK, batch=batch, villages=part):
                return
    with within(district_id):
        actions.finish(by=CLOCK, batch=batch)


def draw_up(batch: Batch) -> None:
    """The same in the transaction that it is called in: for a demo, where nobody waits."""
    actions.take_up(by=CLOCK, batch=batch)
    for part in _parts(batch):
        actions.lay_down(by=CLOCK, batch=batch, villages=part)
    actions.finish(by=CLOCK, batch=batch)


def _parts(batch: Batch) -> Iterator[list[Village]]:
    villages = list(queries.villages_in(batch.first_day, batch.until_day))
    for start in range(0, len(villages), AT_A_TIME):
        yield villages[start : start + AT_A_TIME]


@sweep
def lost_drawings() -> None:
    """Queue again what no job draws up; what failed is dropped, so that it stands in nobody's way."""
    drawing = {str(batch.pk): batch for batch in queries.being_drawn()}
    gone_wrong = failed(actions.DRAW, "batch_id") if drawing else set()
    for pk in drawing.keys() & gone_wrong:
        actions.give_up(by=CLOCK, batch=drawing[pk])
    for pk in drawing.keys() - live(actions.DRAW, "batch_id") - gone_wrong if drawing else ():
        app.configure_task(actions.DRAW).defer(district_id=district_being_written(), batch_id=pk)
    if gone_wrong:
        forget_failed(actions.DRAW, "batch_id", gone_wrong)
