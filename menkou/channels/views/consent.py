"""有回复时提醒我: to the platform's page of consent, and back from it. Residents' pages, no script, and none of the platform's."""

from django.core.exceptions import ObjectDoesNotExist
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from menkou.channels import accounts
from menkou.channels.consenting import actions, queries
from menkou.channels.models import Account, Consent
from menkou.channels.wechat import client
from menkou.core.errors import Conflict, Refused


@require_GET
def remind(request, pk):
    """去问一问: whom the platform knows is sent to its page; whoever it does not know is made known first."""
    account = queries.door_of(pk)
    request.keeps_device = True
    who = queries.own(request.actor, account)
    if who is None or not request.device_is_known:
        return redirect(_enter(account))
    if who.notices:
        return render(request, "channels/consent.html", {"step": Consent.Step.YES, "is_known": True})
    held = accounts.opened(account)
    state = actions.begin(by=request.actor, correspondent=who)
    home, there = request.build_absolute_uri(reverse("channels:agreed", args=[pk])), held.base(client.BASE_MP, "")
    template = account.facts["template"]
    return redirect(client.consent_url(held.number, template, home, state, scene=queries.SCENE, base_mp=there))


@require_GET
def agreed(request, pk):
    """回来了. The address holds a name, so on to a page without it, which says what counts: also where this is opened again."""
    account, brought = queries.door_of(pk), request.GET
    consent = queries.with_state(account, brought.get("reserved", ""))
    if consent is None:
        return _reopen(request, account)
    told = {"template": brought.get("template_id", ""), "name": brought.get("openid", "")}
    try:
        actions.answer(by=request.actor, consent=consent, said=brought.get("action", ""), **told)
    except Refused:
        return _reopen(request, account)
    except Conflict:
        pass  # said before, or odd: the page says which
    return redirect("channels:consent", pk=pk, consent=consent.pk)


@require_safe
def consent(request, pk, consent):
    """记下了: for the browser that went, and for no other."""
    account = queries.door_of(pk)
    try:
        found = queries.consent_for(request.actor.device, account, consent)
    except ObjectDoesNotExist:
        return _reopen(request, account)
    if found.step == Consent.Step.AWAY:
        return _reopen(request, account)
    return render(request, "channels/consent.html", {"step": found.step, "again": _enter(account)})


def _reopen(request, account: Account):
    return render(request, "channels/reopen.html", {"again": _enter(account)}, status=403)


def _enter(account: Account) -> str:
    return f"{reverse('channels:enter', args=[account.pk])}?to=remind"
