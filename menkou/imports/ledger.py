"""The ledger of an import: every row of every table that it touches, as it was before and as it is after."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model

from menkou.core import clock
from menkou.core.actors import Actor
from menkou.imports.freezing import Frozen, frozen
from menkou.imports.models import Change, Import
from menkou.places.models import District
from menkou.postings.models import Posting

Entry = tuple[type[Model], UUID, str, Frozen | None]


class Ledger:
    """What was touched, in order: the model, the row, whom it is about, and what it was before."""

    def __init__(
        self, by: Actor, district: District, name: str, change: Callable[..., None], put: Callable[..., None]
    ) -> None:
        self.change, self.put = change, put  # only actions write
        self.by, self.district, self.source = by, district, f"导入：{name}"[:200]
        self.entries: list[Entry] = []
        self.going: dict[UUID, Frozen] | None = None  # posts as they stood before contracts were signed
        self.today = clock.today()

    def add(self, rows: Iterable[Model], titles: Iterable[str]) -> None:
        """Rows that an action has just put there."""
        self.entries += [(type(row), row.pk, title, None) for row, title in zip(rows, titles, strict=True)]

    def hold(self, row: Model, title: str) -> None:
        """A row as it is, before it is changed."""
        self.entries.append((type(row), row.pk, title, frozen(row)))

    def closed(self, dropped: Import) -> list[Change]:
        """The ledger as rows, with what each row is now."""
        going = (self.going or {}).items()
        posts: list[Entry] = [(Posting, pk, "派驻", was) for pk, was in going]
        now: dict[tuple[type[Model], UUID], Frozen] = {}
        for model in {entry[0] for entry in [*self.entries, *posts]}:
            keys = [entry[1] for entry in [*self.entries, *posts] if entry[0] is model]
            found: Any = model
            now |= {(model, row.pk): frozen(row) for row in found.objects.filter(pk__in=keys)}
        moved = [one for one in posts if now.get((Posting, one[1])) != one[3]]
        first: dict[tuple[type[Model], UUID], tuple[str, Frozen | None]] = {}
        for model, pk, title, was in self._beside_others(moved):
            first.setdefault((model, pk), (title, was))
        return [
            Change(
                dropped=dropped,
                number=number,
                table=model._meta.label,
                key=pk,
                title=title[:200],
                before=was,
                after=now.get((model, pk)),
            )
            for number, ((model, pk), (title, was)) in enumerate(first.items())
        ]

    def _beside_others(self, moved: list[Entry]) -> list[Entry]:
        """Posts that were changed beside those that were put there: taken back together, or one is in the other's way."""
        added = {entry[1] for entry in self.entries if entry[0] is Posting}
        at = next((at for at, entry in enumerate(self.entries) if entry[0] is Posting), len(self.entries))
        return [*self.entries[:at], *(one for one in moved if one[1] not in added), *self.entries[at:]]
