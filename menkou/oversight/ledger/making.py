"""A long ledger as papers.Batch takes it: some villages at a time, each as it stands then; and a short one at once."""

from io import BytesIO
from typing import IO
from uuid import UUID

from menkou.accounts import queries as accounts
from menkou.core.actors import Actor, Role
from menkou.core.errors import Refused
from menkou.core.scope import within
from menkou.oversight.ledger import sheets
from menkou.oversight.ledger.choosing import chosen_from, title_of
from menkou.oversight.ledger.numbers import numbers_of
from menkou.papers.makers import CannotMake, Say, register
from menkou.papers.models import Batch
from menkou.places.models import District
from menkou.worklogs import actions, ledger
from menkou.worklogs.ledger import Chosen

MAKER = "ledger"
AT_A_TIME = 20  # villages between two looks at how far the batch is
ROLES = (Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE, Role.AUDITOR)


@register(MAKER, "工作日志台账", unit="个村", page="oversight:ledger", roles=ROLES)
def write(batch: Batch, file: IO[bytes], say: Say) -> None:
    """The rows by village and day. Raises CannotMake, Overtaken, OSError."""
    with within(batch.district_id):
        by, chosen = accounts.actor_for(batch.asked_by), chosen_from(batch.about)
        title, numbers, known = title_of(chosen), numbers_of(by, chosen), sheets.names()
    with sheets.opened(file) as book:
        made = sheets.Ledger(book, title)
        made.add_numbers(numbers)
        for start in range(0, batch.total, AT_A_TIME):
            say(start)
            with within(batch.district_id):
                made.add(_rows(by, chosen, batch.contracts[start : start + AT_A_TIME], known))
        made.close()
    with within(batch.district_id):
        district = District.objects.get(pk=batch.district_id)
        try:
            actions.take_out(by=by, district=district, rows=made.count)
        except Refused as problem:
            raise CannotMake(str(problem)) from problem


def at_once(by: Actor, chosen: Chosen) -> tuple[bytes, int]:
    """A short ledger as a file, and how many rows it has."""
    kept = BytesIO()
    with sheets.opened(kept, constant_memory=False) as book:
        made = sheets.Ledger(book, title_of(chosen))
        made.add_numbers(numbers_of(by, chosen))
        rows = ledger.listed(by, chosen).select_related(None).order_by("done_on", "id")
        made.add(sheets.rows_of(rows.values_list(*sheets.FIELDS), sheets.names()))
        made.close()
    return kept.getvalue(), made.count


def _rows(by: Actor, chosen: Chosen, villages: list[UUID], known: sheets.Names) -> list[sheets.Row]:
    rows = ledger.of_villages(ledger.listed(by, chosen), villages).values_list(*sheets.FIELDS)
    return list(sheets.rows_of(rows, known))
