"""约见、口头答复: an adviser's calendar, and what an asker says to a time."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.consultations import actions as matters
from menkou.consultations import queries as consultations
from menkou.consultations.interests import actions as interests
from menkou.consultations.meeting import actions, queries
from menkou.consultations.views.adviser import show
from menkou.consultations.views.meeting_forms import MeetForm, SpokenForm
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.clock import SHANGHAI
from menkou.core.errors import Conflict


@require_safe
@staff(Role.ADVISER)
def meetings(request):
    """要去的, day by day."""
    found = groupby(queries.ahead(request.actor), lambda one: one.begins_at.astimezone(SHANGHAI).date())
    return render(request, "consultations/meetings.html", {"days": [(day, list(of)) for day, of in found]})


@require_POST
@staff(Role.ADVISER)
def propose(request, pk):
    """约见."""
    found, form = consultations.consultation_for(request.actor, pk), MeetForm(request.POST)
    if not form.is_valid():
        return show(request, found, meet_form=form, status=422)
    try:
        meeting = actions.propose(by=request.actor, consultation=found, **form.sentence())
    except Conflict as problem:
        form.add_error(None, str(problem))
        return show(request, found, meet_form=form, status=problem.status)
    told = "约好了，对方打开咨询就能看到。" if meeting.state == "agreed" else "已经约了，等对方回话。"
    messages.success(request, told)
    return redirect("consultations:consultation", pk=pk)


@require_POST
@staff(Role.ADVISER)
def cancel(request, meeting):
    """取消约见."""
    found = queries.meeting_for(request.actor, meeting)
    actions.cancel(by=request.actor, meeting=found)
    messages.success(request, "取消了。对方打开咨询会看到没有约见了，最好再打个电话说一声。")
    return redirect("consultations:consultation", pk=found.consultation_id)


@require_POST
@staff(Role.ADVISER)
def miss(request, meeting):
    """没见成."""
    found = queries.meeting_for(request.actor, meeting)
    actions.miss(by=request.actor, meeting=found)
    messages.success(request, "记下了：没见成。可以再约一次。")
    return redirect("consultations:consultation", pk=found.consultation_id)


@require_POST
@staff(Role.ADVISER)
def spoken(request, pk):
    """电话或当面答复过了."""
    found, form = consultations.consultation_for(request.actor, pk), SpokenForm(request.POST)
    if not form.is_valid():
        return show(request, found, spoken_form=form, status=422)
    meeting = queries.ahead_of(found) if form.cleaned_data["how"] == "met" else None
    has_no_interest = form.cleaned_data.pop("has_no_interest")
    try:
        if has_no_interest:
            interests.declare_none(by=request.actor, consultation=found)
        actions.record_spoken(by=request.actor, consultation=found, meeting=meeting, **form.cleaned_data)
    except Conflict as problem:
        form.add_error(None, str(problem))
        form.renew()
        return show(request, found, spoken_form=form, status=problem.status)
    messages.success(request, "记下了，算作答复。办结时用时自己填。")
    return redirect("consultations:consultation", pk=pk)


@require_safe
@staff(Role.ADVISER)
def paper_slip(request, pk):
    """纸条: the answers since the last question, on paper, for whoever has no phone; nothing of the question."""
    found = consultations.consultation_for(request.actor, pk)
    said = matters.read(by=request.actor, consultation=found)
    asked = max((at for at, one in enumerate(said) if one.author_id is None), default=-1)
    answers = [one for one in said[asked + 1 :] if one.text] or [one for one in said if one.author_id and one.text][-1:]
    facts = {"consultation": found, "answers": answers, "meeting": queries.ahead_of(found), "today": clock.today()}
    return render(request, "consultations/paper_slip.html", facts)


@require_POST
def agree(request, pk, meeting):
    """好，我去."""
    found = queries.meeting_asked_for(request.actor, consultations.asked_for(request.actor, pk), meeting)
    actions.agree(by=request.actor, meeting=found)
    messages.success(request, "约好了。到时候见。")
    return redirect("thread", pk=pk)


@require_POST
def decline(request, pk, meeting):
    """那时候没空."""
    found = queries.meeting_asked_for(request.actor, consultations.asked_for(request.actor, pk), meeting)
    actions.decline(by=request.actor, meeting=found)
    messages.success(request, "跟顾问说了您那时候没空。哪天有空，可以在下面写一句。")
    return redirect("thread", pk=pk)
