"""村（居）委会打分: one page, on which a cadre says how the A post of the village did in the half-year."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from menkou.accounts.doors import staff
from menkou.assessments.surveying import actions, queries
from menkou.assessments.surveying.queries import Held
from menkou.assessments.views.survey_forms import MarkForm
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent, Problem


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.VILLAGE_CADRE)
def opinion(request):
    """Everybody whom this cadre's village is asked about; what was said may be said anew until the results are shown."""
    cycle = queries.latest()
    held = queries.to_mark(request.actor, cycle) if cycle else []
    sent, status = None, 200
    if request.method == "POST":
        about = next((one for one in held if _key(one) == request.POST.get("about")), None)
        if cycle is None or about is None:
            raise Absent(NOT_FOUND)
        sent, status = MarkForm(request.POST, prefix=_key(about)), 422
        if sent.is_valid():
            who = about.registration
            try:
                actions.mark(
                    by=request.actor, village=about.village, cycle=cycle, registration=who, **sent.cleaned_data
                )
            except Problem as problem:
                sent.add_error(None, str(problem))
                status = problem.status
            else:
                messages.success(request, "记下了。考核给本人看以前，可以再改。")
                return redirect("surveys:opinion")
    facts = {
        "cycle": cycle,
        "is_asking": cycle is not None and cycle.is_asking,
        "rows": [(one, _key(one), sent if sent and sent.prefix == _key(one) else _form(one)) for one in held],
    }
    return render(request, "assessments/surveys/opinion.html", facts, status=status)


def _key(one: Held) -> str:
    return f"{one.village.code}-{one.registration.pk.hex}"


def _form(one: Held) -> MarkForm:
    first = {"mark": one.view.mark, "words": one.view.words} if one.view else {}
    return MarkForm(initial=first, prefix=_key(one))
