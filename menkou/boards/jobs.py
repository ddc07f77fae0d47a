"""What nobody presses a button for: a day begins on which other things hold, and photos lose their board."""

from datetime import date

from menkou.boards import actions, pictures, printing  # noqa: F401  printing registers the maker of boards
from menkou.boards.models import Placing
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written
from menkou.places.models import District

_compared: dict[int, date] = {}  # by district; a worker that starts anew looks once more


@sweep
def compare_boards() -> None:
    """Once a day, right after midnight: a post, a rule or a word may have begun or ended; and as a safety net."""
    district, today = District.objects.get(pk=district_being_written()), clock.today()
    if _compared.get(district.pk) != today:
        actions.compare(by=CLOCK, district=district, why="到了约定的日子")
        _compared[district.pk] = today


@sweep
def forget_lost_photos() -> None:
    """Photos that were written for something that then failed."""
    pictures.STORE.sweep(lambda: set(Placing.objects.exclude(photo="").values_list("photo", flat=True)))
