"""How words become a consultation exactly once, however often a form or a request is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError

from menkou.consultations import actions, queries
from menkou.consultations.enclosing import sending
from menkou.consultations.interests.routing import NOBODY_NAMED, About
from menkou.consultations.models import Consultation
from menkou.consultations.rules.circumstances import NONE_SAID, Circumstances
from menkou.consultations.rules.packing import Packed
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.places import queries as places
from menkou.places.models import Village

CODE_TAKEN = "one_consultation_to_a_pickup_code"


@dataclass(frozen=True)
class Accepted:
    consultation: Consultation
    code: str
    is_new: bool


def ask_once(
    *,
    by: Actor,
    village: Village,
    text: str,
    form: str,
    may_hand_over: bool,
    enclosed: Sequence[Packed] = (),
    about: About = NOBODY_NAMED,
    how: Circumstances = NONE_SAID,
) -> Accepted:
    """Ask, or find what the same form has asked. Raises Conflict where it asked something else, or nobody is on duty."""
    words = {"village": village, "text": text, "form": form, "may_hand_over": may_hand_over}
    words |= {"enclosed": enclosed, "about": about, "how": how}
    try:
        return _new(by, words)
    except (IntegrityError, Conflict) as error:  # sent before, perhaps by another thread that has just committed
        if found := _same(form, village, text, may_hand_over, enclosed, about.said + how.said):
            return found
        if CODE_TAKEN not in str(error):
            raise
    return _new(by, words)  # once in some ten million times a code is taken; another identity spells another


def _new(by: Actor, words: dict[str, Any]) -> Accepted:
    asked = actions.ask(by=by, **words)
    return Accepted(asked, actions.pickup_code(asked), is_new=True)


def _same(
    form: str, village: Village, text: str, may_hand_over: bool, enclosed: Sequence[Packed], beside: tuple[str, ...]
) -> Accepted | None:
    found = queries.once(form)
    if found is None:
        return None
    told = [
        sending.digest_of(form, code, text, may_hand_over, enclosed, beside) for code in places.codes_of(village)
    ]  # may have merged
    if bytes(found.asked_digest) not in told:
        raise Conflict("刚才那个问题已经送到了。这一条和它不一样，要另外提问的话，请再点一次。")
    return Accepted(found, actions.pickup_code(found), is_new=False)
