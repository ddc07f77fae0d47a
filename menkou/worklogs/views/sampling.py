"""抽查: what was drawn by chance, what an office found of it, and what an adviser says where it differs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid, Problem, Refused
from menkou.places import queries as places
from menkou.worklogs import policies
from menkou.worklogs.models import Check
from menkou.worklogs.rules.kinds import OF_RESIDENTS
from menkou.worklogs.sampling import actions, queries
from menkou.worklogs.views.sampling_forms import CheckForm, DrawForm, ReplyForm, ReturnForm

A_PAGE = 30
LOOKERS = (Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU, Role.AUDITOR)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*LOOKERS)
def draws(request):
    """抽过的; and drawing, for an office."""
    towns = list(places.townships().filter(pk__in=request.actor.held(Role.JUDICIAL_OFFICE)))
    form = DrawForm(request.POST or None, towns=towns, periods=queries.offered())
    status = 200
    if form.is_bound:
        if not towns:
            raise Refused(policies.draw.refusal)
        status = 422
        if form.is_valid():
            try:
                made = actions.draw(by=request.actor, **form.facts())
            except Problem as problem:
                form.add_error(None, str(problem))
                status = problem.status
            else:
                messages.success(request, f"抽好了：{made}，请一条一条核。")
                return redirect("worklogs:sample", pk=made.pk)
    rules = places.rules()
    page = Paginator(queries.listed(request.actor), A_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "form": bool(towns) and form, "rules": rules}
    return render(request, "worklogs/draws.html", facts, status=status)


@require_safe
@staff(*LOOKERS)
def draw(request, pk):
    """One sample: its entries, and whether drawing again gives the same."""
    found = queries.draw_for(request.actor, pk)
    proof = {name: bytes(getattr(found, name)).hex() for name in ("seed", "digest")}
    checks = list(queries.checks_of(found))
    again = queries.redrawn(found, [one.entry_id for one in checks])
    facts = {"draw": found, "checks": checks, "redrawn": again, **proof}
    return render(request, "worklogs/draw.html", facts)


@require_safe
@staff(*LOOKERS)
def record(request, pk):
    """底单: what it takes to draw again elsewhere."""
    answer = JsonResponse(
        queries.record_of(queries.draw_for(request.actor, pk)), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = 'attachment; filename="draw.json"'
    return answer


@require_safe
@staff(*LOOKERS, Role.ADVISER)
def check(request, pk):
    """One entry of a sample."""
    return _show(request, queries.check_for(request.actor, pk))


@require_POST
@staff(*LOOKERS, Role.ADVISER)
def put_down(request, pk):
    """核一条."""
    return _done(request, pk, CheckForm(request.POST), actions.check, "记好了。")


@require_POST
@staff(*LOOKERS, Role.ADVISER)
def reply(request, pk):
    """说明, by the adviser."""
    return _done(request, pk, ReplyForm(request.POST), actions.reply, "说明已经交给司法所。")


@require_POST
@staff(*LOOKERS, Role.ADVISER)
def clear(request, pk):
    """说清楚了."""
    actions.clear(by=request.actor, check=queries.check_for(request.actor, pk))
    messages.success(request, "了结了，这条日志照算。")
    return redirect("worklogs:check", pk=pk)


@require_POST
@staff(*LOOKERS, Role.ADVISER)
def give_back(request, pk):
    """退回 what differs."""
    return _done(request, pk, ReturnForm(request.POST), actions.send_back, "退回了，已经告诉顾问。")


def _done(request, pk, form, do, words: str) -> HttpResponse:
    """What was sent is done, or asked for again with what is wrong."""
    found = queries.check_for(request.actor, pk)
    if not form.is_valid():
        return _show(request, found, form, 422)
    try:
        do(by=request.actor, check=found, **form.cleaned_data)
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return _show(request, queries.check_for(request.actor, pk), form, problem.status)
    messages.success(request, words)
    return redirect("worklogs:check", pk=pk)


def _show(request, found: Check, form=None, status: int = 200) -> HttpResponse:
    by, entry = request.actor, found.entry
    may_check, may_reply = (policy.allows(by, found) for policy in (policies.check, policies.reply))
    is_own = by.holds(Role.ADVISER, entry.author_id)
    asked: type | None = None
    if may_check and not found.result:
        asked = CheckForm
    elif found.is_running:
        asked = ReplyForm if may_reply and not found.replied_at else ReturnForm if may_check else None
    facts = {
        "check": found,
        "entry": entry,
        "is_own": is_own,
        "act": asked and asked.__name__,
        "form": asked and (form if isinstance(form, asked) else asked()),
        "problem": form if form and not (asked and isinstance(form, asked)) else None,
        "wait_until": found.is_running and queries.may_be_returned_from(found),
        "is_of_residents": entry.kind in OF_RESIDENTS,
        "shell": "adviser.html" if is_own else "desk.html",
    }
    return render(request, "worklogs/check.html", facts, status=status)
