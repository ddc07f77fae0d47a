"""Many logs as papers.Batch takes them: one PDF, each adviser from a page of their own."""

from typing import IO

from menkou.accounts import queries as accounts
from menkou.core.errors import Refused
from menkou.core.scope import within
from menkou.oversight.ledger.choosing import chosen_from
from menkou.oversight.ledger.making import ROLES
from menkou.oversight.logbook import paper, queries
from menkou.papers import typefaces
from menkou.papers.makers import NOT_SET, CannotMake, Say, register
from menkou.papers.models import Batch
from menkou.places.models import District
from menkou.worklogs import actions

MAKER = "logbook"
AT_A_TIME = 20  # advisers between two looks at how far the batch is


@register(MAKER, "工作日志", unit="人", page="oversight:ledger", roles=ROLES)
def write(batch: Batch, file: IO[bytes], say: Say) -> None:
    """One PDF. Raises CannotMake, Overtaken, NoFont, OSError."""
    typefaces.demand()
    books: list[queries.Book] = []
    for start in range(0, batch.total, AT_A_TIME):
        say(start)
        with within(batch.district_id):
            by, period = accounts.actor_for(batch.asked_by), chosen_from(batch.about).period
            books += queries.books(by, batch.contracts[start : start + AT_A_TIME], period)
    say(batch.total)
    with within(batch.district_id):
        district = District.objects.get(pk=batch.district_id)
        words = paper.told(books, reader=batch.asked_by.name, is_demo=district.is_demo)
        try:
            actions.take_out(by=by, district=district, rows=sum(one.entries for one in books))
        except Refused as problem:
            raise CannotMake(str(problem)) from problem
    try:
        file.write(paper.pdf(words))
    except paper.NotSet as error:
        raise CannotMake(NOT_SET) from error
