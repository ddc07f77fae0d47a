"""Upward news. Something below changed; what must follow above stands in one table, config/reactions.py.

Reactions run in the same transaction: the change and all that follows from it happen together or not at all.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


class News:
    """One piece of news; a frozen dataclass that carries what has changed."""


Reactions = Mapping[type[News], Sequence[Callable[[News], None]]]


@cache
def reactions() -> Reactions:
    """The table of who listens to what."""
    return import_string(settings.MENKOU_REACTIONS)


def announce(news: News) -> None:
    """Tell those above. Raises KeyError for news without a row in the table."""
    for react in reactions()[type(news)]:
        react(news)
