"""Copies for review of the demo: one that waits for its asker's word, one that the bureau may read, one that it reviewed."""

import secrets

from menkou.accounts.queries import actor_for, running
from menkou.consultations.interests.barring import without_interests
from menkou.consultations.models import Consultation
from menkou.consultations.queries import is_served
from menkou.consultations.reviewing import actions
from menkou.consultations.reviewing.queries import mark_of, words_to_copy
from menkou.core.actors import Actor, Role
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.rehearsal import Stage

MOST_LOOKED_AT = 20
OPINION = "讲得清楚，下一步找谁、带什么都说了。日子最好写明是哪一天。"


def release(stage: Stage) -> None:
    """By the actions themselves, on matters away from the township of the walk."""
    users = {registration.pk: key for key, registration in stage.registrations.items()}
    bureau = actor_for(running().filter(role=Role.JUSTICE_BUREAU).order_by("user__username")[0].user)
    ended = Consultation.objects.filter(state=Consultation.State.CLOSED, answered_at__isnull=False)
    away = without_interests(ended).exclude(village__township__code=WALK_VILLAGE[:9])
    latest = away.select_related("village__township", "holder__adviser").order_by("-closed_at")[:MOST_LOOKED_AT]
    found = [matter for matter in latest if is_served(matter)]
    for matter in found[:1]:
        adviser = actor_for(stage.users[Role.ADVISER, users[matter.holder_id]])
        text = words_to_copy(matter)
        actions.propose(by=adviser, consultation=matter, text=text, form=secrets.token_hex(16))
    for nth, matter in enumerate(found[1:3]):
        asker = Actor(None, "居民", receipts=frozenset([matter.pk]))
        said = {"seen": mark_of(words_to_copy(matter)), "form": secrets.token_hex(16)}
        copy = actions.release(by=asker, consultation=matter, may_publish=nth == 1, **said)
        if nth == 1:
            actions.read(by=bureau, copy=copy)
            actions.judge(by=bureau, copy=copy, verdict="good", text=OPINION)
