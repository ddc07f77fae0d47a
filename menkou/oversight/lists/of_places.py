"""村（社区） and 聘用合同 as lists."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.urls import reverse

from menkou.advisers.pinyin import ByPinyin
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.engagements import queries as engagements
from menkou.engagements.models import Contract
from menkou.oversight import numbers, queries, serving
from menkou.oversight.grid.links import link_to_code
from menkou.oversight.lists.listing import Cell, Column, Filter, Link, Listing, Row
from menkou.oversight.lists.rules import Chosen
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings import queries as postings
from menkou.postings.models import Posting

OFFICERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR)
EMPTY_POSTS = (("A", "A岗空缺"), ("B", "B岗空缺"))
SERVED = (("no", "本月还没有服务"), ("yes", "本月有服务"))


def townships(by: Actor) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in places.townships()]


def _villages(by: Actor, chosen: Chosen) -> QuerySet[Village]:
    found = queries.villages(by, wanted=chosen.get("q"), township=chosen.get("township"))
    if post := chosen.get("empty"):
        found = found.exclude(pk__in=postings.running().filter(post=post).order_by().values("village"))
    if served := chosen.get("served"):
        done = serving.villages_served(numbers.Month.of(clock.today()))
        found = found.filter(pk__in=done) if served == "yes" else found.exclude(pk__in=done)
    return found


def _rows_of_villages(by: Actor, villages: list[Village]) -> list[Row]:
    last = serving.last_done(by, [one.pk for one in villages])
    pages = [link_to_code(page) for page in ("village", "oversight:dossier", "oversight:why")]
    return [_row_of_village(by, one, last.get(one.village.pk), pages) for one in queries.with_posts(villages)]


def _row_of_village(by: Actor, row: queries.VillageRow, last, pages: list[Callable[[str], str]]) -> Row:
    village, name = row.village, row.village.short_name
    own, dossier, why = (page(village.code) for page in pages)
    cells = {
        "name": Cell(name, own),
        "township": Cell(str(village.township)),
        "kind": Cell(village.get_kind_display()),
        "code": Cell(village.code),
        "a": _holder(row.a),
        "b": _holder(row.b),
        "last": Cell(clock.in_words(last) if last else "—"),
    }
    links = [Link("看档案", dossier, f"档案：{name}")]
    if queries.is_explained(by, village):
        links.append(Link("为什么是他们", why, f"为什么是他们：{name}"))
    return Row(cells, links)


def _holder(held: Posting | None) -> Cell:
    if held is None:
        return Cell("空缺", state="overdue")
    return Cell(f"{held.registration.adviser.name}（{held.registration.institution.name}）")


def _contracts(by: Actor, chosen: Chosen) -> QuerySet[Contract]:
    wanted = {"wanted": chosen.get("q"), "township": chosen.get("township")}
    return engagements.listed(by, state=chosen.get("state"), **wanted)


def _rows_of_contracts(by: Actor, contracts: list[Contract]) -> list[Row]:
    today = clock.today()
    return [
        Row(
            {
                "village": Cell(one.village.short_name, reverse("engagements:contract", args=[one.pk])),
                "township": Cell(str(one.village.township)),
                "institution": Cell(one.institution.name),
                "first_party": Cell(one.get_first_party_display()),
                "stage": Cell(one.get_stage_display()),
                "from": Cell(f"{one.valid_from:%Y-%m-%d}"),
                "until": Cell(f"{one.valid_until:%Y-%m-%d}"),
                "left": Cell(max((one.valid_until - today).days, 0)),
            }
        )
        for one in contracts
    ]


VILLAGES = Listing(
    name="villages",
    title="村（社区）",
    unit="个村（社区）",
    roles=OFFICERS,
    columns=(
        Column("name", "村（社区）", order=ByPinyin("name")),
        Column("township", "镇街", order="township__code"),
        Column("kind", "类别", is_usual=False),
        Column("code", "代码", order="code", is_usual=False),
        Column("a", "A岗"),
        Column("b", "B岗"),
        Column("last", "最近服务"),
    ),
    filters=(
        Filter("q", "村名、拼音或代码"),
        Filter("township", "镇街", townships),
        Filter("empty", "空缺", lambda by: EMPTY_POSTS),
        Filter("served", "本月", lambda by: SERVED),
    ),
    find=_villages,
    rows=_rows_of_villages,
    nothing=lambda by, chosen: ("没有符合的村", "换个村名，或者去掉镇街再看。"),
)
CONTRACTS = Listing(
    name="contracts",
    title="聘用合同一览",
    unit="份",
    roles=OFFICERS,
    columns=(
        Column("village", "村（社区）", order=ByPinyin("village__name")),
        Column("township", "镇街", order="village__township__code"),
        Column("institution", "机构", order=ByPinyin("institution__name")),
        Column("first_party", "甲方", is_usual=False),
        Column("stage", "走到哪一步", order="stage"),
        Column("from", "起", order="valid_from"),
        Column("until", "止", order="valid_until"),
        Column("left", "还有几天", is_number=True, order="valid_until"),
    ),
    filters=(
        Filter("q", "村或机构"),
        Filter("township", "镇街", townships),
        Filter("state", "状态", lambda by: tuple(engagements.STATES.items())),
    ),
    find=_contracts,
    rows=_rows_of_contracts,
    more=lambda by: [Link("续签、送签、签订", reverse("engagements:contracts"), "续签、送签、签订")],
)
