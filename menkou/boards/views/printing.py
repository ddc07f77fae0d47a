"""打印: which boards, on what; one sheet looked at before all; one board at once, many as a batch."""

import io
import subprocess

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import attached, staff
from menkou.boards import actions, printing, queries
from menkou.boards.carriers import setting
from menkou.boards.models import PRINTED, Board
from menkou.boards.views.boards import TENDERS
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from menkou.papers import actions as papers
from menkou.papers import typefaces
from menkou.places import queries as places

SHEET_PIXELS = 900  # a preview's width
WIDTHS_MM = {"a3": 297, "a2": 420, "wall": 600, "round": 180, "square": 160}
CANNOT = "这一张排不出来：字太多，或者服务器上没有中文字体。请把公示内容写短些再试。"
UNSET = (setting.TooLong, typefaces.NoFont, subprocess.SubprocessError, OSError)


class ChooseForm(forms.Form):
    township = forms.CharField(required=False, max_length=9)
    carrier = forms.MultipleChoiceField(required=False, choices=[(one.value, one.label) for one in PRINTED])
    due = forms.BooleanField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def choose(request):
    """Which boards to print; those that are ticked become a batch."""
    form = ChooseForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    found = queries.boards_for(request.actor).filter(revoked_at=None, carrier__in=PRINTED)
    found = found.exclude(state=Board.State.DOWN)
    if said.get("township"):
        found = found.filter(village__township__code=said["township"])
    if said.get("carrier"):
        found = found.filter(carrier__in=said["carrier"])
    if said.get("due"):
        found = found.filter(due=Board.Due.PRINT)
    if request.method == "POST":
        return _ask(request, found)
    boards = list(found[: papers.MOST + 1])
    facts = {
        "boards": boards[: papers.MOST],
        "more": len(boards) > papers.MOST,
        "first": boards[0] if boards else None,
        "chosen": said,
        "townships": places.townships(),
        "carriers": [(one.value, one.label) for one in PRINTED],
        "most": papers.MOST,
    }
    return render(request, "boards/print.html", facts)


def _ask(request, found) -> HttpResponse:
    ticked = {pk for pk in request.POST.getlist("board") if len(pk) == 36}
    boards = [one for one in found if str(one.pk) in ticked]
    chosen, kind = [one.pk for one in boards], printing.kind_for(boards)
    facts = {"maker": printing.MAKER, "chosen": chosen, "kind": kind}
    try:
        made = papers.ask_of(by=request.actor, district=request.district, **facts)  # type: ignore[arg-type]
    except Conflict as problem:
        messages.error(request, str(problem) if boards else "请至少勾一块牌。")
        return redirect(request.get_full_path())
    return redirect("papers:batch", pk=made.pk)


@require_safe
@staff(*TENDERS)
def sheet(request, pk):
    """样张: one board as it would be printed now, as a picture. 404 where it cannot be set."""
    paper = queries.papers_of([queries.board_for(request.actor, pk)])[0]
    ppi = SHEET_PIXELS * 25.4 / WIDTHS_MM.get(paper.carrier, 210)
    try:
        (page,) = setting.pages([paper], ppi=ppi)
    except UNSET as error:
        raise Http404(CANNOT) from error
    answer = HttpResponse(page, content_type="image/png")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@staff(*TENDERS)
def print_one(request, pk):
    """打印这一块: its PDF at once, and on record."""
    found = queries.board_for(request.actor, pk)
    file = io.BytesIO()
    try:
        typefaces.demand()
        with transaction.atomic():  # what is on record is what is set; where it cannot be set, nothing is on record
            recorded = actions.record_printing(by=request.actor, district=request.district, boards=[found])
            setting.write(recorded, file)
    except (Conflict, Refused, *UNSET) as problem:
        messages.error(request, CANNOT if isinstance(problem, UNSET) else str(problem))
        return redirect("boards:board", pk=pk)
    return attached(
        file.getvalue(), f"{found.village}-{found.get_carrier_display()}-{found.number}.pdf", "application/pdf"
    )
