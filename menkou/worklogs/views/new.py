"""记一条: the adviser's own, by kind; and a page of paper that the judicial office types in."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid
from menkou.postings import queries as postings
from menkou.worklogs import actions, queries
from menkou.worklogs.models import Entry, Evidence
from menkou.worklogs.views.forms import EntryForm, PaperForm, WorkForm

NO_PHOTO = "照片没有存：解答咨询的日志不放照片，免得看出是谁问的。"
NOWHERE = "您现在没有派驻的村（社区），记不了新的。"


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.ADVISER)
def new(request):
    """记一条: first what it was, then where, when and how long; all else may be left out."""
    kind = request.GET.get("kind", "")
    posts = list(postings.held_by(request.actor.held(Role.ADVISER)).select_related("registration"))
    if kind not in Entry.Kind.values or not posts:
        return render(request, "worklogs/kinds.html", {"kinds": Entry.Kind.choices, "nowhere": not posts and NOWHERE})
    form = EntryForm(*_sent(request), kind=kind, posts=posts)
    if form.is_valid():
        made = _once(request, form, kind) or _made(request, form, actions.record, Evidence.Kind.PHOTO, kind=kind)
        if made:
            messages.success(request, "记好了，等司法所核实。")
            return redirect("worklogs:entry", pk=made.pk)
    facts = {"form": form, "kind": Entry.Kind(kind).label}
    return render(request, "worklogs/new.html", facts, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUDICIAL_OFFICE)
def paper(request):
    """录入纸页."""
    posts = list(queries.posts_to_type_in_for(request.actor))
    form = PaperForm(*_sent(request), posts=posts)
    if form.is_valid():
        made = _made(request, form, actions.type_in, Evidence.Kind.PAPER)
        if made:
            messages.success(request, f"纸页 {made.paper_number} 录好了。由所里另一位同事核实。")
            if form.cleaned_data.get("photo") and made.kind == Entry.Kind.CONSULTATION:
                messages.warning(request, NO_PHOTO)
            return redirect("worklogs:paper")
    return render(request, "worklogs/paper.html", {"form": form}, status=422 if form.is_bound else 200)


def _sent(request) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _made(request, form: WorkForm, do, kind_of_photo: str, **more) -> Entry | None:
    """The entry with its photo, or neither of them and what is wrong on the form."""
    photo = form.cleaned_data.get("photo")
    try:
        with transaction.atomic():
            made = do(by=request.actor, **form.facts(), **more)
            if photo and made.kind != Entry.Kind.CONSULTATION:
                actions.attach(by=request.actor, entry=made, kind=kind_of_photo, content=photo.read())
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return None
    return made


def _once(request, form: EntryForm, kind: str) -> Entry | None:
    """The entry that the same form has made a moment ago, where its answer was lost on the way."""
    said = form.facts()
    return queries.put_down_just_now(request.actor, kind=kind, **said)
