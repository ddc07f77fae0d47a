"""导入中心: dropping a file, how far it is, every row with what it would do, the marked workbook, the template."""

from urllib.parse import quote, urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import Problem
from menkou.core.sheets import EXCEL
from menkou.imports import actions, queries, showing, store
from menkou.imports.models import Import, Line
from menkou.imports.rules import marking
from menkou.imports.rules.reading import Unreadable
from menkou.imports.template import template
from menkou.places import queries as places

A_PAGE, A_PAGE_OF_ROWS = 20, 100
ENDINGS = (".xlsx", ".xls", ".ods", ".csv")
NO_ROOM = "服务器的磁盘满了，或者存文件的目录写不了，文件没有收下。请让系统运维看一下。"
GONE = "文件已经清理了，请用手头的那一份再传。"


class DropForm(forms.Form):
    file = forms.FileField(
        label="文件",
        help_text="Excel（.xlsx、.xls）、WPS 另存的 .xlsx、.ods 或者 .csv，最大 30 MB。一个文件里可以有几张表。",
        error_messages={
            "required": "请选一个文件。",
            "empty": "这个文件是空的。",
            "missing": "请选一个文件。",
            "invalid": "文件没有传上来，请再选一次。",
        },
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError("只收 .xlsx、.xls、.ods 和 .csv。别的格式请先另存为 .xlsx。")
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def imports(request):
    """D4 导入中心: a file goes in here; below, what was dropped before."""
    form, status = DropForm(), 200
    if request.method == "POST":
        form, status = DropForm(request.POST, request.FILES), 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            told = {"name": file.name, "file": file, "size": file.size}
            try:
                dropped = actions.drop(by=request.actor, district=request.district, **told)
            except Problem as problem:
                form.add_error("file", str(problem))
            except OSError:
                form.add_error("file", NO_ROOM)
            else:
                return redirect("imports:import", pk=dropped.pk)
    page = Paginator(queries.listed(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "imports/imports.html", {"form": form, "page": page}, status=status)


@require_safe
@staff(Role.JUSTICE_BUREAU)
def blank(request):
    """下载模板."""
    names = [one.name for one in places.townships()]
    return _file(template(names), f"{request.district.name}导入模板.xlsx")


@require_safe
@staff(Role.JUSTICE_BUREAU)
def one(request, pk):
    """How far one is, and then every row of it; the filters stand in the address."""
    return show(request, queries.import_for(request.actor, pk))


def show(request, dropped: Import, problem: str = "", status: int = 200) -> HttpResponse:
    """One import, as it stands; with what kept the last step from being done."""
    if dropped.is_unfinished:
        return render(request, "imports/progress.html", {"one": dropped}, status=status)
    chosen = {name: request.GET.get(name, "")[:20] for name in ("status", "kind")}
    found = queries.lines_of(dropped, chosen["status"], chosen["kind"])
    page = Paginator(found, A_PAGE_OF_ROWS).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in chosen.items() if value})
    facts = {
        "one": dropped,
        "page": page,
        "rows": [showing.as_read(line) for line in page],
        "query": f"{query}&" if query else "",
        "chosen": chosen,
        "filters": _filters(dropped, chosen),
        "kinds": showing.kinds_of(dropped, queries.counts_of(dropped)),
        "causes": queries.causes_of(dropped),
        "unsure": any(one["kind"] and not one["sure"] for one in dropped.sheets),
        "unread": showing.unread(dropped),
        "left_out": sum(dropped.counts.get(name, 0) for name in (Line.Status.WRONG, Line.Status.ASKED)),
        "asks": any(line.question for line in page),
        "may_undo": queries.may_undo(dropped),
        "days": queries.days_to_undo(),
        "problem": problem or dropped.problem,
    }
    return render(request, "imports/import.html", facts, status=status)


def _filters(dropped: Import, chosen: dict[str, str]) -> list[dict]:
    """Tabs with their counts, which keep the other filter."""
    kept = {"kind": chosen["kind"]} if chosen["kind"] else {}
    tabs = [("", "全部", sum(dropped.counts.values()))]
    tabs += [(value, word, dropped.counts.get(value, 0)) for value, word in Line.Status.choices]
    return [
        {
            "url": f"?{urlencode(kept | ({'status': value} if value else {}))}",
            "word": word,
            "count": count,
            "current": value == chosen["status"],
        }
        for value, word, count in tabs
    ]


@require_safe
@staff(Role.JUSTICE_BUREAU)
def marked(request, pk):
    """标好错的表: the person's own workbook, the wrong cells coloured and commented."""
    dropped = queries.import_for(request.actor, pk)
    marks = showing.marks_of(queries.lines_of(dropped).exclude(problems=[]))
    try:
        made = marking.mark_apart(store.path_of(dropped.file), marks)
    except (OSError, Unreadable):
        messages.error(request, GONE)
        return redirect("imports:import", pk=pk)
    stem = dropped.name.rpartition(".")[0] or dropped.name
    return _file(made, f"{stem}-标出要改的.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=EXCEL)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
