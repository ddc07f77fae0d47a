"""导入、撤销、不导入了."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import Problem
from menkou.imports import actions, queries
from menkou.imports.undoing import actions as undoing
from menkou.imports.views.reading import show

UNSURE = "请先勾选“核对过了”，再导入。"


@require_POST
@staff(Role.JUSTICE_BUREAU)
def apply(request, pk):
    """导入."""
    dropped = queries.import_for(request.actor, pk)
    if "sure" not in request.POST:
        return show(request, dropped, UNSURE, 422)
    try:
        actions.order(by=request.actor, dropped=dropped)
    except Problem as problem:
        dropped.refresh_from_db()
        return show(request, dropped, str(problem), problem.status)
    return redirect("imports:import", pk=pk)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def undo(request, pk):
    """撤销."""
    dropped = queries.import_for(request.actor, pk)
    try:
        undoing.undo(by=request.actor, dropped=dropped)
    except Problem as problem:
        dropped.refresh_from_db()
        return show(request, dropped, str(problem), problem.status)
    messages.success(request, "撤销好了，名单和导入以前一样。")
    return redirect("imports:import", pk=pk)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def cancel(request, pk):
    """不导入了."""
    try:
        actions.cancel(by=request.actor, dropped=queries.import_for(request.actor, pk))
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("imports:import", pk=pk)
    messages.success(request, "这个文件不导入了，什么都没有动。")
    return redirect("imports:imports")
