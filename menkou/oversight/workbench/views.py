"""催办: one, or many after a look at whom; each once a day, and taken back as long as it has not gone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.advisers.models import Registration
from menkou.consultations.timing import actions, queries
from menkou.core import clock
from menkou.oversight import queries as oversight
from menkou.oversight.workbench import gathering, showing

ANSWERED = "这位顾问现在没有超时的了，不用催。"
ALREADY = "{name}今天已经催过了，明天还没答复再催。"


@require_safe
@staff(*gathering.NUDGERS)
def nudges(request):
    """一次催多位: whom it would reach, and who had one today, before anything is done."""
    lines = showing.shown(request.actor, gathering.late_people(request.actor, most=None))
    mine = [one for one in lines if one["item"].late.may_nudge]
    facts = {
        "lines": mine,
        "fresh": sum(one["item"].late.nudged is None for one in mine),
        "done": sum(one["item"].late.nudged is not None for one in mine),
        "back": [one for one in mine if one["until"]],
        "now": clock.now(),
    }
    return render(request, "oversight/nudges.html", facts)


@require_POST
@staff(*gathering.NUDGERS)
def nudge(request, pk):
    """催办 of one person."""
    by = request.actor
    person = queries.late_people(by).filter(pk=pk).first()
    if person is None:
        oversight.advisers(by).get(pk=pk)  # whom one may not see does not exist
        messages.info(request, ANSWERED)
    elif actions.nudge(by=by, registration=person):
        messages.success(request, f"已催办{person}，记下了。")
    else:
        messages.info(request, ALREADY.format(name=person))
    return _back()


@require_POST
@staff(*gathering.NUDGERS)
def nudge_many(request):
    """催办 of those who were ticked; who had one today, or has answered meanwhile, is left out."""
    by, ticked = request.actor, _ids(request.POST.getlist("who"))
    people: list[Registration] = list(queries.late_people(by).filter(pk__in=ticked))
    done = sum(bool(actions.nudge(by=by, registration=one)) for one in people)
    left = len(ticked) - done
    said = f"催办了 {done} 人" + (f"；{left} 人今天已催过或者已经答复，没有再催" if left else "") + "。"
    (messages.success if done else messages.info)(request, said)
    return redirect("oversight:nudges")


@require_POST
@staff(*gathering.NUDGERS)
def take_back(request):
    """撤回 of one's own of the last seconds: the one that is named, or all."""
    by, of = request.actor, _ids(request.POST.getlist("of"))
    found = queries.nudges_to_take_back(by)
    found = found.filter(pk__in=of) if of else found
    taken: list[Any] = [actions.take_nudge_back(by=by, nudge=one) for one in found]
    if taken:
        messages.success(request, f"撤回了 {len(taken)} 条催办。")
    else:
        messages.info(request, "已经发出去了，撤不回来。")
    return _back()


def _back() -> HttpResponseRedirect:
    return redirect(f"{reverse('oversight:desk')}#waiting")


def _ids(said: list[str]) -> set[UUID]:
    found = set()
    for one in said:
        try:
            found.add(UUID(one))
        except ValueError:
            continue
    return found
