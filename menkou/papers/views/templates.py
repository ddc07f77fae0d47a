"""模板: the bureau's own Word file for contracts, which version is used, and where to begin."""

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import attached, staff
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid
from menkou.papers import actions, queries
from menkou.papers.contract import facts, trying
from menkou.papers.models import Form

MOST_SHOWN = 30
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class TemplateForm(forms.Form):
    form = forms.ChoiceField(
        label="用于",
        choices=Form.choices,
        initial=Form.ENGAGED,
        widget=forms.RadioSelect,
        error_messages={"required": "请选用于哪种合同。", "invalid_choice": "请在列出的两种里选。"},
    )
    file = forms.FileField(
        label="Word 文件（.docx）",
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        help_text="最大 5 MB，不带宏。存的时候用一份样例试填，填不上会说哪里要改。",
        error_messages={
            "required": "请选要上传的 Word 文件。",
            "invalid": "请选要上传的 Word 文件。",
            "missing": "请选要上传的 Word 文件。",
            "empty": "这个文件是空的，请重新选。",
            "max_length": "文件名太长，请改短些再传。",
        },
    )

    def clean_file(self):
        if self.cleaned_data["file"].size > trying.MOST_BYTES:
            raise forms.ValidationError(trying.TOO_LARGE)
        return self.cleaned_data["file"]


class ChooseForm(forms.Form):
    form = forms.ChoiceField(choices=Form.choices)
    template = forms.UUIDField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def templates(request):
    """Every version with what is used now; a new one is tried before it is kept."""
    if request.method != "POST":
        return _show(request, TemplateForm())
    form = TemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=422)
    said = form.cleaned_data
    sent = {"form": said["form"], "name": said["file"].name, "content": said["file"].read()}
    try:
        made = actions.add_template(by=request.actor, district=request.district, **sent)
    except Invalid as problem:
        form.add_error("file", str(problem))
        return _show(request, form, status=problem.status)
    messages.success(request, f"试填过了。从现在起，{made.get_form_display()}的 Word 用第 {made.number} 版。")
    return redirect("papers:templates")


def _show(request, form: forms.Form, *, status: int = 200) -> HttpResponse:
    own = list(queries.templates()[:MOST_SHOWN])
    kinds = []
    for value, words in Form.choices:
        in_use = queries.template_in_use(value)
        known = [(one, in_use is not None and one.pk == in_use.pk) for one in own if one.form == value]
        kinds.append({"value": value, "words": words, "in_use": in_use, "own": known})
    examples = facts.example(facts.BOUGHT).variables()
    told = {
        "form": form,
        "kinds": kinds,
        "variables": [(name, words, examples[name]) for name, words in facts.EXPLAINED.items()],
        "demanded": trying.DEMANDED,
        "choices": queries.choices()[:MOST_SHOWN],
    }
    return render(request, "papers/templates.html", told, status=status)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def choose(request):
    """改用 an earlier version, or ours."""
    form = ChooseForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请从列表里选要用的版本。")
        return redirect("papers:templates")
    said = form.cleaned_data
    chosen = queries.templates().get(pk=said["template"], form=said["form"]) if said["template"] else None
    try:
        actions.choose_template(by=request.actor, district=request.district, form=said["form"], template=chosen)
        messages.success(request, f"从现在起用{f'第 {chosen.number} 版' if chosen else '系统自带的模板'}。")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("papers:templates")


@require_safe
@staff(Role.JUSTICE_BUREAU)
def ours(request, form):
    """Our own template, to begin with."""
    if form not in facts.FORMS:
        raise Http404
    opened = facts.template_of(form).open("rb")
    return FileResponse(opened, as_attachment=True, filename=f"模板-{Form(form).label}.docx", content_type=WORD)


@require_safe
@staff(Role.JUSTICE_BUREAU)
def file(request, pk):
    """One of the bureau's own, as it was put in."""
    found = queries.templates().defer(None).get(pk=pk)
    name = f"模板-{found.get_form_display()}-第{found.number}版.docx"
    return attached(bytes(found.content), name, WORD)
