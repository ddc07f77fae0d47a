"""Words between double braces become a contract's own."""

from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment


class Filling(SandboxedEnvironment):
    """Reads each text once: 440 contracts are one template filled in 440 times."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self._known: dict[str, Template] = {}

    def from_string(self, source: Any, *of: Any, **more: Any) -> Template:
        known = self._known.get(source)
        if known is None:
            known = self._known[source] = super().from_string(source, *of, **more)
        return known


@cache
def environment(*, autoescape: bool) -> Filling:
    """Fills templates in; a word that is not among the variables is a fault, not a gap."""
    return Filling(autoescape=autoescape, undefined=StrictUndefined)
