"""群里转私下: a question of a group goes on in private; the group reads a number and whether it is answered."""

from menkou.consultations import policies
from menkou.consultations.claiming import actions as claiming
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.groups import queries
from menkou.groups.models import Stub
from menkou.groups.rules.masking import masked
from menkou.places.models import Village


@action(policies.take_in, audit="group_question.taken_in")
def take_in(*, by: Actor, village: Village, text: str, form: str) -> Stub:
    """接进来: what was copied from the group, names and numbers masked, becomes a consultation of its own.

    Two who take in at one moment get two numbers: the village's row is held meanwhile. Raises Conflict without a post.
    """
    village = Village.objects.select_for_update().get(pk=village.pk)
    consultation = claiming.take_in(by=by, village=village, text=masked(text), form=form)
    return Stub.objects.create(
        village=village,
        consultation=consultation,
        number=queries.next_number(village),
        taken_at=clock.now(),
        taken_by_id=by.user_id,
    )
