"""Pages that belong to no app."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from config.context import SIZES, TEXT, home_of
from menkou.channels import queries as channels
from menkou.core.errors import NOT_FOUND, Absent
from menkou.core.scope import overseeing
from menkou.places import queries as places

ONE_YEAR_S = 365 * 86400


@require_safe
def healthz(request):
    """Whether this process can reach its database."""
    places.districts().exists()
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def domain_file(request, name):
    """域名校验文件: what a platform asks for to see that the domain is ours; what a district typed in, and nothing else."""
    with overseeing([one.pk for one in places.districts()]):
        text = channels.domain_file(name)
    if text is None:
        raise Absent(NOT_FOUND)
    return HttpResponse(text, content_type="text/plain")


@require_safe
def districts(request):
    """The front door of an installation: its districts."""
    found = list(places.districts())
    if len(found) == 1:
        return HttpResponseRedirect(f"/{found[0].slug}/")
    return render(request, "districts.html", {"districts": found})


@require_safe
@login_required(login_url="account_login")
def start(request):
    """Where a person goes after signing in."""
    return redirect(home_of(request.actor))


@require_safe
def text_size(request, size):
    """字大一点: kept on this phone."""
    if size not in SIZES:
        raise Absent("没有这个字号。")
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(target if safe else reverse("front"))
    response.set_cookie(TEXT, size, max_age=ONE_YEAR_S, samesite="Lax", httponly=True)
    return response


@require_safe
def quick_exit(request):
    """快速离开: a page that tells nothing; the browser forgets the pages before it, and asks for 暗号 again."""
    request.locks = True
    response = render(request, "leave.html")
    response["Clear-Site-Data"] = '"cache"'
    return response
