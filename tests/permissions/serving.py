"""What comes of serving a village: its own affairs, duty slots, money, what follows from how it went."""

from datetime import date

from django.db.models import Model

from menkou.accounts.models import Membership
from menkou.core.actors import Actor, Role
from menkou.feedback import actions as feedback
from menkou.places.models import Village
from tests.cast import LONG_AGO
from tests.permissions.assessed import assessed, of_ones_own
from tests.permissions.called import called
from tests.permissions.consequential import consequential
from tests.permissions.happening import happening
from tests.permissions.subsidised import subsidised
from tests.permissions.surveyed import surveyed
from tests.permissions.turns import in_turn

SUGGESTED = {"suggestion": "adviser_a", "bureaus_suggestion": "bureau", "answered_suggestion": "adviser_a"}


def serving(
    actors: dict[str, Actor], things: dict[str, Model], village: Village, chen: Model, lin: Model, wu: Model
) -> dict[str, Model]:
    """All of it, of one village and its two advisers, and one of the next village."""
    both = {"user_id": actors["office_and_adviser"].user_id, "role": Role.ADVISER, "registration": chen}
    Membership.objects.create(
        valid_from=date(2019, 1, 1), valid_until=LONG_AGO, **both
    )  # on record: it was theirs once
    found = happening(village, chen, actors["adviser_a"].user_id) | subsidised(actors, village, chen)
    found |= consequential(chen, *(actors[one].user_id for one in ("bureau", "newcomer")))
    found |= assessed(actors, village, chen, wu)
    found |= of_ones_own(found, actors, lin)
    found |= suggested(things["district"], actors)
    found |= called(actors, things["district"], village, chen)
    found |= surveyed(things["district"], village, actors["bureau"], actors["auditor"])
    return found | in_turn(village, chen, lin, things["gone_registration"], actors["office"].user_id)


def suggested(district: Model, actors: dict[str, Actor]) -> dict[str, Model]:
    """对系统的意见: one of an adviser's, one of the bureau's own, one that was answered."""
    facts = {"district": district, "kind": "asked", "page": "日志", "words": "提醒太多。"}
    made = {
        name: feedback.suggest(by=actors[who], form=f"{number:032x}", **facts)
        for number, (name, who) in enumerate(SUGGESTED.items(), 1)
    }
    made["answered_suggestion"] = feedback.answer(
        by=actors["bureau"], suggestion=made["answered_suggestion"], state="kept", words="这几次提醒法规要求。"
    )
    return made
