"""推送: the list, one notice with where it has not come, and what its author and the second person do."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.broadcasts import actions, policies, queries
from menkou.broadcasts.bringing import actions as bringing
from menkou.broadcasts.bringing import queries as receipts
from menkou.broadcasts.cases import queries as cases
from menkou.broadcasts.models import Notice
from menkou.broadcasts.rising import queries as rising
from menkou.broadcasts.views import forms
from menkou.consultations.views.forms import new_form_id
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.finding import asked, words_of

A_PAGE = 50
SEE = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE)
WRITE = (Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE)


@require_safe
@staff(*SEE)
def notices(request):
    """All that somebody sees, the latest day first."""
    words = words_of(request.GET.get("q", ""))
    page = Paginator(queries.listed(request.actor, words), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        **asked(words),
        "rows": receipts.with_progress(page),
        "writes": request.actor.has_role(*WRITE),
        "next_day": queries.next_day(),
        "to_agree_to": queries.to_agree_to(request.actor).count(),
        "cases_to_agree_to": cases.to_agree_to(request.actor).count(),
        "sees_cases": request.actor.has_role(Role.JUSTICE_BUREAU),
    }
    return render(request, "broadcasts/notices.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*WRITE)
def new(request):
    """起草."""
    town = forms.township_of(request.actor)
    initial = {"form": new_form_id(), **forms.initial(request.actor, request.GET.get("article", ""))}
    form, status = forms.NoticeForm(request.actor, request.POST or None, township=town, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            notice = form.notice()
            try:
                actions.draft(by=request.actor, notice=notice)
            except Invalid as problem:
                form.add_error(None, str(problem))
            else:
                return redirect("broadcasts:notice", pk=notice.pk)
    return render(request, "broadcasts/edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*WRITE)
def edit(request, pk):
    """改草稿."""
    found = queries.notice_for(request.actor, pk)
    if not policies.edit.allows(request.actor, found):
        raise Refused(policies.edit.refusal)
    initial = vars(found) | {"towns": [str(one) for one in found.towns]}
    town, fixed = found.township, actions.OF_A_CASE if found.case_id else ()
    form = forms.NoticeForm(request.actor, request.POST or None, township=town, fixed=fixed, initial=initial)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.amend(by=request.actor, notice=found, facts={"towns": [], **form.facts()})
        except (Invalid, Conflict) as problem:
            form.add_error(None, str(problem))
            status = problem.status
        else:
            messages.success(request, "改好了。")
            return redirect("broadcasts:notice", pk=pk)
    return render(request, "broadcasts/edit.html", {"form": form, "notice": found}, status=status)


@require_safe
@staff(*SEE)
def notice(request, pk):
    """One: word for word, how far it has come, and the groups where it is not."""
    by, found = request.actor, queries.notice_for(request.actor, pk)
    return _page(request, by, found, forms.SendBackForm())


def _page(request, by, found, form, status: int = 200):
    states, waits = Notice.State, found.state == Notice.State.WAITING
    shows_there = request.GET.get("show") == "there"
    shown = queries.there(by, found) if shows_there else queries.missing(by, found)
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    rows, manages = queries.with_groups(page), policies.manage.allows(by, found)
    names, levels = queries.names_of_bringers(rows), receipts.by_level(found, by)
    facts = {
        "notice": found,
        "to_group": queries.words_for_group(found, request.district),
        "speech": queries.words_for_loudspeaker(found),
        "audience": queries.audience(found).count() if found.state != states.GOING else 0,
        "towns": queries.towns_in_words(found),
        "progress": receipts.together(told for _, told in levels),
        "levels": levels,
        "page": page,
        "shows_there": shows_there,
        "query": "show=there&" if shows_there else "",
        "rows": [(one, names[one.pk]) for one in rows],
        "readings": queries.readings(found) if found.state == states.GOING else 0,
        "edits": found.state == states.DRAFT and policies.edit.allows(by, found),
        "takes_back": waits and policies.edit.allows(by, found),
        "approves": waits and policies.approve.allows(by, found),
        "cancels": manages and found.state != states.CANCELLED,
        "urges": manages and found.state == states.GOING,
        "sees_case": found.case_id and by.has_role(Role.JUSTICE_BUREAU),
        "today": clock.today(),
        "rise": rising.rise_behind(by, found),
        "form": form,
    }
    return render(request, "broadcasts/notice.html", facts, status=status)


@require_POST
@staff(*WRITE)
def hand_in(request, pk):
    """送审."""
    return _done(request, pk, lambda found: actions.hand_in(by=request.actor, notice=found), "交上去了，等另一个人批。")


@require_POST
@staff(*WRITE)
def take_back(request, pk):
    """拿回来改."""
    return _done(request, pk, lambda found: actions.take_back(by=request.actor, notice=found), "拿回来了，可以改。")


@require_POST
@staff(*WRITE)
def approve(request, pk):
    """批准."""
    form = forms.ApproveForm(request.POST)
    edition = form.cleaned_data["edition"] if form.is_valid() else 0

    def do(found):
        actions.approve(by=request.actor, notice=found, edition=edition)

    return _done(request, pk, do, "批准了，到日子就发。")


@require_POST
@staff(*WRITE)
def send_back(request, pk):
    """退回."""
    found, form = queries.notice_for(request.actor, pk), forms.SendBackForm(request.POST)
    if not form.is_valid():
        return _page(request, request.actor, found, form, 422)
    actions.send_back(by=request.actor, notice=found, note=form.cleaned_data["note"])
    messages.success(request, "退回了，起草的人看得到原因。")
    return redirect("broadcasts:notice", pk=pk)


@require_POST
@staff(*WRITE)
def cancel(request, pk):
    """撤销."""
    return _done(request, pk, lambda found: actions.cancel(by=request.actor, notice=found), "撤销了，没发的不再发。")


@require_POST
@staff(*WRITE)
def urge(request, pk):
    """催一下: everybody who has not brought it there, or one of them."""
    found = queries.notice_for(request.actor, pk)
    waiting = queries.missing(request.actor, found)
    one = forms.OneForm(request.POST)
    if one.is_valid() and one.cleaned_data["delivery"]:
        waiting = waiting.filter(pk=one.cleaned_data["delivery"])
    number = bringing.urge(by=request.actor, notice=found, deliveries=list(waiting))
    said = f"提醒了负责这 {number} 个群的人。" if number else "今天都催过了，明天还没发再催。"
    messages.success(request, said)
    return redirect("broadcasts:notice", pk=pk)


def _done(request, pk, do, said: str):
    """One press of a button on a notice; what is wrong with it stands on the page."""
    found = queries.notice_for(request.actor, pk)
    try:
        do(found)
    except Invalid as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect("broadcasts:notice", pk=pk)
