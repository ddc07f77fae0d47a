"""Pages for everybody: the district, a township, a village with its six disclosures. No account, no script needed."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from menkou.advisers.models import Institution, Registration
from menkou.boards.rules.masking import masked
from menkou.boards.rules.words import EVERYWHERE
from menkou.chats.scanning import queries as scanning
from menkou.consultations import queries as consultations
from menkou.consultations.views import paper
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent
from menkou.disclosures import queries
from menkou.inspections import queries as inspections
from menkou.places import finding
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.places.rules.sounds import LONGEST
from menkou.postings import queries as postings

A_CODE_IS_KEPT_S = 300  # by browsers; an account may be turned off


@require_safe
def front(request):
    """The district: find your village by name, sound, code or township; fetch an answer; staff sign in."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    hits, more = finding.villages(typed)
    towns = queries.towns()
    facts = {
        "typed": typed,
        "longest": LONGEST,
        "hits": hits,
        "more": more,
        "towns_found": finding.townships(typed) if typed else [],
        "towns": towns,
        **_inspected(),
        "village_count": sum(town.villages for town in towns),
    }
    return render(request, "disclosures/front.html", facts)


def _inspected() -> dict[str, int]:
    """特别查阅 of this month and the last: how often, and nothing of where."""
    this = clock.today().replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    begin, middle = clock.start_of(last), clock.start_of(this)
    before, now = inspections.opened_since(begin, middle)
    return {"inspected_now": now, "inspected_before": before}


@require_safe
def township(request, code):
    """The villages of a township, and its judicial office."""
    found = queries.township_with(code)
    facts = {
        "township": found,
        "villages": list(places.villages().filter(township=found)),
        "office": places.office_of(found),
    }
    return render(request, "disclosures/township.html", facts)


@require_safe
def village(request, code):
    """R1: who the adviser is, how to ask, and the six disclosures."""
    found = places.village_with(code)
    board, said = postings.board_of(found), queries.said_of(found.pk)
    held = [("A岗", board.a), ("B岗（替班）", board.b)]
    in_wechat = scanning.ways_in(found.pk, found.code)
    facts = {
        "village": found,
        "in_wechat": in_wechat,
        "here": board.on_duty,
        "arrives": any(one.registration_id in request.actor.held(Role.ADVISER) for one in board.posts),
        "away_words": [_back_on(one, until, board.on_duty) for one, until in board.missing],
        "cover_words": f"{spare.adviser}（{spare.adviser.title}）" if (spare := board.in_reserve) else "",
        "office": places.office_of(found.township),
        "people": [(post, one, masked(one.adviser.licence_no, said.licence_mask) if one else "") for post, one in held],
        "houses": _houses(one for _, one in held if one),
        "said": said,
        "hotlines": EVERYWHERE,
        "qr": paper.qr_on_boards(request.build_absolute_uri(reverse("village", args=[found.code]))),
        "old_code_words": _old_code(code, found),
        "asked_count": consultations.asked_by(request.actor).count() if request.device_is_known else 0,
    }
    return render(request, "disclosures/village.html", facts)


@require_safe
def wechat_code(request, code):
    """The code by which a phone asks in WeChat, for who reads the village's page on a computer: some hundred bytes."""
    found = places.village_with(code)
    scanned = scanning.ways_in(found.pk, found.code).scanned
    if not scanned:
        raise Absent(NOT_FOUND)
    answer = HttpResponse(paper.qr_picture(scanned), content_type="image/png")
    answer.headers["Cache-Control"] = f"public, max-age={A_CODE_IS_KEPT_S}"
    return answer


def _houses(people) -> list[Institution]:
    """The institutions of these people, each once."""
    return list({one.institution_id: one.institution for one in people}.values())


def _old_code(code: str, found: Village) -> str:
    """What to say to who comes by the code of a village that is no more."""
    if found.code == code:
        ended = found.valid_until and found.valid_until <= clock.today()
        return f"{found.short_name}已经撤销了，这里不再受理新的咨询。" if ended else ""
    old = places.village_printed(code).short_name
    if old == found.short_name:
        return f"您扫的是旧码。{old}换了新代码，还是这里。"
    return f"您扫的是旧码。{old}已并入{found.short_name}，顾问是下面这位。"


def _back_on(who: Registration, until: datetime | None, here: Registration | None) -> str:
    back = f"，{clock.in_words(until.astimezone(clock.SHANGHAI).date())}回来" if until else ""
    meanwhile = f"现在找{here.adviser.form_of_address}。" if here else ""
    return f"{who.adviser.form_of_address}这几天不在{back}。{meanwhile}"
