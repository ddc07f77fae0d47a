"""An adviser turns a question of the group into a private one: paste, press, and copy what goes back."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import staff
from menkou.consultations.claiming import queries as claiming
from menkou.consultations.views.forms import new_form_id
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.groups import intake, queries, telling
from menkou.groups.forms import TakeInForm


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.ADVISER)
def groups(request):
    """群里有人问."""
    villages, status = queries.villages_of(request.actor), 200
    form = TakeInForm(villages, request.POST or None, initial={"form": new_form_id()})
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect("groups:stub", pk=intake.take_once(by=request.actor, **form.cleaned_data).pk)
            except Conflict as problem:
                form.add_error(None, str(problem))
                form.renew()
                status = problem.status
    shown = [(one, queries.is_answered(one.consultation)) for one in queries.latest(request.actor)]
    return render(request, "groups/groups.html", {"form": form, "villages": villages, "shown": shown}, status=status)


@require_safe
@staff(Role.ADVISER)
def stub(request, pk):
    """What goes back to the group, and to its asker alone while they have not opened it."""
    found = queries.stub_for(request.actor, pk)
    claim = claiming.waiting_claim_of(found.consultation)
    is_answered = queries.is_answered(found.consultation)
    facts = {
        "stub": found,
        "is_answered": is_answered,
        "to_group": telling.answered(found) if is_answered else telling.taken(found),
        "to_asker": telling.to_asker(found, _link(request, claim), claiming.open_until(claim)) if claim else "",
        "open_until": claiming.open_until(claim) if claim else None,
        "is_claimed": claiming.is_claimed(found.consultation),
    }
    return render(request, "groups/stub.html", facts)


def _link(request, claim) -> str:
    """After #, so that no server and no proxy ever sees it."""
    return request.build_absolute_uri(reverse("claim")) + "#" + claiming.claim_code(claim)
