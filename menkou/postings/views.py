"""请假: one's own, or that of one's people; who stands in is seen before and after."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.postings import actions, queries
from menkou.postings.models import Absence

LONGEST_DAYS = 366  # whoever is away for longer gives the posts up; the form catches a wrong year
RECORDERS = (Role.ADVISER, Role.INSTITUTION_DIRECTOR, Role.JUSTICE_BUREAU)
NOT_A_DAY = "请按 2026-03-05 这样填日期。"


class AbsenceForm(forms.Form):
    first = forms.DateField(
        label="从哪天起",
        help_text="选今天，就从现在开始。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选从哪天起。", "invalid": NOT_A_DAY},
    )
    last = forms.DateField(
        label="到哪天（含当天）",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选到哪天。", "invalid": NOT_A_DAY},
    )
    reason = forms.ChoiceField(
        label="原因",
        choices=[("", "请选择"), *Absence.Reason.choices],
        error_messages={"required": "请选一个原因。", "invalid_choice": "请从列表里选一个原因。"},
    )

    def clean_first(self):
        if (first := self.cleaned_data["first"]) < clock.today():
            raise forms.ValidationError("已经过去的日子不用登记，请选今天或以后。")
        if first > clock.today() + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError("最多提前一年登记，请核对年份。")
        return first

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "结束的日子比开始还早，请核对。")
        elif first and last and last - first > timedelta(days=LONGEST_DAYS):
            self.add_error("last", "一次最多请假一年，请核对年份。")
        return self.cleaned_data

    def span(self) -> tuple[datetime, datetime]:
        """From now on if today is the first day, else from its midnight; until the midnight after the last."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        begins_at = clock.now() if first == clock.today() else clock.start_of(first)
        return begins_at, clock.start_of(last + timedelta(days=1))


@require_safe
@staff(Role.ADVISER)
def my_absences(request):
    """A8 请假: one's own."""
    return redirect("postings:absences", pk=queries.own_registration(request.actor).pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*RECORDERS)
def absences(request, pk):
    """请假 of one person: what is on record, who stands in, and a form."""
    person = queries.person_for(request.actor, pk)
    form, status = AbsenceForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        begins_at, ends_at = form.span()
        try:
            reason = form.cleaned_data["reason"]
            actions.be_away(by=request.actor, registration=person, begins_at=begins_at, ends_at=ends_at, reason=reason)
        except Conflict as problem:
            form.add_error(None, str(problem))
            status = problem.status
        else:
            messages.success(request, "登记好了。谁来替班，下面写着。")
            return redirect("postings:absences", pk=person.pk)
    pairs = queries.others_of(person)
    facts = {
        "person": person,
        "is_own": person.pk in request.actor.held(Role.ADVISER),
        "form": form,
        "absences": queries.absences_of(person),
        "pairs": pairs,
        "away": queries.away_until(other.registration_id for _, other in pairs if other),
        "now": clock.now(),
        "shell": "adviser.html" if request.actor.has_role(Role.ADVISER) else "desk.html",
    }
    return render(request, "postings/absences.html", facts, status=status)


@require_POST
@staff(*RECORDERS)
def come_back(request, pk):
    """销假, or strike out what has not begun."""
    absence = queries.absence_for(request.actor, pk)
    done = "改好了，从现在起照常在岗。" if absence.begins_at < clock.now() else "这次请假取消了。"
    try:
        actions.come_back(by=request.actor, absence=absence)
        messages.success(request, done)
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("postings:absences", pk=absence.registration_id)
