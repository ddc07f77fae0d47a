"""要发到群里的: for whoever brings words into a group, on a phone. Copy, paste there, and say so with one tap."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.broadcasts import poster, queries
from menkou.broadcasts.bringing import actions
from menkou.broadcasts.views.forms import ConfirmForm, GiveUpForm
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent, Conflict, Invalid
from menkou.groups.views.register import shell_of
from menkou.places import queries as places

BRING = (Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE, Role.ADVISER, Role.VILLAGE_CADRE)
MOST_SHOWN = 100
SAID = "记下了：已发到群里。点错了可以改回来。"


@require_safe
@staff(*BRING)
def mine(request):
    """What waits, and what has been brought lately."""
    waiting = queries.mine(request.actor)
    shown = list(waiting[:MOST_SHOWN])
    facts = {
        "waiting": shown,
        "number": waiting.count() if len(shown) == MOST_SHOWN else len(shown),
        "lately": queries.lately(request.actor)[:20],
        "week": queries.this_week(request.actor) if request.actor.has_role(Role.ADVISER) else [],
        "least": places.rules()["group_publicity_a_week"],
        "shell": shell_of(request.actor),
    }
    return render(request, "broadcasts/mine.html", facts)


@require_safe
@staff(*BRING, Role.AUDITOR)
def package(request, pk):
    """发群包: the words, the poster, the link, what the loudspeaker reads; and whether it is there."""
    return _package(request, queries.delivery_for(request.actor, pk), ConfirmForm(), GiveUpForm())


def _package(request, found, form, other, status: int = 200):
    going = found.notice.state == found.notice.State.GOING
    is_open = going and found.state in found.OPEN and found.group.dissolved_on is None
    brings = queries.brings(request.actor, found.group)
    facts = {
        "delivery": found,
        "notice": found.notice,
        "to_group": queries.words_for_group(found.notice, request.district),
        "page": queries.page_of(found.notice, request.district),
        "speech": queries.words_for_loudspeaker(found.notice),
        "is_open": is_open and brings,
        "may_undo": going and found.state == found.State.CONFIRMED and found.confirmed_by_id == request.actor.user_id,
        "has_proof": queries.proof_of(found) is not None,
        "form": form,
        "other": other,
        "shell": shell_of(request.actor),
    }
    return render(request, "broadcasts/package.html", facts, status=status)


@require_POST
@staff(*BRING)
def confirm(request, pk):
    """已发到群里."""
    found, form = queries.delivery_for(request.actor, pk), ConfirmForm(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        try:
            actions.confirm(by=request.actor, delivery=found, photo=form.told())
        except Invalid as problem:
            form.add_error("photo", str(problem))
        except Conflict as problem:
            messages.error(request, str(problem))
            return redirect("broadcasts:package", pk=pk)
        else:
            messages.success(request, SAID)
            return redirect("broadcasts:package", pk=pk)
    return _package(request, found, form, GiveUpForm(), status)


@require_POST
@staff(*BRING)
def unconfirm(request, pk):
    """点错了."""
    actions.unconfirm(by=request.actor, delivery=queries.delivery_for(request.actor, pk))
    messages.success(request, "改回来了，现在是还没发。")
    return redirect("broadcasts:package", pk=pk)


@require_POST
@staff(*BRING)
def give_up(request, pk):
    """发不了."""
    found, other = queries.delivery_for(request.actor, pk), GiveUpForm(request.POST)
    if not other.is_valid():
        return _package(request, found, ConfirmForm(), other, 422)
    actions.give_up(by=request.actor, delivery=found, why=other.cleaned_data["why"])
    messages.success(request, "记下了。以后发成了，还可以再按“已发到群里”。")
    return redirect("broadcasts:package", pk=pk)


@require_safe
@staff(*BRING, Role.AUDITOR)
def proof(request, pk):
    """The screenshot."""
    if (content := queries.proof_of(queries.delivery_for(request.actor, pk))) is None:
        raise Absent(NOT_FOUND)
    return HttpResponse(content, content_type="image/jpeg")


@require_safe
@staff(*BRING, Role.AUDITOR)
def picture(request, pk):
    """海报: a picture for the group, with the code of the page."""
    notice = queries.delivery_for(request.actor, pk).notice
    try:
        made = poster.png(notice, queries.page_of(notice, request.district), request.district)
    except poster.NotSet:
        raise Absent("服务器上没有中文字体，海报做不了。请复制文字发到群里。") from None
    return HttpResponse(
        made, content_type="image/png", headers={"Content-Disposition": 'inline; filename="poster.png"'}
    )
