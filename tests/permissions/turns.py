"""Chen's turns: one to come for which Lin is asked, one that is over, and one of which the office said that nobody came."""

from datetime import timedelta

from django.db.models import Model

from menkou.core.clock import now
from menkou.places.models import Village
from menkou.rotas.models import Asking, Excuse, Slot


def in_turn(village: Village, chen: Model, lin: Model, gone: Model, officer_id) -> dict[str, Model]:
    """By the names that the matrix uses."""
    facts = {"township": village.township, "village": village, "place": "工作站", "adviser": chen, "arranged_at": now()}

    def slot(days: int, **more) -> Slot:
        begins_at = now() + timedelta(days=days)
        return Slot.objects.create(**facts, **more, begins_at=begins_at, ends_at=begins_at + timedelta(hours=1))

    to_come = slot(3)
    Excuse.objects.create(slot=to_come, who=chen, why="court", said_at=now())
    told = {"outcome": "missed", "told_at": now(), "told_by_id": officer_id}
    return {
        "slot": to_come,
        "past_slot": slot(-1),
        "missed_slot": slot(-2, **told),
        "gone_asking": Asking.objects.create(slot=to_come, whom=gone, asked_at=now()),
        "asking": Asking.objects.create(slot=to_come, whom=lin, asked_at=now()),
    }
