"""村里的事: the list, as a village, its adviser, an office and the bureau see it; and 登记."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import attached, shell_of, staff
from menkou.core import clock, sheets
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid
from menkou.occasions import actions, queries
from menkou.occasions.forms import RegisterForm
from menkou.occasions.models import Occasion

A_PAGE = 50
MOST_ROWS = 20_000
NOBODY = "那天没有能来的顾问，谁都没有邀请；司法所已经收到提醒，请和司法所商量。"
REGISTRARS = (Role.VILLAGE_CADRE, Role.JUDICIAL_OFFICE)
READERS = (*REGISTRARS, Role.ADVISER, Role.INSTITUTION_DIRECTOR, Role.JUSTICE_BUREAU, Role.AUDITOR)
COLUMNS = (
    *("时间", "村（社区）", "什么事", "名称", "事先告诉顾问", "请的谁", "答复", "来不了的原因", "顾问说", "村里说"),
    *("有法律意见", "采纳没有", "没有全部采纳的原因", "取消"),
)


@require_safe
@staff(*READERS)
def occasions(request):
    """The list; what it shows stands in the address."""
    by, chosen = request.actor, _chosen(request)
    page = Paginator(queries.listed(by, chosen), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "chosen": chosen,
        "shown": queries.SHOWN.items(),
        "query": urlencode({"show": chosen}) + "&",
        "now": clock.now(),
        "registers": by.has_role(*REGISTRARS),
        "shell": shell_of(by),
    }
    return render(request, "occasions/occasions.html", facts)


def _chosen(request) -> str:
    chosen = request.GET.get("show", "coming")
    return chosen if chosen in queries.SHOWN else "coming"


@require_safe
@staff(*READERS)
def as_workbook(request):
    """The list that is on the page, as Excel."""
    by = request.actor
    read = set(queries.read_by(by).order_by().values_list("pk", flat=True))
    rows = [_cells(one, one.pk in read) for one in queries.listed(by, _chosen(request))[:MOST_ROWS]]
    actions.take_out(by=by, district=request.district, rows=len(rows))
    made = sheets.workbook(lambda book: book.sheet("村里的事", COLUMNS, rows))
    return attached(made, f"村里的事-{clock.today():%Y%m%d}.xlsx")


def _cells(one: Occasion, is_read: bool) -> sheets.Cells:
    """A row; why an opinion was not adopted tells of the opinion, and is for those who read it."""
    when = f"{one.happens_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    told = ("告诉晚了" if queries.is_late(one) else "告诉了") if one.was_told else "没有告诉"
    who = one.invited.adviser.name if one.invited else ""
    title = "" if one.kind == Occasion.Kind.DISPUTE else one.title  # which may name its people
    facts = (one.get_kind_display(), title, told, who, one.get_reply_display(), one.excuse)
    came = (one.get_presence_display(), one.get_seen_display(), "有" if one.opinion else "")
    return (
        when,
        str(one.village),
        *facts,
        *came,
        one.get_adopted_display(),
        one.why_not if is_read else "",
        one.why_off,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*REGISTRARS)
def register(request):
    """登记; whoever is to be asked is told at once."""
    by = request.actor
    known = {"villages": queries.villages_of(by), "earlier": queries.earlier(by)}
    form = RegisterForm(request.POST if request.method == "POST" else None, **known)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register(by=by, **form.cleaned_data)
        except (Conflict, Invalid) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _registered(made))
            return redirect("occasions:occasion", pk=made.pk)
    facts = {"form": form, "shell": shell_of(by), "has_village": known["villages"].exists()}
    return render(request, "occasions/register.html", facts, status=422 if form.is_bound else 200)


def _registered(made: Occasion) -> str:
    if made.invited:
        return f"登记好了，已经告诉{made.invited.adviser.name}。有材料的，在下面存。"
    if made.happens_at <= clock.now():
        return "补记好了。这件事没有事先告诉顾问，不算顾问缺席。"
    return f"登记好了。{NOBODY}"
