"""认领: whoever asked in a group opens the link that came to them alone."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from menkou.consultations.claiming import actions as claiming
from menkou.consultations.views.forms import ClaimForm
from menkou.consultations.views.resident import slip
from menkou.core.errors import TooSoon

WRONG = "这个链接打不开：可能已经打开过，可能过期了，也可能少复制了几个字。请找发给您的法律顾问再说一声。"


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request):
    """认领, once; from then on this phone and the 取件码 open the matter."""
    request.keeps_device = True
    form, status, wait_s = ClaimForm(request.POST or None), 200, 0
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = claiming.claim(by=request.actor, district=request.district, **form.cleaned_data)
            except TooSoon as problem:
                form.add_error(None, str(problem))
                status, wait_s = problem.status, problem.seconds
            else:
                if found is not None:
                    return redirect("thread", pk=found.pk) if request.device_is_known else slip(request, found)
                form.add_error("typed", WRONG)
    response = render(request, "consultations/claim.html", {"form": form}, status=status)
    if wait_s:
        response["Retry-After"] = str(wait_s)
    return response
