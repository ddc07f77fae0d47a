"""What a thread behind a 暗号 looks like: a page that tells nothing of it."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from menkou.consultations.locking import actions
from menkou.consultations.locking.queries import locked_of
from menkou.consultations.models import Consultation
from menkou.consultations.views import enclosures
from menkou.core.errors import TooSoon

LONGEST = 60
LEFT_OUT = "photos_left_out"  # that photos came along with what was pressed, said again where the 暗号 was wrong
WRONG = "暗号不对。请再想想，大小写和空格不要紧。"
HOW = "四到八位数字，或者一个词。大小写、空格都不要紧。"
ERRORS = {
    "required": "还没填暗号。",
    "max_length": "太长了，最多 20 个字。",
    "null_characters_not_allowed": "有看不见的怪字符，请删掉。",
}


class SecretForm(forms.Form):
    """暗号, shown while it is typed: people who type rarely see what they do."""

    secret = forms.CharField(
        label="暗号",
        max_length=LONGEST,
        help_text=HOW,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
        error_messages=ERRORS,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.auto_id = "lock_%s"


def ask_secret(request, consultation, form: SecretForm | None = None, status: int = 403, **more) -> HttpResponse:
    """The page of a thread that is locked: nothing of it, not even where it was asked."""
    facts = {"consultation": consultation, "form": form or SecretForm(), **more}
    return render(request, "consultations/locked.html", facts, status=status)


def said(request, consultation: Consultation, form: SecretForm, **more) -> HttpResponse | None:
    """Open it in this browser, if the 暗号 of the form is right; else the page that says what is wrong."""
    if not form.is_valid():
        return ask_secret(request, consultation, form, 422, **more)
    try:
        secret = actions.say_secret(by=request.actor, consultation=consultation, typed=form.cleaned_data["secret"])
    except TooSoon as problem:
        form.add_error("secret", str(problem))
        response = ask_secret(request, consultation, form, problem.status, **more)
        response["Retry-After"] = str(problem.seconds)
        return response
    if secret is None:
        form.add_error("secret", WRONG)
        return ask_secret(request, consultation, form, 422, **more)
    request.says = frozenset([secret.pk])
    request.actor = replace(request.actor, unlocked=request.actor.unlocked | {secret.pk})
    return None


def asks_again(view: Callable) -> Callable:
    """A button on a thread whose hour is over: it asks for the 暗号, and then does what was pressed, with what was typed."""

    @wraps(view)
    def look(request, pk, **more):
        try:
            return view(request, pk=pk, **more)
        except ObjectDoesNotExist:
            locked = locked_of(request.actor).exclude(lock__in=request.actor.unlocked).filter(pk=pk).first()
            if locked is None:
                raise
        if request.method != "POST":
            return ask_secret(request, locked)
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
        carried = [pair for pair in sent if pair[0] not in ("csrfmiddlewaretoken", "secret")]
        if any(request.FILES.values()):  # a page cannot hold them: whoever sends them is told to choose them again
            carried.append((LEFT_OUT, "1"))
        goes_on: dict[str, Any] = {"goes_on": True, "carried": carried, "is_left_out": (LEFT_OUT, "1") in carried}
        if "secret" not in request.POST:
            if enclosures.wants_words(request):  # our module then sends the form itself, with what has arrived
                return JsonResponse({"words": enclosures.OVER, "asks": True}, status=403)
            return ask_secret(request, locked, SecretForm(), **goes_on)
        refusal = said(request, locked, SecretForm(request.POST), **goes_on)
        return refusal or view(request, pk=pk, **more)

    return look
