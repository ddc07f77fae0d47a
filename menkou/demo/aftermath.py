"""One matter of the demo in each state that time and residents bring: stopped, withdrawn, reopened, called unsolved."""

from contextlib import suppress
from datetime import timedelta

from menkou.accounts.queries import actor_for
from menkou.consultations.after import actions as after
from menkou.consultations.models import Consultation, Rating
from menkou.consultations.timing import actions as timing
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.errors import Conflict
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.rehearsal import Stage

State = Consultation.State
WORDS = "按您说的去问过了，还是没有结果，下一步怎么办？"
LATELY = timedelta(days=6)  # so that no revisit has come between
STOPPED = timedelta(days=3)


def follow(stage: Stage) -> None:
    """After the year: by the actions themselves, on matters away from the village of the walk."""
    others = Consultation.objects.exclude(village__code=WALK_VILLAGE).select_related("village", "holder")
    closed = others.filter(state=State.CLOSED, closed_at__gt=clock.now() - LATELY).order_by("-closed_at")
    users = {registration.pk: key for key, registration in stage.registrations.items()}
    with suppress(Conflict):  # late in the evening the freshest one is late as well
        if waiting := others.filter(state=State.WAITING, due_at__gt=clock.now()).order_by("due_at").first():
            adviser = actor_for(stage.users[Role.ADVISER, users[waiting.holder_id]])
            until = clock.today() + STOPPED
            timing.stop_clock(by=adviser, consultation=waiting, reason="papers", until=until)
    if answered := others.filter(state=State.ANSWERED).order_by("pk").first():
        after.withdraw(by=_asker(answered), consultation=answered)
    if again := closed.first():
        after.reopen(by=_asker(again), consultation=again, text=WORDS, form="0" * 32)
    rated = Rating.objects.filter(is_solved=False, rated_at__gt=clock.now() - timedelta(days=28))
    if unsolved := others.filter(state=State.CLOSED, pk__in=rated.values("consultation")).order_by("pk").first():
        after.tell_office(by=_asker(unsolved), consultation=unsolved)


def _asker(consultation: Consultation) -> Actor:
    return Actor(None, "居民", receipts=frozenset([consultation.pk]))
