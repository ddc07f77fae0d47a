"""A home for dropped files, workbooks as offices have them, and the worker's hand."""

from io import BytesIO
from typing import Any

import pytest

from menkou.imports import actions, jobs
from menkou.imports.models import Import
from menkou.imports.rules import reading
from menkou.imports.tests.samples import book


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.MENKOU_HOME = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """A process of its own costs a tenth of a second; test_reading has it."""
    monkeypatch.setattr(reading, "read_apart", lambda path, most=0: reading.read(path.read_bytes()))


def worked(dropped: Import) -> Import:
    """What the worker does."""
    jobs.work.func(district_id=dropped.district_id, import_id=str(dropped.pk))
    dropped.refresh_from_db()
    return dropped


@pytest.fixture
def drop(bureau, district):
    """Drop a workbook, and let the worker read it."""

    def drop(sheets: Any, name: str = "名单.xlsx") -> Import:
        raw = sheets if isinstance(sheets, bytes) else book(sheets)
        dropped = actions.drop(by=bureau, district=district, name=name, file=BytesIO(raw), size=len(raw))
        return worked(dropped)

    return drop


@pytest.fixture
def apply(bureau):
    """Press the button, and let the worker do it."""

    def apply(dropped: Import) -> Import:
        actions.order(by=bureau, dropped=dropped)
        return worked(dropped)

    return apply
