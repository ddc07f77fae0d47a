"""What a thread behind a 暗号 looks like: a page that tells nothing of it."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

LONGEST = 60
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
    typed = forms.CharField(required=False, max_length=6000, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.auto_id = "lock_%s"


def ask_secret(request, consultation, form: SecretForm | None = None, status: int = 403) -> HttpResponse:
    """The page of a thread that is locked: nothing of it, not even where it was asked.

    Words that were on their way when the hour was over are taken along.
    """
    form = form or SecretForm(initial={"typed": request.POST.get("text", "")})
    return render(request, "consultations/locked.html", {"consultation": consultation, "form": form}, status=status)
