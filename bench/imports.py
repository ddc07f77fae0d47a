"""Importing 5,000 rows: reading and comparing them, applying them, and taking them back, on a database of its own.

    python -m bench.imports [VILLAGES]

prints {"rows", "preview_s", "apply_s", "undo_s"}. The preview is what the worker does from the file to the page's rows.
"""

import json
import os
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

VILLAGES = 4400
SLUG, CODE = "bench", "990001"


def rows(villages: int) -> dict[str, list[list[Any]]]:
    """A district's workbook: townships of a hundred villages, a demand for some of them."""
    towns = [[f"{CODE}{n:03}", f"第{n}镇", "0537-3400005", f"镇前街 {n} 号"] for n in range(100, 100 + villages // 100)]
    places = [[f"{town[0]}{200 + n:03}", f"{town[1]}第{n}村", town[1]] for town in towns for n in range(100)]
    demands = [[place[0], 1000, 20, 5] for place in places[: villages // 8]]
    return {
        "镇街": [["镇街代码", "镇街名称", "司法所电话", "司法所地址"], *towns],
        "村居": [["村居代码", "名称", "镇街"], *places],
        "村居需求与意愿": [["村（社区）", "人口", "上年咨询（件）", "离镇街驻地（公里）"], *demands],
    }


def prepared(folder: Path) -> tuple[Any, Any]:
    """An installation with an empty district, and its server."""
    os.environ |= {"MENKOU_HOME": str(folder), "MENKOU_MODE": "production"}
    from menkou.command import database, home, migrate

    place = home.settle()
    server = database.ensure(place)
    migrate.bring_up_to_date(place)
    database.set_up_django()
    from menkou.command import founding  # which needs Django

    founding.found(SLUG, "量测区", CODE)
    from menkou.places.queries import district_called

    return district_called(SLUG), server


def measured(district: Any, raw: bytes) -> dict[str, float]:
    """Seconds of each step."""
    from menkou.core.actors import INSTALLER
    from menkou.core.scope import within
    from menkou.imports import actions, jobs
    from menkou.imports.undoing.actions import undo

    with within(district.pk):
        dropped = actions.drop(by=INSTALLER, district=district, name="量测.xlsx", file=BytesIO(raw), size=len(raw))
    work = {"district_id": district.pk, "import_id": str(dropped.pk)}
    found = {}
    began = time.monotonic()
    jobs.work.func(**work)
    found["preview_s"] = time.monotonic() - began
    with within(district.pk):
        dropped.refresh_from_db()
        actions.order(by=INSTALLER, dropped=dropped)
    began = time.monotonic()
    jobs.work.func(**work)
    found["apply_s"] = time.monotonic() - began
    with within(district.pk):
        dropped.refresh_from_db()
    if dropped.state != "applied":
        raise SystemExit(f"not applied: {dropped.state} {dropped.problem} {dropped.counts}")
    began = time.monotonic()
    with within(district.pk):
        undo(by=INSTALLER, dropped=dropped)
    found["undo_s"] = time.monotonic() - began
    return {"rows": sum(dropped.counts.values()), **{name: round(took, 2) for name, took in found.items()}}


def main() -> None:
    """Print one."""
    villages = int(sys.argv[1]) if len(sys.argv) > 1 else VILLAGES
    with tempfile.TemporaryDirectory() as folder:
        district, server = prepared(Path(folder))
        from menkou.imports.tests.samples import book

        try:
            sys.stdout.write(json.dumps(measured(district, book(rows(villages)))) + "\n")
        finally:
            server.stop()
            server.remove()


if __name__ == "__main__":
    main()
