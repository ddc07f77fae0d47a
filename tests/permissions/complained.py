"""投诉 in every state that a door tells apart, on matters of their own, about the adviser on the A post."""

from django.db.models import Model

from menkou.complaints import actions
from menkou.complaints.models import Complaint
from menkou.core.actors import Actor
from menkou.places.models import Village
from tests.permissions.asked import ask


def complained(asker: Actor, village: Village, about, office: Actor) -> dict[str, Model]:
    """One that waits for the office, one that it accepted, one that it answered, and one of the bureau's."""
    facts = {"kind": "silent", "about": about, "text": "一直没人回。"}

    def raised(letter: str, **more) -> Complaint:
        matter = ask(asker, village, letter)
        return actions.complain(by=asker, consultation=matter, form=letter * 32, **facts, **more)

    accepted, answered, stated = (actions.accept(by=office, complaint=raised(letter)) for letter in ("2a", "2b", "2c"))
    own, house = actions.ask_statement(
        by=office, complaint=stated, sides=["adviser", "institution"], summary="请说明。"
    )
    words = {"outcome": "true", "text": "查实了。", "form": "2f" * 16}
    return {
        "complaint": raised("2d"),
        "accepted_complaint": accepted,
        "answered_complaint": actions.answer(by=office, complaint=answered, **words),
        "bureau_complaint": raised("2e", to_bureau=True),
        "statement": own,
        "house_statement": house,
    }
