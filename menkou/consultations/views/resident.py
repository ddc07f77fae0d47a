"""Residents' pages: asking, 取件码, the answer. No account, no htmx, no script needed."""

from collections.abc import Sequence
from functools import partial
from itertools import takewhile
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.consultations import actions, consents, content, intake, policies, queries, viewings
from menkou.consultations.after import showing
from menkou.consultations.asking.queries import asking_of
from menkou.consultations.calling import sealing
from menkou.consultations.enclosing import actions as enclosing
from menkou.consultations.enclosing import sending
from menkou.consultations.interests.barring import is_unheld
from menkou.consultations.interests.routing import ways, ways_later
from menkou.consultations.locking.queries import locked_for, locked_of
from menkou.consultations.meeting import queries as meetings
from menkou.consultations.opinions import queries as opinions
from menkou.consultations.passing import actions as passing
from menkou.consultations.pickup import actions as pickup
from menkou.consultations.readings import queries as readings
from menkou.consultations.referring import queries as referring
from menkou.consultations.reviewing import showing as reviewing
from menkou.consultations.rules import codes, thanks, urgent
from menkou.consultations.rules.notices import OPINION
from menkou.consultations.rules.topics import TOPICS
from menkou.consultations.views import about, enclosures, forms, paper
from menkou.consultations.views.after_forms import ReopenForm
from menkou.consultations.views.locked import SecretForm, ask_secret
from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, TooSoon
from menkou.places import queries as places
from menkou.postings import queries as postings

TO_THE_ANSWER = "#new"  # where the page begins to be read; without an answer there is none, and it opens at its top
MOST_SHOWN = 50
DESK_WAITS = "menkou_waits"  # set by outbox.js where an adviser's answer waits on the phone, whoever is signed in then
THANKED = "道谢收到了。要是还有事要问，请写清楚再送一次。"


@csrf_exempt  # a question needs no account and no cookie; whoever sends one uses nobody's authority (docs/adr/0014)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, code):
    """提问, by voice, photos or in writing: delivered at once, with the 取件码."""
    found = places.village_with(code)
    request.keeps_device = request.method == "GET"  # a foreign page can send a form, and must not name the phone anew
    if request.method == "GET":
        return _ask_page(request, found, forms.AskForm(initial={"form": forms.new_form_id()}))
    form = forms.AskForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask_page(request, found, form, status=422)
    try:
        is_sent, sent = enclosures.sent(request, form, partial(enclosing.start_question, village=found))
        if is_sent:
            accepted = intake.ask_once(by=request.actor, village=found, **sent)
            return _delivered(request, accepted, is_by_helper=sent["how"].is_by_helper)
    except (Conflict, Invalid, TooSoon) as problem:
        return _ask_page(request, found, enclosures.refused(form, problem), problem=problem)
    return _ask_page(request, found, form)


def _ask_page(request, village, form, *, problem=None, status: int = 200) -> HttpResponse:
    if enclosures.wants_words(request) and form.errors:
        return enclosures.words(problem or form.errors, status)
    facts = {"village": village, "form": form, "office": places.office_of(village.township)}
    board = postings.board_of(village)
    notice = consents.notice_for(board.on_duty.adviser.kind) if board.on_duty else None
    facts |= {"board": board, "notice": notice, "limits": sending.limits(), "topics": TOPICS}
    facts["reading"] = readings.spoken_of(notice, village.township_id)
    facts["cards"] = urgent.cards(places.telephones())
    facts["choices"] = about.choices(ways(village, board.posts), form.data.get("concerns", ""))
    page = render(request, "consultations/ask.html", facts, status=problem.status if problem else status)
    return enclosures.speaking(page)


def _delivered(request, accepted: intake.Accepted, *, is_by_helper: bool) -> HttpResponse:
    """A phone that keeps cookies goes to a page it can reload; another one gets the 取件码 at once.

    So does whoever asks for somebody else: the phone forgets what was said, and leads nowhere.
    """
    leads_back = request.device_is_known and not is_by_helper
    page = reverse("delivered", kwargs={"pk": accepted.consultation.pk}) if leads_back else ""
    if enclosures.wants_words(request):
        return enclosures.kept(page)
    if page:
        return redirect(page)
    status = 201 if accepted.is_new else 200
    return slip(request, accepted.consultation, status=status, is_for_others=is_by_helper)


