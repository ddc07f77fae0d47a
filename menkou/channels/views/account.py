"""接通检查 and the settings of one account: what is right, what is missing, and every button that changes it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.channels import actions, checks, queries, telling
from menkou.channels.forms import FactsForm, SecretsForm, TryForm
from menkou.channels.kinds import kind_of
from menkou.channels.models import Account
from menkou.channels.texted import address
from menkou.channels.texted import queries as texted
from menkou.channels.trying import SENDERS
from menkou.channels.views.accounts import KEEPERS, quota_of, state_of
from menkou.core import clock
from menkou.core.doors import staff
from menkou.core.errors import Conflict
from menkou.core.forms import OnceForm, new_form_id

MOST_TRIES, MOST_PEOPLE = 5, 20


@require_safe
@staff(*KEEPERS)
def account(request, pk):
    """Everything about one."""
    return show(request, queries.account_for(pk))


@require_POST
@staff(*KEEPERS)
def amend(request, pk):
    """改设置."""
    found = queries.account_for(pk)
    form = FactsForm(kind_of(found.kind, found.facts), settings.IS_DEMO, request.POST)
    if not form.is_valid():
        return show(request, found, facts_form=form, status=422)
    actions.amend(by=request.actor, account=found, name=form.cleaned_data["name"], facts=form.facts())
    messages.success(request, "设置改好了。")
    return redirect("channels:account", pk=pk)


@require_POST
@staff(*KEEPERS)
def set_keys(request, pk):
    """换密钥 that the platform gave."""
    found = queries.account_for(pk)
    form = SecretsForm(kind_of(found.kind, found.facts), request.POST)
    if not form.is_valid():
        return show(request, found, secrets_form=form, status=422)
    actions.set_keys(by=request.actor, account=found, said=form.cleaned_data)
    messages.success(request, "密钥换好了。请再试一下，看平台认不认。")
    return redirect("channels:account", pk=pk)


@require_POST
@staff(*KEEPERS)
def make_keys(request, pk):
    """生成 Token 和 EncodingAESKey: shown on this one page, and never again."""
    found, form = queries.account_for(pk), OnceForm(request.POST)
    form.is_valid()
    try:
        made = actions.make_keys(by=request.actor, account=found, form=form.cleaned_data.get("form") or new_form_id())
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("channels:account", pk=pk)
    found = queries.account_for(pk)
    facts = {"account": found, "made": made, "callback": callback_of(request, found), "old_until": found.old_until}
    return render(request, "channels/made.html", facts)


@require_POST
@staff(*KEEPERS)
def turn(request, pk):
    """启用, or 停用."""
    found, on = queries.account_for(pk), request.POST.get("on") == "yes"
    try:
        (actions.turn_on if on else actions.turn_off)(by=request.actor, account=found)
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        said = "启用了。" if on else "停用了。平台推来的一概不认，要发的先等着，重新启用以后再发。"
        messages.success(request, said)
    return redirect("channels:account", pk=pk)


@require_POST
@staff(*KEEPERS)
def remove(request, pk):
    """删掉 one that was never used."""
    try:
        actions.remove(by=request.actor, account=queries.account_for(pk))
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("channels:account", pk=pk)
    messages.success(request, "删掉了。")
    return redirect("channels:channels")


@require_POST
@staff(*KEEPERS)
def check(request, pk):
    """试一下取令牌: a job asks the platform."""
    found, form = queries.account_for(pk), OnceForm(request.POST)
    form.is_valid()
    said = form.cleaned_data.get("form") or new_form_id()
    actions.check(by=request.actor, account=found, form=said)
    return redirect("channels:trial", pk=pk, form=said)


@require_POST
@staff(*KEEPERS)
def ask_contact(request, pk):
    """要客服链接: a job asks the platform."""
    found, form = queries.account_for(pk), OnceForm(request.POST)
    form.is_valid()
    said = form.cleaned_data.get("form") or new_form_id()
    try:
        actions.ask_contact(by=request.actor, account=found, form=said)
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("channels:account", pk=pk)
    return redirect("channels:trial", pk=pk, form=said)


@require_POST
@staff(*KEEPERS)
def try_out(request, pk):
    """试一下: a job sends one message."""
    found = queries.account_for(pk)
    form = TryForm(found.kind, people_of(found), request.POST)
    if not form.is_valid():
        return show(request, found, try_form=form, status=422)
    try:
        actions.try_out(by=request.actor, account=found, to=form.cleaned_data["to"], form=form.cleaned_data["form"])
    except Conflict as problem:
        form.add_error(None, str(problem))
        return show(request, found, try_form=form, status=problem.status)
    return redirect("channels:trial", pk=pk, form=form.cleaned_data["form"])


@require_safe
@staff(*KEEPERS)
def trial(request, pk, form):
    """How one is going; the page asks again by itself until it has ended."""
    found = queries.account_for(pk)
    row = queries.trial_of(found, form)
    facts = {"account": found, "row": row, "tried": telling.tried(found, row)}
    return render(request, "channels/trial.html", {**facts, "is_going": row.state in queries.GOING})


def show(request, found: Account, *, status: int = 200, **forms) -> HttpResponse:
    """The page, with the forms that something was wrong with as they were sent."""
    kind, kept, now = kind_of(found.kind, found.facts), queries.kept_secrets(found), clock.now()
    form = new_form_id()
    facts = {
        "account": found,
        "kind": kind,
        "state": state_of(found, now),
        "quota": quota_of(found, len(people := people_of(found)), now),
        "lines": checks.lines(_known(request, found, kept)),
        "secrets": [(one.label, one.name in kept) for one in kind.secrets],
        "keyed": queries.last_set(found),
        "old_until": found.old_until if found.old_until and found.old_until > now else None,
        "tries": [(row, telling.tried(found, row)) for row in queries.trials(found)[:MOST_TRIES]],
        "facts_form": FactsForm(kind, settings.IS_DEMO, initial={**found.facts, "name": found.name}),
        "secrets_form": SecretsForm(kind, auto_id="secret_%s"),
        "try_form": TryForm(found.kind, people, initial={"form": form}) if found.kind in SENDERS else None,
        "people": people,
        "texts": texted.figures(found) if found.kind == Account.Kind.SMS else None,
        "form": form,
        "is_used": queries.is_used(found),
    }
    return render(request, "channels/account.html", {**facts, **forms}, status=status)


def people_of(found: Account) -> list[tuple]:
    """Who may be written to now, each told apart by when they wrote and by nothing else."""
    if found.kind not in ("wechat", "kf"):
        return []
    return [(one, f"{_in_words(one.heard_at)} 来过话的人") for one in queries.reachable(found)[:MOST_PEOPLE]]


def callback_of(request, found: Account) -> str:
    """The address that the platform calls: of the processes that take callbacks, not of these pages."""
    return f"{settings.MENKOU_PUBLIC_URL}/{request.district.slug}/callback/{found.pk}"


def _known(request, found: Account, kept: frozenset[str]) -> checks.Known:
    last, contact = queries.last_check(found), queries.last_call_for_contact(found)
    return checks.Known(
        kind=found.kind,
        facts=found.facts,
        secrets=kept,
        is_on=found.is_on,
        heard_at=found.heard_at,
        heard=_in_words(found.heard_at),
        intake_lives=queries.intake_lives(),
        callback=callback_of(request, found),
        domain=urlsplit(settings.MENKOU_PUBLIC_URL).netloc,
        domain_file=f"{settings.MENKOU_PUBLIC_URL}/{found.facts.get('verify_name', '')}",
        tried=telling.tried(found, last) if last else None,
        contact=found.contact,
        contact_tried=telling.tried(found, contact) if contact else None,
        receipts=settings.MENKOU_PUBLIC_URL + address.path_of(request.district.slug, found.pk),
    )


def _in_words(moment) -> str:
    return clock.to_the_minute(moment) if moment else ""
