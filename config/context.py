"""What every page may use: the demo band, the size of words, who is signed in, and the menu of what they may do."""

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from config import pulse
from menkou.accounts.phones import phone_of
from menkou.core.actors import Actor, Role
from menkou.oversight.menu import menu_for
from menkou.places import queries as places
from menkou.setup import queries as setup

SIZES = ("standard", "large", "largest")
TEXT = "menkou_text"


def everywhere(request) -> dict:
    district = getattr(request, "district", None)
    size = request.COOKIES.get(TEXT, "")
    actor: Actor | None = getattr(request, "actor", None)
    user = request.user if actor and actor.user_id else None
    return {
        "district": district,
        "demo": bool(district and district.is_demo),
        "text_size": size if size in SIZES else "standard",
        "user": user,
        "actor": actor,
        "place": SimpleLazyObject(lambda: place_of(actor, district)),
        "phone": SimpleLazyObject(lambda: phone_of(actor) if actor and actor.has_role(Role.ADVISER) else None)
        if user
        else None,
        "pulse": pulse.last(),
        "watches": bool(actor and actor.has_role(Role.JUSTICE_BUREAU, Role.OPERATOR)),
        "menu": SimpleLazyObject(lambda: menu_for(actor, request.path) if actor else []),
    }


def place_of(actor: Actor | None, district) -> str:
    """Whose desk this is: the bureau's, a township's office, or just the district."""
    if actor is None or district is None:
        return ""
    if actor.has_role(Role.JUSTICE_BUREAU):
        return f"{district}司法局"
    offices = places.offices_of(actor.held(Role.JUDICIAL_OFFICE))
    return "、".join(str(one) for one in offices) or str(district)


def home_of(actor: Actor) -> str:
    """Where a person starts after signing in; the bureau at 开办 until somebody has asked, an operator while it is empty."""
    opens = actor.has_role(Role.JUSTICE_BUREAU) and not setup.was_asked()
    if opens or actor.has_role(Role.OPERATOR) and setup.is_empty():
        return reverse("setup:steps")
    return reverse("consultations:today") if actor.has_role(Role.ADVISER) else reverse("oversight:desk")
