"""Postings as plain values, with what bounds them: hundreds are looked through at once, and none is changed."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from menkou.postings.models import Posting

COLUMNS = (
    *("registration", "village", "post", "valid_from", "valid_until"),
    *("registration__valid_from", "registration__valid_until", "contract__valid_until", "contract__ended_at"),
)


class Held(NamedTuple):
    """Who holds which post, from when until when; their days on the roster, and the end of the contract, if there is one."""

    who: UUID
    village: UUID
    post: str
    valid_from: date
    valid_until: date | None
    joined: date
    left: date | None
    contract_until: date | None = None
    contract_ended_at: datetime | None = None


def held(found: QuerySet[Posting]) -> list[Held]:
    """These, in one statement."""
    return list(map(Held._make, found.values_list(*COLUMNS)))
