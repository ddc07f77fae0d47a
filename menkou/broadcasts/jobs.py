"""推送的后台: what begins when its day has come, who carries it out, and what platforms say afterwards."""

from datetime import timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from menkou.broadcasts import actions, carrying, queries, spreading
from menkou.broadcasts.bringing import actions as bringing
from menkou.broadcasts.cases import actions as cases
from menkou.broadcasts.cases import queries as case_queries
from menkou.broadcasts.models import Notice
from menkou.channels.carrying import carries
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.jobs import failed, forget_failed, live
from menkou.core.models import Outgoing
from menkou.core.outbox import Ended
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written, within
from menkou.places.models import District

POLL = "menkou.broadcasts.jobs.poll"
POLL_EVERY = timedelta(minutes=5)
POLL_FOR = timedelta(days=30)  # a task that nobody confirmed in a month is not asked about any more
MOST_POLLED = 100  # tasks of one sweep


@app.task(name=spreading.SPREAD, queue="default")
def spread(*, district_id: int, notice_id: str) -> None:
    """One notice to all its groups, a batch to a transaction; killed, it goes on where it was."""
    while True:
        with within(district_id):
            notice = Notice.objects.filter(pk=UUID(notice_id)).first()
            if notice is None:
                return
            actions.begin(by=CLOCK, notice=notice)
            if bringing.spread(by=CLOCK, notice=notice) < bringing.A_BATCH:
                return


@app.task(name=POLL, queue="default")
def poll(*, district_id: int, task_id: str) -> None:
    """Ask what became of a task."""
    carrying.read_results(UUID(task_id), district_id)


@carries(bringing.ROBOT)
def tell_group(row: Outgoing) -> Ended:
    """Into a group, by its robot."""
    return carrying.tell_group(row)


@carries(bringing.MASS)
def make_task(row: Outgoing) -> Ended:
    """A task for whoever owns some groups."""
    return carrying.make_task(row)


@carries(actions.STOP)
def stop_task(row: Outgoing) -> Ended:
    """And its end, where it was taken back."""
    return carrying.stop_task(row)


@sweep
def notices_whose_day_has_come() -> None:
    """Begin them, and go on with those whose job was lost."""
    waiting = {str(one.pk) for one in queries.due()}
    if gone_wrong := failed(spreading.SPREAD, "notice_id"):
        forget_failed(spreading.SPREAD, "notice_id", gone_wrong)
    for pk in sorted(waiting - live(spreading.SPREAD, "notice_id")) if waiting else ():
        spreading.ask_for(UUID(pk))


@sweep
def forget_proofs() -> None:
    """Screenshots are for the days in which somebody may ask for them."""
    if queries.old_proofs().exists():
        bringing.forget_proofs(by=CLOCK, district=District.objects.get(pk=district_being_written()))


@sweep
def tasks_without_an_end() -> None:
    """Ask again about those that their owners may have confirmed meanwhile."""
    due = {str(pk) for pk in queries.tasks_to_poll(clock.now() - POLL_EVERY, clock.now() - POLL_FOR)[:MOST_POLLED]}
    for pk in sorted(due - live(POLL, "task_id")) if due else ():
        app.configure_task(POLL).defer(district_id=district_being_written(), task_id=pk)
    if gone_wrong := failed(POLL, "task_id"):
        forget_failed(POLL, "task_id", gone_wrong)


@sweep
def cases_whose_copy_is_over() -> None:
    """What was not finished in the days of its copy is erased with it."""
    for case in case_queries.over()[:MOST_POLLED]:
        cases.end_over(by=CLOCK, case=case)
