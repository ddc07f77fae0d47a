"""镇街和村居 typed in by hand: a township with its office and its villages, more villages, the office's phone."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.places import actions as place_actions
from menkou.places import queries as place_queries
from menkou.places.models import JudicialOffice, Township, Village
from menkou.setup import actions, queries
from menkou.setup.forms import OfficeForm, TownForm, VillagesForm
from menkou.setup.rules import pasting
from menkou.setup.rules.pasting import Pasted


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def places(request):
    """All townships, and a form for one more."""
    form, status = TownForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _entered(request, form.cleaned_data)
            except Conflict as problem:
                form.add_error(None, str(problem))
                status = problem.status
    return render(request, "setup/places.html", {"form": form, "towns": queries.towns()}, status=status)


def _entered(request, said: dict) -> HttpResponse:
    town = Township(code=said["code"], name=said["name"], kind=pasting.town_kind_of(said["name"]))
    facts = {"name": f"{town.name}司法所", "phone": said["phone"], "address": said["address"]}
    rows = _villages(town, said["villages"])
    office = JudicialOffice(township=town, **facts)
    by, district = request.actor, request.district
    actions.enter(by=by, district=district, townships=[town], offices=[office], villages=rows)
    messages.success(request, f"{town.name}登记好了{_how_many(said['villages'])}。")
    return redirect("setup:places")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def town(request, code):
    """One township: its villages, a box for more, and its office."""
    found = queries.town_called(code)
    form, status = _villages_form(request, found), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            rows = _villages(found, form.cleaned_data["villages"])
            try:
                actions.enter(by=request.actor, district=request.district, villages=rows)
            except Conflict as problem:
                form.add_error(None, str(problem))
                status = problem.status
            else:
                messages.success(request, f"{found.name}加好了{_how_many(form.cleaned_data['villages'])}。")
                return redirect("setup:town", code)
    return _town(request, found, form, _office_form(None, found), status)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def office(request, code):
    """The office's name, phone and address, put right."""
    found = queries.town_called(code)
    form = _office_form(request.POST, found)
    if not form.is_valid():
        return _town(request, found, _villages_form(None, found), form, 422)
    said = form.cleaned_data
    facts = {"name": said["office"], "phone": said["phone"], "address": said["address"]}
    held = place_queries.office_of(found)
    if held:
        place_actions.amend_office(by=request.actor, district=request.district, office=held, facts=facts)
    else:
        made = JudicialOffice(township=found, **facts)
        actions.enter(by=request.actor, district=request.district, offices=[made])
    messages.success(request, f"{said['office']}改好了。")
    return redirect("setup:town", code)


def _town(request, found: Township, form: Form, office_form: Form, status: int) -> HttpResponse:
    facts = {"town": found, "villages": queries.village_names(found), "form": form, "office_form": office_form}
    return render(request, "setup/town.html", facts, status=status)


def _villages_form(request, found: Township) -> VillagesForm:
    names = [name for _, name in queries.village_names(found)]
    sent = request.POST if request is not None and request.method == "POST" else None
    return VillagesForm(sent, town=found, names=names, codes=queries.taken_codes(found))


def _office_form(sent, found: Township) -> OfficeForm:
    held = place_queries.office_of(found)
    if held is None:
        return OfficeForm(sent, initial={"office": f"{found.name}司法所"})
    return OfficeForm(sent, initial={"office": held.name, "phone": held.phone, "address": held.address})


def _villages(town: Township, pasted: list[Pasted]) -> list[Village]:
    today = clock.today()
    return [Village(code=one.code, name=one.name, kind=one.kind, township=town, valid_from=today) for one in pasted]


def _how_many(pasted: list[Pasted]) -> str:
    ours = sum(one.is_provisional for one in pasted)
    said = f"，{len(pasted)} 个村（社区）" if pasted else ""
    return f"{said}；其中 {ours} 个没有写代码，先由系统编了" if ours else said
