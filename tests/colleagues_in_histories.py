"""What colleagues do in the histories of interests: asked for an opinion, given the matter, found by an office."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, rule

from menkou.advisers.models import Registration
from menkou.consultations import policies
from menkou.consultations.arranging import actions as arranging
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation, Opinion
from menkou.consultations.opinions import actions as opinions
from menkou.consultations.opinions import queries as conferred
from menkou.consultations.passing import actions as passing
from menkou.consultations.passing import queries as team
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Refused
from tests.cast import DEVICE

ASKER = Actor(None, "居民", device=DEVICE)
asked = Bundle("asked")


class Colleagues:
    """Two rules more; whom they bring near a matter may have it, by the books of the oracle."""

    world: dict
    holder: Any
    may_not: Any

    @rule(matter=asked, who=st.integers(0, 3), is_spoken=st.booleans())
    def confer(self, matter, who, is_spoken):
        """会诊: asked for by the holder, agreed to by word of mouth or on the thread."""
        if matter is None:
            return
        by, now = self.holder(matter)
        colleague = self.world["people"][who]
        try:
            asked_for = opinions.ask(by=by, consultation=now, colleague=colleague, is_spoken=is_spoken)
            opinions.agree(by=ASKER, opinion=asked_for)
        except (Conflict, Refused):
            return
        assert not self.may_not(now, colleague)

    @rule(matter=asked, who=st.integers(0, 3), by_office=st.booleans())
    def pass_to_another(self, matter, who, by_office):
        """To somebody of the team by hand, or to another institution by whoever may arrange it."""
        if matter is None:
            return
        by, now = self.holder(matter)
        taker = self.world["people"][who]
        try:
            if not by_office:
                passing.hand_over_to(by=by, consultation=now, taker=taker, reason="better_suited")
            else:
                wanted = arranging.ask(by=by, consultation=now, reason="speciality")
                officer = "office" if barring.is_plain(now) else "bureau"
                arranging.settle(by=self.world[officer], arrangement=wanted, taker=taker)
        except (Conflict, Refused):
            return
        assert not self.may_not(now, taker)

    def is_no_colleague(self, by: Actor, person: Registration, matter: Consultation) -> None:
        """Whoever it is kept from reads it in no 会诊, whatever was agreed to before, and is offered to nobody."""
        assert not team.near(matter).filter(pk=person.pk).exists()
        theirs = Opinion.objects.filter(consultation=matter, colleague=person).select_related("consultation")
        assert not any(policies.advise.allows(by, one) for one in theirs)
        assert not conferred.asked_of(by).filter(consultation=matter).exists()
