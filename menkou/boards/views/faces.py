"""照片 of advisers, for the boards."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.boards import queries
from menkou.boards.views.forms import PortraitForm
from menkou.boards.words import actions
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent, Conflict, Invalid
from menkou.postings import queries as postings

PEOPLE = (Role.JUSTICE_BUREAU, Role.INSTITUTION_DIRECTOR, Role.ADVISER)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*PEOPLE)
def portrait(request, pk):
    """Somebody's photo: see it, put another in."""
    person = postings.person_for(request.actor, pk)
    form, status = PortraitForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST":
        form, status = PortraitForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                actions.set_portrait(by=request.actor, registration=person, photo=form.cleaned_data["photo"])
            except Invalid as problem:
                form.add_error("photo", str(problem))
            else:
                messages.success(request, "照片换好了。印着旧照片的公示牌，列在要印的里面。")
                return redirect("boards:portrait", pk=pk)
    shell = "desk.html" if request.actor.has_role(Role.JUSTICE_BUREAU, Role.INSTITUTION_DIRECTOR) else "adviser.html"
    facts = {"person": person, "form": form, "shell": shell, "portrait": queries.portrait_of(person)}
    return render(request, "boards/portrait.html", facts, status=status)


@require_POST
@staff(*PEOPLE)
def remove(request, pk):
    """撤下照片."""
    try:
        actions.remove_portrait(by=request.actor, registration=postings.person_for(request.actor, pk))
        messages.success(request, "照片撤下了，以后印的公示牌上不再有照片。")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("boards:portrait", pk=pk)


@require_safe
@staff(*PEOPLE)
def photo(request, pk):
    """The photo itself."""
    found = queries.portrait_of(postings.person_for(request.actor, pk))
    if found is None:
        raise Absent(NOT_FOUND)
    return HttpResponse(bytes(found.content), content_type="image/jpeg")
