"""利害关系: an adviser declares; the bureau finds somebody where nobody near may take a matter."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.advisers.models import Registration
from menkou.consultations import queries as consultations
from menkou.consultations.interests import actions, queries
from menkou.consultations.views.adviser import show
from menkou.consultations.views.forms import AssignForm, InterestForm
from menkou.core.actors import Role

A_PAGE = 20


@require_POST
@staff(Role.ADVISER)
def declare(request, pk):
    """声明: something ties me to it, and it leaves at once."""
    found, form = consultations.consultation_for(request.actor, pk), InterestForm(request.POST)
    if not form.is_valid():
        return show(request, found, interest_form=form, status=422)
    moved = actions.declare(by=request.actor, consultation=found, **form.cleaned_data)
    to = f"已转给{moved.holder}" if moved.holder_id != found.holder_id else "附近没有人能接，已请区司法局指定"
    messages.success(request, f"{to}。这件事从现在起您和本所的人都看不到了。")
    return redirect("consultations:today")


@require_safe
@staff(Role.JUSTICE_BUREAU)
def unheld(request):
    """待指定: what waits for somebody, by reference only."""
    page = Paginator(queries.unheld_for(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "consultations/unheld.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def assign(request, pk):
    """指定一位: whoever in the district may take it."""
    found = queries.unheld_one(request.actor, pk)
    people = queries.may_be_assigned(found)
    form = AssignForm(request.POST or None, people=people)
    if form.is_valid():
        taker: Registration = form.cleaned_data["taker"]
        actions.assign(by=request.actor, consultation=found, taker=taker)
        messages.success(request, f"已指定{taker}。提问的人会看到新顾问的名字。")
        return redirect("unheld")
    status = 422 if form.is_bound else 200
    return render(request, "consultations/assign.html", {"one": found, "form": form}, status=status)
