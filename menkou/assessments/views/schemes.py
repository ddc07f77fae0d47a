"""考核办法: the list, beginning one, its editor, and what a second person does with it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.assessments import policies
from menkou.assessments.models import Kind, Scheme
from menkou.assessments.queries import rules_of
from menkou.assessments.rules.items import written
from menkou.assessments.rules.measures import MEASURES
from menkou.assessments.rules.schemes import NAMES, SOURCES, fault
from menkou.assessments.rules.shipped import SHIPPED
from menkou.assessments.scheming import actions, queries
from menkou.assessments.views.scheme_editor import Editor
from menkou.assessments.views.scheme_forms import KIND_WORDS, AdoptForm
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Problem, Refused

READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR)
CHANGERS = (Role.JUSTICE_BUREAU,)
STILL = "看过现在的一稿，还要按您写的存，再按一次“存这一稿”。"
OVER = "这一份已经定了，或者放下了，不能再改；要改，请复制一份。"


@require_safe
@staff(*READERS)
def schemes(request):
    """All, under whom they are for, and what may be begun from."""
    facts = {
        "kept": queries.listed(request.actor),
        "shipped": SHIPPED.items(),
        "may_change": request.actor.has_role(*CHANGERS),
    }
    return render(request, "assessments/schemes/schemes.html", facts)


@require_POST
@staff(*CHANGERS)
def begin(request):
    """起草, from what is shipped."""
    try:
        made = actions.begin(by=request.actor, district=request.district, like=request.POST.get("like", ""))
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("schemes:schemes")
    messages.success(request, "起草好了，请按本区的文件改，改完由另一个人来定。")
    return redirect("schemes:edit", pk=made.pk)


@require_safe
@staff(*READERS)
def scheme(request, pk):
    """One of them."""
    return _show(request, queries.scheme_for(request.actor, pk))


def _show(request, found: Scheme, form: AdoptForm | None = None, status: int = 200) -> HttpResponse:
    by, rules = request.actor, rules_of(found)
    is_draft = not found.adopted_at and not found.dropped_at
    may_change = policies.change_scheme.allows(by, found)
    may_adopt = is_draft and policies.adopt_scheme.allows(by, found)
    first = {"edition": found.edition, "valid_from": queries.next_half().key}
    facts = {
        "scheme": found,
        "lines": _lines(found, rules),
        "grades": rules.grades,
        "weights": [(NAMES[one], rules.weights[one]) for one in SOURCES if one in rules.weights],
        "total": written(sum(line.item.most for line in rules.lines)),
        "is_draft": is_draft,
        "may_change": may_change,
        "problem": is_draft and fault(rules, found.subject),
        "form": may_adopt and (form or AdoptForm(initial=first, halves=queries.first_days())),
        "others": queries.comparable(by, found),
        "half": queries.last_half(),
    }
    return render(request, "assessments/schemes/scheme.html", facts, status=status)


def _lines(found: Scheme, rules) -> list[dict]:
    """Each item with what it counts and what its kind does."""
    standards = dict(found.items.values_list("key", "standard"))
    return [
        {
            "item": line.item,
            "source": NAMES[line.source],
            "measure": MEASURES.get(line.measure),
            "words": KIND_WORDS[line.item.kind],
            "standard": standards.get(line.item.key, ""),
        }
        for line in rules.lines
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*CHANGERS)
def edit(request, pk):
    """改: the buttons that move, add and take away keep nothing; 存 keeps all of it."""
    found = queries.scheme_for(request.actor, pk)
    if found.adopted_at or found.dropped_at:
        messages.error(request, OVER)
        return redirect("schemes:scheme", pk=pk)
    if request.method != "POST":
        standards = dict(found.items.values_list("key", "standard"))
        return _edited(request, Editor.of(found, rules_of(found), standards))
    editor, do = Editor.sent(found, request.POST), request.POST.get("do", "save")
    if do != "save":
        editor.rearrange(do, request.POST.get("measure", ""))
        return _edited(request, editor)
    return _save(request, found, editor) if editor.is_valid() else _edited(request, editor, 422)


def _save(request, found: Scheme, editor: Editor) -> HttpResponse:
    said = editor.head.cleaned_data
    how = {"rules": editor.rules(), "standards": editor.standards(), "edition": said["edition"]}
    try:
        changed = actions.change(by=request.actor, scheme=found, title=said["title"], source=said["source"], **how)
    except Conflict as problem:
        now = queries.scheme_for(request.actor, found.pk)
        editor.head.add_error(None, f"{problem}{STILL}")
        editor.head.data = {**editor.head.data, "edition": now.edition}
        return _edited(request, editor, problem.status, now)
    why = fault(how["rules"], found.subject)
    messages.success(request, f"存好了，第 {changed.edition} 稿。" + (f"还不能定：{why}" if why else ""))
    return redirect("schemes:scheme", pk=found.pk)


def _edited(request, editor: Editor, status: int = 200, now: Scheme | None = None) -> HttpResponse:
    facts = {
        "scheme": editor.scheme,
        "editor": editor,
        "now": now,
        "kinds": [(label, KIND_WORDS[kind]) for kind, label in Kind.choices],
        "counts": [(one.title, one.words) for one in MEASURES.values() if editor.scheme.subject in one.subjects],
    }
    return render(request, "assessments/schemes/edit.html", facts, status=status)


@require_POST
@staff(*CHANGERS)
def copy(request, pk):
    """复制: another draft, like this one."""
    made = actions.copy(by=request.actor, scheme=queries.scheme_for(request.actor, pk))
    messages.success(request, "复制好了，这是新的一份草稿。")
    return redirect("schemes:edit", pk=made.pk)


@require_POST
@staff(*CHANGERS)
def drop(request, pk):
    """不用了; it can be taken up again."""
    return _done(request, pk, actions.drop, "放下了。放错了，可以在下面撤销。")


@require_POST
@staff(*CHANGERS)
def take_up(request, pk):
    """撤销“不用了”."""
    return _done(request, pk, actions.take_up, "拿回来了，可以接着改。")


@require_POST
@staff(*CHANGERS)
def adopt(request, pk):
    """定下来, by somebody who did not write it."""
    found = queries.scheme_for(request.actor, pk)
    if not policies.adopt_scheme.allows(request.actor, found):
        raise Refused(policies.adopt_scheme.refusal)
    form = AdoptForm(request.POST, halves=queries.first_days())
    if not form.is_valid():
        return _show(request, found, form, 422)
    try:
        actions.adopt(by=request.actor, scheme=found, **form.facts())
    except Problem as problem:
        form.add_error(None, str(problem))
        return _show(request, queries.scheme_for(request.actor, pk), form, problem.status)
    messages.success(request, "定下来了，从那个半年起按它考核；以后不能再改，要改就复制一份。")
    return redirect("schemes:scheme", pk=pk)


def _done(request, pk, act: Callable, words: str) -> HttpResponse:
    found = queries.scheme_for(request.actor, pk)
    try:
        act(by=request.actor, scheme=found)
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, words)
    return redirect("schemes:scheme", pk=pk)
