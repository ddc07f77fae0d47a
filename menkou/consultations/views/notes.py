"""备注 and 常用语, beside the answer that is being written; what was typed there comes along."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from menkou.accounts.doors import staff
from menkou.consultations import queries as consultations
from menkou.consultations.notes import actions, queries
from menkou.consultations.views.adviser import show
from menkou.consultations.views.forms import LONGEST_TEXT, AnswerForm, NoteForm, PhraseForm
from menkou.core.actors import Role
from menkou.core.errors import Conflict


@require_POST
@staff(Role.ADVISER)
def note(request, pk):
    """记一条备注."""
    found, form = consultations.consultation_for(request.actor, pk), NoteForm(request.POST)
    if not form.is_valid():
        return show(request, found, note_form=form, status=422)
    try:
        actions.note(by=request.actor, consultation=found, **form.cleaned_data)
    except Conflict as problem:
        form.add_error("text", str(problem))
        form.renew()
        return show(request, found, note_form=form, status=problem.status)
    messages.success(request, "备注记下了，提问的人看不到。")
    return redirect("consultations:consultation", pk=pk)


@require_POST
@staff(Role.ADVISER)
def remove_note(request, pk, note):
    """删掉自己的备注."""
    actions.remove_note(by=request.actor, consultation=consultations.consultation_for(request.actor, pk), note_id=note)
    messages.success(request, "备注删掉了。")
    return redirect("consultations:consultation", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.ADVISER)
def phrases(request, pk):
    """选一条常用语."""
    return _phrases(request, consultations.consultation_for(request.actor, pk))


def _phrases(request, found, form=None, status: int = 200):
    said = request.POST or request.GET
    typed = said.get("q", "")[:50]
    facts = {
        "consultation": found,
        "phrases": queries.phrases(request.actor, typed),
        "shipped": queries.shipped(typed),
        "typed": typed,
        "draft": said.get("draft", "")[:LONGEST_TEXT],
        "form": form or PhraseForm(),
    }
    return render(request, "consultations/phrases.html", facts, status=status)


@require_POST
@staff(Role.ADVISER)
def use_phrase(request, pk):
    """The phrase stands below what was typed, to go on from."""
    found = consultations.consultation_for(request.actor, pk)
    typed = request.POST.get("draft") or request.POST.get("text", "")
    words = [one for one in (typed, request.POST.get("phrase", "")) if one.strip()]
    return show(request, found, form=AnswerForm.going_on_from("\n".join(words)[:LONGEST_TEXT]))


@require_POST
@staff(Role.ADVISER)
def keep_phrase(request, pk):
    """存一条常用语."""
    found, form = consultations.consultation_for(request.actor, pk), PhraseForm(request.POST)
    owner = queries.owner_of(request.actor)
    if owner is None:
        raise Http404
    if not form.is_valid():
        return _phrases(request, found, form=form, status=422)
    actions.keep_phrase(by=request.actor, owner=owner, **form.cleaned_data)
    messages.success(request, "存好了。")
    return _phrases(request, found)


@require_POST
@staff(Role.ADVISER)
def drop_phrase(request, pk, phrase):
    """删掉一条常用语."""
    found, dropped = consultations.consultation_for(request.actor, pk), queries.phrase_for(request.actor, phrase)
    actions.drop_phrase(by=request.actor, owner=dropped.owner, phrase=dropped)
    messages.success(request, "删掉了。")
    return _phrases(request, found)
