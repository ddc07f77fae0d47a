"""场景: where somebody came from, as a code or a link said it: a village's code, or a board's number.

Boards stand above chats, so that whoever knows their numbers is named in the settings.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils.module_loading import import_string

from menkou.places import queries as places
from menkou.places.models import Village

LONGEST = 64


def village_of(scene: str) -> Village | None:
    """The village that a scene names, or the one that it went into; None for any other scene. It opens nothing."""
    if not scene or len(scene) > LONGEST:
        return None
    of_board: Callable[[str], str | None] = import_string(settings.MENKOU_SCENES)
    code = scene if scene.isascii() and scene.isdecimal() else of_board(scene)
    if code is None:
        return None
    try:
        return places.village_with(code)
    except ObjectDoesNotExist:
        return None
