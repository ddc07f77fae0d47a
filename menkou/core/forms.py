"""A form that is sent twice does once what it says: each showing of it has a name (ADR 8)."""

import secrets

from django import forms


def new_form_id() -> str:
    """Names one showing of a form, so that sending it twice does it once."""
    return secrets.token_hex(16)


class OnceForm(forms.Form):
    """A form that carries the name of its showing."""

    form = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, required=False)

    def clean_form(self) -> str:
        return self.cleaned_data["form"] or new_form_id()
