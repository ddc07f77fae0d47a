"""Errors as people meet them: a sentence that says what is so, and for our faults a number that is also in the log."""

import logging
import re
import secrets
import sys
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import ResolverMatch, reverse

from config import troubles
from menkou.core import logs
from menkou.core.errors import NOT_FOUND, Absent, Problem, TooSoon

log = logging.getLogger("menkou.fault")
PROBLEM_JSON = "application/problem+json"
TITLES = {403: "这一步您不能办", 404: "没有找到", 409: "慢了一步", 422: "还差一点", 413: "送不了这么多", 429: "请稍等"}
PAGES_OF_ONE = (
    *("thread", "consultations:consultation", "engagements:contract", "papers:batch", "complaints:complaint"),
    *("reviews:review", "occasions:occasion", "rotas:slot", "hotline:order", "channels:account"),
    *("boards:board", "broadcasts:package", "worklogs:entry"),
)
PAGE_BEHIND = {
    **dict.fromkeys(("withdraw_call", "unlock", "lock", "lift_lock"), "thread"),
    **dict.fromkeys(("consultations:call_missed", "consultations:call_reached"), "consultations:consultation"),
    **dict.fromkeys(("follow_up", "rate", "agree", "enclose_in_follow_up", "enclosure"), "thread"),
    "forget": "asked",
    **{
        f"consultations:{name}": PAGES_OF_ONE[1]
        for name in ("answer", "take_back", "hand_over", "close", "enclose", "wording")
    },
    **dict.fromkeys(("worklogs:verify", "worklogs:send_back"), "worklogs:inbox"),
    **{f"engagements:{name}": PAGES_OF_ONE[2] for name in ("sign", "add_scan", "record_missed", "withdraw", "end")},
    **{f"engagements:{name}": "engagements:contracts" for name in ("renew", "send", "sign_many")},
    **{f"engagements:{name}": "engagements:contracts" for name in ("scan_file", "remove_scan", "strike_missed")},
    **{f"hotline:{name}": "hotline:orders" for name in ("many", "accept_many", "assign_many")},
    **{f"complaints:{name}": PAGES_OF_ONE[4] for name in ("read", "accept", "refuse", "ask", "answer", "take_over")},
    **{f"occasions:{name}": "occasions:occasions" for name in ("remove_remark", "paper_file", "remove_paper")},
    **dict.fromkeys(("rotas:agree", "rotas:decline"), "rotas:slots"),
    **{"accounts:invite": "accounts:people", "papers:ask": "papers:batches", "papers:file": PAGES_OF_ONE[3]},
}
BEGINS_WITH = {  # of a button whose page the table does not name
    "asked/<uuid:pk>/": "thread",
    "consultations/<uuid:pk>/": PAGES_OF_ONE[1],
    "reviews/<uuid:pk>/": "reviews:review",
    "occasions/<uuid:pk>/": "occasions:occasion",
    "rotas/<uuid:pk>/": "rotas:slot",
    "hotline/<uuid:pk>/": "hotline:order",
    "readings/<uuid:pk>/": "readings",
    "channels/<uuid:pk>/": "channels:account",
    "boards/<uuid:pk>/": "boards:board",
    "pushes/deliveries/<uuid:pk>/": "broadcasts:package",
    "worklogs/<uuid:pk>/": "worklogs:entry",
}
SECRET_FIELDS = {"csrfmiddlewaretoken", "password", "password_again", "code", "form", "secret"}
NOT_TYPED = re.compile("[a-z_]+|[!-~]{24,}")  # what a choice is called, ids, and what a page carries for itself


def problem_page(request, problem: Problem, **more: Any) -> HttpResponse:
    """An honest failure, as a page or as problem details."""
    if wants_json(request):
        response: HttpResponse = problem_json(problem)
    elif problem.status == 404:
        response = HttpResponse(render_to_string("404.html", error_context(request), request), status=404)
    else:
        details = {
            "problem_title": TITLES.get(problem.status),
            "message": str(problem),
            **error_context(request),
            **more,
        }
        response = render(request, "problem.html", details, status=problem.status)
    if isinstance(problem, TooSoon):
        response["Retry-After"] = str(problem.seconds)
    return response


