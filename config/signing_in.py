"""How staff sign in: django-allauth, without public sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by the district's bureau, never by whoever comes by."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "用户名或密码不对。",
        "too_many_login_attempts": "试的次数多了，请过几分钟再试。",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_redirect_url(self, request) -> str:
        return reverse("start")

    def get_logout_redirect_url(self, request) -> str:
        return reverse("front")
