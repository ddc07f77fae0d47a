"""Who may stand before a page of the staff at all; what they see behind it, the queries say."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse
from django.utils.html import format_html

from menkou.core import remarks
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent


def staff(*roles: Role) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A page for those who hold one of these roles. Who is signed out may sign in; others find nothing here."""

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: Any, *args: Any, **details: Any) -> Any:
            if request.actor.user_id is None:
                back = request.get_full_path() if request.method == "GET" else reverse("start")
                return redirect_to_login(back, reverse("account_login"))
            if not request.actor.has_role(*roles):
                raise Absent(NOT_FOUND)
            with remarks.listening() as heard:
                response = view(request, *args, **details)
            _say(request, heard)
            return response

        return guarded

    return guard


def _say(request: Any, heard: list[remarks.Remark]) -> None:
    """What a change leaves undone stands on the page that follows; the bureau reads on from there."""
    for remark in heard:
        words: str = remark.words
        if remark.where and request.actor.has_role(Role.JUSTICE_BUREAU):
            words = format_html('{} <a href="{}">看名单</a>', words, reverse(remark.where))
        messages.warning(request, words)
