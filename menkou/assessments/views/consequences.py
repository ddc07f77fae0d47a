"""结果运用: the list, one case with its course, one opened by hand, and the notices that stand."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import shell_of, staff
from menkou.advisers import queries as advisers
from menkou.assessments.following import actions, queries
from menkou.assessments.following.findings import Finding
from menkou.assessments.models import Consequence
from menkou.assessments.views import consequence_forms as forms
from menkou.assessments.views.course import opened_in_words, standing, who
from menkou.assessments.views.steps import show
from menkou.core.actors import Role

A_PAGE = 50
SHOWN = {"due": "要办的", **dict(Consequence.State.choices), "all": "全部"}


def _filters(request) -> dict[str, str]:
    """What the address asks for; the bureau begins with what waits for it."""
    asked, first = request.GET, "due" if request.actor.has_role(Role.JUSTICE_BUREAU) else "all"
    state, kind = asked.get("state", first), asked.get("kind", "")
    kind = kind if kind in Consequence.Kind.values else ""
    return {"state": state if state in SHOWN else first, "kind": kind, "q": asked.get("q", "").strip()[:20]}


@require_safe
@staff(*queries.READERS)
def consequences(request):
    """The list; what it shows stands in the address."""
    by, filters = request.actor, _filters(request)
    chosen = "" if filters["state"] == "all" else filters["state"]
    found = queries.listed(by, chosen, kind=filters["kind"], wanted=filters["q"])
    page, counted = Paginator(found, A_PAGE).get_page(request.GET.get("page")), queries.counts(by)
    sees_all = by.has_role(*queries.READ_ALL)
    hidden = set() if sees_all else {"due", "found"}
    facts = {
        "page": page,
        "rows": [(one, who(one), opened_in_words(one, by), standing(one)) for one in page],
        "shown": [(value, words, counted[value]) for value, words in SHOWN.items() if value not in hidden],
        "kinds": Consequence.Kind.choices,
        "filters": filters,
        "query": urlencode({name: value for name, value in filters.items() if value}) + "&",
        "sees_all": sees_all,
        "may_open": by.has_role(Role.JUSTICE_BUREAU),
        "shell": shell_of(by),
    }
    return render(request, "consequences/consequences.html", facts)


@require_safe
@staff(*queries.READERS)
def consequence(request, pk):
    """One: what was found, its course, and what is next."""
    return show(request, queries.consequence_for(request.actor, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def new(request):
    """立一件, of an adviser or an institution."""
    among = {"people": advisers.roster(), "institutions": advisers.institutions()}
    if request.method != "POST":
        return _open(request, forms.OpenForm(**among))
    form = forms.OpenForm(request.POST, **among)
    if not form.is_valid():
        return _open(request, form, status=422)
    said = form.cleaned_data
    finding = Finding(f"hand:{said['form']}", Consequence.Trigger.OTHER, said["facts"], *form.whom())
    made = actions.open_one(by=request.actor, district=request.district, finding=finding, kind=said["kind"])
    if made is None:
        messages.info(request, "这一件刚才已经立过了。")
        return redirect("consequences:consequences")
    messages.success(request, "立了。还没有人知道，看清楚了再告知。")
    return redirect("consequences:consequence", made.pk)


def _open(request, form, status: int = 200) -> HttpResponse:
    return render(request, "consequences/new.html", {"form": form}, status=status)


@require_safe
@staff(*queries.HEAR_OF_NOTICES)
def notices(request):
    """通报, for those in their scope, as long as they stand."""
    page = Paginator(queries.notices_for(request.actor), A_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "rows": [(one, who(one)) for one in page], "shell": shell_of(request.actor)}
    return render(request, "consequences/notices.html", facts)
