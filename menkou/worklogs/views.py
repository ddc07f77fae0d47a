"""The judicial office's inbox and the adviser's own log."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import Invalid, Refused
from menkou.worklogs import actions, policies, queries
from menkou.worklogs.models import Entry

A_PAGE = 30
READERS = (Role.ADVISER, Role.INSTITUTION_DIRECTOR, Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU, Role.AUDITOR)


class NoteForm(forms.Form):
    note = forms.CharField(
        label="退回原因",
        max_length=200,
        error_messages={
            "required": "请写退回原因，顾问才知道怎么改。",
            "max_length": "退回原因最多 200 字，请写短些。",
        },
    )


class AmendForm(forms.Form):
    minutes = forms.IntegerField(
        label="用了多少分钟",
        min_value=1,
        max_value=1440,
        error_messages={
            "required": "请填用了多少分钟。",
            "invalid": "请填数字，比如 20。",
            "min_value": "至少 1 分钟。",
            "max_value": "一天只有 1440 分钟，请核对。",
        },
    )
    summary = forms.CharField(
        label="做了什么",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 500, "data-count": ""}),
        error_messages={"max_length": "最多 500 字，请写短些。"},
    )


@require_safe
@staff(Role.JUDICIAL_OFFICE)
def inbox(request):
    """待核实."""
    waiting, anchor = queries.awaiting_review(request.actor), _anchor(request.GET.get("after", ""))
    following = queries.after(waiting, anchor) if anchor else waiting
    entries = list(following[: A_PAGE + 1])
    facts = {"entries": entries[:A_PAGE], "count": waiting.count(), "has_more": len(entries) > A_PAGE, "anchor": anchor}
    return render(request, "worklogs/inbox.html", {**facts, "form": None})


def _anchor(said: str) -> UUID | None:
    """The entry that a page goes on from; None for the first page, and for what is no entry."""
    try:
        return UUID(said)
    except ValueError:
        return None


@require_POST
@staff(*READERS)
def verify(request, pk):
    """核实."""
    entry = queries.entry_for(request.actor, pk)
    return _row(request, actions.verify(by=request.actor, entry=entry))


@require_POST
@staff(*READERS)
def send_back(request, pk):
    """退回."""
    entry, form = queries.entry_for(request.actor, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _row(request, entry, form)
    return _row(request, actions.send_back(by=request.actor, entry=entry, **form.cleaned_data))


def _row(request, entry, form=None):
    """The row itself for htmx, so that the list and the swapped row never differ; else the page."""
    if form:
        page = "worklogs/_entry.html" if request.htmx else "worklogs/send_back.html"
        return render(request, page, {"entry": entry, "form": form}, status=422)
    if request.htmx:
        waiting = queries.awaiting_review(request.actor).count()
        return render(request, "worklogs/_reviewed.html", {"entry": entry, "waiting": waiting})
    return redirect("worklogs:inbox")


@require_safe
@staff(Role.ADVISER)
def mine(request):
    """我的日志."""
    page = Paginator(queries.written_by(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "worklogs/mine.html", {"page": page})


@require_safe
@staff(Role.ADVISER)
def entry(request, pk):
    """One entry of one's own log: what became of it."""
    found = queries.written_by(request.actor).get(pk=pk)
    return render(request, "worklogs/entry.html", {"entry": found, "correction": queries.correction_of(found)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*READERS)
def amend(request, pk):
    """更正 an entry that came back."""
    entry = queries.entry_for(request.actor, pk)
    if not policies.amend.allows(request.actor, entry):
        raise Refused(policies.amend.refusal)
    if request.method != "POST" and not queries.sent_back(request.actor).filter(pk=pk).exists():
        return redirect("worklogs:entry", pk=pk)
    form = AmendForm(request.POST or None, initial={"minutes": entry.minutes, "summary": entry.summary})
    if entry.kind == Entry.Kind.CONSULTATION:
        del form.fields["summary"]
    if request.method == "POST" and form.is_valid():
        said = {"summary": "", **form.cleaned_data}
        try:
            amended = actions.amend(by=request.actor, entry=entry, **said)
        except Invalid as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "更正已报上去，等司法所核实。报上去的是下面这条。")
            return redirect("worklogs:entry", pk=amended.pk)
    status = 422 if form.is_bound else 200
    return render(request, "worklogs/amend.html", {"entry": entry, "form": form}, status=status)
