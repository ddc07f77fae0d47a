"""The judicial office's inbox, for programs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel

from menkou.accounts.api import IdempotencyKey, Token, once
from menkou.core.actors import Role
from menkou.core.replies import Receipt
from menkou.core.shapes import Body, Moment, Page, Text, Window, page
from menkou.places.api import VillageOut, village_out
from menkou.worklogs import actions, queries
from menkou.worklogs.models import Entry, Outcome

router = Router(tags=["worklogs"])


class EntryOut(BaseModel):
    id: UUID
    village: VillageOut
    adviser: str
    institution: str
    kind: Entry.Kind
    kind_name: str
    done_on: date
    minutes: int
    people: int | None
    items: int | None
    summary: str


class Reviewed(Receipt):
    """What became of an entry."""

    id: UUID
    outcome: Outcome
    reviewed_at: Moment


class NoteIn(Body):
    note: Annotated[
        str, Text(200, empty="请写退回原因，顾问才知道怎么改。", too_long="退回原因最多 200 字，请写短些。")
    ]


@router.get(
    "worklogs/awaiting",
    auth=Token(Role.JUDICIAL_OFFICE),
    response=Page[EntryOut],
    summary="Entries that wait for my judicial office",
)
def awaiting(request, window: Query[Window]):
    """The oldest first."""
    return page(queries.awaiting_review(request.actor), window, _entry_out)


@router.post("worklogs/{uuid:pk}/verify", response=Reviewed, summary="Verify an entry")
def verify(request, pk: UUID, key: IdempotencyKey = None):
    """核实."""

    def do() -> Reviewed:
        entry = queries.entry_for(request.actor, pk)
        return Reviewed.model_validate(actions.verify(by=request.actor, entry=entry))

    return once(request, key, do)


@router.post("worklogs/{uuid:pk}/send-back", response=Reviewed, summary="Send an entry back")
def send_back(request, pk: UUID, body: NoteIn, key: IdempotencyKey = None):
    """退回: the adviser is told why, and files a new entry."""

    def do() -> Reviewed:
        entry = queries.entry_for(request.actor, pk)
        return Reviewed.model_validate(actions.send_back(by=request.actor, entry=entry, note=body.note))

    return once(request, key, do, body=body)


def _entry_out(entry: Entry) -> EntryOut:
    return EntryOut(
        id=entry.pk,
        village=village_out(entry.village),
        adviser=entry.author.adviser.name,
        institution=entry.author.institution.name,
        kind=Entry.Kind(entry.kind),
        kind_name=entry.get_kind_display(),
        done_on=entry.done_on,
        minutes=entry.minutes,
        people=entry.people,
        items=entry.items,
        summary=entry.summary,
    )
