"""从表格登记12345工单: a table is looked at, entered with one press, and undone as a whole."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import attached, staff
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.core.sheets import workbook
from menkou.hotline.batches import actions
from menkou.hotline.batches import queries as batches
from menkou.hotline.forms import EnterForm
from menkou.imports import store
from menkou.imports.orders import judging
from menkou.imports.rules import reading
from menkou.imports.rules.reading import Unreadable
from menkou.imports.rules.sheets_of_orders import FIELDS
from menkou.imports.template import add_sheet, how_to
from menkou.imports.views.reading import NO_ROOM, DropForm
from menkou.places import queries as places

LARGEST, MOST_READ = 2 << 20, 16 << 20  # of the file, and of what is in it: a page answers, no worker
TOO_LARGE = "文件超过 2 MB。一次最多 200 件，请只留要登记的工单再传。"
CHANGED = "放进来以后，名单或者工单有变动，所以一件都没有登记。请把表再放一次。"
STALE = "这一页太旧了，一件都没有登记。请把表再放一次。"


class TableForm(DropForm):
    """A small table."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields[
            "file"
        ].help_text = "12345 导出的表或者模板，.xlsx、.xls、.ods、.csv 都行；最大 2 MB，一次最多 200 件。"

    def clean_file(self):
        file = super().clean_file()
        if file.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def orders(request):
    """A table goes in here, and its rows are shown with what would be done; nothing of it is kept."""
    form, found, status = TableForm(), None, 200
    if request.method == "POST":
        form, status = TableForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                found = judging.judged(_read(form.cleaned_data["file"]), request.district, uuid4())
            except Unreadable as problem:
                form.add_error("file", str(problem))
            except OSError:
                form.add_error("file", NO_ROOM)
            else:
                status = 422 if found.problem else 200
                if found.problem:
                    form.add_error("file", found.problem)
    facts: dict[str, Any] = {"form": form, "found": found, "carried": "", "batches": batches.recent(request.actor)}
    if found and not found.problem:
        facts |= {"carried": judging.packed(request.actor, found), "new": found.count(judging.NEW)}
        facts |= {"same": found.count(judging.SAME), "wrong": found.count(judging.WRONG)}
    return render(request, "imports/orders.html", facts, status=status)


def _read(file) -> list[reading.Sheet]:
    """Read apart, from a file that is gone at once. Raises Unreadable, OSError."""
    name = f"{uuid4()}"
    try:
        with store.opened(store.path_of(name)) as kept:
            for part in file.chunks():
                kept.write(part)
            store.settle(kept)
        return reading.read_apart(store.path_of(name), MOST_READ)
    finally:
        store.remove(name)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def enter(request):
    """登记 all rows that are right, as they were looked at."""
    told = judging.unpacked(request.actor, request.POST.get("carried", ""))
    if told is None:
        messages.error(request, STALE)
        return redirect("imports:orders")
    batch, rows = told
    typed = [EnterForm(one) for one in rows]
    if not typed or not all(one.is_valid() for one in typed):
        messages.error(request, CHANGED)
        return redirect("imports:orders")
    facts = [one.cleaned_data for one in typed]
    try:
        made = actions.take_in(by=request.actor, district=request.district, batch=batch, rows=facts)
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("imports:orders")
    messages.success(request, f"登记了 {len(made)} 件，请受理、派单。")
    return redirect("hotline:orders")


@require_POST
@staff(Role.JUSTICE_BUREAU)
def undo(request):
    """整批撤销."""
    try:
        batch = UUID(request.POST.get("batch", ""))
        gone = actions.undo(by=request.actor, district=request.district, batch=batch)
    except ValueError:
        messages.error(request, actions.NOTHING)
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"撤销了 {len(gone)} 件，工单号可以重新登记。")
    return redirect("imports:orders")


@require_safe
@staff(Role.JUSTICE_BUREAU)
def blank(request):
    """下载模板."""
    towns = [one.name for one in places.townships()]

    def fill(book) -> None:
        book.sheet("说明", ["表", "列", "", "怎么填"], how_to("12345工单", FIELDS))
        add_sheet(book, "12345工单", FIELDS, towns)

    return attached(workbook(fill), f"{request.district.name}12345工单模板.xlsx")
