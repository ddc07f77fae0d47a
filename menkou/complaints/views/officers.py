"""投诉, as the judicial office, the bureau and audit see it. Facts on every page; words only where they are opened."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import attached, staff
from menkou.complaints import actions, policies, queries
from menkou.complaints.forms import AnswerForm, AskForm, RefuseForm
from menkou.complaints.models import Complaint
from menkou.complaints.timing import actions as timing
from menkou.core import clock, sheets
from menkou.core.actors import Role
from menkou.core.errors import Conflict

A_PAGE = 50
READERS = (Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU, Role.AUDITOR)
HANDLERS = (Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU)
SHOWN = {"open": "在办的", "overdue": "超时的", **dict(Complaint.State.choices), "all": "全部"}
COLUMNS = (
    *("咨询编号", "投诉日期", "投诉什么", "投诉谁", "由谁办", "状态", "先回复的时限", "答复的时限"),
    *("受理日期", "答复日期", "查明", "满意不满意", "办结日期"),
)


def _chosen(request) -> str:
    chosen = request.GET.get("state", "open")
    return chosen if chosen in SHOWN else "open"


def _found(request, chosen: str):
    return queries.listed(request.actor, "" if chosen == "all" else chosen)


@require_safe
@staff(*READERS)
def complaints(request):
    """The list; what it shows stands in the address."""
    chosen, counted = _chosen(request), queries.counts(request.actor)
    page = Paginator(_found(request, chosen), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "chosen": chosen,
        "shown": [(value, words, counted[value]) for value, words in SHOWN.items()],
        "query": urlencode({"state": chosen}) + "&",
        "now": clock.now(),
    }
    return render(request, "complaints/complaints.html", facts)


@require_safe
@staff(*READERS)
def as_workbook(request):
    """The list that is on the page, as Excel: no words, no contact."""
    rows = [_cells(one) for one in _found(request, _chosen(request))]
    made = sheets.workbook(lambda book: book.sheet("投诉", COLUMNS, rows))
    return attached(made, f"投诉-{clock.today():%Y%m%d}.xlsx")


def _cells(one: Complaint) -> sheets.Cells:
    moments = (one.raised_at, one.reply_due_at, one.answer_due_at, one.accepted_at, one.last_decided_at, one.ended_at)
    raised, reply_due, answer_due, accepted, decided, ended = (_said(at) for at in moments)
    facts = (one.get_kind_display(), who(one), one.get_level_display(), one.get_state_display())
    satisfied = "" if one.is_satisfied is None else "满意" if one.is_satisfied else "不满意"
    rest = (accepted, decided, one.get_outcome_display(), satisfied, ended)
    return one.consultation.reference, raised, *facts, reply_due, answer_due, *rest


def _said(moment) -> str:
    return f"{moment.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if moment else ""


def who(one: Complaint) -> str:
    """投诉谁."""
    return one.about.adviser.name if one.about else "司法所"


@require_safe
@staff(*READERS)
def complaint(request, pk):
    """One complaint: facts, its course, and what is next."""
    return _show(request, queries.complaint_for(request.actor, pk))


def _show(request, found: Complaint, *, said=None, form=None, problem=None, status: int = 200):
    """The page; a form that could not be taken stands in it with what was typed."""
    by, state = request.actor, found.State
    may_handle = found.is_open and policies.handle.allows(by, found)
    forms = {"refuse": RefuseForm(), "ask": AskForm(), "answer": AnswerForm()}
    if form is not None:
        forms[next(name for name, one in forms.items() if type(one) is type(form))] = form
    is_accepted = found.state in (state.ACCEPTED, state.ASKED, state.REVIEW)
    may = {"refuse": may_handle and found.state == state.RECEIVED}
    may["ask"] = may_handle and is_accepted and found.about_id is not None
    may["answer"] = may_handle and is_accepted and not (found.is_review and found.decided_by_id == by.user_id)
    facts = {
        "complaint": found,
        "who": who(found),
        "said": said,
        "steps": queries.steps_of(found),
        "statements": queries.statements_of(found),
        "problem": problem,
        "forms": forms,
        "wrong": form,
        "mark": f"{by.name} {clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}",
        "may_read": found.consultation.erased_at is None and policies.read.allows(by, found),
        "may_accept": may_handle and found.accepted_at is None and not found.is_review,
        "left_over": _left_over(form, [forms[name] for name in may if may[name]]),
        **{f"may_{name}": allowed for name, allowed in may.items()},
        "may_take": found.is_open and found.level == found.Level.OFFICE and policies.take_over.allows(by, found),
        "now": clock.now(),
    }
    return render(request, "complaints/one.html", facts, status=status)


def _left_over(form, shown: list):
    """The words of a form that has no place on the page any more, so that they can be copied."""
    if form is None or form in shown:
        return None
    return next((form[name] for name in ("text", "summary") if name in form.fields), None)


@require_POST
@staff(*READERS)
def read(request, pk):
    """看: the words, under the reader's name and the minute; the resident sees that they were opened."""
    found = queries.complaint_for(request.actor, pk)
    return _show(request, found, said=actions.read(by=request.actor, complaint=found))


@require_POST
@staff(*HANDLERS)
def accept(request, pk):
    """受理."""
    actions.accept(by=request.actor, complaint=queries.complaint_for(request.actor, pk))
    messages.success(request, "受理了，投诉人看得到谁在办、哪天以前答复。")
    return redirect("complaints:complaint", pk=pk)


@require_POST
@staff(*HANDLERS)
def refuse(request, pk):
    """不予受理."""
    return _take(request, pk, RefuseForm(request.POST), actions.refuse, "不予受理，理由已经给投诉人看了。")


@require_POST
@staff(*HANDLERS)
def ask(request, pk):
    """要求情况说明."""

    def send(*, by, complaint, sides, summary):
        actions.ask_statement(by=by, complaint=complaint, sides=sides, summary=summary.strip())

    return _take(request, pk, AskForm(request.POST), send, "发出去了，交来了会提醒您。")


@require_POST
@staff(*HANDLERS)
def answer(request, pk):
    """答复."""
    return _take(request, pk, AnswerForm(request.POST), actions.answer, "答复送到了，等投诉人说满意不满意。")


def _take(request, pk, form, act, words: str):
    """Do what a form says; or show the page again, with what was typed and what is wrong."""
    found = queries.complaint_for(request.actor, pk)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    try:
        act(by=request.actor, complaint=found, **form.cleaned_data)
    except Conflict as problem:
        form.add_error(None, str(problem))
        found = queries.complaint_for(request.actor, pk)
        return _show(request, found, form=form, problem=problem, status=problem.status)
    messages.success(request, words)
    return redirect("complaints:complaint", pk=pk)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def take_over(request, pk):
    """提级办理."""
    actions.take_over(by=request.actor, complaint=queries.complaint_for(request.actor, pk))
    messages.success(request, "转到区司法局办了，答复的时限不变。")
    return redirect("complaints:complaint", pk=pk)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def nudge(request, pk):
    """催办 of an office, from the workbench."""
    found = queries.complaint_for(request.actor, pk)
    try:
        is_new = timing.nudge(by=request.actor, complaint=found)
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        said = "已催办司法所，记下了。" if is_new else "今天已经催过了，明天还没受理再催。"
        (messages.success if is_new else messages.info)(request, said)
    return redirect(f"{reverse('oversight:desk')}#waiting")
