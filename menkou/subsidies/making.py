"""The worker makes the list for the finance office, and its SHA-256 is kept with the batch."""

from hashlib import sha256
from typing import IO
from uuid import UUID

from menkou.accounts import queries as accounts
from menkou.core.errors import Conflict, Refused
from menkou.core.scope import within
from menkou.papers.makers import CannotMake, Say, register
from menkou.papers.models import Batch as Papers
from menkou.subsidies import actions, queries, sheets

MAKER = "subsidies"


@register(MAKER, "补贴清单", unit="家机构", page="subsidies:batches")
def write(batch: Papers, file: IO[bytes], say: Say) -> None:
    """The list of a batch that was checked. Raises CannotMake, Overtaken, OSError."""
    with within(batch.district_id):
        by = accounts.actor_for(batch.asked_by)
        found = queries.batch_for(by, UUID(batch.about["batch"]))
        told = sheets.told_of(found)
    say(0)
    made = sheets.excel(told)
    file.write(made)
    with within(batch.district_id):
        try:
            actions.hand_on(by=by, batch=found, digest=sha256(made).digest())
        except (Conflict, Refused) as problem:
            raise CannotMake(str(problem)) from problem
