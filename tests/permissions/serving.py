"""What comes of serving a village: its own affairs, duty slots, money, what follows from how it went."""

from django.db.models import Model

from menkou.core.actors import Actor
from menkou.places.models import Village
from tests.permissions.assessed import assessed
from tests.permissions.consequential import consequential
from tests.permissions.happening import happening
from tests.permissions.subsidised import subsidised
from tests.permissions.surveyed import surveyed
from tests.permissions.turns import in_turn


def serving(
    actors: dict[str, Actor], things: dict[str, Model], village: Village, chen: Model, lin: Model, wu: Model
) -> dict[str, Model]:
    """All of it, of one village and its two advisers, and one of the next village."""
    found = happening(village, chen, actors["adviser_a"].user_id) | subsidised(actors, village, chen)
    found |= consequential(chen, *(actors[one].user_id for one in ("bureau", "newcomer")))
    found |= assessed(actors, village, chen, wu)
    found |= surveyed(things["district"], village, actors["bureau"], actors["auditor"])
    return found | in_turn(village, chen, lin, things["gone_registration"], actors["office"].user_id)
