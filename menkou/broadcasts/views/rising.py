"""苗头: what rises, a warning begun from it, and the weeks before and after the warning."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.broadcasts import queries
from menkou.broadcasts.comparing import queries as comparing
from menkou.broadcasts.models import Notice, Rise
from menkou.broadcasts.rising import actions
from menkou.broadcasts.rising import queries as rises
from menkou.broadcasts.rules import rising as rules
from menkou.broadcasts.rules import wording
from menkou.broadcasts.views import drawing
from menkou.broadcasts.views.forms import township_of
from menkou.broadcasts.views.notices import SEE, WRITE
from menkou.consultations.rules.categories import CATEGORIES
from menkou.consultations.views.forms import OnceForm, new_form_id
from menkou.core.errors import NOT_FOUND, Absent, Invalid
from menkou.groups.models import Group

GONE = "现在已经看不出这个苗头了。"


class WarnForm(OnceForm):
    """Which rise a warning is begun from."""

    township = forms.UUIDField()
    category = forms.ChoiceField(choices=CATEGORIES)


@require_safe
@staff(*SEE)
def rising(request):
    """What stands clearly above its own past; or that nothing does."""
    found = rises.looked(request.actor)
    facts = {
        "rows": [(one, wording.told(one), new_form_id()) for one in found.rows],
        "spans": found.spans,
        "limits": found.limits,
        "without_past": wording.without_past([str(one) for one in found.without_past], found.limits),
        "writes": request.actor.has_role(*WRITE),
    }
    return render(request, "broadcasts/rising.html", facts)


@require_POST
@staff(*WRITE)
def warn(request):
    """起草风险提示: a draft with the township chosen, and words to begin with."""
    by, form = request.actor, WarnForm(request.POST)
    if not form.is_valid():
        raise Absent(NOT_FOUND)
    said = form.cleaned_data
    found = rises.rise_of(by, rises.township_for(by, said["township"]), said["category"])
    if found is None:
        messages.error(request, GONE)
        return redirect("broadcasts:rising")
    notice = _draft(by, found[0], UUID(said["form"]))
    try:
        actions.warn(by=by, notice=notice, rise=_rise(*found))
    except Invalid as problem:
        messages.error(request, str(problem))
        return redirect("broadcasts:rising")
    messages.success(request, "起草了。请看一遍、改好，再交给另一个人批。")
    return redirect("broadcasts:edit", pk=notice.pk)


def _draft(by, one: rises.Rising, pk: UUID) -> Notice:
    """For the groups of the township's villages; with the words of an article about it, if there is one."""
    article, is_bureau = rises.article_about(by, one.category), township_of(by) is None
    words: dict[str, Any] = wording.draft(one.name)
    if article:
        words = {"title": article.title, "text": article.text, "link": article.audio, "article": article}
    where: dict[str, Any] = {"towns": [one.township.pk]} if is_bureau else {"township": one.township}
    facts = {"kind": Notice.Kind.WARNING, "levels": [Group.Level.VILLAGE], "go_on": queries.next_day()}
    return Notice(pk=pk, **facts, **words, **where)


def _rise(one: rises.Rising, at: rules.Spans) -> Rise:
    """As it stands on the page."""
    seen, past = one.recent, rules.band(one.pair.past, one.limits)
    assert seen
    return Rise(
        township=one.township,
        category=one.category,
        begins_on=at.begins,
        ends_on=at.ends,
        least=seen.least,
        past_least=past.least if past else None,
        past_weeks=one.pair.past_weeks,
        width=seen.width,
    )


@require_safe
@staff(*SEE)
def before_after(request, pk):
    """推送前后: the topic's weeks in the villages that had the warning, beside others."""
    by = request.actor
    rise = rises.rise_behind(by, queries.notice_for(by, pk))
    if rise is None or rise.notice.state != Notice.State.GOING:
        raise Absent(NOT_FOUND)
    found = comparing.compared(rise)
    facts = {"rise": rise, "notice": rise.notice, "found": found, "rows": wording.weeks(found)}
    facts |= {"parts": wording.parts(found), "chart": drawing.chart(found), "limits": rises.limits()}
    facts["past"] = wording.matters(rise.past)
    return render(request, "broadcasts/before_after.html", facts)
