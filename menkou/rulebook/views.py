"""规则: all rules of a district on one page; the bureau sets its own. Other apps show some areas at doors of theirs."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import attached, staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Absent, Conflict, Invalid, Refused
from menkou.places import actions as places
from menkou.places.policies import arrange
from menkou.rulebook import export, queries
from menkou.rulebook.forms import RuleForm, TakeBackForm
from menkou.rulebook.wording import AREAS

READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE)


class Page(NamedTuple):
    """A door to some areas: where it stands, what it is called, and where one comes from."""

    url: str
    title: str
    areas: Sequence[str] = tuple(AREAS)
    back: str = ""
    back_words: str = ""
    done: str = "登记好了。"


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*READERS)
def rules(request):
    """All of them."""
    return shown(request, Page(reverse("rulebook:rules"), "规则"))


@require_safe
@staff(*READERS)
def as_workbook(request):
    """What the page shows, as Excel."""
    areas = [area for area in AREAS if area in request.GET.getlist("area")] or AREAS
    made = export.as_workbook(queries.areas(areas, _asked(request, ())["q"]))
    return attached(made, f"规则-{clock.today():%Y%m%d}.xlsx")


def shown(request, page: Page) -> HttpResponse:
    """The rules of a page, and a form for whoever may set one; a rule that was set stands where one lands."""
    sets = arrange.allows(request.actor, request.district)
    if request.method == "POST" and not sets:
        raise Refused(arrange.refusal)
    if "take_back" in request.POST:
        return _take_back(request, page)
    asked, chosen = _asked(request, page.areas), _chosen(request, page.areas)
    today, status = {"valid_from": clock.today()}, 200
    form = RuleForm(page.areas, request.POST or None, chosen=chosen, initial=today)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                places.set_rule(by=request.actor, district=request.district, **form.cleaned_data)
            except (Conflict, Invalid) as problem:
                form.add_error("value" if isinstance(problem, Invalid) else "valid_from", str(problem))
                status = problem.status
            else:
                messages.success(request, page.done)
                return redirect(f"{page.url}#rule-{form.cleaned_data['key']}")
    facts = _facts(page, asked, chosen) | {"form": form, "sets": sets}
    return render(request, "rulebook/rules.html", facts, status=status)


def _take_back(request, page: Page) -> HttpResponse:
    """收回 of what is set ahead: one tap, and one lands on the rule."""
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        raise Absent("没有这一条。")
    found = queries.rule_for(page.areas, form.cleaned_data["take_back"])
    try:
        places.take_back_rule(by=request.actor, rule=found)
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"收回了。{found.valid_from} 起不改了，还按原来的。")
    return redirect(f"{page.url}#rule-{found.key}")


def _facts(page: Page, asked: dict[str, str], chosen: str) -> dict[str, Any]:
    found = queries.areas(_areas(asked, page.areas), asked["q"])
    query = urlencode({name: said for name, said in asked.items() if said})
    chosen_areas = [] if len(page.areas) == len(AREAS) and not asked["area"] else _areas(asked, page.areas)
    return {
        "page": page,
        "areas": found,
        "count": sum(len(told) for _, _, told in found),
        "titles": [(key, AREAS[key].title) for key in page.areas],
        "asked": asked,
        "query": query,
        "taken": urlencode({"q": asked["q"], "area": chosen_areas}, doseq=True),
        "chosen": next((one for one in queries.rules(page.areas) if one.key == chosen), None) if chosen else None,
    }


def _asked(request, areas: Sequence[str]) -> dict[str, str]:
    area = request.GET.get("area", "")
    return {"q": request.GET.get("q", "").strip()[:20], "area": area if area in areas else ""}


def _areas(asked: dict[str, str], areas: Sequence[str]) -> Sequence[str]:
    return [asked["area"]] if asked["area"] else areas


def _chosen(request, areas: Sequence[str]) -> str:
    key = request.GET.get("set", "")
    return key if any(key in AREAS[area].rules for area in areas) else ""