@require_safe
def delivered(request, pk):
    """R5: it has arrived, and how to fetch the answer."""
    try:
        found = queries.asked_for(request.actor, pk)
    except ObjectDoesNotExist:
        found = locked_for(request.actor, pk)
        return redirect("thread", pk=found.pk)
    return redirect("thread", pk=pk) if found.erased_at else slip(request, found)


def slip(request, consultation, status: int = 200, *, is_for_others: bool = False) -> HttpResponse:
    """The page with the 取件码; to be handed on, where it was asked for somebody else."""
    code = actions.pickup_code(consultation)
    a, b = codes.in_two(code)
    fetch_url = request.build_absolute_uri(reverse("pick_up")) + f"#{code}"  # after #: no server ever sees it
    facts = {"consultation": consultation, "code_a": a, "code_b": b, "qr": paper.qr(fetch_url)}
    facts["is_for_others"] = is_for_others
    if is_unheld(consultation):
        facts |= {"is_unheld": True, "office": places.office_of(consultation.village.township)}
    page = render(request, "consultations/delivered.html", facts, status=status)
    return forgetting(request, page) if is_for_others else page


def forgetting(request, page: HttpResponse) -> HttpResponse:
    """The phone drops what it kept of clips and photos; the page's script does so too, for old browsers.

    The script alone where answers of an adviser wait on the phone, which the header would wipe as well.
    """
    if request.actor.user_id is None and DESK_WAITS not in request.COOKIES:
        page["Clear-Site-Data"] = '"storage"'
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def pick_up(request):
    """凭取件码看回复, on any phone."""
    request.keeps_device = True
    form, status, wait_s = forms.CodeForm(request.POST or None), 200, 0
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = pickup.pick_up(by=request.actor, district=request.district, typed=form.cleaned_data["code"])
            except TooSoon as problem:
                form.add_error(None, str(problem))
                status, wait_s = problem.status, problem.seconds
            else:
                if found is not None:
                    request.opened = found.pk
                    return redirect(reverse("thread", kwargs={"pk": found.pk}) + TO_THE_ANSWER)
                form.add_error("code", "没有这个取件码。请对着截图再看看，8 和 B、2 和 Z 容易看错。")
    response = render(request, "consultations/pick_up.html", {"form": form}, status=status)
    if wait_s:
        response["Retry-After"] = str(wait_s)
    return response


@require_safe
def asked(request):
    """R7 我问过的: what this phone asked."""
    found = queries.still_there(request.actor)[:MOST_SHOWN]
    facts = {"consultations": found, "locked": locked_of(request.actor)[:MOST_SHOWN]}
    return render(request, "consultations/asked.html", facts)


@require_safe
def thread(request, pk):
    """R6: the answer, or the page that asks for its 暗号."""
    try:
        return show_thread(request, queries.asked_for(request.actor, pk))
    except ObjectDoesNotExist:
        return ask_secret(request, locked_for(request.actor, pk))


def show_thread(
    request, consultation, *, form=None, rate_form=None, problem=None, status: int = 200, **more
) -> HttpResponse:
    """The thread as its asker sees it, with what was typed and could not be taken."""
    if enclosures.wants_words(request) and form is not None and form.errors:
        return enclosures.words(problem or form.errors, status)
    if consultation.erased_at:
        return render(request, "consultations/erased.html", {"consultation": consultation}, status=status)
    is_served, is_open = queries.is_served(consultation), consultation.state != consultation.State.CLOSED
    held_by_nobody = is_open and not is_served and is_unheld(consultation)
    goes_on = is_served and not postings.away_until([consultation.holder_id])
    is_left = is_open and not goes_on and not held_by_nobody
    is_stuck = is_left and consultation.may_hand_over  # nobody is here to take it, or not for some seconds yet
    handovers = list(queries.handovers_of(consultation))
    facts = {
        "consultation": consultation,
        "said": (said := content.open_for_asker(consultation)),
        "new": first_new(said),
        "handovers": handovers,
        "viewings": viewings.told_of(consultation, handovers),
        "meeting": meetings.ahead_of(consultation) if consultation.has_meeting else None,
        **_helped_by_others(consultation),
        "rating": queries.rating_of(consultation),
        "may_rate": queries.may_still_rate(consultation, places.rules()["days_to_rate"]),
        "is_answered": consultation.answered_at is not None and consultation.answered_at <= clock.now(),
        "asks_consent": is_left and not is_stuck,
        "is_stuck": is_stuck,
        "office": places.office_of(consultation.village.township) if is_stuck or held_by_nobody else None,
        "is_unheld": held_by_nobody,
        "choices": _choices(consultation),
        "is_served": is_served,
        "form": form or forms.FollowUpForm(initial={"form": forms.new_form_id()}),
        "rate_form": rate_form,
        "limits": sending.limits(),
        "reopen_form": ReopenForm(),
        **_beside(request, consultation) | showing.for_asker(consultation),
        **more,
    }
    page = render(request, "consultations/thread.html", facts, status=problem.status if problem else status)
    return enclosures.speaking(page)


