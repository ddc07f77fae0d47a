"""12345工单, as the bureau, audit, and whoever one was assigned to see it. What is said of it only where it is opened."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import attached, staff
from menkou.core import clock, sheets
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.hotline import actions, policies, queries
from menkou.hotline import forms as typed
from menkou.hotline.forms import AnswerForm, AssignForm, BackForm, EnterForm, HandleForm, PressForm, RateForm
from menkou.hotline.models import Order
from menkou.hotline.timing import actions as timing
from menkou.hotline.timing import queries as deadlines

A_PAGE = 50
READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR)
HANDLERS = (Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR)
COLUMNS = (
    *("工单号", "12345 受理时间", "反映什么", "反映谁", "村（社区）", "派给", "状态", "答复的时限"),
    *("受理", "派单", "办理", "答复", "回访", "评价", "办结", "查明", "满意不满意"),
)
State = Order.State


@require_safe
@staff(*READERS)
def orders(request):
    """The list; what it shows stands in the address."""
    (chosen, kind), counted = queries.asked(request.GET), queries.counts(request.actor)
    page = Paginator(queries.listed(request.actor, chosen, kind), A_PAGE).get_page(request.GET.get("page"))
    may_enter = request.actor.has_role(Role.JUSTICE_BUREAU)
    facts = {
        "page": page,
        "chosen": chosen,
        "kind": kind,
        "kinds": Order.Kind.choices,
        "shown": [(value, words, counted[value]) for value, words in queries.SHOWN.items()],
        "query": urlencode({"state": chosen, "kind": kind}) + "&",
        "may_enter": may_enter,
        "may_tick": may_enter and any(one.state in Order.UNDONE for one in page),
        "undone": Order.UNDONE,
        "now": clock.now(),
    }
    return render(request, "hotline/orders.html", facts)


@require_POST
@staff(*READERS)
def as_workbook(request):
    """取成 Excel: the list that is on the page, nothing of what was said; the audit log has a line."""
    rows = [_cells(one) for one in queries.listed(request.actor, *queries.asked(request.POST))]
    actions.take_out(by=request.actor, district=request.district, rows=len(rows))
    made = sheets.workbook(lambda book: book.sheet("12345工单", COLUMNS, rows))
    return attached(made, f"12345工单-{clock.today():%Y%m%d}.xlsx")


def _cells(one: Order) -> sheets.Cells:
    facts = (one.get_kind_display(), who(one), str(one.village or ""), queries.to_whom(one), one.get_state_display())
    made = (one.accepted_at, one.assigned_at, one.handled_at, one.answered_at, one.visited_at, one.rated_at)
    steps = (_said(at) for at in (one.answer_due_at, *made, one.closed_at))
    return one.number, _said(one.received_at), *facts, *steps, one.get_outcome_display(), one.get_rating_display()


def _said(moment) -> str:
    return f"{moment.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if moment else ""


def who(one: Order) -> str:
    """反映谁."""
    if one.about is not None:
        return f"{one.about.adviser.name}（{one.institution}）"
    if one.institution is not None:
        return one.institution.name
    return f"{one.village}的服务" if one.subject == Order.Subject.VILLAGE else one.get_subject_display()


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def enter(request):
    """登记."""
    form, status = EnterForm(), 200
    if request.method == "POST":
        form, status = EnterForm(request.POST), 422
        if form.is_valid():
            try:
                made = actions.enter(by=request.actor, district=request.district, **form.cleaned_data)
            except Conflict as problem:
                form.add_error("number", str(problem))
                status = problem.status
            else:
                messages.success(request, "登记好了，请受理、派单。")
                return redirect("hotline:order", pk=made.pk)
    return render(request, "hotline/enter.html", {"form": form}, status=status)


@require_safe
@staff(*READERS)
def order(request, pk):
    """One order: facts, its course, and what is next."""
    return _show(request, queries.order_for(request.actor, pk))


def _show(request, found: Order, *, said=None, wrong=None, status: int = 200):
    """The page; a form that could not be taken stands in it with what was typed."""
    acts = _acts(request.actor, found)
    if wrong is not None:
        acts = [{**one, "form": wrong} if one["kind"] is type(wrong) else one for one in acts]
    facts = {
        "order": found,
        "who": who(found),
        "to": queries.to_whom(found),
        "said": said,
        "moves": queries.moves_of(found),
        "acts": acts,
        "wrong": wrong,
        "left_over": _left_over(wrong, acts),
        "mark": f"{request.actor.name} {clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}",
        "now": clock.now(),
    }
    return render(request, "hotline/order.html", facts, status=status)


def _left_over(wrong, acts):
    """The words of a form that has no place on the page any more, so that they can be copied."""
    is_shown = wrong is None or any(one["form"] is wrong for one in acts)
    return None if is_shown or "text" not in wrong.fields else wrong["text"]


def _acts(by, found: Order) -> list[dict]:
    """What this person may do with it now, in the order of its course."""
    rows = []
    if found.state == State.ASSIGNED and policies.handle.allows(by, found):
        rows.append(_act("handle", "办理", HandleForm()))
    if not policies.manage.allows(by, found):
        return rows
    if found.state in (State.ACCEPTED, State.ASSIGNED):
        title = "派单" if found.state == State.ACCEPTED else "改派"
        rows.append(_act("assign", title, AssignForm(order=found)))
    is_own = found.subject == Order.Subject.BUREAU and found.handled_by_id == by.user_id
    if found.state == State.HANDLED and not is_own:
        rows.append(_act("answer", "答复 12345", AnswerForm()))
    if found.state == State.HANDLED:
        rows.append(_act("send_back", "退回重办", BackForm(auto_id="back_%s")))
    pressed = {
        State.RECEIVED: ("accept", "受理"),
        State.ANSWERED: ("visit", "回访过了"),
        State.RATED: ("close", "办结"),
    }
    if one := pressed.get(State(found.state)):
        rows.append(_act(*one, PressForm()))
    if found.state == State.VISITED:
        rows.append(_act("rate", "记下评价", RateForm()))
    return [*rows, *_on_the_side(by, found)]


def _on_the_side(by, found: Order) -> list[dict]:
    """What is not the next step: to ask for it again, and to undo that it was entered."""
    rows = []
    if deadlines.to_urge(by).filter(pk=found.pk).exists() and found.pk not in deadlines.urged_today([found.pk]):
        rows.append(_act("urge", "催办", PressForm()))
    if found.state in Order.UNDONE:
        rows.append(_act("void", "作废", typed.VoidForm(auto_id="void_%s")))
    return rows


def _act(name: str, title: str, form) -> dict:
    return {"door": f"hotline:{name}", "title": title, "form": form, "kind": type(form)}


@require_POST
@staff(*READERS)
def read(request, pk):
    """看: what is said of it, under the reader's name and the minute."""
    found = queries.order_for(request.actor, pk)
    return _show(request, found, said=actions.read(by=request.actor, order=found))


