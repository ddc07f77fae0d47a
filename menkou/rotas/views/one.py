"""One slot: who comes, who cannot and why, who is asked instead, whether they came, and what they say of it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import shell_of, staff
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.rotas import actions, counting, policies, queries
from menkou.rotas.forms import (
    AppointForm,
    CannotForm,
    ExcuseForm,
    LogForm,
    OffForm,
    ReplyForm,
    ToldForm,
    WhomForm,
)
from menkou.rotas.keeping import actions as keeping
from menkou.rotas.models import Slot, Why
from menkou.rotas.substituting import actions as substituting
from menkou.rotas.views.many import READERS

Outcome = Slot.Outcome


@require_safe
@staff(*READERS)
def slot(request, pk):
    """One of them."""
    return _show(request, queries.slot_for(request.actor, pk))


def _show(request, found: Slot, form: forms.Form | None = None, *, status: int = 200) -> HttpResponse:
    """The page; a form that could not be used is shown again in its place."""
    by = request.actor
    reads = queries.reads(by, found)
    askings = list(queries.askings_of(found))
    facts = {
        "slot": found,
        "form": form,
        "reads": reads,
        "excuses": queries.excuses_of(found) if reads else [],
        "askings": [one for one in askings if reads or policies.answer.allows(by, one)],
        "answers": next((one for one in askings if not one.answer and policies.answer.allows(by, one)), None),
        "trouble": queries.troubles([found]).get(found.pk, ""),
        "sentence": counting.sentence_of(by, found.adviser_id) if reads and found.outcome == Outcome.MISSED else "",
        "counts_from": queries.may_count_from(found),
        "reasons": Why.choices,
        "shell": shell_of(by),
        **_may(by, found, {type(form): form} if form else {}),
    }
    return render(request, "rotas/slot.html", facts, status=status)


def _may(by, found: Slot, known: dict) -> dict:
    """The forms of what this person may do now; a form that came back in its place."""
    if found.off_at:
        return {}
    own, changes = policies.keep.allows(by, found), policies.change.allows(by, found)
    is_said = queries.excuses_of(found).filter(who=found.adviser_id).exists()
    coming, missed = not found.has_begun, found.outcome == Outcome.MISSED

    def form(kind, **more):
        return known.get(kind) or kind(slot=found, **more)

    open_ = found.entry_id is None and found.missed_id is None
    return {
        "cannot": own and coming and not is_said and form(CannotForm),
        "comes": own and coming and is_said,
        "asks": policies.ask.allows(by, found) and coming and is_said and form(WhomForm),
        "appoints": changes and coming and form(AppointForm),
        "calls_off": changes and coming and known.get(OffForm, OffForm()),
        "logs": own and found.has_begun and open_ and found.outcome in ("", Outcome.KEPT) and form(LogForm),
        "confirms": found.entry_id and not found.confirmed_at and policies.confirm.allows(by, found),
        "tells": policies.tell.allows(by, found) and found.is_over and open_,
        "replies": own and missed and open_ and not found.replied_at and known.get(ReplyForm, ReplyForm()),
        "records": missed and open_ and policies.tell.allows(by, found),
        "excuses_it": missed and policies.excuse.allows(by, found) and known.get(ExcuseForm, ExcuseForm()),
    }


@require_POST
@staff(*READERS)
def call_off(request, pk):
    """取消."""
    return _take(request, pk, policies.change, OffForm, actions.call_off, "取消了，顾问已经知道。")


@require_POST
@staff(*READERS)
def cannot(request, pk):
    """来不了."""
    said = "记下了，司法所已经知道。有人答应替您以后，会告诉您。"
    return _take(request, pk, policies.keep, CannotForm, substituting.cannot, said)


@require_POST
@staff(*READERS)
def come(request, pk):
    """还是来: one tap."""
    return _take(request, pk, policies.keep, forms.Form, substituting.come, "好，这次还是您来，司法所已经知道。")


@require_POST
@staff(*READERS)
def ask(request, pk):
    """请人替."""
    return _take(request, pk, policies.ask, WhomForm, substituting.ask, "已经请了，答复以后会告诉您。")


@require_POST
@staff(*READERS)
def appoint(request, pk):
    """指定."""
    return _take(request, pk, policies.change, AppointForm, substituting.appoint, "换好了，两位都已经知道。")


@require_POST
@staff(*READERS)
def log(request, pk):
    """记值班."""
    return _take(request, pk, policies.keep, LogForm, keeping.log, "记好了，日志里已经有这一条，不用再写。")


@require_POST
@staff(*READERS)
def confirm(request, pk):
    """确认: one tap."""
    return _take(request, pk, policies.confirm, forms.Form, keeping.confirm, "确认了。")


@require_POST
@staff(*READERS)
def tell(request, pk):
    """来了没有: one tap."""
    said = "记好了。记没来、没有正当理由的，顾问已经收到通知，可以说明；说明以前不算缺席。"
    return _take(request, pk, policies.tell, ToldForm, keeping.tell, said)


@require_POST
@staff(*READERS)
def reply(request, pk):
    """说明."""
    return _take(request, pk, policies.keep, ReplyForm, keeping.reply, "说明写好了，司法所看得到。")


@require_POST
@staff(*READERS)
def record(request, pk):
    """记入缺席."""
    said = "记在合同上了，顾问已经知道。以后查明有正当理由的，在这里改。"
    return _take(request, pk, policies.tell, forms.Form, keeping.record, said)


@require_POST
@staff(*READERS)
def excuse(request, pk):
    """改成有正当理由."""
    return _take(request, pk, policies.excuse, ExcuseForm, keeping.excuse, "改好了，不算缺席，顾问已经知道。")


def _take(request, pk, policy, kind, act: Callable, words: str) -> HttpResponse:
    """Do what a form says; or show the page again, with what was typed and what is wrong."""
    found = queries.slot_for(request.actor, pk)
    if not policy.allows(request.actor, found):
        raise Refused(policy.refusal)
    about = {"slot": found} if kind in (CannotForm, WhomForm, AppointForm, LogForm) else {}
    form, status = kind(request.POST, **about), 422
    if form.is_valid():
        try:
            act(by=request.actor, slot=found, **form.cleaned_data)
        except (Conflict, Invalid) as problem:
            form.add_error(None, str(problem))
            found, status = queries.slot_for(request.actor, pk), problem.status
        else:
            messages.success(request, words)
            return redirect("rotas:slot", pk=pk)
    return _show(request, found, form, status=status)
