"""What stands beside a matter, as conditions over consultations: so that a page asks only for what there is."""

from typing import Any

from django.db.models import Exists, OuterRef

from menkou.advisers.models import Registration
from menkou.consultations import content
from menkou.consultations.asking.queries import beside_words
from menkou.consultations.carried import CHANNEL
from menkou.consultations.models import Claim, Handover, Meeting, Opinion, Referral, ReviewCopy
from menkou.consultations.models.meeting import AHEAD
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.models import Outgoing


def for_holder() -> dict[str, Any]:
    """By the name under which a page of its holder asks."""
    here = {"consultation_id": OuterRef("pk"), "district_id": OuterRef("district_id")}
    return {
        "names_sides": content.names_sides(),
        "was_carried": Exists(
            Outgoing.objects.filter(about=OuterRef("pk"), channel=CHANNEL, district_id=here["district_id"])
        ),
        "was_taken_in": Exists(Claim.objects.filter(**here)),
        "was_handed_over": Exists(Handover.objects.filter(**here)),
        **for_asker(),
    }


def for_asker() -> dict[str, Any]:
    """The part that its asker's page asks for as well."""
    here = {"consultation_id": OuterRef("pk"), "district_id": OuterRef("district_id")}
    return {
        **beside_words(),
        "has_meeting": Exists(Meeting.objects.filter(state__in=AHEAD, **here)),
        "has_referral": Exists(Referral.objects.filter(**here)),
        "has_opinion": Exists(Opinion.objects.filter(**here)),
        "has_copy": Exists(ReviewCopy.objects.filter(**here)),
    }


def may_wait_for(by: Actor) -> tuple[bool, bool]:
    """Whether an adviser may have been asked for an opinion, and may have to ask about a referral: in one question."""
    mine = Registration.objects.filter(pk__in=by.held(Role.ADVISER))
    same = {"district_id": OuterRef("district_id")}
    asked = Opinion.objects.filter(colleague_id=OuterRef("pk"), state=Opinion.State.OPEN, **same)
    silent = Referral.objects.filter(received_on=None, outcome="", ask_at__lte=clock.now(), **same)
    silent = silent.filter(consultation__holder=OuterRef("pk"))
    found = list(mine.annotate(asked=Exists(asked), silent=Exists(silent)).values_list("asked", "silent"))
    return any(one for one, _ in found), any(one for _, one in found)
