"""The API: its routers, and one shape for everything that goes wrong (problem details, RFC 9457)."""

from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import Http404, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.responses import Response

from config.errors import PROBLEM_JSON, problem_page
from config.sentences import explained
from menkou.accounts.api import Token
from menkou.accounts.api import router as accounts
from menkou.consultations.api.adviser import router as advisers
from menkou.consultations.api.resident import router as residents
from menkou.core.errors import NOT_FOUND, Absent, Invalid, Problem, as_problem
from menkou.disclosures.api import router as disclosures
from menkou.oversight.api import router as oversight
from menkou.places.api import router as places
from menkou.worklogs.api import router as worklogs

DESCRIPTION = "Legal counsel at every village's door. Texts for people, also those of errors, are plain Chinese."
PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong. The detail is a Chinese sentence that can be shown to people.",
    "required": ["status", "title", "detail"],
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string", "description": "The kind of problem, for programs."},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "With status 422: what is wrong with which field.",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


class Unreadable(Problem):
    """The body is no JSON."""


class Unrecognised(Problem):
    """No token, or one that is unknown or has run out."""

    status = 401


class NotAllowed(Problem):
    """There is something here, but not for this method."""

    status = 405


class TooLarge(Problem):
    """More than anybody writes."""

    status = 413


class Renderer(JSONRenderer):
    """Chinese as Chinese."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """The document is the same in every district, and tells of problems."""

    def get_openapi_schema(self, *, path_prefix=None, path_params=None):
        """The OpenAPI document, with paths as seen from /{district}/api."""
        schema = super().get_openapi_schema(path_prefix="/")
        shape = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for methods in schema["paths"].values():
            for operation in methods.values():
                operation["responses"]["4XX"] = {"description": "Problem details", "content": shape}
        schema["components"]["schemas"]["Problem"] = PROBLEM
        return schema


SERVERS: list[dict[str, Any]] = [{"url": "/{district}/api", "variables": {"district": {"default": "yanzhou"}}}]
api = Api(
    title="Menkou 门口",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    auth=Token(),
    renderer=Renderer(),
    servers=SERVERS,
)
for router in (places, disclosures, residents, accounts, advisers, worklogs, oversight):
    api.add_router("", router)


@api.get("openapi.json", auth=None, include_in_schema=False)
def document(request):
    """The OpenAPI document."""
    return Response(api.get_openapi_schema())


@api.exception_handler(Problem)
@api.exception_handler(ObjectDoesNotExist)
def problem(request, error):
    return problem_page(request, as_problem(error) or Absent(NOT_FOUND))


@api.exception_handler(Http404)
def absent(request, error):
    return problem_page(request, Absent(NOT_FOUND))


@api.exception_handler(AuthenticationError)
def unrecognised(request, error):
    response = problem_page(request, Unrecognised("请求没有带令牌，或者令牌不对、过期了。"))
    response["WWW-Authenticate"] = 'Bearer realm="menkou"'
    return response


@api.exception_handler(HttpError)
@api.exception_handler(UnreadablePostError)
def unreadable(request, error):
    return problem_page(request, Unreadable("看不懂发来的内容：应当是 UTF-8 编码的 JSON。"))


@api.exception_handler(RequestDataTooBig)
def too_large(request, error):
    return problem_page(request, TooLarge("发来的内容太大了。"))


@api.exception_handler(ValidationError)
def invalid(request, error):
    """Which fields are wrong, and what to do about each; what was sent is not repeated."""
    errors = explained(error.errors)
    sentence = errors[0]["detail"] if len(errors) == 1 else f"有 {len(errors)} 处要改。"
    body = {"status": Invalid.status, "title": Invalid.__name__, "detail": sentence, "errors": errors}
    return Response(body, status=Invalid.status, content_type=PROBLEM_JSON, json_dumps_params={"ensure_ascii": False})


def _told_as_problem(view):
    """A refusal by method in the same shape as every other."""

    @wraps(view)
    def told(request, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != NotAllowed.status:
            return response
        refusal = problem_page(request, NotAllowed(f"这个地址不接受 {request.method} 请求。"))
        refusal["Allow"] = response["Allow"]
        return refusal

    return told


def _routes() -> tuple[list, str, str]:
    patterns, app, namespace = api.urls
    for pattern in patterns:
        pattern.callback = _told_as_problem(pattern.callback)
    return patterns, app, namespace


routes = _routes()
