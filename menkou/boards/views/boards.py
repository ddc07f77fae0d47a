"""公示牌 in lists: what is to be printed, hung, taken down, looked at; making codes; suspicious codes."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import attached, staff
from menkou.boards import actions, policies, queries
from menkou.boards.models import Board
from menkou.boards.views.forms import MakeForm
from menkou.core import clock, sheets
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.places import queries as places

A_PAGE = 50
TENDERS = (Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE, Role.VILLAGE_CADRE)
READERS = (*TENDERS, Role.AUDITOR, Role.ADVISER)
SUPERVISORS = (Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE, Role.AUDITOR)
SHOWN = {
    "due": "要处理的",
    "print": "要印的",
    "hang": "等着挂的",
    "take_down": "要取下的",
    "unseen": "好久没看的",
    "silent": "忽然没人扫的",
    "without": "还没有牌的村",
    "all": "全部",
}
COLUMNS = (
    "镇街",
    "村（社区）",
    "村代码",
    "载体",
    "牌号",
    "要做什么",
    "哪里不对",
    "从哪天起",
    "缘由",
    "挂在哪里",
    "版次",
)


@require_safe
@staff(*READERS)
def boards(request):
    """The list, by what is to be done; the counts of each township stand above it."""
    by, chosen = request.actor, _chosen(request)
    if chosen["show"] == "without":
        return _without(request, chosen)
    page = Paginator(_found(by, chosen), A_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    facts = {
        "page": page,
        "silent": queries.silent(rows),
        "towns": queries.due_by_township(by),
        "unseen_days": places.rules()["board_check_days"],
        "has_words": queries.disclosure() is not None,
    }
    return render(request, "boards/boards.html", facts | _around(by, chosen))


def _without(request, chosen: dict[str, str]) -> HttpResponse:
    found = queries.without_board(request.actor)
    found = found.filter(township__code=chosen["township"]) if chosen["township"] else found
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "boards/without.html", {"page": page} | _around(request.actor, chosen))


def _chosen(request) -> dict[str, str]:
    show = request.GET.get("show", "")
    return {
        "show": show if show in SHOWN else "due",
        "township": request.GET.get("township", "")[:9],
        "q": request.GET.get("q", "").strip()[:20],
    }


def _around(by, chosen: dict[str, str]) -> dict[str, Any]:
    query = urlencode({name: value for name, value in chosen.items() if value})
    may_make = by.has_role(*TENDERS)
    return {
        "chosen": chosen,
        "query": f"{query}&",
        "shown": SHOWN,
        "townships": places.townships() if by.has_role(*SUPERVISORS) else (),
        "may_make": may_make,
        "may_word": by.has_role(Role.JUSTICE_BUREAU),
        "may_see_alarms": by.has_role(*SUPERVISORS),
        "shell": "desk.html" if by.has_role(*TENDERS, Role.AUDITOR) else "adviser.html",
    }


def _found(by, chosen: dict[str, str]) -> Any:
    show, days = chosen["show"], places.rules()["board_check_days"]
    found = queries.boards_for(by)
    if show == "unseen":
        found = queries.unseen_since(by, days)
    elif show == "silent":
        found = found.filter(pk__in=queries.silent(found.filter(state=Board.State.UP)))
    elif show == "due":
        found = found.exclude(due="")
    elif show in Board.Due:
        found = found.filter(due=show)
    found = found.filter(village__township__code=chosen["township"]) if chosen["township"] else found
    return queries.named(found, chosen["q"])


@require_safe
@staff(*READERS)
def as_workbook(request):
    """The list that is on the page, as Excel."""
    found = _found(request.actor, _chosen(request))
    rows = [
        (
            str(one.village.township),
            str(one.village),
            one.village.code,
            one.get_carrier_display(),
            one.number,
            one.get_due_display(),
            one.why,
            one.stale_since.isoformat() if one.stale_since else "",
            one.cause,
            one.place,
            one.version,
        )
        for one in found
    ]
    made = sheets.workbook(lambda book: book.sheet("公示牌", COLUMNS, rows))
    return attached(made, f"公示牌-{clock.today():%Y%m%d}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*TENDERS)
def make(request):
    """编码: for a township or one's own villages, on the carriers that were chosen."""
    by = request.actor
    form = MakeForm(request.POST if request.method == "POST" else None, by=by)
    if request.method != "POST" or not form.is_valid():
        return render(request, "boards/make.html", {"form": form}, status=422 if request.method == "POST" else 200)
    said = form.cleaned_data
    try:
        made = actions.make(
            by=by,
            district=request.district,
            villages=said["villages"],
            carriers=said["carriers"],
            further=said["further"],
        )
    except Conflict as problem:
        form.add_error(None, str(problem))
        return render(request, "boards/make.html", {"form": form}, status=problem.status)
    words = f"编好了 {len(made)} 个码，可以打印了。" if made else "这些村的这些载体都已经有码了。"
    messages.success(request, words)
    town = {"township": said["township"]} if said["township"].isdigit() else {}  # and not 全区, not 本村
    return redirect(f"{reverse('boards:boards')}?{urlencode({'show': 'print'} | town)}")


@require_safe
@staff(*SUPERVISORS)
def alarms(request):
    """可疑的码, the latest first."""
    page = Paginator(queries.alarms_for(request.actor), A_PAGE).get_page(request.GET.get("page"))
    numbered = queries.numbered(request.actor, {one.number for one in page if one.number})
    rows = [(one, numbered.get(one.number)) for one in page]
    may_revoke = policies.revoke
    allowed = {board.pk for board in numbered.values() if may_revoke.allows(request.actor, board)}
    return render(request, "boards/alarms.html", {"page": page, "rows": rows, "allowed": allowed})
