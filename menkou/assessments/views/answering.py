"""答测评, by the link on a slip: no account, no name, no script; once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from menkou.assessments.surveying import actions, queries
from menkou.assessments.views.survey_forms import SurveyForm
from menkou.core.errors import Conflict, Problem, Refused


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, word):
    """Four questions. A wrong word finds nothing."""
    slip, form, status = queries.with_word(word), SurveyForm(), 200
    if request.method == "POST":
        form, status = SurveyForm(request.POST), 422
        if form.is_valid():
            try:
                actions.say(by=request.actor, survey=slip.survey, slip=slip.pk, said=form.said())
            except Refused:
                raise
            except Problem as problem:
                slip, status = queries.with_word(word), problem.status
                if not isinstance(problem, Conflict):
                    form.add_error(None, str(problem))
            else:
                messages.success(request, "收到了，谢谢您。")
                return redirect("survey_answer", word=word)
    facts = {
        "form": form,
        "village": slip.survey.village,
        "is_answered": slip.answered_on is not None,
        "is_over": not slip.survey.cycle.is_asking or bool(slip.not_met),
        "word": word,
    }
    return render(request, "assessments/surveys/answer.html", facts, status=status)
