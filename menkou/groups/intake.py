"""How what was copied from a group is taken in exactly once, however often the form is sent."""

from django.db import IntegrityError, transaction

from menkou.core.actors import Actor
from menkou.groups import actions, queries
from menkou.groups.models import Stub
from menkou.places.models import Village


def take_once(*, by: Actor, village: Village, text: str, form: str) -> Stub:
    """Take in, or find what the same form has taken in. Raises Conflict where the adviser holds no post there."""
    if found := queries.of_form(form):
        return found
    try:
        with transaction.atomic():
            return actions.take_in(by=by, village=village, text=text, form=form)
    except IntegrityError:
        if found := queries.of_form(form):
            return found
        raise
