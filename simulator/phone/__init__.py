"""The phone for people, at /."""

from ..exchanges import Handler

ROUTES: dict[tuple[str, str], Handler] = {}
