"""The district's numbers and posts, for programs of those who oversee. Facts only; no content, no identity."""

from datetime import date
from typing import Annotated

from ninja import Query, Router
from pydantic import AfterValidator, BaseModel, WithJsonSchema

from menkou.accounts.api import Token
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Refused
from menkou.core.shapes import Page, Text, Window, page, refusal
from menkou.oversight import numbers, policies, queries, serving
from menkou.oversight.reporting.answers import Said, answers
from menkou.places.api import VillageOut, village_out
from menkou.postings.models import Posting
from menkou.worklogs.rules.periods import Period

router = Router(tags=["oversight"], auth=Token(*Role))


def _month(said: str) -> str:
    try:
        date.fromisoformat(f"{said}-01")
    except ValueError:
        raise refusal("请写成年-月，比如 2026-03。") from None
    if not "2000" <= said[:4] <= "2999":
        raise refusal("请写 2000 年以后的月份。")
    return said


MonthWord = Annotated[
    str, AfterValidator(_month), WithJsonSchema({"type": "string", "pattern": r"^2\d{3}-(0[1-9]|1[0-2])$"})
]


class NumbersOut(BaseModel):
    """A month of what the asker oversees; what waits is counted now. Null: not over yet, too few, or told otherwise."""

    month: str
    villages: int
    villages_served: int
    consultations_asked: int | None
    median_hours_to_first_answer: float | None
    ratings: int | None
    ratings_happy: int | None
    overdue_now: int
    worklogs_awaiting_review_now: int


class HolderOut(BaseModel):
    name: str
    title: str
    institution: str
    since: date


class PostsOut(BaseModel):
    village: VillageOut
    a: HolderOut | None
    b: HolderOut | None


class PostsWindow(Window):
    """Which villages: by name, sound, code or former name, by township."""

    q: Annotated[str, Text(30)] = ""
    township: Annotated[str, Text(9)] = ""


@router.get("numbers", response=NumbersOut, summary="The numbers of a month")
def month_numbers(request, month: MonthWord = ""):
    """This month's where none is named."""
    by = _overseer(request)
    asked = numbers.Month.of(date.fromisoformat(f"{month}-01") if month else clock.today())
    served, villages = serving.served(by, asked)
    told = answers(by, Period.of(asked.first, "month"))
    hours = told.get("hours")
    return NumbersOut(
        month=f"{asked.first:%Y-%m}",
        villages=villages,
        villages_served=served,
        consultations_asked=_whole(told["asked"]),
        median_hours_to_first_answer=hours if isinstance(hours, float) else None,
        ratings=_whole(told["rated"]),
        ratings_happy=_whole(told.get("happy")),
        overdue_now=numbers.overdue(by),
        worklogs_awaiting_review_now=numbers.awaiting_review(by),
    )


@router.get("posts", response=Page[PostsOut], summary="Villages with who holds their posts")
def posts(request, window: Query[PostsWindow]):
    """The villages that the asker oversees."""
    found = queries.villages(_overseer(request), wanted=window.q, township=window.township)
    part = page(found, window, lambda village: village)
    rows = [_posts_out(row) for row in queries.with_posts(part["items"])]
    return {**part, "items": rows}


def _whole(said: Said | None) -> int | None:
    """A number; None for words that stand for one."""
    return said if isinstance(said, int) else None


def _overseer(request):
    if not policies.oversee.allows(request.actor, request.district):
        raise Refused(policies.oversee.refusal)
    return request.actor


def _posts_out(row: queries.VillageRow) -> PostsOut:
    return PostsOut(village=village_out(row.village), a=_holder_out(row.a), b=_holder_out(row.b))


def _holder_out(posting: Posting | None) -> HolderOut | None:
    if posting is None:
        return None
    who = posting.registration
    name, title = who.adviser.name, who.adviser.title
    return HolderOut(name=name, title=title, institution=who.institution.name, since=posting.valid_from)
