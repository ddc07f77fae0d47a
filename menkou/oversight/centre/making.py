"""Official papers as papers.Batch takes them: one Word, PDF or Excel file of what its reader may still read when it is made."""

import hashlib
from typing import IO

from django.core.exceptions import ObjectDoesNotExist

from menkou.accounts import queries as accounts
from menkou.core.actors import CLOCK
from menkou.core.errors import Problem
from menkou.core.scope import within
from menkou.oversight.centre.kinds import KINDS, Kind
from menkou.papers import actions
from menkou.papers.files import as_file, demand_typefaces
from menkou.papers.makers import CannotMake, Say, Write, register
from menkou.papers.models import Batch
from menkou.papers.official.paper import Paper
from menkou.places.models import District

FORMS = (Batch.Kind.DOCX, Batch.Kind.PDF, Batch.Kind.EXCEL)
GONE = "这件文书您现在看不到了，没有做。"


def _maker(kind: Kind) -> Write:
    def write(batch: Batch, file: IO[bytes], say: Say) -> None:
        """One file, and a line that it was made. Raises CannotMake, Overtaken, NoFont, OSError."""
        demand_typefaces(batch.kind)
        with within(batch.district_id):
            paper = _paper(kind, batch)
        say(0)
        made = as_file(paper, batch.kind)
        file.write(made)
        with within(batch.district_id):
            actions.keep_draft(by=CLOCK, batch=batch, title=paper.title, digest=hashlib.sha256(made).digest())

    return write


for _key, _kind in KINDS.items():
    register(_key, _kind.title, page="oversight:documents", roles=_kind.makers)(_maker(_kind))


def _paper(kind: Kind, batch: Batch) -> Paper:
    """What it says now, to who asked for it."""
    by, district = accounts.actor_for(batch.asked_by), District.objects.get(pk=batch.district_id)
    if not by.has_role(*kind.makers):
        raise CannotMake(GONE)
    try:
        return kind.write(by, batch.about, district)
    except Problem as problem:
        raise CannotMake(str(problem)) from problem
    except ObjectDoesNotExist as problem:
        raise CannotMake(GONE) from problem
