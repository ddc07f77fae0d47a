"""投诉, as a resident sees it: on the phone that asked or by the 取件码, without an account or a script."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.complaints import actions, queries
from menkou.complaints.forms import ComplainForm, JudgeForm
from menkou.consultations import queries as consultations
from menkou.consultations.locking.queries import locked_of
from menkou.core.errors import Conflict
from menkou.places import queries as places


@require_safe
def begin(request, code):
    """投诉, from a village's page: about which of the matters that this phone asked; whom to call without one."""
    village = places.village_with(code)
    facts = {"village": village, "office": places.office_of(village.township)}
    matters, locked = consultations.still_there(request.actor)[:20], locked_of(request.actor)[:20]
    return render(request, "complaints/begin.html", {**facts, "matters": matters, "locked": locked})


@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request, pk):
    """投诉 about one matter: writing one, and how those that were written stand."""
    matter = consultations.asked_for(request.actor, pk)
    if matter.erased_at:
        return redirect("thread", pk=pk)
    if request.method != "POST":
        return _show(request, matter)
    form = _form(matter, request.POST)
    if not form.is_valid():
        return _show(request, matter, form=form, status=422)
    try:
        actions.complain(by=request.actor, consultation=matter, **form.cleaned_data)
    except Conflict as problem:
        form.add_error(None, str(problem))
        form.renew()
        return _show(request, matter, form=form, status=problem.status)
    messages.success(request, "投诉收到了，办到哪一步都在这里看。")
    return redirect("complaint", pk=pk)


def _form(matter, data=None) -> ComplainForm:
    office = places.office_of(matter.village.township)
    return ComplainForm(data, people=queries.people_of(matter), office=office.name if office else "")


def _show(request, matter, *, form=None, judge_form=None, status: int = 200):
    found = queries.of_matter(matter)
    last = found[0] if found else None
    may_complain = last is None or last.state not in last.RUNNING
    facts = {
        "consultation": matter,
        "told": [(one, queries.answers_to(one)) for one in found],
        "last": last,
        "steps": queries.steps_for_asker(last) if last else [],
        "may_judge": last is not None and queries.may_judge(last),
        "form": form or (_form(matter) if may_complain else None),
        "judge_form": judge_form,
        "office": places.office_of(matter.village.township),
    }
    return render(request, "complaints/complaint.html", facts, status=status)


@require_POST
def judge(request, pk):
    """满意、不满意."""
    found, form = queries.complained_by(request.actor, pk), JudgeForm(request.POST)
    if not form.is_valid():
        matter = consultations.asked_for(request.actor, found.consultation_id)
        return _show(request, matter, judge_form=form, status=422)
    done = actions.judge(by=request.actor, complaint=found, **form.cleaned_data)
    goes_on = done.state == done.State.REVIEW
    messages.success(request, "转给区司法局复核了，由另外的人再查一遍。" if goes_on else "记下了，谢谢您。")
    return redirect("complaint", pk=found.consultation_id)


@require_POST
def withdraw(request, pk):
    """撤回."""
    found = queries.complained_by(request.actor, pk)
    actions.withdraw(by=request.actor, complaint=found)
    messages.success(request, "投诉撤回了。")
    return redirect("complaint", pk=found.consultation_id)
