"""跟谁有关, told after asking."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from menkou.consultations import queries
from menkou.consultations.interests import actions
from menkou.consultations.interests.routing import UNKNOWN
from menkou.consultations.views.about import ConcernForm
from menkou.consultations.views.resident import show_thread


@require_POST
def tell_concern(request, pk):
    """R6: whom it concerns loses it at once."""
    consultation, form = queries.asked_for(request.actor, pk), ConcernForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["concerns"]:
        return show_thread(request, consultation, concern_problem=UNKNOWN, status=422)
    actions.tell_concern(by=request.actor, consultation=consultation, **form.cleaned_data)
    messages.success(request, "记下了。跟谁有关，从现在起就不给谁看。")
    return redirect("thread", pk=pk)
