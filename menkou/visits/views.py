"""The adviser's page of a visit, what a phone sends from it, and the village's one tap."""

import hashlib
import json
import re

from csp.constants import SELF
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts import phones
from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Problem
from menkou.postings import queries as postings
from menkou.visits import actions, qr, queries, sent, words
from menkou.visits.models import Said
from menkou.visits.rules.clocks import in_words
from menkou.visits.told import Logged, Told
from menkou.worklogs.models import Entry

A_PAGE = 30
FILES = re.compile(r'"(/static/[^"#]+)')
Kind = Entry.Kind
CHIPS = (Kind.CONSULTATION, Kind.MEDIATION, Kind.LECTURE, Kind.MEETING, Kind.CONTRACT_REVIEW, Kind.VILLAGE_RULES)
MORE_CHIPS = tuple(kind for kind in Kind if kind not in CHIPS)
ANOTHER = "这部手机上现在登录的是另一个人，不会用他的名字送。换回写的人登录，再送。"
MAY_USE = "camera=(), geolocation=(self), microphone=(self), payment=()"


@require_safe
@staff(Role.ADVISER)
def mine(request):
    """A3 到村, and the last of one's own."""
    villages = [
        {"id": str(one.pk), "code": one.code, "name": one.short_name} for one in queries.villages_of(request.actor)
    ]
    visits = [(one, queries.chips(one)) for one in queries.latest(request.actor)]
    facts = {"villages": json.dumps(villages, ensure_ascii=False), "visits": visits, **_chips()}
    return _recording(render(request, "visits/mine.html", facts))


@require_safe
def offline(request):
    """The same page without a word of anybody's: what a browser keeps, to show where there is no network."""
    return _recording(render(request, "visits/offline.html", _chips()))


@require_safe
def worker(request):
    """What keeps that page in a browser, with the files that it names; another one as soon as they are others."""
    page = render_to_string("visits/offline.html", _chips(), request)
    facts = {"files": sorted(set(FILES.findall(page))), "version": hashlib.sha256(page.encode()).hexdigest()[:16]}
    return render(request, "visits/worker.js", facts, content_type="text/javascript; charset=utf-8")


@require_safe
@staff(Role.ADVISER)
def ready(request):
    """Whether a phone may send now: in whose account, and the token without which nothing is taken."""
    account = phones.phone_of(request.actor).account
    return JsonResponse({"account": account, "token": get_token(request)})


@require_POST
@staff(Role.ADVISER)
def log(request):
    """登记到村: what waited on a phone, many at a time; each is told what became of it."""
    if phones.is_of_another(request.actor, request.POST.get("account", "")):
        return JsonResponse({"words": ANOTHER, "is_of_another": True}, status=409)
    now = request.POST.get("now", "")
    try:
        told = sent.read(request.POST.get("visits", ""))
    except sent.Unreadable:
        return JsonResponse({"words": sent.UNREADABLE}, status=422)
    phone_now = int(now) if now.isdecimal() and len(now) < 14 else round(clock.now().timestamp() * 1000)
    village_of = queries.villages_called([str(one.get("village", "")) for one in told])
    registration = postings.own_registration(request.actor)
    found = []
    for one in told:
        said = sent.told(one, phone_now, request.FILES, village_of)
        found.append({"key": str(one.get("key", "")), **_taken(request, registration, said)})
    return JsonResponse({"taken": found})


def _taken(request, registration, told: Told | str) -> dict[str, str]:
    """What a phone is told of one visit."""
    if isinstance(told, str):
        return {"is": "refused", "words": told}
    try:
        logged = actions.log(by=request.actor, registration=registration, told=told)
    except Problem as problem:
        return {"is": "refused", "words": str(problem)}
    visit = logged.visit
    words = _words(logged)
    return {
        "is": "changed" if logged.is_changed else "taken",
        "words": words,
        "go": reverse("visits:visit", args=[visit.pk]),
    }


def _words(logged: Logged) -> str:
    """What the adviser should know of a visit that was taken in."""
    visit = logged.visit
    if logged.is_changed:
        return actions.CHANGED
    said = [in_words(visit.off_by)] + [f"{word}。" for word in visit.doubts_in_words] if logged.is_new else []
    return "".join(one for one in [*said, logged.left_out] if one)


@require_safe
@staff(Role.ADVISER)
def visit(request, pk):
    """One of one's own, with the link for the village."""
    found = queries.visit_for(request.actor, pk)
    link = settings.MENKOU_PUBLIC_URL + reverse("visits_came", args=[words.word_of(found)])
    facts = {"visit": found, "deeds": found.deeds.all(), "link": link, "clip": found.clips.first()}
    if is_open := found.confirmed_at is None and found.confirm_until > clock.now():
        facts["qr"] = qr.picture(link)
    return render(request, "visits/visit.html", facts | {"is_open": is_open, "off_words": in_words(found.off_by)})


@require_safe
@staff(Role.ADVISER)
def clip(request, pk):
    """What one said oneself."""
    found = queries.clip_of(queries.visit_for(request.actor, pk))
    return HttpResponse(queries.sound_of(found), content_type=found.mime)


@require_safe
@staff(Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU, Role.AUDITOR)
def hints(request):
    """提示: what a village says did not happen, and what does not fit; to ask about, not to punish."""
    page = Paginator(queries.to_look_at(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "visits/hints.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def came(request, word):
    """来过, 没来: the village's one tap. A wrong word finds nothing, and so does one whose days are over."""
    found = queries.with_word(word)
    how, problem = request.POST.get("how"), ""
    if request.method == "POST" and how in Said.values:
        try:
            actions.confirm(by=request.actor, visit=found, how=how)
        except Problem as error:
            problem, status = str(error), error.status
        found = queries.with_word(word)
    facts = {"visit": found, "chips": queries.chips_for_village(found), "problem": problem}
    return render(request, "visits/came.html", facts, status=status if problem else 200)


def _chips() -> dict:
    return {"kinds": CHIPS, "more_kinds": MORE_CHIPS, "most_seconds": sent.CLIP_SECONDS}


def _recording(page: HttpResponse) -> HttpResponse:
    """A page on which one may speak, and see what was photographed, before it is sent."""
    page["Permissions-Policy"] = MAY_USE
    page._csp_update = {"media-src": [SELF, "blob:"], "img-src": ["blob:"]}  # type: ignore[attr-defined]  # django-csp's
    return page
