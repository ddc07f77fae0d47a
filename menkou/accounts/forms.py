"""What people fill in about their own account."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from menkou.accounts.models import User

MOST = 128


def _secret(label: str, hint: str = "") -> forms.CharField:
    shown = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    said = {"required": "请填密码。", "max_length": f"密码最多 {MOST} 位，请改短些。"}
    return forms.CharField(label=label, help_text=hint, max_length=MOST, strip=False, widget=shown, error_messages=said)


class PasswordForm(forms.Form):
    """A password of one's own, twice."""

    password = _secret("密码", "至少 10 位；不要用生日、手机号，不要和用户名相同。")
    password_again = _secret("再填一次")

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = user

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("password") and said.get("password_again") and said["password"] != said["password_again"]:
            self.add_error("password_again", "两次填的不一样，请重新填。")
        return said
