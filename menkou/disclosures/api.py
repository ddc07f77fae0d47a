"""A village and its six disclosures for programs: the very words of its page."""

from datetime import datetime

from django.urls import reverse
from ninja import Router
from pydantic import BaseModel

from menkou.advisers.models import Registration
from menkou.boards.rules.masking import masked
from menkou.consultations.api.shapes import AdviserOut
from menkou.core.errors import NOT_FOUND, Absent
from menkou.core.shapes import Moment
from menkou.disclosures import queries
from menkou.places import queries as places
from menkou.places.api import VillageOut, village_out
from menkou.postings import queries as postings
from menkou.postings.models import Post, Posting

router = Router(tags=["residents"], auth=None)
HOTLINE = "12345"


class OnDutyOut(AdviserOut):
    """Who takes a question that is asked now."""

    phone: str


class PostHolderOut(AdviserOut):
    """An adviser as the board of the village names them; back_at is empty where the post ends before the leave.

    The licence number is written as the district says: whole, with stars, or its last four.
    """

    post: Post
    licence_no: str
    phone: str
    is_away: bool
    back_at: Moment | None


class OfficeOut(BaseModel):
    name: str
    address: str
    phone: str


class SupervisionOut(BaseModel):
    judicial_office: OfficeOut | None
    bureau: str
    hotline: str


class DisclosedOut(VillageOut):
    """A village with the six disclosures (六公开); on_duty is empty where a question would be refused."""

    on_duty: OnDutyOut | None
    advisers: list[PostHolderOut]
    institutions: list[str]
    institution_offices: list[OfficeOut]
    service_page: str
    services: list[str]
    supervision: SupervisionOut


@router.get("villages/{code}", response=DisclosedOut, summary="A village and the six disclosures")
def village(request, code: str):
    """Who advises the village, where they work, what they do, and who supervises."""
    if not (code.isascii() and code.isdigit()):
        raise Absent(NOT_FOUND)
    found = places.village_with(code)
    board, said = postings.board_of(found), queries.said_of(found.pk)
    institutions = {one.registration.institution_id: one.registration.institution for one in board.posts}.values()
    back = dict(board.missing)
    office = places.office_of(found.township)
    return DisclosedOut(
        **village_out(found).model_dump(),
        on_duty=OnDutyOut(**_adviser(board.on_duty), phone=board.on_duty.phone) if board.on_duty else None,
        advisers=[_held(one, said.licence_mask, back) for one in board.posts],
        institutions=[one.name for one in institutions],
        institution_offices=[_office(one) for one in institutions],
        service_page=request.build_absolute_uri(reverse("village", args=[found.code])),
        services=list(said.content),
        supervision=SupervisionOut(
            judicial_office=_office(office) if office else None,
            bureau=f"{request.district.name}司法局",
            hotline=HOTLINE,
        ),
    )


def _adviser(one: Registration) -> dict[str, str]:
    return {"name": one.adviser.name, "title": one.adviser.title, "institution": one.institution.name}


def _held(posting: Posting, mask: str, back: dict[Registration, datetime | None]) -> PostHolderOut:
    one = posting.registration
    return PostHolderOut(
        name=one.adviser.name,
        title=one.adviser.title,
        institution=one.institution.name,
        licence_no=masked(one.adviser.licence_no, mask),
        phone=one.phone,
        post=Post(posting.post),
        is_away=one in back,
        back_at=back.get(one),
    )


def _office(one) -> OfficeOut:
    return OfficeOut(name=one.name, address=one.address, phone=one.phone)
