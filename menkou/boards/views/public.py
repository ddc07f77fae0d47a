"""What a board's code opens, the warning where it is none of ours, and 核验. Asks for nothing, keeps nothing of anybody."""

from typing import Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from menkou.boards import queries, reading
from menkou.boards.models import Alarm, Board
from menkou.boards.watch import actions
from menkou.places import queries as places
from menkou.postings import queries as postings

Kind = Alarm.Kind
FETCHED_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
PROGRAMS = ("bot", "spider", "crawl")
WARNED: Final = {
    Kind.ALTERED: (404, "这个码不对", "码里有字被改过，或者没有扫全。它不是我们印的那个码。"),
    Kind.UNKNOWN: (404, "没有这个码", "我们没有印过这个码。公示牌上可能被人贴了别的东西。"),
    Kind.REVOKED: (410, "这个码已经作废", "这块牌的码已经停用了。请看看旁边有没有新牌。"),
    Kind.FOREIGN: (404, "这不是我们的网址", "这个码打开的是别处的网址，不是法律顾问公示牌的码。别再打开它。"),
}


@require_safe
def landing(request, code):
    """A board's page: the number and the village as on the paper, the two advisers, one button to ask."""
    found = reading.by_code(request.district.slug, code)
    if found.board is None:
        return _warn(request, found)
    if _is_opened(request):
        actions.count_scan(by=request.actor, board=found.board)
    village = places.village_with(found.board.village.code)
    serving = postings.board_of(village)
    facts = {
        "board": found.board,
        "village": village,
        "printed": found.board.village,
        "serving": serving,
        "posts": [("A岗", serving.a), ("B岗", serving.b)],
        "office": places.office_of(village.township),
    }
    return render(request, "boards/landing.html", facts)


def _warn(request, found: reading.Found) -> HttpResponse:
    """What is wrong, and the real phones; the bureau is told."""
    if _is_opened(request):
        actions.report(
            by=request.actor, district=request.district, kind=found.problem, number=found.number, host=found.host
        )
    status, title, words = WARNED[Kind(found.problem)]
    return render(request, "boards/warning.html", {"title": title, "words": words} | _contacts(), status=status)


def _is_opened(request) -> bool:
    """Whether somebody looks at it: not a browser that fetches ahead, nor a program that calls itself one."""
    ahead = any("prefetch" in request.headers.get(name, "").lower() for name in FETCHED_AHEAD)
    program = any(word in request.headers.get("User-Agent", "").lower() for word in PROGRAMS)
    return request.method == "GET" and not ahead and not program


def _contacts() -> dict:
    """The district's real phones: the bureau's, and each judicial office's."""
    said, towns = queries.disclosure(), places.townships()
    return {
        "bureau_phone": said.bureau_phone if said else "",
        "offices": places.offices_of(one.pk for one in towns).order_by("township__code"),
    }


@require_safe
def verify(request):
    """核验: a number or a pasted link is ours or not, and what is on the paper where it is."""
    said = request.GET.get("q", "").strip()[:300]
    if not said:
        return render(request, "boards/verify.html", {"said": said})
    here = {request.get_host().partition(":")[0], *queries.hosts()}
    found = reading.by_words(request.district.slug, said, here)
    if found.board is None:
        is_suspect = found.problem != Kind.UNKNOWN or "/" in said  # a mistyped number is no false board
        if is_suspect and _is_opened(request):
            actions.report(
                by=request.actor, district=request.district, kind=found.problem, number=found.number, host=found.host
            )
        _, title, words = WARNED[Kind(found.problem)]
        facts = {"said": said, "title": title, "words": words}
        return render(request, "boards/verify.html", facts | _contacts())
    return render(request, "boards/verify.html", {"said": said} | _should_say(found.board))


def _should_say(board: Board) -> dict:
    """What is printed on the paper, if it is the true one."""
    printings = queries.printings(board)
    hanging = next((one for one in printings if one.version == board.hung), None)
    latest = hanging or (printings[0] if printings else None)
    shown = latest.shown if latest else {}
    people = [(post, shown.get(f"{post}姓名", ""), shown.get(f"{post}电话", "")) for post in ("A岗", "B岗")]
    address = f"{settings.MENKOU_PUBLIC_URL}{reverse('front')}b/{board.number}"
    return {"board": board, "printing": latest, "people": people, "address": address}
