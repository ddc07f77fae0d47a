"""静默登录: to the platform, back from it, and on to the page that was wanted. Residents' pages, no script needed."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from menkou.channels import accounts
from menkou.channels.login import actions, identifying, queries
from menkou.channels.models import Account, Login
from menkou.channels.wechat import client
from menkou.core import clock
from menkou.core.errors import Conflict, Refused

Step, Target = Login.Step, Login.Target
PAGES = {Target.ASKED: "asked", Target.FRONT: "front"}
MOST_CODE = 512  # characters; the platform's are 32


@require_GET
def enter(request, pk):
    """去认一认: the browser is given a name of ours and sent to the platform."""
    account = queries.door_of(pk)
    request.keeps_device = True
    target = request.GET.get("to", "")
    target = target if target in Target else Target.ASKED
    if not request.device_is_known and "again" not in request.GET:
        return redirect(f"{reverse('channels:enter', args=[pk])}?to={target}&again=1")  # does it keep cookies at all?
    if not request.device_is_known:
        return _reopen(request, account, target, 403)
    held = accounts.opened(account)
    state = actions.begin(by=request.actor, account=account, target=target)
    home = request.build_absolute_uri(reverse("channels:back", args=[pk]))
    there = held.base(client.BASE_OPEN, "/open")
    return redirect(client.authorize_url(held.number, home, state, base_open=there))


@require_GET
def back(request, pk):
    """回来了. The address holds the code, so nothing is shown here: on to a page without it."""
    account = queries.door_of(pk)
    code, login = request.GET.get("code", ""), queries.with_state(account, request.GET.get("state", ""))
    if login is None or not 0 < len(code) <= MOST_CODE:
        return _reopen(request, account, Target.ASKED, 403)
    try:
        actions.come_back(by=request.actor, login=login, code=code)
    except (Conflict, Refused):
        return _reopen(request, account, login.target, 403)
    identifying.ask_for(login)
    return redirect("channels:opening", pk=pk, login=login.pk)


@require_safe
def opening(request, pk, login):
    """正在打开…: asks again by itself until the platform has said who it is."""
    account = queries.door_of(pk)
    try:
        found = queries.login_for(request.actor.device, account, login)
    except ObjectDoesNotExist:
        return _reopen(request, account, Target.ASKED, 403)
    if found.step == Step.KNOWN and found.until_at > clock.now():
        request.known = found.correspondent_id
        return redirect(_page(found))
    if found.step in (Step.BACK, Step.ASKING) and found.until_at > clock.now():
        return render(request, "channels/opening.html", {"next": _next(request)})
    if found.step == Step.SNAPSHOT:
        facts = {"again": _again(account, found.target)}
        return render(request, "channels/snapshot.html", facts)
    return _reopen(request, account, found.target, 403)


def _reopen(request, account: Account, target: str, status: int) -> HttpResponse:
    """请重新打开: the same page whatever was odd, so that whoever tries learns nothing."""
    return render(request, "channels/reopen.html", {"again": _again(account, target)}, status=status)


def _page(login: Login) -> str:
    """The page that was wanted."""
    if login.target == Target.REMIND:
        return reverse("channels:remind", args=[login.account_id])
    return reverse(PAGES[Target(login.target)])


def _next(request) -> str:
    """This page once more, under another address: the platform's #wechat_redirect comes along over every redirect, and
    a browser that is sent to the address where it is, with a # in it, asks nobody.
    """
    turn = request.GET.get("turn", "0")
    return f"{reverse('channels:opening', kwargs=request.resolver_match.kwargs)}?turn={turn == '0':d}"


def _again(account: Account, target: str) -> str:
    return f"{reverse('channels:enter', args=[account.pk])}?to={target}"
