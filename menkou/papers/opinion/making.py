"""An opinion as papers.Batch takes it: one Word file or one PDF, of what its reader may still read when it is made."""

from typing import IO

from menkou.accounts import queries as accounts
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from menkou.core.scope import within
from menkou.occasions.models import Occasion
from menkou.papers.files import as_file, demand_typefaces
from menkou.papers.makers import CannotMake, Say, register
from menkou.papers.models import Batch
from menkou.papers.official.paper import Paper
from menkou.papers.opinion import queries
from menkou.places.models import District

OPINION, REVIEW = "opinion", "review"
ROLES = (Role.VILLAGE_CADRE, Role.ADVISER, Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU)
KINDS = (Batch.Kind.DOCX, Batch.Kind.PDF)
GONE = "这件事您现在看不到了，没有做。"


def maker_for(occasion: Occasion) -> str:
    """By which name its paper is asked for."""
    return REVIEW if occasion.kind == Occasion.Kind.CONTRACT else OPINION


@register(REVIEW, queries.REVIEW, page="occasions:occasions", roles=ROLES)
@register(OPINION, queries.TITLE, page="occasions:occasions", roles=ROLES)
def write(batch: Batch, file: IO[bytes], say: Say) -> None:
    """One file. Raises CannotMake, Overtaken, NoFont, OSError."""
    demand_typefaces(batch.kind)
    with within(batch.district_id):
        paper = _paper(batch)
    say(0)
    file.write(as_file(paper, batch.kind))


def _paper(batch: Batch) -> Paper:
    """What it says now, to who asked for it."""
    by, district = accounts.actor_for(batch.asked_by), District.objects.get(pk=batch.district_id)
    try:
        return queries.paper_of(by, queries.readable(by, batch.contracts[0]), district)
    except (Conflict, Refused) as problem:
        raise CannotMake(str(problem)) from problem
    except Occasion.DoesNotExist as problem:
        raise CannotMake(GONE) from problem
