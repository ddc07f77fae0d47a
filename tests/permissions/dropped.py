"""Files that were dropped into the small district: one that waits to be looked at, one that was applied."""

from django.db.models import Model

from menkou.core.clock import now
from menkou.imports.models import Import, Line

SHEET = {
    "name": "镇街",
    "rows": 2,
    "kind": "townships",
    "kind_title": "镇街",
    "header": 1,
    "titles": ["镇街代码", "镇街名称"],
    "samples": ["999901009", "新镇"],
    "columns": {"0": "code", "1": "name"},
    "missing": [],
    "sure": True,
    "signature": "镇街代码|镇街名称",
}


def imports() -> dict[str, Model]:
    """By the names that the matrix uses."""
    facts = {"name": "名单.xlsx", "size": 1, "dropped_at": now()}
    ready = Import.objects.create(state="ready", sheets=[SHEET], counts={"new": 1}, digest="0" * 64, **facts)
    Line.objects.create(dropped=ready, number=0, sheet="镇街", row=2, kind="townships", status="new", title="新镇")
    ready.place = 0  # which of its sheets a door is about
    applied = Import.objects.create(state="applied", applied_at=now(), **facts)
    return {"import": ready, "applied_import": applied}
