"""The workbench and its lists."""

from datetime import timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.assessments import progress as assessments
from menkou.assessments.following import queries as consequences
from menkou.broadcasts.cases import queries as cases
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Refused
from menkou.departures import queries as departures
from menkou.oversight import numbers, policies, queries
from menkou.oversight.houses import queries as houses
from menkou.places import queries as places
from menkou.postings import queries as postings
from menkou.postings.served import days_served
from menkou.rotas import queries as rotas

A_PAGE, MOST_TO_CALL = 50, 20
TIMELY = {
    "done": "按时答复",
    "late": "答复晚了",
    "planned": "还没到时限",
    "overdue": "超时没回",
    "withdrawn": "居民不问了",
}
LEGEND = [{"state": state, "word": word} for state, word in queries.GRID_WORDS.items()]


def _overseer(request):
    """Who looks at overviews; other staff are told that they may not."""
    if not policies.oversee.allows(request.actor, request.district):
        raise Refused(policies.oversee.refusal)
    return request.actor


@require_safe
def desk(request):
    """D1 工作台; a cadre, an operator and whoever is signed out are shown where to go."""
    by = request.actor
    if not by.user_id:
        return redirect("account_login")
    if not policies.oversee.allows(by, request.district):
        if by.has_role(Role.ADVISER):
            return redirect("consultations:today")
        mine = places.villages().filter(pk__in=by.held(Role.VILLAGE_CADRE))
        return render(request, "oversight/welcome.html", {"villages": mine})
    month = numbers.Month.of(clock.today())
    grid = queries.village_grid(by, month)
    cells = [cell for town in grid for cell in town["cells"]]
    for cell in cells:
        cell["url"] = reverse("village", args=[cell["village"].code])
    served = f"{sum(cell['is_served'] for cell in cells)} / {len(cells)}"
    late = numbers.overdue_by_adviser(by)
    facts = {
        "month": month,
        "figures": figures(by, month, served, sum(row["count"] for row in late))
        + _to_see_to(by, [cell["village"] for cell in cells]),
        "grid": grid,
        "legend": LEGEND,
        "late": late[:MOST_TO_CALL],
        "houses": houses.houses(houses.institutions_for(by)) if by.has_role(Role.INSTITUTION_DIRECTOR) else [],
        "counts_all": by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR),
        "years_by_weekends": places.years_by_weekends(clock.today()),
    }
    return render(request, "oversight/desk.html", facts)


def figures(by, month: numbers.Month, served: str, late: int) -> list[dict]:
    """The figures at the head of the workbench."""
    asked, hours = numbers.pace(by, month)
    happy, rated = numbers.satisfaction(by, month)
    review = numbers.awaiting_review(by)
    return [
        {"label": "本月有服务的村", "value": served, "url": reverse("oversight:villages")},
        {"label": "本月新咨询", "value": f"{asked} 条", "url": reverse("oversight:asked")},
        {
            "label": "首次答复中位数",
            "value": "—" if hours is None else f"{hours:.1f} 小时",
            "note": "从提问到看到答复",
            "url": reverse("oversight:asked"),
        },
        {"label": "满意", "value": share(happy, rated), "note": f"本月评价 {rated} 份，只算比例，不一份份列"},
        {"label": "超时没回", "value": f"{late} 条", "state": "overdue" if late else "", "url": "#late"},
        {"label": "待核实日志", "value": f"{review} 条", "url": reverse("oversight:awaiting")},
    ]


def _to_see_to(by, villages) -> list[dict]:
    """Posts ahead without anybody, for those who see to them; boards with old names are counted in the menu."""
    gaps, ahead = len(departures.gaps_ahead(by, villages=villages)), f"{places.rules()['gaps_ahead_days']} 天内"
    url = reverse("departures:gaps")
    found = [{"label": "要空的岗位", "value": f"{gaps} 处", "note": ahead, "url": url}] if gaps else []
    if by.has_role(Role.JUDICIAL_OFFICE) and (untold := rotas.to_tell(by).count()):
        url = reverse("rotas:slots")
        found.append({"label": "值班来了没有", "value": f"{untold} 次", "note": "等您说一句", "url": url})
    found += _consequences(by)
    if concerns := numbers.concerns(by):
        opened = reverse("concerns:concerns") if by.has_role(Role.JUDICIAL_OFFICE) else ""
        found.append({"label": "居民说没解决", "value": f"{concerns} 件", "note": "等司法所跟进", "url": opened})
    if waiting := cases.waiting_for(by):
        note = {"note": "推送和典型案例", "url": reverse("broadcasts:notices")}
        found.append({"label": "等您批的", "value": f"{waiting} 条", **note})
    return found + [_assessed(one) for one in assessments.lines(by)]


