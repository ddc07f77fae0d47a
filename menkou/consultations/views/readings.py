"""告知书录音: officers record, listen, put up and take down; residents hear."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.consultations.models import Reading
from menkou.consultations.readings import actions, queries
from menkou.consultations.views import enclosures
from menkou.consultations.views.forms import OnceForm, new_form_id
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid
from menkou.places import queries as places

LIST = "请从列表里选。"
KEEPERS = (Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE)
NOT_HEARD = "请先从头听一遍，勾上“听过了”，再放给居民听。"


class ReadingForm(OnceForm):
    """录一段."""

    text = forms.ChoiceField(
        label="念的哪一份",
        choices=[("", "请选择"), *Reading.Text.choices],
        error_messages={"required": "请选念的是哪一份。", "invalid_choice": LIST},
    )
    speech = forms.CharField(
        label="用哪里的话念的",
        max_length=20,
        help_text="居民在按钮上看到，比如：兖州话、普通话。",
        error_messages={"required": "请写用哪里的话念的。", "max_length": "最多 20 字。"},
    )
    sound = forms.FileField(
        label="录音文件",
        help_text="手机录音机录的 m4a、mp3 都行。在这一页录了的，不用再选。",
        widget=forms.FileInput(attrs={"accept": "audio/*,.m4a,.mp3"}),
        error_messages={"required": "请先录一段，或者选一个录音文件。", "empty": "这个文件是空的，请重新选。"},
    )

    def __init__(self, *args: Any, townships, is_for_all: bool, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"form": new_form_id()}, **options})
        # made here: a model's own field would ask for the townships of no district when the module is read
        errors = {"invalid_choice": LIST, "required": "请选哪个镇街。"}
        empty = "全区" if is_for_all else "请选择"
        self.fields["township"] = forms.ModelChoiceField(
            townships, label="放给哪里的居民听", empty_label=empty, required=not is_for_all, error_messages=errors
        )
        self.order_fields(("form", "text", "township", "speech", "sound"))

    def reading(self) -> Reading:
        """What is to be recorded."""
        said = self.cleaned_data
        return Reading(text=said["text"], township=said["township"], speech=said["speech"])


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*KEEPERS)
def readings(request):
    """What is to be read aloud, what was, and a recorder."""
    by = request.actor
    facts = {"townships": queries.townships_for(by), "is_for_all": by.has_role(Role.JUSTICE_BUREAU)}
    if request.method != "POST":
        return _page(request, ReadingForm(**facts))
    form, status = ReadingForm(request.POST, request.FILES, **facts), 422
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.record(by=by, reading=form.reading(), sound=said["sound"].read(), form=said["form"])
        except (Conflict, Invalid) as problem:
            form.add_error("sound", str(problem))
            form.renew()
            status = problem.status
        else:
            messages.success(request, "录好了，居民还听不到。请从头听一遍，再放给居民听。")
            return enclosures.went(request, reverse("readings"))
    if enclosures.wants_words(request):
        return enclosures.words(form.errors, status)
    return _page(request, form, status)


def _page(request, form: ReadingForm, status: int = 200) -> HttpResponse:
    told, labels = queries.told(), dict(Reading.Text.choices)
    facts = {
        "form": form,
        "told": [(labels[text], notice) for text, notice in told.items()],
        "rows": [(one, queries.holds_words_of_today(one)) for one in queries.readings_for(request.actor)],
        "seconds": places.rules()["seconds_of_a_spoken_notice"],
    }
    return enclosures.speaking(render(request, "consultations/readings.html", facts, status=status))


@require_POST
@staff(*KEEPERS)
def put_up(request, pk):
    """放给居民听, once somebody has listened to it."""
    found = queries.reading_for(request.actor, pk)
    if "heard" not in request.POST:
        messages.error(request, NOT_HEARD)
        return redirect("readings")
    try:
        actions.put_up(by=request.actor, reading=found)
        messages.success(request, "居民现在能听到了。请用手机打开告知书听一听。")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("readings")


@require_POST
@staff(*KEEPERS)
def take_down(request, pk):
    """撤下."""
    found = queries.reading_for(request.actor, pk)
    try:
        actions.take_down(by=request.actor, reading=found)
        messages.success(request, "撤下了，居民听不到，录音也删掉了。")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("readings")


@require_safe
@staff(*KEEPERS)
@enclosures.sandboxed
def listen(request, pk):
    """What was recorded, before anybody else hears it."""
    found = queries.reading_for(request.actor, pk)
    return enclosures.handed_out(request, queries.part_of(found, request.headers.get("Range", "")))


@require_safe
@enclosures.sandboxed
def hear(request, pk):
    """听一听, for everybody."""
    found = queries.reading_heard(pk)
    return enclosures.handed_out(request, queries.part_of(found, request.headers.get("Range", "")))