def problem_json(problem: Problem) -> JsonResponse:
    """Problem details (RFC 9457); the detail is the sentence that people read."""
    body = {"status": problem.status, "title": type(problem).__name__, "detail": str(problem)}
    return JsonResponse(
        body, status=problem.status, content_type=PROBLEM_JSON, json_dumps_params={"ensure_ascii": False}
    )


def fault(request) -> HttpResponse:
    """Our own failure: what and where, without any value, into the log; its number to the person.

    What failed around us (a full disk, a database that is away) is said by its name.
    """
    number, error = logs.number() or secrets.token_hex(4), sys.exc_info()[1]
    kind, place = (type(error).__name__, logs.where(error)) if error else ("unknown", "")
    trouble = troubles.trouble_of(error)
    kind = f"{trouble.name} ({kind})" if trouble else kind
    log.error("fault %s: %s at %s", number, kind, place, extra={"fault": number})
    if trouble:
        return _trouble_page(request, trouble, number)
    if wants_json(request):
        return _numbered(500, "Fault", f"系统出了毛病，编号 {number}。", number)
    return HttpResponse(render_to_string("500.html", {"number": number}), status=500)


def _trouble_page(request, trouble: troubles.Trouble, number: str) -> HttpResponse:
    if wants_json(request):
        response: HttpResponse = _numbered(troubles.STATUS, "Trouble", trouble.sentence, number)
    else:
        details = {"title": trouble.title, "sentence": trouble.sentence, "number": number}
        response = HttpResponse(render_to_string("503.html", details), status=troubles.STATUS)
    response["Retry-After"] = str(trouble.retry_s)
    return response


def _numbered(status: int, title: str, detail: str, number: str) -> JsonResponse:
    body = {"status": status, "title": title, "detail": detail, "number": number}
    return JsonResponse(body, status=status, content_type=PROBLEM_JSON, json_dumps_params={"ensure_ascii": False})


def bad_request(request, exception=None) -> HttpResponse:
    """What no browser of ours sends: too many fields, a broken form, an address of another house."""
    return problem_page(request, Problem("这个请求看不明白，没有办成。请从网页重新打开再试。"))


def not_found(request, exception=None) -> HttpResponse:
    return problem_page(request, Absent(NOT_FOUND))


def page_expired(request, reason="") -> HttpResponse:
    """A form from a page that is too old, or without cookies: nothing is done, what was typed is shown again."""
    if wants_json(request):
        return problem_json(Problem("请求没有带有效的凭据。"))
    return render(
        request, "403_csrf.html", {"typed": typed_in(request.POST), "back_url": page_behind(request)}, status=403
    )


def typed_in(post: Mapping[str, str]) -> list[str]:
    """What people have typed into a form, each once."""
    typed = (text for name, text in post.items() if name not in SECRET_FIELDS and len(text) > 1)
    return list(dict.fromkeys(text for text in typed if not NOT_TYPED.fullmatch(text)))


def page_behind(request) -> str:
    """The page on which a button's form stands: most buttons have an address of their own, which is no page."""
    match = request.resolver_match
    return (page_of(match, request.method) if match else "") or request.path


def page_of(match: ResolverMatch, method: str, urls: str | None = None) -> str:
    """The same by what the address leads to; empty where it is a page itself, or no table names one."""
    page = PAGE_BEHIND.get(match.view_name)
    if page is None and method == "GET":
        page = next((page for start, page in BEGINS_WITH.items() if match.route.startswith(start)), None)
    if page is None:
        return ""
    return reverse(page, urls, kwargs={"pk": match.kwargs["pk"]} if page in PAGES_OF_ONE else None)


def wants_json(request) -> bool:
    """Whether a program asks; where no district was found, its name still stands first in the path."""
    parts = request.path_info.split("/")[1:]
    return parts[:1] == ["api"] or (not hasattr(request, "district") and parts[1:2] == ["api"])


def error_context(request) -> dict:
    actor = getattr(request, "actor", None)
    home_url = reverse("start") if actor and actor.user_id else ""
    return {"demo": getattr(getattr(request, "district", None), "is_demo", False), "home_url": home_url}
