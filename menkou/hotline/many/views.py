"""一起受理、一起派单: first a page that says which orders will be, which not and why; then the button."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.hotline import queries as orders
from menkou.hotline.forms import CHOOSE
from menkou.hotline.many import actions, queries
from menkou.hotline.many.queries import Done
from menkou.hotline.models import Order

COUNT = "{count}"  # in what is told afterwards
VERBS = {queries.ACCEPT: "受理", queries.ASSIGN: "派单"}
NONE_TICKED = "请先勾选要办的工单，再点。"
MORE = "后面还有 {more} 件。一次最多办 {most} 件，办完这些再来一次。"
STALE = "这一页太旧了，一件也没有办。请重新勾选。"


class ToForm(forms.Form):
    """派给谁, many at once."""

    to = forms.ChoiceField(
        label="派给谁", error_messages={"required": "请选派给谁。", "invalid_choice": "请选派给谁。"}
    )
    again = forms.BooleanField(label="已经派出去、还没有办的，也改派", required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.handlers = orders.handlers()
        choices: Any = self.fields["to"]
        choices.choices = [*CHOOSE, *((word, name) for word, (name, _) in self.handlers.items())]

    def whom(self) -> dict[str, Any]:
        """As the action takes it."""
        word = self.cleaned_data["to"]
        return {"handler": word.partition(":")[0], "to": self.handlers[word][1]}

    def name(self) -> str:
        """区司法局, or that office or institution."""
        to = self.cleaned_data["to"]
        return "区司法局" if to == Order.Handler.BUREAU else self.handlers[to][0]


@require_POST
@staff(Role.JUSTICE_BUREAU)
def look(request):
    """先看看: nothing is done yet."""
    act = request.POST.get("act", "")
    if act not in VERBS:
        return _back(request)
    found, more = _asked(request, act)
    if not found:
        messages.error(request, NONE_TICKED)
        return _back(request)
    facts: dict[str, Any] = {"act": act, "verb": VERBS[act], "found": found}
    shown, kind = orders.asked(request.POST)
    facts |= {"shown": shown, "kind": kind, "query": urlencode({"state": shown, "kind": kind}), "now": clock.now()}
    facts |= {"more": MORE.format(more=more, most=queries.MOST) if more else ""}
    why, status = queries.to_accept(request.actor), 200
    if act == queries.ASSIGN:
        form = ToForm(request.POST if "to" in request.POST else None)
        facts |= {"form": form}
        if not form.is_valid():
            return render(request, "hotline/many.html", facts, status=422 if form.is_bound else status)
        why = queries.to_assign(**form.whom(), again=form.cleaned_data["again"])
        facts |= {"to": form.cleaned_data["to"], "whom": form.name()}
    will, wont = queries.looked_at(found, why)
    return render(request, "hotline/many.html", facts | {"will": will, "wont": wont, "is_judged": True})


def _asked(request, act: str) -> tuple[list[Order], int]:
    """What was ticked, or all of the list; and how many more there are than are done at once."""
    by = request.actor
    if "all" in request.POST:
        rows = queries.all_of(by, act, *orders.asked(request.POST))
    else:
        rows = queries.chosen(by, _ids(request.POST.getlist("order")))
    found = list(rows[: queries.MOST])
    return found, max(rows.count() - len(found), 0) if len(found) == queries.MOST else 0


def _ids(values: list[str]) -> list[UUID]:
    return list(_seen(values))


def _seen(values: list[str]) -> dict[UUID, str]:
    """By each order, where it stood; what no box of ours says is left out."""
    seen = {}
    for value in values[: queries.MOST]:
        pk, _, place = value.partition(" ")
        try:
            seen[UUID(pk)] = place
        except ValueError:
            continue
    return seen


@require_POST
@staff(Role.JUSTICE_BUREAU)
def accept(request):
    """一起受理."""

    def do(seen: Mapping[UUID, str]) -> Done:
        return actions.accept(by=request.actor, district=request.district, seen=seen)

    return _done(request, do, f"受理了 {COUNT} 件，请派单。", Order.State.ACCEPTED)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def assign(request):
    """一起派单."""
    form = ToForm(request.POST)
    if not form.is_valid():
        messages.error(request, STALE)
        return _back(request)

    def do(seen: Mapping[UUID, str]) -> Done:
        return actions.assign(by=request.actor, district=request.district, seen=seen, **form.whom())

    return _done(request, do, f"{COUNT} 件派给了{form.name()}，已提醒对方。派错了，勾上再改派。", Order.State.ASSIGNED)


def _done(request, do: Callable[[Mapping[UUID, str]], Done], words: str, then: str) -> HttpResponse:
    """What was done is told with its count, what was not with why; then the orders that were."""
    seen = _seen(request.POST.getlist("order"))
    if not seen:
        messages.error(request, STALE)
        return _back(request)
    done = do(seen)
    if done:
        messages.success(request, words.replace(COUNT, str(len(done))))  # not format: a name may have braces
    if done.left:
        reasons = "；".join(f"{why} {count} 件" for why, count in sorted(done.left.items()))
        messages.warning(request, f"{sum(done.left.values())} 件没有办：{reasons}。")
    return _back(request, then if done else "")


def _back(request, shown: str = "") -> HttpResponse:
    """To the list, as it was, or where the orders are now."""
    before, kind = orders.asked(request.POST)
    return redirect(f"{reverse('hotline:orders')}?{urlencode({'state': shown or before, 'kind': kind})}")
