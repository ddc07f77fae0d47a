"""群和推送的规则: that area of 规则; the bureau sets its own."""

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from menkou.accounts.doors import staff
from menkou.rulebook import views as rulebook
from menkou.rulebook.wording import OF_GROUPS


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*rulebook.READERS)
def rules(request):
    """The list, and a form for whoever may set one."""
    back = reverse("register:groups")
    page = rulebook.Page(reverse("register:rules"), "群和推送的规则", OF_GROUPS, back, "回到群登记")
    return rulebook.shown(request, page)
