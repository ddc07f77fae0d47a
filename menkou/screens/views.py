"""大屏链接: those there are, a new one, and the end of one."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.screens import actions, queries

A_PAGE = 50
DAYS = [(7, "一个星期"), (30, "三十天"), (90, "九十天"), (365, "一年")]


class LinkForm(forms.Form):
    """Where the screen stands, and for how long its link is good."""

    name = forms.CharField(label="放在哪里", max_length=40, help_text="比如：局一楼大厅。", strip=True)
    days = forms.TypedChoiceField(label="用多久", choices=DAYS, coerce=int, initial=90)


@require_safe
@staff(*queries.READERS)
def links(request):
    """All there are and were."""
    return _shown(request, LinkForm())


@require_POST
@staff(Role.JUSTICE_BUREAU)
def make(request):
    """A new one, shown on this page only."""
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    token = actions.make(by=request.actor, district=request.district, **form.cleaned_data)
    url = settings.MENKOU_PUBLIC_URL.rstrip("/") + reverse("screen", args=[token])
    return render(request, "screens/made.html", {"url": url, "name": form.cleaned_data["name"]})


@require_POST
@staff(Role.JUSTICE_BUREAU)
def revoke(request, pk):
    """停用: the screen says so within a minute."""
    link = queries.link_for(request.actor, pk)
    try:
        actions.revoke(by=request.actor, link=link)
        messages.success(request, "停用了。那块屏幕一分钟以内就不再显示。")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("screens:links")


def _shown(request, form: LinkForm, status: int = 200):
    page = Paginator(queries.visible_to(request.actor), A_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "form": form, "now": clock.now(), "may": request.actor.has_role(Role.JUSTICE_BUREAU)}
    return render(request, "screens/links.html", facts, status=status)