def _assessed(one: assessments.Line) -> dict:
    """What of a half-year's assessment waits for them."""
    url = reverse(one.page, args=[one.of] if one.of else [])
    return {"label": one.title, "value": one.value, "note": one.cycle, "url": url}


def _consequences(by) -> list[dict]:
    """结果运用 that wait for the bureau, and those that a director may still answer."""
    url = reverse("consequences:consequences")
    if waiting := consequences.to_do(by):
        return [{"label": "结果运用", "value": f"{waiting} 件", "note": "等告知、决定或者办结", "url": url}]
    told = consequences.to_answer(by).count() if by.has_role(Role.INSTITUTION_DIRECTOR) else 0
    return [{"label": "可以陈述申辩", "value": f"{told} 件", "note": "告知了本机构", "url": url}] if told else []


def share(part: int, whole: int) -> str:
    """A percentage, where there are enough for one to mean anything; fewer would point at persons as well."""
    return f"{part / whole:.0%}" if whole >= places.rules()["fewest_in_a_list"] else "太少，不算"


@require_safe
@staff(*Role)
def asked(request):
    """The rows behind 新咨询: reference number, month, timeliness; nothing that points at a person."""
    by, month = _overseer(request), numbers.Month.of(clock.today())
    page = Paginator(numbers.timeliness(by, month), A_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "month": month, "words": TIMELY, "all": numbers.asked(by, month)}
    return render(request, "oversight/asked.html", facts)


@require_safe
@staff(*Role)
def overdue(request):
    """The rows behind 超时没回: reference, month, how late, what was done; nothing that points at a person."""
    by = _overseer(request)
    page = Paginator(numbers.overdue_listed(by), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "oversight/overdue.html", {"page": page, "all": numbers.overdue(by)})


@require_safe
@staff(*Role)
def awaiting(request):
    """The rows behind 待核实日志, by township; the township's own office goes to its inbox."""
    by = _overseer(request)
    is_office = by.has_role(Role.JUDICIAL_OFFICE)
    return render(
        request, "oversight/awaiting.html", {"rows": numbers.awaiting_by_township(by), "is_office": is_office}
    )


@require_safe
@staff(*Role)
def villages(request):
    """D2 村（社区）; the filters stand in the address."""
    by = _overseer(request)
    chosen = {"q": request.GET.get("q", "").strip()[:20], "township": request.GET.get("township", "")[:9]}
    found = queries.villages(by, wanted=chosen["q"], township=chosen["township"])
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in chosen.items() if value})
    facts = {
        "page": page,
        "rows": queries.with_posts(list(page)),
        "explained": {one.pk for one in page if queries.is_explained(by, one)},
        "chosen": chosen,
        "query": f"{query}&" if query else "",
        "townships": places.townships(),
        "last_done": numbers.last_done(by),
    }
    return render(request, "oversight/villages.html", facts)


@require_safe
@staff(*Role)
def advisers(request):
    """D2 法律顾问."""
    by = _overseer(request)
    wanted = request.GET.get("q", "").strip()[:20]
    page = Paginator(queries.advisers(by, wanted=wanted), A_PAGE).get_page(request.GET.get("page"))
    query = f"{urlencode({'q': wanted})}&" if wanted else ""
    facts = {
        "page": page,
        "wanted": wanted,
        "query": query,
        "away": postings.away_until(one.pk for one in page),
        "own": {one.pk for one in page if postings.answers_for(by, one)},
        "served": days_served(
            [one.pk for one in page], clock.today().replace(day=1), clock.today() + timedelta(days=1)
        ),
        "correcting": by.has_role(Role.JUSTICE_BUREAU),
        "houses": by.has_role(*houses.READERS),
        "departing": by.has_role(Role.JUSTICE_BUREAU, Role.INSTITUTION_DIRECTOR),
    }
    return render(request, "oversight/advisers.html", facts)