def _take(request, pk, form_of, act, words: str):
    """Do what a form says; or show the page again, with what was typed and what is wrong."""
    found = queries.order_for(request.actor, pk)
    form = form_of(found)
    if not form.is_valid():
        return _show(request, found, wrong=form, status=422)
    try:
        act(by=request.actor, order=found, **form.cleaned_data)
    except Conflict as problem:
        form.add_error(None, str(problem))
        return _show(request, queries.order_for(request.actor, pk), wrong=form, status=problem.status)
    messages.success(request, words)
    return redirect("hotline:order", pk=pk)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def accept(request, pk):
    """受理."""
    return _take(request, pk, lambda _: PressForm(request.POST), actions.accept, "受理了，请派单。")


@require_POST
@staff(Role.JUSTICE_BUREAU)
def assign(request, pk):
    """派单."""
    return _take(
        request, pk, lambda found: AssignForm(request.POST, order=found), actions.assign, "派出去了，会提醒对方。"
    )


@require_POST
@staff(*HANDLERS)
def handle(request, pk):
    """办理."""
    return _take(request, pk, lambda _: HandleForm(request.POST), actions.handle, "交上去了，由区司法局答复。")


@require_POST
@staff(Role.JUSTICE_BUREAU)
def send_back(request, pk):
    """退回重办."""
    form = BackForm(request.POST, auto_id="back_%s")
    return _take(request, pk, lambda _: form, actions.send_back, "退回去了，会提醒对方。")


@require_POST
@staff(Role.JUSTICE_BUREAU)
def answer(request, pk):
    """答复."""
    return _take(
        request, pk, lambda _: AnswerForm(request.POST), actions.answer, "记下了，请在 12345 系统里回复，再回访。"
    )


@require_POST
@staff(Role.JUSTICE_BUREAU)
def visit(request, pk):
    """回访."""
    return _take(request, pk, lambda _: PressForm(request.POST), actions.visit, "回访记下了，请填评价。")


@require_POST
@staff(Role.JUSTICE_BUREAU)
def rate(request, pk):
    """评价."""
    return _take(request, pk, lambda _: RateForm(request.POST), actions.rate, "评价记下了。")


@require_POST
@staff(Role.JUSTICE_BUREAU)
def close(request, pk):
    """办结."""
    return _take(request, pk, lambda _: PressForm(request.POST), actions.close, "办结了。")


@require_POST
@staff(Role.JUSTICE_BUREAU)
def void(request, pk):
    """作废."""
    form = typed.VoidForm(request.POST, auto_id="void_%s")
    return _take(request, pk, lambda _: form, actions.void, "作废了，这个工单号可以重新登记。")


@require_POST
@staff(Role.JUSTICE_BUREAU)
def urge(request, pk):
    """催办, from the order's page or from the workbench, which says so."""
    found = queries.order_for(request.actor, pk)
    try:
        is_new = timing.urge(by=request.actor, order=found)
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        said = (
            f"已催办{queries.to_whom(found)}，记下了。"
            if is_new
            else f"{queries.to_whom(found)}今天已经催过了，明天还没办再催。"
        )
        (messages.success if is_new else messages.info)(request, said)
    if "desk" in request.POST:
        return redirect(f"{reverse('oversight:desk')}#waiting")
    return redirect("hotline:order", pk=pk)
