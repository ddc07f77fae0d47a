"""请人帮忙: a colleague is asked for an opinion, takes the matter over, or the judicial office finds somebody elsewhere."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from menkou.accounts.doors import staff
from menkou.consultations import queries as consultations
from menkou.consultations.arranging import actions as arranging
from menkou.consultations.arranging import queries as arrangements
from menkou.consultations.opinions import actions as opinions
from menkou.consultations.opinions.queries import opinion_of
from menkou.consultations.passing import actions as passing
from menkou.consultations.passing import queries
from menkou.consultations.views.colleagues_forms import ArrangeForm, OpinionForm, PassForm, TopicForm
from menkou.core.actors import Role
from menkou.core.errors import Conflict


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.ADVISER)
def colleagues(request, pk):
    """谁能帮忙: sent to itself to sort by topic, so that no kind of matter stands in an address."""
    found, form = consultations.consultation_for(request.actor, pk), TopicForm(request.POST or None)
    topic = form.cleaned_data["topic"] if form.is_valid() else ""
    return _page(request, found, topic=topic, status=422 if form.errors else 200)


def _page(request, found, *, topic: str = "", form=None, arrange_form=None, status: int = 200) -> HttpResponse:
    facts = {
        "consultation": found,
        "people": queries.colleagues_of(found, topic),
        "topic_form": TopicForm(initial={"topic": topic}),
        "form": form,
        "pass_form": form if isinstance(form, PassForm) else PassForm(people=queries.near(found)),
        "chosen": form.data.get("person", "") if form else "",
        "arrange_form": arrange_form or ArrangeForm(),
        "arrangement": arrangements.asked_about(found),
    }
    return render(request, "consultations/colleagues.html", facts, status=status)


@require_POST
@staff(Role.ADVISER)
def hand_over_to(request, pk):
    """移交给团队里的一位."""
    found = consultations.consultation_for(request.actor, pk)
    form = PassForm(request.POST, people=queries.near(found))
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    taker, reason = form.cleaned_data["person"], form.cleaned_data["reason"]
    try:
        passing.hand_over_to(by=request.actor, consultation=found, taker=taker, reason=reason)
    except Conflict as problem:
        form.add_error(None, str(problem))
        return _page(request, found, form=form, status=problem.status)
    messages.success(request, f"已移交给{taker}，提问的人会先看到新顾问的名字。")
    return redirect("consultations:today")


@require_POST
@staff(Role.ADVISER)
def ask_opinion(request, pk):
    """请他会诊."""
    found = consultations.consultation_for(request.actor, pk)
    form = OpinionForm(request.POST, people=queries.near(found))
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    colleague, is_spoken = form.cleaned_data["person"], form.cleaned_data["is_spoken"]
    try:
        asked = opinions.ask(by=request.actor, consultation=found, colleague=colleague, is_spoken=is_spoken)
    except Conflict as problem:
        form.add_error(None, str(problem))
        return _page(request, found, form=form, status=problem.status)
    told = f"已经请{colleague}会诊。" if asked.state == "open" else f"等居民在手机上同意，{colleague}就能看了。"
    messages.success(request, told)
    return redirect("consultations:consultation", pk=pk)


@require_POST
@staff(Role.ADVISER)
def end_opinion(request, pk, opinion):
    """结束会诊."""
    opinions.end(by=request.actor, opinion=opinion_of(request.actor, pk, opinion))
    messages.success(request, "会诊结束了，对方看不到了。")
    return redirect("consultations:consultation", pk=pk)


@require_POST
@staff(Role.ADVISER)
def arrange(request, pk):
    """请司法所安排."""
    found, form = consultations.consultation_for(request.actor, pk), ArrangeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, arrange_form=form, status=422)
    try:
        arranging.ask(by=request.actor, consultation=found, **form.cleaned_data)
    except Conflict as problem:
        form.add_error(None, str(problem))
        return _page(request, found, arrange_form=form, status=problem.status)
    messages.success(request, "告诉司法所了。安排好以前，还是您来办。")
    return redirect("consultations:consultation", pk=pk)
