"""渠道: what accounts there are and how they are, and one of each kind put on record."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from menkou.channels import actions, queries
from menkou.channels.accounts import MOST_FAILURES
from menkou.channels.forms import AddForm
from menkou.channels.kinds import KINDS, Kind, kind_of
from menkou.channels.models import Account
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.doors import staff
from menkou.core.errors import NOT_FOUND, Absent, Conflict

KEEPERS = (Role.JUSTICE_BUREAU, Role.OPERATOR)
WAYS = {"chat": "微信对话", "notice": "订阅通知", "sms": "短信", "file": "写进文件", "done": "测试"}
WAYS |= {
    "wecom": "企业微信",
    "push": "浏览器通知",
    "phone": "短信（工作人员）",
    "robot": "群机器人",
    "mass": "企业微信群发",
}
A_MINUTE = timedelta(minutes=1)
MOST_OF_A_ROBOT = 20


@require_safe
@staff(*KEEPERS, Role.AUDITOR)
def channels(request):
    """All accounts; without anything secret, so that auditors may look as well."""
    may_be_written_to, now = queries.count_reachable(), clock.now()
    shown = [
        (one, kind_of(one.kind, one.facts), *state_of(one, now), quota_of(one, may_be_written_to.get(one.pk, 0), now))
        for one in queries.accounts()
    ]
    facts = {
        "shown": shown,
        "sent": [(WAYS.get(way, way or "别的"), count) for way, count in sorted(queries.sent_today().items())],
        "reminded": [(WAYS[one.way], one.sent, one.failed) for one in queries.reminders_this_week()],
        "kinds": [(shape, kind) for shape, kind in KINDS.items()],
        "keeps": request.actor.has_role(*KEEPERS),
    }
    return render(request, "channels/channels.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*KEEPERS)
def add(request, shape):
    """One more of a kind; off at first."""
    kind = KINDS.get(shape)
    if kind is None:
        raise Absent(NOT_FOUND)
    form, status = AddForm(kind, settings.IS_DEMO, request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            account = _made(kind, form)
            try:
                actions.add(by=request.actor, account=account, said=form.secrets())
            except Conflict as problem:
                form.add_error("number", str(problem))
                status = problem.status
            else:
                messages.success(request, "登记好了，还没有启用。照下面的“接通检查”一样一样办。")
                return redirect("channels:account", pk=account.pk)
    return render(request, "channels/add.html", {"form": form, "kind": kind}, status=status)


def _made(kind: Kind, form: AddForm) -> Account:
    said = form.cleaned_data
    facts = {**form.facts(), **({"gateway": kind.gateway} if kind.gateway else {})}
    return Account(kind=kind.kind, name=said["name"], number=said["number"], facts=facts)


def state_of(account: Account, now: datetime) -> tuple[str, str]:
    """Shape and word."""
    if not account.is_on:
        return "none", "没有启用"
    if account.failures >= MOST_FAILURES and account.rests_until and account.rests_until > now:
        return "overdue", f"平台不通，歇到 {account.rests_until.astimezone(clock.SHANGHAI):%H:%M:%S}"
    if kind_of(account.kind, account.facts).has_callback and account.heard_at is None:
        return "due", "启用了，平台还没来过"
    return "done", "在用"


def quota_of(account: Account, people: int, now: datetime) -> str:
    """What may still go out, as far as the platform's rules are countable here."""
    if account.kind in ("wechat", "kf"):
        return f"现在能主动发给 {people} 人（48 小时内来过话，每人最多 5 条）"
    if account.kind == "robot":
        return f"这一分钟发了 {sum(one > now - A_MINUTE for one in account.spent)} / {MOST_OF_A_ROBOT} 条"
    return ""
