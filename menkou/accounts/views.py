"""账号: who can sign in, links for those who cannot yet, and the page at the end of such a link."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts import actions, invitations, policies, queries
from menkou.accounts.doors import staff
from menkou.accounts.forms import PasswordForm
from menkou.core.actors import Actor, Role
from menkou.core.errors import NOT_FOUND, Absent

A_PAGE, MOST_LINKS = 100, 200
READERS = (Role.JUSTICE_BUREAU, Role.OPERATOR)


@require_safe
@staff(*READERS)
def people(request):
    """Everybody who holds something here, with what it is held for, and whether they can sign in."""
    page = Paginator(queries.running_by_user(), A_PAGE).get_page(request.GET.get("page"))
    may_end = policies.end_role.allows
    rows = [(one, queries.target_of(one)[1], may_end(request.actor, one)) for one in page]
    facts = {
        "page": page,
        "rows": rows,
        "waiting": queries.waiting().count(),
        "ends": request.actor.has_role(Role.JUSTICE_BUREAU),
        "invites": request.actor.has_role(Role.OPERATOR),
    }
    return render(request, "accounts/people.html", facts)


@require_POST
@staff(Role.OPERATOR)
def invite(request):
    """发启用链接: one to each account that has never been opened; they are shown on this page only."""
    base = settings.MENKOU_PUBLIC_URL.rstrip("/")
    links = []
    for user in queries.waiting()[:MOST_LINKS]:
        told = actions.invite(by=request.actor, user=user)
        links.append((user, base + reverse("accounts:enable", args=[user.pk, told])))
    return render(request, "accounts/links.html", {"links": links})


@require_POST
@staff(Role.JUSTICE_BUREAU)
def end_role(request, pk):
    """结束任职."""
    membership = queries.running_by_user().filter(pk=pk).first()
    if membership is None:
        raise Absent(NOT_FOUND)
    actions.end_role(by=request.actor, membership=membership)
    messages.success(
        request,
        f"{membership.user.name}不再担任{membership.get_role_display()}了。写错了的，在“导入”里再登记一次人员与角色。",
    )
    return redirect("accounts:people")


@require_http_methods(["GET", "HEAD", "POST"])
def enable(request, pk, token):
    """Whoever has the link sets the password of the account that it is for, once."""
    user = queries.waiting().filter(pk=pk).first()
    if user is None or not invitations.is_good(user, token):
        raise Absent(policies.enable.refusal)
    form, status = PasswordForm(request.POST or None, user=user), 200
    if request.method == "POST":
        if form.is_valid():
            own = Actor(user.pk, user.name)
            actions.enable(by=own, user=user, password=form.cleaned_data["password"])
            messages.success(request, f"密码设好了。请用用户名 {user.username} 登录。")
            return redirect("start")
        status = 422
    return render(request, "accounts/enable.html", {"form": form, "person": user}, status=status)
