"""法律顾问 and 执业机构 as lists."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from menkou.advisers.models import Registration
from menkou.advisers.pinyin import ByPinyin
from menkou.advisers.queries import roster
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.oversight import queries
from menkou.oversight.grid.links import link_to_id
from menkou.oversight.houses import queries as houses
from menkou.oversight.lists.listing import Cell, Column, Filter, Link, Listing, Row
from menkou.oversight.lists.of_places import OFFICERS
from menkou.oversight.lists.rules import Chosen
from menkou.postings import queries as postings
from menkou.postings.served import days_served

PAGES_OF_A_PERSON = ("postings:absences", "departures:person", "boards:portrait", "setup:adviser")


def _advisers(by: Actor, chosen: Chosen) -> QuerySet[Registration]:
    return queries.advisers(by, wanted=chosen.get("q")).select_related("adviser", "institution")


def _rows_of_advisers(by: Actor, people: list[Registration]) -> list[Row]:
    ids, today = [one.pk for one in people], clock.today()
    away, served = postings.away_until(ids), days_served(ids, today.replace(day=1), today + timedelta(days=1))
    pages = {page: link_to_id(page) for page in PAGES_OF_A_PERSON}
    return [
        Row(
            {
                "name": Cell(one.adviser.name),
                "title": Cell(one.adviser.title),
                "institution": Cell(one.institution.name),
                "phone": Cell(one.phone, f"tel:{one.phone}"),
                "away": _away(away.get(one.pk)),
                "a_posts": Cell(one.a_posts),  # type: ignore[attr-defined]
                "b_posts": Cell(one.b_posts),  # type: ignore[attr-defined]
                "served": Cell(_served(served[one.pk])),
            },
            _links(by, one, pages),
        )
        for one in people
    ]


def _away(until) -> Cell:
    return (
        Cell(f"不在，{clock.in_words(until.astimezone(clock.SHANGHAI).date())}回来", state="due")
        if until
        else Cell("在岗")
    )


def _served(days) -> str:
    return f"A岗 {days.a}，B岗 {days.b}" + (f"，替班 {days.stood_in}" if days.stood_in else "")


def _links(by: Actor, one: Registration, pages: Mapping[str, Callable[[UUID], str]]) -> list[Link]:
    if not postings.answers_for(by, one):
        return []
    name = one.adviser.name
    found = [Link("登记请假", pages["postings:absences"](one.pk), f"{name}的请假")]
    if by.has_role(Role.JUSTICE_BUREAU, Role.INSTITUTION_DIRECTOR):
        found.append(Link("登记离任", pages["departures:person"](one.pk), f"{name}离任"))
    found.append(Link("照片", pages["boards:portrait"](one.pk), f"{name}的照片"))
    if by.has_role(Role.JUSTICE_BUREAU):
        found.append(Link("改电话", pages["setup:adviser"](one.pk), f"改{name}的电话"))
    return found


def _more(by: Actor) -> list[Link]:
    found = []
    if by.has_role(*houses.READERS):
        word = "机构的要求还差多少"
        found += [Link(word, reverse("oversight:institutions"), word)]
        found += [Link("机构一览", reverse("oversight:list", args=["institutions"]), "机构一览")]
    if by.has_role(Role.JUSTICE_BUREAU):
        found.append(Link("执业机构", reverse("setup:institutions"), "执业机构"))
    return found


def _institutions(by: Actor, chosen: Chosen) -> list[dict]:
    """With how many people and posts each has today; so few that they are counted in one go."""
    people = dict(roster().order_by().values_list("institution").annotate(count=Count("pk")))
    held = postings.running().order_by().values_list("registration__institution", "post").annotate(count=Count("pk"))
    posts = {(house, post): count for house, post, count in held}
    found = queries.finding_people.institutions(houses.institutions_for(by), chosen.get("q"))
    return [
        {
            "pk": one.pk,
            "name": one.name,
            "kind": one.get_kind_display(),
            "phone": one.phone,
            "address": one.address,
            "people": people.get(one.pk, 0),
            "a_posts": posts.get((one.pk, "A"), 0),
            "b_posts": posts.get((one.pk, "B"), 0),
        }
        for one in found
    ]


def _rows_of_institutions(by: Actor, found: list[dict]) -> list[Row]:
    def cells(one: dict) -> dict[str, Cell]:
        urls = {"name": reverse("oversight:institution", args=[one["pk"]]), "phone": f"tel:{one['phone']}"}
        return {key: Cell(value, urls.get(key, "")) for key, value in one.items() if key != "pk"}

    return [Row(cells(one)) for one in found]


ADVISERS = Listing(
    name="advisers",
    title="法律顾问",
    unit="位",
    roles=OFFICERS,
    columns=(
        Column("name", "姓名", order=ByPinyin("adviser__name")),
        Column("title", "类别"),
        Column("institution", "机构", order=ByPinyin("institution__name")),
        Column("phone", "电话"),
        Column("away", "在不在"),
        Column("a_posts", "A岗", is_number=True, order="a_posts"),
        Column("b_posts", "B岗", is_number=True, order="b_posts"),
        Column("served", "本月服务（村·天）"),
    ),
    filters=(Filter("q", "姓名、机构、拼音或电话后四位"),),
    find=_advisers,
    rows=_rows_of_advisers,
    sums={"a_posts": Sum("a_posts"), "b_posts": Sum("b_posts")},
    nothing=lambda by, chosen: ("没有符合的顾问", "换个姓名或机构名再看。"),
    more=_more,
)
INSTITUTIONS = Listing(
    name="institutions",
    title="机构一览",
    unit="家",
    roles=houses.READERS,
    columns=(
        Column("name", "机构"),
        Column("kind", "类别", order=True),
        Column("phone", "电话"),
        Column("address", "办公地址", is_usual=False),
        Column("people", "顾问人数", is_number=True, order=True),
        Column("a_posts", "A岗", is_number=True, order=True),
        Column("b_posts", "B岗", is_number=True, order=True),
    ),
    filters=(Filter("q", "机构名或拼音"),),
    find=_institutions,
    rows=_rows_of_institutions,
    sums=dict.fromkeys(("people", "a_posts", "b_posts"), True),
)
