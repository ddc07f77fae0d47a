"""公示内容: the district's words, which the bureau adopts; and when the adviser comes to one village."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import staff
from menkou.boards import queries
from menkou.boards.views.boards import TENDERS
from menkou.boards.views.forms import HoursForm, WordsForm
from menkou.boards.words import actions
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent, Conflict, Invalid


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def words(request):
    """What stands on every board; our proposal until the bureau has adopted its own."""
    now = queries.disclosure()
    if request.method != "POST":
        form, status = WordsForm(initial=WordsForm.as_known()), 200
    elif not (form := WordsForm(request.POST, request.FILES)).is_valid():
        status = 422
    else:
        try:
            actions.adopt(
                by=request.actor,
                district=request.district,
                disclosure=form.disclosure(),
                logo=form.cleaned_data["logo"],
            )
        except (Conflict, Invalid) as problem:
            form.add_error("logo" if form.cleaned_data["logo"] and isinstance(problem, Invalid) else None, str(problem))
            status = problem.status
        else:
            messages.success(request, "审定好了。内容变了的公示牌，列在要印的里面。")
            return redirect("boards:boards")
    return render(request, "boards/words.html", {"form": form, "now": now}, status=status)


@require_safe
@staff(Role.JUSTICE_BUREAU)
def logo(request):
    """The mark that is on the boards now."""
    now = queries.disclosure()
    if now is None or not now.logo:
        raise Absent(NOT_FOUND)
    return HttpResponse(bytes(now.logo), content_type="image/png")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*TENDERS)
def hours(request, code):
    """到村时间 of one village."""
    village = queries.villages_for(request.actor).select_related("township").get(code=code)
    now = queries.hours_of(village)
    form = HoursForm(request.POST if request.method == "POST" else None, initial={"words": now})
    status = 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        try:
            actions.set_hours(by=request.actor, village=village, **form.cleaned_data)
        except Conflict as problem:
            form.add_error("valid_from", str(problem))
            status = problem.status
        else:
            messages.success(request, f"{village}的到村时间改好了。")
            return redirect("boards:boards")
    return render(request, "boards/hours.html", {"form": form, "village": village, "now": now}, status=status)
