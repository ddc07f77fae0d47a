"""我的提醒: by which ways somebody of the staff is reminded, and of what; each sees only their own."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.channels import accounts, pushing, telling
from menkou.channels.models import Account
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.errors import NOT_FOUND, Absent, Conflict
from menkou.core.forms import OnceForm, new_form_id
from menkou.core.models import Outgoing
from menkou.places import queries as places
from menkou.reminders import actions, queries, sealing, told
from menkou.reminders.forms import BrowserForm, PhoneForm, WecomForm
from menkou.reminders.models import MOST, Way

Kind = Way.Kind
MOST_TRIALS = 3
EVERYBODY = staff(*Role)


@require_safe
@EVERYBODY
def mine(request):
    """What I have, what I may add, what I am told of."""
    return show(request)


@require_POST
@EVERYBODY
def add(request, kind):
    """添一种."""
    by_kind = queries.account_by_kind()
    if kind not in Kind.values:
        raise Absent(NOT_FOUND)
    if kind not in by_kind:
        raise Conflict("本区现在没有开通这一种。请找区司法局。")
    form = _forms(by_kind, request.POST)[kind]
    if not form.is_valid():
        return show(request, status=422, wrong={kind: form})
    way = Way(user_id=request.actor.user_id, kind=kind)
    try:
        is_new = actions.add(by=request.actor, way=way, leads=form.leads())
    except Conflict as problem:
        form.add_error(None, str(problem))
        return show(request, status=problem.status, wrong={kind: form})
    messages.success(request, "添上了。请试发一条，看收不收得到。" if is_new else actions.TWICE)
    return redirect("reminders:mine")


@require_POST
@EVERYBODY
def remove(request, pk):
    """删掉; the bar above the list takes it back."""
    actions.remove(by=request.actor, way=queries.way_for(request.actor, pk))
    return redirect("reminders:mine")


@require_POST
@EVERYBODY
def restore(request, pk):
    """撤回."""
    actions.restore(by=request.actor, way=queries.way_for(request.actor, pk))
    messages.success(request, "没有删，还照原来的提醒。")
    return redirect("reminders:mine")


@require_POST
@EVERYBODY
def try_out(request, pk):
    """试发一条."""
    way, form = queries.way_for(request.actor, pk), OnceForm(request.POST)
    if not form.is_valid():
        form = OnceForm({})
        form.is_valid()
    actions.try_out(by=request.actor, way=way, form=form.cleaned_data["form"])
    return redirect("reminders:trial", form=form.cleaned_data["form"])


@require_safe
@EVERYBODY
def trial(request, form):
    """How one is going; the page asks again by itself until it has ended."""
    row = queries.trial_for(request.actor, form)
    by_kind = queries.account_by_kind()
    way = next((one for one in queries.ways_of(request.actor.user_id) if one.pk == row.about), None)
    facts = {"row": row, "way": way, "ended": _ended(row, by_kind.get(way.kind) if way else None)}
    is_going = row.state in (Outgoing.State.WAITING, Outgoing.State.SENDING)
    return render(request, "reminders/trial.html", {**facts, "is_going": is_going, "shell": shell_of(request.actor)})


@require_safe
def worker(request):
    """What a browser keeps running for us, to show that there is something; the same for everybody."""
    return render(request, "reminders/worker.js", content_type="text/javascript; charset=utf-8")


def show(request, *, status: int = 200, wrong: dict[str, Any] | None = None):
    """The page, with the form that something was wrong with as it was sent."""
    by, by_kind = request.actor, queries.account_by_kind()
    removed, seconds = queries.just_removed(by), places.rules()["take_back_seconds"]
    forms = {**_forms(by_kind), **(wrong or {})}
    ways = sorted(queries.ways_of(by.user_id), key=lambda one: (Kind.values.index(one.kind), one.place))
    facts = {
        "shell": shell_of(by),
        "ways": [(one, _shown(one), one.kind in by_kind, new_form_id()) for one in ways],
        "trials": [(row, _ended(row, None)) for row in queries.trials_of(by.user_id)[:MOST_TRIALS]],
        "most": MOST,
        "wecom": forms.get(Kind.WECOM),
        "phone": forms.get(Kind.PHONE),
        "browser": forms.get(Kind.PUSH),
        "public": _public_key(by_kind),
        "told": told.of_actor(by),
        "removed": removed,
        "until": removed.ended_at + timedelta(seconds=seconds) if removed and removed.ended_at else None,
        "now": clock.now(),
    }
    return render(request, "reminders/mine.html", facts, status=status)


def shell_of(by: Actor) -> str:
    """An adviser's pages are made for a phone."""
    return "adviser.html" if by.has_role(Role.ADVISER) else "desk.html"


def _forms(by_kind: dict[str, Account], said=None) -> dict[str, Any]:
    """Those that are offered: what the bureau has turned on."""
    found: dict[str, Any] = {}
    if Kind.WECOM in by_kind:
        found[Kind.WECOM] = WecomForm(said, auto_id="wecom_%s")
    if Kind.PHONE in by_kind:
        found[Kind.PHONE] = PhoneForm(said, auto_id="phone_%s")
    if Kind.PUSH in by_kind:
        permits = pushing.permits_of(accounts.opened(by_kind[Kind.PUSH]))
        found[Kind.PUSH] = BrowserForm(said, auto_id="push_%s", permits=permits)
    return found


def _public_key(by_kind: dict[str, Account]) -> str:
    account = by_kind.get(Kind.PUSH)
    return pushing.vapid_of(accounts.opened(account)).public if account else ""


def _shown(way: Way) -> str:
    """Enough to know one's own by."""
    try:
        leads = sealing.opened(way)
    except sealing.Unopenable:
        return "打不开了，请删掉重添"
    if way.kind == Kind.PHONE:
        return f"{leads['to'][:3]}****{leads['to'][-4:]}"
    return leads["to"] if way.kind == Kind.WECOM else (urlsplit(leads["endpoint"]).hostname or "")


def _ended(row: Outgoing, account: Account | None) -> told.Ended:
    said = telling.meaning(account, row.way, row.code) if account else "请对一对登记的是不是您自己的，过一会再试。"
    return told.ended(row, said)
