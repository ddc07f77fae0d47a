"""测评, as an office holds it and the bureau looks on: who is asked, how far it is, and what goes on paper."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.assessments import policies
from menkou.assessments.models import Answer, Survey
from menkou.assessments.surveying import actions, queries, words
from menkou.assessments.views.survey_forms import QUESTIONS, DrawForm, ReplaceForm, TypeInForm
from menkou.consultations.views import paper
from menkou.core.actors import Role
from menkou.core.errors import Problem, Refused
from menkou.places import queries as places

A_PAGE = 50
READERS = (Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU, Role.AUDITOR)


@require_safe
@staff(*READERS)
def surveys(request):
    """Villages with how far each is; a township's where the address names one."""
    by, cycle = request.actor, queries.latest()
    found, town = queries.villages_of(by), request.GET.get("town", "")
    found = found.filter(township__code=town) if town else found
    page = Paginator(list(found), A_PAGE).get_page(request.GET.get("page"))
    progress = queries.progress_of(cycle, page.object_list) if cycle else {}
    views = queries.views_in(cycle, page.object_list) if cycle else {}
    facts = {
        "cycle": cycle,
        "is_asking": cycle is not None and cycle.is_asking,
        "page": page,
        "rows": [(one, progress.get(one.pk), views.get(one.pk, [])) for one in page],
        "towns": [] if by.has_role(Role.JUDICIAL_OFFICE) else places.townships(),
        "town": town,
        "query": f"town={town}&" if town else "",
        "offices": by.held(Role.JUDICIAL_OFFICE),
        "size": places.rules()["households_of_a_survey"],
    }
    return render(request, "assessments/surveys/surveys.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*READERS)
def draw(request, code):
    """抽户 of a village."""
    village, cycle = queries.village_for(request.actor, code), queries.running()
    if not policies.draw_survey.allows(request.actor, village):
        raise Refused(policies.draw_survey.refusal)
    if cycle is None:
        messages.error(request, actions.NO_TIME)
        return redirect("surveys:surveys")
    if drawn := queries.progress_of(cycle, [village]).get(village.pk):
        messages.info(request, actions.DRAWN)
        return redirect("surveys:survey", pk=drawn.survey.pk)
    form, status = DrawForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                made = actions.draw(by=request.actor, village=village, cycle=cycle, **form.cleaned_data)
            except Problem as problem:
                form.add_error(None, str(problem))
                status = problem.status
            else:
                messages.success(request, f"抽好了 {made.size} 户。请打印名单和答卷条。")
                return redirect("surveys:survey", pk=made.pk)
    facts = {"form": form, "village": village, "cycle": cycle, "size": places.rules()["households_of_a_survey"]}
    return render(request, "assessments/surveys/draw.html", facts, status=status)


@require_safe
@staff(*READERS)
def survey(request, pk):
    """One village's."""
    return _show(request, queries.survey_for(request.actor, pk))


def _show(request, found: Survey, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    slips = queries.households_of(found)
    may = policies.ask_households.allows(request.actor, found)
    is_asking = found.cycle.is_asking
    waiting = _open(slips)
    asks = may and is_asking and waiting
    facts = {
        "survey": found,
        "slips": slips,
        "answered": sum(one.answered_on is not None for one in slips),
        "is_asking": is_asking,
        "may": may,
        "waiting": waiting,
        "type_in": asks and (form if isinstance(form, TypeInForm) else TypeInForm(places=waiting)),
        "replace": asks and (form if isinstance(form, ReplaceForm) else ReplaceForm(places=waiting)),
        "form": form,
        "tally": queries.tally_of(found),
        "rules": places.rules(),
        "seed": bytes(found.seed).hex(),
        "is_as_drawn": queries.is_as_drawn(found),
    }
    return render(request, "assessments/surveys/survey.html", facts, status=status)


def _open(slips: list[Answer]) -> list[int]:
    """The places that are still to be asked."""
    return [one.place for one in slips if one.answered_on is None and not one.not_met]


@require_POST
@staff(*READERS)
def type_in(request, pk):
    """录入 a call or a sheet."""

    def do(*, by, survey, place, way, **said):
        actions.type_in(by=by, survey=survey, place=place, way=way, said=form.said())

    found = _for_office(request, pk)
    form = TypeInForm(request.POST, places=_open(queries.households_of(found)))
    return _done(request, found, form, do, "录入好了。")


@require_POST
@staff(*READERS)
def replace(request, pk):
    """换户."""
    found = _for_office(request, pk)
    form = ReplaceForm(request.POST, places=_open(queries.households_of(found)))
    made: list[Answer] = []

    def do(**said):
        made.append(actions.replace(**said))

    answer = _done(request, found, form, do, "")
    if made:
        messages.success(request, f"记下了。换成第 {made[0].place} 户，请打印这一户的答卷条。")
    return answer


def _done(request, found: Survey, form: forms.Form, act: Callable, said: str) -> HttpResponse:
    """Do it, or show the page again with what is wrong."""
    status = 422
    if form.is_valid():
        try:
            act(by=request.actor, survey=found, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
            status = problem.status
        else:
            if said:
                messages.success(request, said)
            return redirect("surveys:survey", pk=found.pk)
    return _show(request, queries.survey_for(request.actor, found.pk), form, status)


@require_safe
@staff(*READERS)
def households(request, pk):
    """抽到的户 on paper, and who comes next where somebody cannot be met."""
    found = queries.survey_for(request.actor, pk)
    slips = queries.households_of(found)
    facts = {"survey": found, "slips": slips, "reserves": queries.reserves_of(found, len(slips))}
    return render(request, "assessments/surveys/households.html", facts)


@require_safe
@staff(*READERS)
def slips(request, pk):
    """答卷条 of those that are still to be asked: each has a link of its own, which answers once."""
    found = _for_office(request, pk)
    open_ones = [one for one in queries.households_of(found) if one.answered_on is None and not one.not_met]
    actions.take_slips(by=request.actor, survey=found, count=len(open_ones))
    cards = [(one.place, _link(one)) for one in sorted(open_ones, key=lambda one: one.place)]
    facts = {"survey": found, "cards": [(place, link, paper.qr(link)) for place, link in cards]}
    return render(request, "assessments/surveys/slips.html", facts)


def _link(slip: Answer) -> str:
    return settings.MENKOU_PUBLIC_URL + reverse("survey_answer", args=[words.word_of(slip)])


@require_safe
@staff(*READERS)
def paper_form(request, pk):
    """问卷 to be filled in by hand."""
    facts = {"survey": queries.survey_for(request.actor, pk), "questions": QUESTIONS.values(), "twice": range(2)}
    return render(request, "assessments/surveys/form.html", facts)


@require_safe
@staff(*READERS)
def record(request, pk):
    """底单: what it takes to draw again elsewhere."""
    told = queries.record_of(queries.survey_for(request.actor, pk))
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="survey.json"'
    return answer


def _for_office(request, pk) -> Survey:
    found = queries.survey_for(request.actor, pk)
    if not policies.ask_households.allows(request.actor, found):
        raise Refused(policies.ask_households.refusal)
    return found
