"""值班安排: the list of a township's month, on paper for the wall and as Excel; 排班; and the numbers behind which rows stand."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import attached, shell_of, staff
from menkou.core import clock, sheets
from menkou.core.actors import Role
from menkou.core.errors import Absent, Conflict, Invalid
from menkou.core.lunar import lunar
from menkou.places import queries as places
from menkou.rotas import actions, counting, holding, queries
from menkou.rotas.counting import SHOWN, Chosen
from menkou.rotas.forms import MONTHS_AHEAD, ArrangeForm, MonthForm
from menkou.rotas.models import Slot, Why
from menkou.worklogs.rules.periods import Period, ahead_from, back_from

A_PAGE, MOST_ROWS, MONTHS_BACK = 100, 20_000, 12
ARRANGERS = (Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU)
OFFICERS = (*ARRANGERS, Role.INSTITUTION_DIRECTOR, Role.AUDITOR)
READERS = (*OFFICERS, Role.ADVISER, Role.VILLAGE_CADRE)
COLUMNS = (
    "日期",
    "星期",
    "时间",
    "镇街",
    "地点",
    "村（社区）",
    "值班顾问",
    "机构",
    "电话",
    "原来排的",
    "来了没有",
    "接待人次",
)
SCHEMES = ("kept", "substituted", "excused", "asked", "missed", "struck", "ahead")


@require_safe
@staff(*READERS)
def slots(request):
    """The list; what it shows stands in the address. An office is asked first about what is over."""
    by, chosen = request.actor, chosen_from(request.GET)
    page = Paginator(counting.listed(by, chosen), A_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    is_office = by.has_role(Role.JUDICIAL_OFFICE)
    facts = {
        "page": page,
        "rows": [(one, queries.reads(by, one)) for one in rows],
        "troubles": queries.troubles(rows),
        "chosen": chosen,
        "shown": [(key, title) for key, (title, _) in SHOWN.items()],
        "periods": _periods(chosen.period),
        "townships": places.townships(),
        "picks_township": by.has_role(*queries.OVERSEERS, Role.INSTITUTION_DIRECTOR),
        "query": f"{urlencode(said_of(chosen))}&",
        "to_tell": queries.to_tell(by)[:20] if is_office else [],
        "to_decide": queries.to_decide(by)[:20] if is_office else [],
        "reasons": Why.choices,
        "arranges": by.has_role(*ARRANGERS),
        "counts": by.has_role(*OFFICERS, Role.ADVISER),
        "shell": shell_of(by),
    }
    return render(request, "rotas/slots.html", facts)


@require_safe
@staff(*READERS)
def printed(request):
    """值班表 for the wall: of one township and month; who comes when, and whom to call."""
    by, chosen = request.actor, chosen_from(request.GET)
    rows = list(counting.listed(by, Chosen(chosen.period, "all", chosen.township)).filter(off_at=None)[:MOST_ROWS])
    towns = {one.township_id: one.township for one in rows}
    if len(towns) > 1:
        messages.error(request, "一张值班表只能是一个镇街的，请先选镇街。")
        return redirect(f"{reverse('rotas:slots')}?{urlencode(said_of(chosen))}")
    town = next(iter(towns.values()), None)
    places_named = {one.place for one in rows}
    facts = {
        "rows": [(one, clock.WEEKDAYS[one.day.weekday()], lunar(one.day)) for one in rows],
        "place": places_named.pop() if len(places_named) == 1 else "",
        "township": town,
        "office": places.office_of(town) if town else None,
        "legal_aid": places.telephones()["phone_of_legal_aid"],
        "period": chosen.period,
        "back": urlencode(said_of(chosen)),
        "shell": shell_of(by),
    }
    return render(request, "rotas/printed.html", facts)


@require_safe
@staff(*READERS)
def as_workbook(request):
    """The list that is on the page, as Excel."""
    by, chosen = request.actor, chosen_from(request.GET)
    found = counting.listed(by, chosen).select_related(*queries.RELATED, "entry")[:MOST_ROWS]
    rows = [_cells(one, queries.reads(by, one)) for one in found]
    made = sheets.workbook(lambda book: book.sheet("值班", COLUMNS, rows))
    return attached(made, f"值班-{chosen.period.key}-{clock.today():%Y%m%d}.xlsx")


def _cells(one: Slot, is_read: bool) -> sheets.Cells:
    came = ("取消了" if one.off_at else one.get_outcome_display()) if is_read else ""
    who, house = one.adviser.adviser.name, one.adviser.institution.name
    first = one.first.adviser.name if one.first else ""
    people = one.entry.people if one.entry and is_read else None
    village = str(one.village) if one.village else ""
    when = (f"{one.day:%Y-%m-%d}", f"周{clock.WEEKDAYS[one.day.weekday()]}", one.hours)
    return (*when, str(one.township), one.place, village, who, house, one.adviser.phone, first, came, people)


@require_safe
@staff(*OFFICERS, Role.ADVISER)
def counts(request):
    """How often each came, was stood in for, was excused, missed; each number opens its rows."""
    by = request.actor
    period = Period.called(request.GET.get("period", "")) or Period.of(clock.today(), "half_year")
    found = counting.houses(by, period)
    facts = {
        "houses": [(house, [(row, _numbers(row, period)) for row in house.rows]) for house in found],
        "period": period,
        "periods": [*back_from(clock.today(), "half_year", 3), *back_from(clock.today(), "month", 6)],
        "titles": [SHOWN[key][0] for key in SCHEMES],
        "enough": places.rules()["missed_duties_before_ending"],
        "shell": shell_of(by),
    }
    return render(request, "rotas/counts.html", facts)


def _numbers(row: counting.Row, period: Period) -> list[tuple[int, str]]:
    found = []
    for key in SCHEMES:
        said = said_of(Chosen(period, key, adviser=row.person.pk))
        found.append((getattr(row.count, key), f"{reverse('rotas:slots')}?{urlencode(said)}"))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*ARRANGERS)
def arrange(request):
    """排一次."""

    def do(said: dict, township) -> str:
        day, begins, ends = said.pop("day"), said.pop("begins"), said.pop("ends")
        span: dict[str, Any] = {"begins_at": holding.moment(day, begins), "ends_at": holding.moment(day, ends)}
        made = actions.arrange(by=request.actor, township=township, **said, **span)
        return f"排好了：{made.called}，{made.adviser.adviser.name}已经收到通知。"

    return _form(request, ArrangeForm, do, "排一次班")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*ARRANGERS)
def arrange_month(request):
    """按规律排一个月."""

    def do(said: dict, township) -> str:
        said["people"] = list(said["people"])
        made = actions.arrange_month(by=request.actor, township=township, **said)
        left = f"没有排的：{'；'.join(made.skipped)}。" if made.skipped else ""
        return f"排了 {len(made.slots)} 次，顾问已经收到通知。{left}"

    return _form(request, MonthForm, do, "按规律排一个月")


def _form(request, kind, do, title: str) -> HttpResponse:
    by, offered = request.actor, list(queries.townships_for(request.actor))
    code = request.GET.get("township", "")
    township = next((one for one in offered if one.code == code), offered[0] if len(offered) == 1 else None)
    if not offered:
        raise Absent("没有可以排班的镇街。")
    form = township and kind(request.POST if request.method == "POST" else None, township=township)
    if request.method == "POST" and township and form and form.is_valid():
        try:
            words = do(dict(form.cleaned_data), township)
        except (Conflict, Invalid) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, words)
            return redirect(f"{reverse('rotas:slots')}?{urlencode({'township': township.code})}")
    facts = {"form": form, "title": title, "township": township, "offered": offered, "shell": shell_of(by)}
    return render(request, "rotas/arrange.html", facts, status=422 if form and form.is_bound else 200)


def chosen_from(said) -> Chosen:
    """This month where no period is said; what is no such place, person or kind chooses nothing."""
    period = Period.called(said.get("period", "")) or Period.of(clock.today(), "month")
    show, code = said.get("show", "all"), said.get("township", "")
    try:
        adviser = UUID(said.get("adviser", ""))
    except ValueError:
        adviser = None
    return Chosen(period, show if show in SHOWN else "all", code[:9] if code.isdecimal() else "", adviser)


def said_of(chosen: Chosen) -> dict[str, str]:
    """The same as an address says it."""
    adviser = str(chosen.adviser) if chosen.adviser else ""
    told = {"period": chosen.period.key, "show": chosen.show, "township": chosen.township, "adviser": adviser}
    return {name: value for name, value in told.items() if value and value != "all"}


def _periods(chosen: Period) -> list[Period]:
    ahead = ahead_from(clock.today(), "month", MONTHS_AHEAD)
    found = [*reversed(ahead), *back_from(clock.today(), "month", MONTHS_BACK)[1:]]
    return found if chosen in found else [chosen, *found]
