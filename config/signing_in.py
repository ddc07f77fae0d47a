"""How staff sign in: django-allauth, without public sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse


class LoginForm(AllauthLoginForm):
    """The same form, in our words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = "请填用户名。"
        self.fields["password"].error_messages["required"] = "请填密码。"


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by the district's bureau, never by whoever comes by."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "用户名或密码不对。",
        "too_many_login_attempts": "试的次数多了，请过几分钟再试。",
    }

    def respond_user_inactive(self, request, user):
        """The same words as for a wrong password: whoever guesses learns nothing."""
        messages.error(request, self.error_messages["username_password_mismatch"])
        return redirect("account_login")

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_redirect_url(self, request) -> str:
        return reverse("start")

    def get_logout_redirect_url(self, request) -> str:
        return reverse("front")
