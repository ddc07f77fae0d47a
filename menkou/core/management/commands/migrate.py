"""Django's migrate, which builds a fresh database with less than half of the work.

While migrations run, Django keeps classes of all models as they were at each point, and makes every class anew that is
related to one that changed, however distantly; here, where each row belongs to a district, that is nearly all of them
for each index. A new model, an index or a constraint changes no other class, so only what it concerns is made anew.
What reaches the database is the same to the letter (tests/test_short_ways.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ModelState, ProjectState


class Command(migrate.Command):
    """As Django's own."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate with the short ways."""
        with short_ways():
            super().handle(*args, **options)


def add_model(state: ProjectState, model_state: ModelState) -> None:
    """Make the class of a new model, and leave the others."""
    key = model_state.app_label, model_state.name_lower
    state.models[key] = model_state
    if state.__dict__["_relations"] is not None:  # no property of it: that would work them out
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:  # as Django asks it: to ask for the property would make all classes
        state.apps.render_multiple([model_state])


def append_option(state: ProjectState, app: str, model: str, option: str, one: Any) -> None:
    """Put an index or a constraint on a model."""
    _keep(state, app, model, option, [*state.models[app, model].options[option], one])


def remove_option(state: ProjectState, app: str, model: str, option: str, name: str) -> None:
    """Take the index or the constraint of this name off a model."""
    _keep(state, app, model, option, [one for one in state.models[app, model].options[option] if one.name != name])


def _keep(state: ProjectState, app: str, model: str, option: str, kept: list) -> None:
    state.models[app, model].options[option] = kept
    if "apps" in state.__dict__:
        setattr(state.apps.get_model(app, model)._meta, option, list(kept))


WAYS = {"add_model": add_model, "_append_option": append_option, "_remove_option": remove_option}


@contextmanager
def short_ways() -> Iterator[None]:
    """Within it a changed model is told to no class but its own."""
    long_ways = {name: getattr(ProjectState, name) for name in WAYS}
    try:
        for name, way in WAYS.items():
            setattr(ProjectState, name, way)
        yield
    finally:
        for name, way in long_ways.items():
            setattr(ProjectState, name, way)
