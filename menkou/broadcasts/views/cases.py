"""典型案例: the list, one case as each may see it, and what the second person and its users do."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.broadcasts import policies
from menkou.broadcasts import queries as notices
from menkou.broadcasts.bringing import queries as receipts
from menkou.broadcasts.cases import actions, holding, queries, sealing
from menkou.broadcasts.models import Notice, TypicalCase
from menkou.broadcasts.rules import casing
from menkou.broadcasts.views import case_forms as forms
from menkou.broadcasts.views.case_drafts import drafting
from menkou.consultations.reviewing import queries as reviewing
from menkou.consultations.views.forms import new_form_id
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid
from menkou.core.finding import asked, words_of
from menkou.groups.models import Group

A_PAGE = 50


@require_safe
@staff(Role.JUSTICE_BUREAU)
def cases(request):
    """All, the newest first; those in the making without a word."""
    words = words_of(request.GET.get("q", ""))
    page = Paginator(queries.listed(request.actor, words), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "broadcasts/cases.html", {"page": page, **asked(words)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def new(request):
    """从头写一个."""
    form = forms.WriteForm(request.POST or None, initial={"form": new_form_id(), "text": casing.FIRST_LINE + "\n"})
    if request.method == "POST" and form.is_valid():
        case = TypicalCase(pk=UUID(form.cleaned_data["form"]))
        actions.write(by=request.actor, case=case, text=form.cleaned_data["text"])
        return redirect("broadcasts:case", pk=case.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "broadcasts/case_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def begin(request, pk):
    """做成案例, of a copy whose asker agreed to it."""
    copy = reviewing.readable_one(request.actor, pk)
    form = forms.BeginForm(request.POST or None, initial={"form": new_form_id()})
    if request.method == "POST":
        case = UUID(form.cleaned_data["form"]) if form.is_valid() else UUID(new_form_id())
        try:
            actions.begin(by=request.actor, copy=copy, case=case)
        except Conflict as problem:
            messages.error(request, str(problem))
            return redirect("reviews:review", pk=pk)
        return redirect("broadcasts:case", pk=case)
    return render(request, "broadcasts/case_begin.html", {"copy": copy, "form": form})


@require_safe
@staff(Role.JUSTICE_BUREAU)
def case(request, pk):
    """One: its author reads all of the draft, whoever approves reads what would go out."""
    return show(request, queries.case_for(request.actor, pk))


def show(request, found, *, status: int = 200, **forms_of_page):
    """The page of a case; forms that were filled in wrongly stand on it as they were sent. Raises Conflict."""
    by, states = request.actor, TypicalCase.State
    if queries.is_over(found):
        raise Conflict(holding.OVER)
    if found.state == states.DRAFT and policies.edit_case.allows(by, found):
        return render(request, "broadcasts/case_draft.html", drafting(found, **forms_of_page), status=status)
    had = queries.groups_that_had(found)
    facts = {
        "case": found,
        "numbers": queries.numbers_of_masks(found),
        "takes_back": found.state == states.WAITING and policies.edit_case.allows(by, found),
        "approves": found.state == states.WAITING and policies.approve_case.allows(by, found),
        "uses": found.state == states.APPROVED,
        "had": Paginator(had, A_PAGE).get_page(request.GET.get("page")) if found.approved_at else None,
        "notices": receipts.with_progress(queries.notices_of(found)) if found.approved_at else [],
        "form": forms_of_page.get("why") or forms.WhyForm(),
        "form_id": new_form_id(),
    }
    facts["title"], facts["text"] = _as_it_goes_out(found)
    return render(request, "broadcasts/case.html", facts, status=status)


def _as_it_goes_out(found: TypicalCase) -> tuple[str, str]:
    """Title and text. Raises Conflict where its masks may be others by now than those of the words that were fetched."""
    if found.state != TypicalCase.State.WAITING:
        return found.title, found.text
    masks = queries.placed(queries.masks_of(found))
    if not queries.is_still(found):
        raise Conflict(holding.CHANGED)
    return casing.split(casing.final(sealing.opened(found).text, masks))


@require_POST
@staff(Role.JUSTICE_BUREAU)
def approve(request, pk):
    """批准."""
    form = forms.EditionForm(request.POST)
    edition = form.cleaned_data["edition"] if form.is_valid() else 0
    found = queries.case_for(request.actor, pk)
    actions.approve(by=request.actor, case=found, edition=edition)
    messages.success(request, "批准了，可以推送。没遮住的字已经删掉。")
    return redirect("broadcasts:case", pk=pk)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def send_back(request, pk):
    """退回."""
    found, form = queries.case_for(request.actor, pk), forms.WhyForm(request.POST)
    if not form.is_valid():
        return show(request, found, why=form, status=422)
    actions.send_back(by=request.actor, case=found, note=form.cleaned_data["why"])
    messages.success(request, "退回了，写的人看得到原因。")
    return redirect("broadcasts:case", pk=pk)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def give_up(request, pk):
    """不做了."""
    actions.give_up(by=request.actor, case=queries.case_for(request.actor, pk))
    messages.success(request, "不做了，写过的字都删掉了。")
    return redirect("broadcasts:case", pk=pk)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def use(request, pk):
    """做成推送: a draft with these words, for whoever sends it to choose when and where."""
    found, form = queries.case_for(request.actor, pk), forms.BeginForm(request.POST)
    notice = Notice(pk=UUID(form.cleaned_data["form"] if form.is_valid() else new_form_id()))
    notice.levels, notice.go_on = list(Group.Level.values), notices.next_day()
    try:
        actions.use(by=request.actor, case=found, notice=notice)
    except Invalid as problem:
        messages.error(request, str(problem))
        return redirect("broadcasts:case", pk=pk)
    return redirect("broadcasts:edit", pk=notice.pk)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def withdraw(request, pk):
    """撤下."""
    found, form = queries.case_for(request.actor, pk), forms.WhyForm(request.POST)
    if not form.is_valid():
        return show(request, found, why=form, status=422)
    actions.withdraw(by=request.actor, case=found, why=form.cleaned_data["why"])
    messages.success(request, "撤下了。没发的不再发；有过它的群列在下面，请到群里说一声。")
    return redirect("broadcasts:case", pk=pk)
