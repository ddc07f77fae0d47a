"""佐证: photos and papers beside an entry."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core.errors import NOT_FOUND, Absent, Conflict, Invalid, Refused
from menkou.worklogs import actions, policies, proofs, queries
from menkou.worklogs.models import Evidence
from menkou.worklogs.views import READERS
from menkou.worklogs.views.forms import EvidenceForm
from menkou.worklogs.views.own import show


@require_POST
@staff(*READERS)
def attach(request, pk):
    """加照片或材料."""
    found, form = queries.read_for(request.actor, pk), EvidenceForm(request.POST, request.FILES)
    if not policies.attach.allows(request.actor, found):
        raise Refused(policies.attach.refusal)
    if not form.is_valid():
        return show(request, found, form, status=422)
    said = form.cleaned_data
    try:
        actions.attach(by=request.actor, entry=found, kind=said["kind"], content=said["file"].read())
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return show(request, found, form, status=problem.status)
    messages.success(request, "加好了。")
    return redirect("worklogs:entry", pk=pk)


@require_safe
@staff(*READERS)
def evidence(request, pk):
    """A photo to look at; a PDF is always to be saved, never to be shown as a page of ours."""
    found = queries.evidence_for(request.actor, pk)
    is_photo = found.format == Evidence.Format.JPEG
    try:
        opened = proofs.STORE.path_of(found.file).open("rb")
    except OSError as problem:
        raise Absent(NOT_FOUND) from problem
    name = f"{found.get_kind_display()}-{found.entry.done_on}.{found.format}"
    kind = "image/jpeg" if is_photo else "application/pdf"
    return FileResponse(opened, content_type=kind, as_attachment=not is_photo, filename=name)
