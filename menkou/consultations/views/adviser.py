"""An adviser's pages: today's list, one consultation, and what can be done with it."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.consultations import actions, beside, carried, holding, queries, worklist
from menkou.consultations.after import queries as after
from menkou.consultations.after import showing
from menkou.consultations.asking.queries import asking_of
from menkou.consultations.calling import sealing as calling
from menkou.consultations.content import SURELY_UNSEEN, sides_of, was_sent
from menkou.consultations.enclosing import actions as enclosing
from menkou.consultations.enclosing import sending
from menkou.consultations.interests import actions as declaring
from menkou.consultations.interests import queries as interests
from menkou.consultations.meeting import queries as meetings
from menkou.consultations.notes import queries as phrases
from menkou.consultations.notes import sealing as notes
from menkou.consultations.opinions import queries as opinions
from menkou.consultations.passing import actions as passing
from menkou.consultations.referring import queries as referring
from menkou.consultations.reviewing import showing as reviewing
from menkou.consultations.rules.categories import CATEGORIES
from menkou.consultations.rules.topics import category_of
from menkou.consultations.views import enclosures, forms
from menkou.consultations.views.after_forms import CallForm, StopForm
from menkou.consultations.views.meeting_forms import MeetForm, SpokenForm
from menkou.consultations.views.referring_forms import cards_with_forms
from menkou.consultations.wording import sealing as writing
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid
from menkou.occasions import queries as occasions
from menkou.postings import queries as postings
from menkou.rotas import queries as rotas
from menkou.worklogs import queries as worklogs

A_PAGE = 20


@require_safe
@staff(Role.ADVISER)
def today(request):
    """A1 今天: what waits, by the clock; what was sent back."""
    may = beside.may_wait_for(request.actor)
    waiting, answered = worklist.listed_waiting(request.actor), worklist.listed_answered(request.actor)
    open_ = [one.pk for one in (*waiting, *answered)]
    facts = {
        "waiting": waiting,
        "meetings": meetings.ahead(request.actor) if may.meeting else [],
        "occasions": occasions.to_come(request.actor)[:20] if may.occasion else [],
        "duties": rotas.ahead(request.actor) if may.duty else rotas.Ahead([], []),
        "answered": answered,
        "unreached": carried.in_need(open_) if open_ else set(),
        "covered": postings.covered_by(request.actor),
        "back_at": max(postings.away_until(request.actor.held(Role.ADVISER)).values(), default=None),
        "sent_back": worklogs.sent_back(request.actor)[:20] if may.sent_back else [],
        "referrals": referring.to_ask(request.actor) if may.referral else [],
        "opinions": opinions.asked_of(request.actor)[: opinions.MOST_SHOWN] if may.opinion else [],
        "revisits": after.revisits_to_do(request.actor)[:20] if may.revisit else [],
        "now": clock.now(),
    }
    return render(request, "consultations/today.html", facts)


@require_safe
@staff(Role.ADVISER)
def closed(request):
    """办结了的."""
    page = Paginator(queries.closed(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "consultations/closed.html", {"page": page})


@require_safe
@staff(Role.ADVISER)
def consultation(request, pk):
    """A2: read and answer. Each opening is on record."""
    return show(request, queries.consultation_for(request.actor, pk))


def show(
    request, found, *, form=None, close_form=None, hand_over_form=None, problem=None, status: int = 200, **more
) -> HttpResponse:
    """The matter as its holder sees it, with what was typed and could not be taken."""
    if enclosures.wants_words(request) and form is not None and form.errors:
        return enclosures.words(problem or form.errors, status)
    said = actions.read(by=request.actor, consultation=found)
    now = clock.now()
    own = [one for one in said if one.author_id == found.holder_id and one.at - SURELY_UNSEEN > now]
    facts = {
        "consultation": found,
        "said": said,
        "now": now,
        "carried": carried.of(found, has_number=bool(found.call_row)) if found.was_carried else {},
        "retractable": own[-1] if own else None,
        "retractable_until": own[-1].at - SURELY_UNSEEN if own else None,
        "handovers": queries.handovers_of(found) if found.was_handed_over else [],
        "other": queries.taker_of(found),
        **_answering(request, found, form),
        **_asked(found, close_form),
        "hand_over_form": hand_over_form or forms.HandOverForm(),
        "categories": CATEGORIES,
        "meeting": meetings.ahead_of(found) if found.has_meeting else None,
        "notes": notes.open_for(found, request.actor.held(Role.ADVISER)),
        "note_form": forms.NoteForm(initial={"form": forms.new_form_id()}),
        "meet_form": MeetForm(),
        "spoken_form": SpokenForm(initial={"form": forms.new_form_id()}),
        "limits": sending.limits(),
        **_helped_by_others(found, more),
        "stop_form": StopForm(),
        "call_form": CallForm(),
        **showing.for_holder(found),
        "interest_form": forms.InterestForm(),
        "sides": (sides := sides_of(found) if found.names_sides else {}),
        "declares": interests.is_to_be_declared(found),
        "to_check": bool(sides) and interests.is_to_be_checked(found),
        **more,
    }
    page = render(request, "consultations/consultation.html", facts, status=problem.status if problem else status)
    return enclosures.speaking(page)


def _asked(found, close_form) -> dict:
    """How it was asked and where to call; the topic that the asker chose is proposed on closing."""
    asking = asking_of(found)
    proposed = {"category": category_of(asking.topic) if asking else ""}
    return {
        "asking": asking,
        "call": calling.open_for(found),
        "close_form": close_form or forms.CloseForm(initial=proposed),
    }


def _helped_by_others(found, forms_now: dict) -> dict:
    """会诊 that waits or is open, and where its asker was sent."""
    return {
        "opinions": opinions.standing_of(found) if found.has_opinion else [],
        "referrals": cards_with_forms(found, forms_now) if found.has_referral else [],
        **reviewing.for_holder(found),
    }


def _answering(request, found, form) -> dict:
    """The box of the answer, with what was typed just now, or else what was kept and not sent."""
    typed, worded = request.POST.get("draft", ""), writing.open_for(found, request.actor.held(Role.ADVISER))
    return {
        "form": form or forms.AnswerForm.going_on_from(typed or (worded.text if worded else "")),
        "worded": worded,
        "is_fresh": form is None and not typed,
        "undeclared": actions.UNDECLARED,
        "phrases": phrases.at_hand(request.actor),
    }


@require_POST
@staff(Role.ADVISER)
def answer(request, pk):
    """答复."""
    found, form = queries.consultation_for(request.actor, pk), forms.AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, found, form=form, status=422)
    has_no_interest = form.cleaned_data.pop("has_no_interest")
    try:
        enclosures.must_be_own(request)
        if has_no_interest and not was_sent(form.cleaned_data["form"]):
            declaring.declare_none(by=request.actor, consultation=found)
        is_sent, sent = enclosures.sent(request, form, partial(enclosing.start_answer, consultation=found))
        if not is_sent:
            return show(request, found, form=form)
        actions.answer(by=request.actor, consultation=found, **sent)
    except (Conflict, Invalid) as problem:
        if isinstance(problem, holding.TakenBack) and enclosures.wants_words(request):
            messages.info(request, "手机上存着的一条答复，您撤回过，没有再送。")
            return enclosures.kept(reverse("consultations:consultation", kwargs={"pk": pk}))
        return show(request, found, form=enclosures.refused(form, problem, "text"), problem=problem)
    return enclosures.went(request, reverse("consultations:consultation", kwargs={"pk": pk}))


@require_POST
@staff(Role.ADVISER)
def take_back(request, pk, message):
    """撤回: the words come back into the box."""
    found = queries.consultation_for(request.actor, pk)
    text = actions.take_back(by=request.actor, consultation=found, message_id=message)
    found = queries.consultation_for(request.actor, pk)
    messages.success(request, "撤回来了，对方没有看到。可以改好再发。")
    return show(request, found, form=forms.AnswerForm.going_on_from(text))


@require_POST
@staff(Role.ADVISER)
def hand_over(request, pk):
    """转给另一岗."""
    found, form = queries.consultation_for(request.actor, pk), forms.HandOverForm(request.POST)
    if not form.is_valid():
        return show(request, found, hand_over_form=form, status=422)
    handover = passing.hand_over(by=request.actor, consultation=found, **form.cleaned_data)
    messages.success(request, f"已移交给{handover.taker}，提问的人会先看到新顾问的名字。")
    return redirect("consultations:today")


@require_POST
@staff(Role.ADVISER)
def close(request, pk):
    """办结: the work log writes itself."""
    found, form = queries.consultation_for(request.actor, pk), forms.CloseForm(request.POST)
    if not form.is_valid():
        return show(request, found, close_form=form, status=422)
    try:
        actions.close(by=request.actor, consultation=found, **form.cleaned_data)
    except Conflict as problem:
        if form.cleaned_data["ending"] != found.Ending.REFERRED:
            raise
        form.add_error("ending", str(problem))
        return show(request, found, close_form=form, problem=problem)
    messages.success(request, "办结了，工作日志已经自动记好。")
    return redirect("consultations:today")
