"""Villages, for everybody."""

from typing import Annotated

from ninja import Query, Router
from pydantic import BaseModel

from menkou.core.shapes import Page, Text, Window, page
from menkou.places import finding, queries
from menkou.places.models import Village

router = Router(tags=["villages"], auth=None)


class VillageOut(BaseModel):
    code: str
    name: str
    full_name: str
    kind: Village.Kind
    township_code: str
    township: str


class VillageWindow(Window):
    """Which villages: by a part of the name, its sound or initials, the code, a former name; by township."""

    q: Annotated[str, Text(30)] = ""
    township: Annotated[str, Text(9)] = ""


def village_out(village: Village) -> VillageOut:
    """A village as every reader of the API sees it."""
    return VillageOut(
        code=village.code,
        name=village.short_name,
        full_name=village.name,
        kind=Village.Kind(village.kind),
        township_code=village.township.code,
        township=village.township.name,
    )


@router.get("villages", response=Page[VillageOut], summary="Find villages")
def villages(request, window: Query[VillageWindow]):
    """Those that exist today, by code."""
    found = queries.villages()
    if window.q:
        found = found.filter(finding.called(window.q))
    if window.township:
        found = found.filter(township__code=window.township)
    return page(found, window, village_out)
