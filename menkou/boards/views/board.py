"""One board: what it shows, what is to be done about it, who put it up or looked at it."""

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.boards import actions, pictures, policies, queries
from menkou.boards.models import Board
from menkou.boards.views.boards import READERS, SUPERVISORS, TENDERS
from menkou.boards.views.forms import SeenForm, UpForm, WhyForm
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent, Conflict, Invalid

MOST_SHOWN = 30
State = Board.State


@require_safe
@staff(*READERS)
def board(request, pk):
    """One board."""
    return _show(request, queries.board_for(request.actor, pk))


def _show(request, found: Board, form: forms.Form | None = None, *, status: int = 200) -> HttpResponse:
    """The page; a form that could not be used is shown again in its place."""
    by = request.actor
    tends, revokes = policies.tend.allows(by, found), policies.revoke.allows(by, found)
    known = {type(form): form} if form else {}
    is_up, may_hang = found.state == State.UP, found.version > (found.hung or 0) or found.state != State.UP
    paper = queries.papers_of([found])[0]
    printings = queries.printings(found)
    facts = {
        "board": found,
        "form": form,
        "changed": queries.changed(found, paper.facts),
        "lacks": queries.lacks(paper),
        "printings": printings[:MOST_SHOWN],
        "placings": queries.placings(found)[:MOST_SHOWN],
        "scans": sum(queries.scans_of([found], 30)[found.pk]),
        "prints": policies.tends(by, found.village) and not found.is_earlier and not found.revoked_at,
        "silent": queries.silent([found]).get(found.pk),
        "hangs": tends and found.version and may_hang and known.get(UpForm, UpForm(initial={"place": found.place})),
        "looks": tends and is_up and known.get(SeenForm, SeenForm()),
        "takes_down": tends and found.state != State.DOWN,
        "revokes": revokes and not found.revoked_at and not found.is_earlier and known.get(WhyForm, WhyForm()),
        "reissues": revokes and found.revoked_at,
        "shell": "desk.html" if by.has_role(*TENDERS, Role.AUDITOR) else "adviser.html",
        "sets_hours": policies.set_hours.allows(by, found.village),
    }
    return render(request, "boards/board.html", facts, status=status)


def _record(request, pk, form: forms.Form, do, done: str) -> HttpResponse:
    """One of the forms of the page: do it, or show the page again with what was wrong."""
    found = queries.board_for(request.actor, pk)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        do(by=request.actor, board=found, **form.cleaned_data)
    except (Conflict, Invalid) as problem:
        is_photo = isinstance(problem, Invalid) and "photo" in form.fields
        form.add_error("photo" if is_photo else None, str(problem))
        return _show(request, found, form, status=problem.status)
    messages.success(request, done)
    return redirect("boards:board", pk=pk)


@require_POST
@staff(*READERS)
def put_up(request, pk):
    """挂上."""
    return _record(request, pk, UpForm(request.POST, request.FILES), actions.put_up, "登记好了，这块牌挂上了。")


@require_POST
@staff(*READERS)
def look_at(request, pk):
    """看过."""
    return _record(request, pk, SeenForm(request.POST, request.FILES), actions.look_at, "登记好了，谢谢您去看。")


@require_POST
@staff(*READERS)
def take_down(request, pk):
    """取下."""
    return _record(request, pk, forms.Form({}), actions.take_down, "登记好了，这块牌取下了。")


@require_POST
@staff(*SUPERVISORS)
def revoke(request, pk):
    """作废."""
    return _record(request, pk, WhyForm(request.POST), actions.revoke, "作废了。再有人扫这个码，会看到提醒。")


@require_POST
@staff(*SUPERVISORS)
def reissue(request, pk):
    """重发."""
    return _record(request, pk, forms.Form({}), actions.reissue, "新码好了，请重新打印这块牌。")


@require_safe
@staff(*READERS)
def photo(request, pk, placing):
    """A photo of the board on its wall."""
    found = queries.board_for(request.actor, pk).placings.exclude(photo="").get(pk=placing)
    try:
        return FileResponse(pictures.STORE.path_of(found.photo).open("rb"), content_type="image/jpeg")
    except OSError as problem:
        raise Absent(NOT_FOUND) from problem
