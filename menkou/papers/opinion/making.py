"""An opinion as papers.Batch takes it: one Word file or one PDF, of what its reader may still read when it is made."""

from typing import IO

from menkou.accounts import queries as accounts
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from menkou.core.scope import within
from menkou.occasions.models import Occasion
from menkou.papers import typefaces
from menkou.papers.makers import CannotMake, Say, register
from menkou.papers.models import Batch
from menkou.papers.official.telling import Told, told
from menkou.papers.opinion import queries
from menkou.places.models import District

OPINION, REVIEW = "opinion", "review"
ROLES = (Role.VILLAGE_CADRE, Role.ADVISER, Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU)
KINDS = (Batch.Kind.DOCX, Batch.Kind.PDF)
GONE = "这件事您现在看不到了，没有做。"
NOT_SET = "排版没有做成。请再取一次；还不行，请让系统运维看一下，或先取 Word。"


def maker_for(occasion: Occasion) -> str:
    """By which name its paper is asked for."""
    return REVIEW if occasion.kind == Occasion.Kind.CONTRACT else OPINION


@register(REVIEW, queries.REVIEW, page="occasions:occasions", roles=ROLES)
@register(OPINION, queries.TITLE, page="occasions:occasions", roles=ROLES)
def write(batch: Batch, file: IO[bytes], say: Say) -> None:
    """One file. Raises CannotMake, Overtaken, NoFont, OSError."""
    is_pdf = batch.kind == Batch.Kind.PDF
    if is_pdf:
        typefaces.demand()
    with within(batch.district_id):
        said = _told(batch)
    say(0)
    file.write(_set(said) if is_pdf else _written(said))


def _told(batch: Batch) -> Told:
    """What the paper says now, to who asked for it."""
    by, district = accounts.actor_for(batch.asked_by), District.objects.get(pk=batch.district_id)
    try:
        return told(queries.paper_of(by, queries.readable(by, batch.contracts[0]), district))
    except (Conflict, Refused) as problem:
        raise CannotMake(str(problem)) from problem
    except Occasion.DoesNotExist as problem:
        raise CannotMake(GONE) from problem


def _set(said: Told) -> bytes:
    from menkou.papers.official.pdf import NotSet, pdf

    try:
        return pdf(said)
    except NotSet as problem:
        raise CannotMake(NOT_SET) from problem


def _written(said: Told) -> bytes:
    from menkou.papers.official.word import docx  # what Word takes to load is loaded by the worker alone

    return docx(said)
