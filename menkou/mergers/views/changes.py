"""区划调整: the list, a new one, one with its progress, the trial, applying and withdrawing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Problem
from menkou.mergers import actions, queries
from menkou.mergers.models import Change
from menkou.mergers.moving.estates import estates_of, totals
from menkou.mergers.views.forms import ChangeForm

A_PAGE, A_PAGE_OF_ROWS = 20, 100
MOVED = {
    "contracts": "份合同接着履行",
    "contracts_ended": "份合同终止",
    "posts": "个岗位接着干",
    "posts_ended": "个岗位撤下",
    "consultations": "条没办结的咨询转过去",
    "cadres": "名村居干部转过去",
}


@require_safe
@staff(Role.JUSTICE_BUREAU)
def changes(request):
    """D7 区划调整."""
    page = Paginator(queries.listed(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "mergers/changes.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def new(request):
    """登记: a list of all villages as they will be."""
    district, status = request.district, 200
    bound = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ChangeForm(*bound, district_code=district.code, initial={"effective_on": clock.today()})
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = {
                name: form.cleaned_data[name] for name in ("title", "source", "effective_on", "after", "town_names")
            }
            try:
                change = actions.draw_up(by=request.actor, district=district, **told)
            except Problem as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, "比对好了。由哪个村承接，请一个镇街一个镇街地核对。")
                return redirect("mergers:change", pk=change.pk)
    return render(request, "mergers/new.html", {"form": form}, status=status)


@require_safe
@staff(Role.JUSTICE_BUREAU)
def change(request, pk):
    """One change: what differs, and how far each township is confirmed."""
    found = queries.change_for(request.actor, pk)
    towns = queries.towns(found)
    rows, confirmed = sum(one.rows for one in towns), sum(one.confirmed for one in towns)
    renames, begins = queries.renames(found), queries.begins(found)
    figures = [
        {"label": "村（社区）", "value": f"{len(found.before)} → {len(found.after)}"},
        {"label": "撤销", "value": f"{rows} 个"},
        {"label": "新设", "value": f"{len(begins)} 个"},
        {"label": "只改名", "value": f"{len(renames)} 个"},
        {"label": "已核", "value": f"{confirmed} / {rows}"},
    ]
    facts = {
        "change": found,
        "figures": figures,
        "towns": towns,
        "renames": renames,
        "rows": rows,
        "left": rows - confirmed,
        "moved": _in_words(found.moved),
        "is_early": found.effective_on > clock.today(),
    }
    return render(request, "mergers/change.html", facts)


def _in_words(moved: dict[str, int]) -> list[str]:
    return [f"{moved[key]} {words}" for key, words in MOVED.items() if moved.get(key)]


@require_safe
@staff(Role.JUSTICE_BUREAU)
def trial(request, pk):
    """试执行: what would move if it were applied now. Nothing does."""
    found = queries.change_for(request.actor, pk)
    return _trial(request, found)


def _trial(request, found: Change, problem: str = "", status: int = 200):
    missing = queries.missing(found, clock.today()) if found.is_open else ""
    estates = estates_of(found, clock.today()) if found.is_open else []
    page = Paginator(estates, A_PAGE_OF_ROWS).get_page(request.GET.get("page"))
    names = {code: name for code, name in found.after}
    rows = [(one, names.get(one.heir, "")) for one in page]
    words = _in_words(totals(estates))
    facts = {"change": found, "page": page, "rows": rows, "words": words, "problem": problem or missing}
    facts["may_apply"] = found.is_open and not missing
    return render(request, "mergers/trial.html", facts, status=status)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def apply(request, pk):
    """执行."""
    found = queries.change_for(request.actor, pk)
    if "sure" not in request.POST:
        return _trial(request, found, "请先勾选“名单和承接关系都核对过了”，再执行。", 422)
    try:
        found = actions.apply(by=request.actor, change=found)
    except Conflict as problem:
        return _trial(request, found, str(problem), problem.status)
    messages.success(request, f"执行好了，现在有 {len(found.after)} 个村（社区）。旧码扫进去，会到承接的村。")
    return redirect("mergers:change", pk=pk)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def redraw(request, pk):
    """重新比对."""
    return _then_back(request, pk, actions.redraw, "重新比对好了，没有变的行还是已核。")


@require_POST
@staff(Role.JUSTICE_BUREAU)
def settle_sure(request, pk):
    """有把握的全部核定."""
    return _then_back(request, pk, actions.settle_sure, "村名对得上的都核定了。剩下的请逐个镇街看。")


@require_POST
@staff(Role.JUSTICE_BUREAU)
def withdraw(request, pk):
    """撤回."""
    return _then_back(request, pk, actions.withdraw, "这次调整撤回了，什么都没有动。")


def _then_back(request, pk, do, words: str):
    try:
        do(by=request.actor, change=queries.change_for(request.actor, pk))
        messages.success(request, words)
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("mergers:change", pk=pk)
