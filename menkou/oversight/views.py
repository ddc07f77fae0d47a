"""The workbench and its lists."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from menkou.accounts import queries as accounts
from menkou.accounts.doors import staff
from menkou.assessments import progress as assessments
from menkou.cities import queries as cities
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Refused
from menkou.oversight import numbers, policies, queries
from menkou.oversight.grid.links import link_to_code
from menkou.oversight.houses import queries as houses
from menkou.oversight.reporting.answers import liked
from menkou.oversight.rules import small
from menkou.oversight.workbench import asking, gathering
from menkou.oversight.workbench import showing as workbench
from menkou.places import queries as places
from menkou.worklogs.rules.periods import back_from

A_PAGE = 50
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
        return _welcome(request)
    month = numbers.Month.of(clock.today())
    grid = queries.village_grid(by, month)
    cells, url = [cell for town in grid for cell in town["cells"]], link_to_code("village")
    for cell in cells:
        cell["url"] = url(cell["code"])
    assessed, counts = assessments.lines(by), asking.WAITING(by)
    waiting = gathering.waiting_for(
        by, counts, villages=[cell["village"] for cell in cells], assessed=[one for one in assessed if one.waits]
    )
    served, paced = sum(cell["is_served"] for cell in cells), numbers.pace(by, month)
    late = counts["overdue"]
    facts = {
        "month": month,
        "sentence": sentence(served, len(cells), paced.asked, late),
        "waiting": workbench.shown(by, waiting),
        "may_nudge": by.has_role(*gathering.NUDGERS),
        "has_houses": by.has_role(*houses.READERS),
        "now": clock.now(),
        "figures": figures(by, f"{served} / {len(cells)}", paced, counts) + _states(by, assessed, counts["unseen"]),
        "grid": grid,
        "legend": LEGEND,
        "houses": houses.houses(houses.institutions_for(by)) if by.has_role(Role.INSTITUTION_DIRECTOR) else [],
        "counts_all": by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR),
        "years_by_weekends": places.years_by_weekends(clock.today()),
    }
    return render(request, "oversight/desk.html", facts)


def _welcome(request):
    """The first page of who oversees nothing and advises nobody here: a cadre, an operator, somebody of the city."""
    by = request.actor
    mine = places.villages().filter(pk__in=by.held(Role.VILLAGE_CADRE))
    waiting = gathering.waiting_for(by, asking.WAITING(by), assessed=assessments.lines(by))
    facts = {"villages": mine, "waiting": workbench.shown(by, waiting), "now": clock.now()}
    facts["of_city"] = cities.running().filter(user=by.user_id).exists()
    if by.has_role(Role.OPERATOR):
        facts["unopened"] = accounts.waiting().count()
    return render(request, "oversight/welcome.html", facts)


def sentence(served: int, villages: int, asked: int, late: int) -> str:
    """The month in a sentence, before any number in a box."""
    over = f"{late} 条超时没回" if late else "没有超时的"
    return f"{villages} 个村（社区）里 {served} 个本月有服务；新咨询 {asked} 条，{over}。"


def told_hours(hours: float | None) -> str:
    """A median of hours in words; minutes are not told as no time at all."""
    if hours is None:
        return "—"
    return f"{hours:.1f} 小时" if hours >= 0.1 else "不到 6 分钟"


def figures(by, served: str, paced: numbers.Pace, counts: gathering.Counts) -> list[dict]:
    """The figures of the workbench: each opens its rows, or says why it does not."""
    review, late = counts["unreviewed"], counts["overdue"]
    return [
        {"label": "本月有服务的村", "value": served, "note": "咨询不算", "url": reverse("oversight:villages")},
        {"label": "本月新咨询", "value": f"{paced.asked} 条", "url": reverse("oversight:asked")},
        {
            "label": "首次答复中位数",
            "value": _hours(paced),
            "note": "从提问到看到答复",
            "url": reverse("oversight:asked"),
        },
        _liked(by),
        {
            "label": "超时没回",
            "value": f"{late} 条",
            "state": "overdue" if late else "",
            "url": reverse("oversight:overdue"),
        },
        {"label": "待核实日志", "value": f"{review} 条", "url": reverse("oversight:awaiting")},
    ]


def _hours(paced: numbers.Pace) -> str:
    is_enough = paced.hours is None or small.is_enough(paced.answered, places.rules()["fewest_in_a_list"])
    return told_hours(paced.hours) if is_enough else small.UNTOLD


def _liked(by) -> dict:
    """满意 of the last quarter that is over: a share that moves with each rating would say what each one said."""
    _, quarter = back_from(clock.today(), "quarter", 2)
    whole, part = liked(by, quarter)
    value = "还没有" if whole == 0 else small.UNTOLD
    if isinstance(whole, int) and isinstance(part, int) and whole:
        value = f"{part / whole:.0%}"
    counted = "评价太少" if whole == small.UNTOLD else f"评价 {whole} 份"
    return {"label": "满意", "value": value, "note": f"{quarter}，{counted}；按过完的季度算，免得看出是谁"}


def _states(by, assessed: list[assessments.Line], concerns: int) -> list[dict]:
    """What waits for others, and how far a half-year is."""
    found = []
    if not by.has_role(Role.JUDICIAL_OFFICE) and concerns:
        note = "等司法所跟进；是谁的事，只有本镇街司法所能看"
        found.append({"label": "居民说没解决", "value": f"{concerns} 件", "note": note})
    for one in assessed:
        if not one.waits:
            url = gathering.address_of(one)
            found.append({"label": one.title, "value": one.value, "note": one.cycle, "url": url})
    return found


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