def first_new(said: Sequence[content.Said]) -> UUID | None:
    """The first answer since the asker's last word."""
    answers = takewhile(lambda one: one.author_id is not None, reversed(said))
    return min((one.id for one in answers), default=None)


def _beside(request, consultation) -> dict:
    """Who asked it for the asker, the number to call, and the 暗号."""
    may_lock = policies.lock.allows(request.actor, consultation)
    asking, call = asking_of(consultation), sealing.open_for(consultation)
    return {"asking": asking, "call": call, "secret_form": SecretForm(), "may_lock": may_lock}


def _helped_by_others(consultation) -> dict:
    """会诊 that waits or is open, where its asker was sent, and what the bureau may review."""
    conferred = opinions.standing_of(consultation) if consultation.has_opinion else []
    is_asked = any(one.state == one.State.ASKED for one in conferred)
    return {
        "opinions": conferred,
        "opinion_text": OPINION.short,
        "reading": readings.spoken_of(OPINION, consultation.village.township_id) if is_asked else None,
        "referrals": referring.cards_of(consultation) if consultation.has_referral else [],
        **reviewing.for_asker(consultation),
    }


def _choices(consultation) -> list[dict]:
    """跟谁有关, where it may still be told."""
    if consultation.concerns or consultation.state == consultation.State.CLOSED:
        return []
    return about.choices(ways_later(postings.posts_of(consultation.village)), "")


@require_POST
def follow_up(request, pk):
    """接着问."""
    consultation = queries.asked_for(request.actor, pk)
    form = forms.FollowUpForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_thread(request, consultation, form=form, status=422)
    try:
        is_sent, sent = enclosures.sent(request, form, partial(enclosing.start_follow_up, consultation=consultation))
        if not is_sent:
            return show_thread(request, consultation, form=form)
        actions.follow_up(by=request.actor, consultation=consultation, **sent)
    except (Conflict, Invalid, TooSoon) as problem:
        return show_thread(request, consultation, form=enclosures.refused(form, problem, "text"), problem=problem)
    only_thanks = not sent["enclosed"] and thanks.only_thanks(sent["text"])
    messages.success(request, THANKED if only_thanks else "送到了。回了以后，还是在这里看。")
    return enclosures.went(request, reverse("thread", kwargs={"pk": pk}))


@require_POST
def rate(request, pk):
    """评价."""
    consultation, form = queries.asked_for(request.actor, pk), forms.RateForm(request.POST)
    if not form.is_valid():
        return show_thread(request, consultation, rate_form=form, status=422)
    actions.rate(by=request.actor, consultation=consultation, **form.cleaned_data)
    messages.success(request, "评价收到了，谢谢您。")
    return redirect("thread", pk=pk)


@require_POST
def agree(request, pk):
    """同意由新顾问接手."""
    passing.agree_to_hand_over(by=request.actor, consultation=queries.asked_for(request.actor, pk))
    return redirect("thread", pk=pk)


@require_POST
def forget(request):
    """清除这部手机上的记录: the 取件码 still works."""
    request.forgets = True
    messages.success(request, "这部手机上的记录清掉了。凭取件码还能看。")
    return forgetting(request, redirect("asked"))
