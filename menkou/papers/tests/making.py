"""What the worker does, and what is in a made file."""

import io
import zipfile
from datetime import date

from docx import Document

from menkou.engagements.models import Contract
from menkou.papers import jobs, store
from menkou.papers.models import Batch

UNTIL = date(2099, 1, 1)


def contracts():
    return Contract.objects.order_by("village__code")


def make(batch: Batch) -> Batch:
    """What the worker does."""
    jobs.make.func(district_id=batch.district_id, batch_id=str(batch.pk))
    batch.refresh_from_db()
    return batch


def held(batch: Batch) -> zipfile.ZipFile:
    return zipfile.ZipFile(store.path_of(batch.file))


def text_of(made: bytes) -> str:
    paper = Document(io.BytesIO(made))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    head = [line.text for line in paper.sections[0].header.paragraphs]
    return "\n".join([*head, *(line.text for line in paper.paragraphs), *cells])
