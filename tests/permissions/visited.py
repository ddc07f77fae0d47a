"""到村: one visit with what was said, whose village has not said anything yet."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Model

from menkou.core.actors import Actor
from menkou.core.clock import SHANGHAI, now
from menkou.places.models import Village
from menkou.visits import actions, words
from menkou.visits.looking.queries import seen
from menkou.visits.models import Visit
from menkou.visits.told import Told, Voice
from menkou.worklogs.rules.periods import Period


def visited(adviser: Actor, village: Village, chen: Model) -> dict[str, Model]:
    """By the name that the matrix uses."""
    left, voice = now() - timedelta(hours=1), Voice("audio/webm", 3, b"voice")
    times = {"came": left - timedelta(hours=1), "left": left, "phone_now": now()}
    told = Told(key=UUID(int=1), village=village, how="scan", kinds=["lecture"], voice=voice, **times)
    visit = actions.log(by=adviser, registration=chen, told=told).visit
    visit.word = words.word_of(visit)  # in its link
    return {"visit": visit}


def hinted(visit: Visit) -> dict[str, str]:
    """Words that say of a hint which it is: the visit overlaps another, which is elsewhere."""
    Visit.objects.filter(pk=visit.pk).update(doubts=["overlap"])
    period = Period.of(visit.came_at.astimezone(SHANGHAI).date(), "month")
    (one,) = [one for one in seen(visit.village.township, period) if one.hint.kind == "hurried"]
    return {"hint": one.hint.key.hex(), "hinted_month": period.key, "township_code": visit.village.township.code}
