"""谁看了什么: the audit log in words, by person, act, row and days; and the pack for whoever comes to inspect."""

from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import attached, staff
from menkou.audit import actions, choosing, pack, queries, sheets, words
from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.papers import actions as papers
from menkou.papers.models import Batch

A_PAGE, MOST_AT_ONCE = 50, 10_000
TOO_MANY = f"一次最多取 {MOST_AT_ONCE} 条，请选短一些的时间再取；要全部的，请取检查包。"


class LinesForm(forms.Form):
    """The filters, which stand in the address."""

    who = forms.ChoiceField(label="谁")
    what = forms.ChoiceField(label="做了什么")
    since = forms.CharField(label="从哪天", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.CharField(label="到哪天", widget=forms.DateInput(attrs={"type": "date"}))
    subject = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, chosen: queries.Chosen, people: list[tuple[str, str]]) -> None:
        super().__init__(initial=choosing.said_of(chosen) | {"who": chosen.who or choosing.EVERYBODY})
        fields: dict = self.fields
        fields["who"].choices = [(queries.PEOPLE, "所有工作人员"), (choosing.EVERYBODY, "工作人员和系统"), *people]
        fields["what"].choices = [("", "所有的事"), (words.LOOKED, "看和取走"), *words.grouped()]
        if not chosen.subject:
            del fields["subject"]


@require_safe
@staff(*pack.ROLES)
def lines(request):
    """The lines that the address says, and how the chain stands."""
    by, chosen = request.actor, choosing.chosen_from(request.GET)
    anchor = choosing.uuid_of(request.GET.get("after", ""))
    some = list(queries.after(queries.listed(by, chosen), anchor)[: A_PAGE + 1])
    said = choosing.said_of(chosen)
    facts = {
        "form": LinesForm(chosen, queries.people()),
        "rows": _rows(some[:A_PAGE]),
        "last": some[A_PAGE - 1].pk if len(some) > A_PAGE else None,
        "is_first": anchor is None,
        "said": said,
        "query": f"{urlencode(said)}&",
        "about": words.about(chosen.subject) if chosen.subject else "",
        "state": queries.state(request.district),
    }
    return render(request, "audit/lines.html", facts)


@require_POST
@staff(*pack.ROLES)
def take(request):
    """取成 Excel."""
    by, chosen = request.actor, choosing.chosen_from(request.POST)
    found = list(queries.listed(by, chosen)[: MOST_AT_ONCE + 1])
    if len(found) > MOST_AT_ONCE:
        messages.error(request, TOO_MANY)
        return redirect(f"{reverse('audit:lines')}?{urlencode(choosing.said_of(chosen))}")
    asked = [("取的人", by.name), *sheets.said_of(chosen, dict(queries.people()))]
    made = sheets.made(request.district.name, asked, found, queries.numbers(found))
    actions.take_list(by=by, district=request.district, rows=len(found))
    return attached(made, f"审计记录-{clock.today():%Y%m%d}.xlsx")


@require_POST
@staff(*pack.ROLES)
def take_pack(request):
    """取检查包: the worker makes it; the page of the batch says how far it is."""
    said = choosing.said_of(choosing.chosen_from(request.POST))
    chosen = [uuid5(NAMESPACE_URL, f"audit?{urlencode(said)}")]
    try:
        made = papers.ask_of(
            by=request.actor,
            district=request.district,
            maker=pack.MAKER,
            chosen=chosen,
            kind=Batch.Kind.PACK,
            about=said,
        )
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("audit:lines")
    return redirect("papers:batch", pk=made.pk)


def _rows(found) -> list[dict]:
    """Lines as the page shows them, each with what leads to all about the same."""
    numbers = queries.numbers(found)
    return [
        {
            "line": one,
            "who": one.by.rpartition(" #")[0] or one.by,
            "what": words.said(one.what),
            "about": words.about(one.subject),
            "number": numbers.get(one.pk),
        }
        for one in found
    ]
