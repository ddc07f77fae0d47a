"""看过了，没问题: a hint is put aside by a person, with why."""

from django.db import IntegrityError, transaction

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.places.models import Township
from menkou.visits import policies
from menkou.visits.models import Look
from menkou.worklogs.rules.hints import Hint

LOOKED = "这一条已经有人看过了。"


@action(policies.look, audit="hint.looked_at")
def look(*, by: Actor, township: Township, registration: Registration, hint: Hint, note: str) -> Look:
    """看过了，没问题, once to a hint. Nothing else changes. Raises Invalid without a reason, Conflict where it was looked at."""
    if not note.strip():
        raise Invalid("请写为什么没问题。")
    facts = {"township": township, "registration": registration, "kind": hint.kind, "key": hint.key}
    seen = {"note": note.strip(), "looked_at": clock.now(), "looked_by_id": by.user_id}
    try:
        with transaction.atomic():
            return Look.objects.create(**facts, **seen)
    except IntegrityError as problem:
        if "a_hint_is_looked_at_once" not in str(problem):
            raise
        raise Conflict(LOOKED) from problem
