"""One affair of a village: who was asked, who came, the papers, the opinion, and what became of it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import shell_of, staff
from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.occasions import actions, files, policies, queries
from menkou.occasions.forms import (
    AttendForm,
    ChangeForm,
    DecideForm,
    ExcuseForm,
    OffForm,
    OpinionForm,
    PaperForm,
    RemarkForm,
    SeenForm,
)
from menkou.occasions.models import Occasion
from menkou.occasions.views.many import NOBODY, READERS

LOST = "这一页的文件不在了，请重新拍照、再存一次。"
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


@require_safe
@staff(*READERS)
def occasion(request, pk):
    """One of them."""
    return _show(request, queries.occasion_for(request.actor, pk))


def _show(request, found: Occasion, form: forms.Form | None = None, *, status: int = 200) -> HttpResponse:
    """The page; a form that could not be used is shown again in its place."""
    by = request.actor
    papers = list(queries.papers_of(by, found))
    keeps, advises = policies.keep.allows(by, found), policies.advise.allows(by, found)
    facts = {
        "occasion": found,
        "form": form,
        "goes_on": queries.standing(found.village) if found.village.successor_id else None,
        "nobody": NOBODY,
        "shell": shell_of(by),
        "is_late": queries.is_late(found),
        "has_happened": found.happens_at <= clock.now(),
        "keeps": keeps,
        "reads": policies.take_paper.allows(by, found),
        "papers": papers,
        "lacks_papers": found.kind == Occasion.Kind.CONTRACT and not papers,
        "is_undecided": not found.adopted,
        "remarks": queries.remarks_of(by, found),
        "follows": queries.came_from(by, found),
        "disputes": queries.disputes_over(by, found),
        "me": by.user_id,
        **_may(by, found, keeps, advises, {type(form): form} if form else {}),
    }
    return render(request, "occasions/occasion.html", facts, status=status)


def _may(by, found: Occasion, keeps: bool, advises: bool, known: dict) -> dict:
    """The forms of what this person may do now; a form that came back in its place."""
    is_on, is_over = found.off_at is None, found.happens_at <= clock.now()
    keeps, advises = keeps and is_on, advises and is_on
    return {
        "changes": keeps and not is_over and not found.presence and known.get(ChangeForm, ChangeForm.of(found)),
        "calls_off": keeps and not found.presence and known.get(OffForm, OffForm()),
        "adds": keeps and known.get(PaperForm, PaperForm()),
        "witnesses": keeps and is_over,
        "decides": keeps and found.opinion and known.get(DecideForm, DecideForm()),
        "replies": is_on
        and not is_over
        and not found.presence
        and policies.reply.allows(by, found)
        and known.get(ExcuseForm, ExcuseForm()),
        "attends": advises and not found.took_part and known.get(AttendForm, AttendForm()),
        "opines": advises
        and not found.adopted
        and known.get(OpinionForm, OpinionForm(initial={"opinion": found.opinion})),
        "left_over": OpinionForm in known and (not advises or found.adopted) and known[OpinionForm]["opinion"],
        "remarks_on": advises and known.get(RemarkForm, RemarkForm()),
    }


@require_POST
@staff(*READERS)
def change(request, pk):
    """改时间、地点."""
    return _take(request, pk, policies.keep, ChangeForm(request.POST), actions.change, _changed)


def _changed(made: Occasion) -> str:
    return "改好了，顾问已经知道。" if made.invited_id else f"改好了。{NOBODY}"


@require_POST
@staff(*READERS)
def call_off(request, pk):
    """取消."""
    return _take(request, pk, policies.keep, OffForm(request.POST), actions.call_off, "取消了。请过的顾问已经知道。")


@require_POST
@staff(*READERS)
def coming(request, pk):
    """会到: one tap."""

    def do(*, by, occasion):
        actions.reply(by=by, occasion=occasion, reply=Occasion.Reply.COMING, at_s=_seen(request))

    return _take(request, pk, policies.reply, forms.Form(request.POST), do, "答复好了，村里看得到。")


@require_POST
@staff(*READERS)
def cannot(request, pk):
    """来不了, with why."""

    def do(*, by, occasion, excuse):
        said = {"reply": Occasion.Reply.CANNOT, "excuse": excuse}
        actions.reply(by=by, occasion=occasion, at_s=_seen(request), **said)

    said = "答复好了。能来的另一位顾问已经收到邀请；没有的，司法所收到提醒，村里看得到原因。"
    return _take(request, pk, policies.reply, ExcuseForm(request.POST), do, said)


def _seen(request) -> int | None:
    """The time of what stood on the page: it may be another by now."""
    said = request.POST.get("at", "")
    return int(said) if said.isdecimal() and len(said) < 12 else None


@require_POST
@staff(*READERS)
def attend(request, pk):
    """记参加."""
    said = "记好了，日志里已经有这一条，不用再写。"
    return _take(request, pk, policies.advise, AttendForm(request.POST), actions.attend, said)


@require_POST
@staff(*READERS)
def witness(request, pk):
    """来了, 没来: one tap of the village."""
    return _take(request, pk, policies.keep, SeenForm(request.POST), actions.witness, "记好了。")


@require_POST
@staff(*READERS)
def opine(request, pk):
    """出具意见."""
    said = "意见存好了，村里看得到。"
    return _take(request, pk, policies.advise, OpinionForm(request.POST), actions.opine, said)


@require_POST
@staff(*READERS)
def decide(request, pk):
    """采纳没有."""

    def do(*, by, occasion, **said):
        actions.decide(by=by, occasion=occasion, at_s=_seen(request), **said)

    return _take(request, pk, policies.keep, DecideForm(request.POST), do, "记好了，顾问看得到。")


@require_POST
@staff(*READERS)
def remark(request, pk):
    """条款意见."""
    return _take(request, pk, policies.advise, RemarkForm(request.POST), actions.remark, "这一条存好了。")


@require_POST
@staff(*READERS)
def add_paper(request, pk):
    """存材料."""

    def do(*, by, occasion, paper):
        actions.add_paper(by=by, occasion=occasion, file=paper.file, size=paper.size)

    return _take(request, pk, policies.keep, PaperForm(request.POST, request.FILES), do, "这一页存好了。")


@require_POST
@staff(*READERS)
def remove_remark(request, pk):
    """删条款意见."""
    found = queries.remark_for(request.actor, pk)
    return _remove(request, found.occasion, lambda said: actions.remove_remark(**said, remark=found))


@require_POST
@staff(*READERS)
def remove_paper(request, pk):
    """删材料."""
    found = queries.paper_for(request.actor, pk)
    return _remove(request, found.occasion, lambda said: actions.remove_paper(**said, paper=found))


@require_POST
@staff(*READERS)
def paper_file(request, pk):
    """看材料, in a window of its own; never as a page of ours."""
    found = queries.paper_for(request.actor, pk)
    actions.take_paper(by=request.actor, occasion=found.occasion, paper=found)
    try:
        opened = files.STORE.path_of(found.file).open("rb")
    except OSError:
        messages.error(request, LOST)
        return redirect("occasions:occasion", pk=found.occasion_id)
    name = f"材料-{found.added_at.astimezone(clock.SHANGHAI):%Y%m%d%H%M%S}.{found.kind}"
    return FileResponse(opened, filename=name, content_type=TYPES[found.kind])


def _take(request, pk, policy, form: forms.Form, act: Callable, words: str | Callable[[Occasion], str]) -> HttpResponse:
    """Do what a form says, and say so; or show the page again, with what was typed and what is wrong."""
    found = queries.occasion_for(request.actor, pk)
    if not policy.allows(request.actor, found):
        raise Refused(policy.refusal)
    status = 422
    if form.is_valid():
        try:
            made = act(by=request.actor, occasion=found, **form.cleaned_data)
        except (Conflict, Invalid) as problem:
            form.add_error(None, str(problem))
            found, status = queries.occasion_for(request.actor, pk), problem.status
        else:
            messages.success(request, words if isinstance(words, str) else words(made))
            return redirect("occasions:occasion", pk=pk)
    return _show(request, found, form, status=status)


def _remove(request, found: Occasion, act: Callable[[dict], None]) -> HttpResponse:
    try:
        act({"by": request.actor, "occasion": found})
        messages.success(request, "删掉了。")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("occasions:occasion", pk=found.pk)
