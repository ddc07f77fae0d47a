"""The doors of voice and pages of paper: taken in piece by piece, handed out part by part, never kept by a browser."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.core.exceptions import ObjectDoesNotExist
from django.forms.utils import ErrorDict
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts import phones
from menkou.accounts.doors import staff
from menkou.consultations import content, queries
from menkou.consultations.enclosed import Part
from menkou.consultations.enclosing import actions, sending
from menkou.consultations.locking.queries import locked_of
from menkou.consultations.models import Draft
from menkou.consultations.readings.queries import Heard
from menkou.consultations.rules.packing import Packed
from menkou.consultations.views import forms
from menkou.core.actors import Actor, Role
from menkou.core.errors import Conflict, Invalid, Problem, Refused, TooSoon
from menkou.places import queries as places

sandboxed: Any = csp({"default-src": NONE, "sandbox": True})  # opened by itself, it can do nothing
Start = Callable[..., tuple[Draft | None, bool]]
NOT_TAKEN = "没有收下。请从这一页重新说、重新拍一次。"
OVER = "过了一个小时，这件事要再填一次暗号。请重新打开这一页，填好再送；说的、拍的还在这部手机里。"
MICROPHONE = "camera=(), geolocation=(), microphone=(self), payment=()"


def speaking(page: HttpResponse) -> HttpResponse:
    """A page on which one may speak, hear what was said, and see what was photographed, before it is sent."""
    page["Permissions-Policy"] = MICROPHONE
    page._csp_update = {"media-src": [SELF, "blob:"], "img-src": ["blob:"]}  # type: ignore[attr-defined]  # django-csp's
    return page


def wants_words(request) -> bool:
    """Whether our own module asks, which shows a sentence itself."""
    return request.headers.get("Accept") == "application/json"


class OfAnother(Conflict):
    """What a phone sends was written in another account than the one that is signed in there now."""

    def __init__(self) -> None:
        super().__init__("这部手机上现在登录的是另一个人，不会用他的名字送。换回写的人登录，再送。")


def must_be_own(request) -> None:
    """Raises OfAnother."""
    if phones.is_of_another(request.actor, request.POST.get("account", "")):
        raise OfAnother


def words(problem: Problem | ErrorDict, status: int = 422) -> JsonResponse:
    """A refusal, for our own module."""
    if not isinstance(problem, Problem):
        return JsonResponse(
            {"words": "".join(str(one) for errors in problem.values() for one in errors)}, status=status
        )
    more = {"is_of_another": True} if isinstance(problem, OfAnother) else {}
    response = JsonResponse({"words": str(problem), **more}, status=problem.status)
    if isinstance(problem, TooSoon):
        response["Retry-After"] = str(problem.seconds)
    return response


def kept(page: str) -> JsonResponse:
    """It is sent, and where to go on; nowhere for a phone without cookies, which sends the form itself once more."""
    return JsonResponse({"go": page})


def went(request, page: str) -> HttpResponse:
    return kept(page) if wants_words(request) else redirect(page)


def sent(request, form: forms.SayingForm, start: Start) -> tuple[bool, dict]:
    """Whether a form is to be sent, or only takes photos in, and what it then says. Raises Problem."""
    said = dict(form.cleaned_data)
    packed = put_photos(request.actor, start, said["form"], said.pop("photos"), said["enclosed"])
    if "add" in request.POST:
        form.goes_on_with(packed)
        return False, said
    return True, said | {"enclosed": packed}


def refused(form: forms.SayingForm, problem: Problem, field: str | None = None) -> forms.SayingForm:
    """The form with a sentence; a new one where nothing waits under its name, so that it can be sent after all."""
    form.add_error(field, str(problem))
    if not queries.draft_with(form.cleaned_data["form"]).exists():
        form.renew()
    return form


@csrf_exempt  # as asking itself (docs/adr/0014)
@require_POST
def of_question(request, code):
    """One piece or page of a question that is not sent yet."""
    return _take(request, partial(actions.start_question, village=places.village_with(code)))


@require_POST
def of_follow_up(request, pk):
    """One piece or page of what is asked on. Where the 暗号's hour is over, it is said how to go on: it stays on the phone."""
    try:
        found = queries.asked_for(request.actor, pk)
    except ObjectDoesNotExist:
        if not locked_of(request.actor).filter(pk=pk).exists():
            raise
        return words(Refused(OVER))
    return _take(request, partial(actions.start_follow_up, consultation=found))


@require_POST
@staff(Role.ADVISER)
def of_answer(request, pk):
    """One piece or page of an answer."""
    found = queries.consultation_for(request.actor, pk)
    return _take(request, partial(actions.start_answer, consultation=found))


@require_safe
@sandboxed
def for_asker(request, pk, enclosure):
    """What was said, to whoever asked."""
    found = queries.asked_for(request.actor, pk)
    return handed_out(request, content.enclosure_for_asker(found, enclosure, request.headers.get("Range", "")))


@require_safe
@staff(Role.ADVISER)
@sandboxed
def for_holder(request, pk, enclosure):
    """What was said, to the holder; each opening is on record."""
    found, wanted = queries.consultation_for(request.actor, pk), request.headers.get("Range", "")
    part = actions.open_enclosure(by=request.actor, consultation=found, enclosure_id=enclosure, wanted=wanted)
    return handed_out(request, part)


def put_photos(by: Actor, start: Start, form: str, photos: Sequence, packed: Sequence[Packed]) -> list[Packed]:
    """Put files that came along with a form into its draft; all that the form then packed. Raises Problem."""
    number, packed = max((one.number for one in packed), default=0), list(packed)
    draft = start(by=by, form=form)[0] if photos else None
    for photo in photos:
        number, content_of = number + 1, photo.read()
        if draft is not None:  # else it is sent already, and these are the same photos again, or it is said that not
            actions.put_photo(by=by, draft=draft, number=number, photo=content_of)
        packed.append(Packed(number, source=sending.source_of(content_of)))
    return packed


def _take(request, start: Start) -> JsonResponse:
    form = forms.PieceForm(request.POST, request.FILES)
    try:
        must_be_own(request)
        if not form.is_valid():
            raise Invalid(NOT_TAKEN)
        sent = form.cleaned_data
        draft, _ = start(by=request.actor, form=sent["form"])
        put = partial(_put_piece, sent) if sent["kind"] == "voice" else partial(_put_photo, sent)
        if draft is not None:
            put(request.actor, draft)
    except Problem as problem:
        return words(problem)
    return JsonResponse({"kept": True})


def _put_piece(sent: dict, by: Actor, draft: Draft) -> None:
    facts = {"clip": sent["number"], "number": sent["piece"] or 0, "mime": sent["mime"]}
    actions.put_piece(by=by, draft=draft, piece=sent["file"].read(), **facts)


def _put_photo(sent: dict, by: Actor, draft: Draft) -> None:
    actions.put_photo(by=by, draft=draft, number=sent["number"], photo=sent["file"].read())


def handed_out(request, part: Part | Heard | None) -> HttpResponse:
    """Some bytes, as what they are and nothing else."""
    if part is None:
        return HttpResponse(status=416)
    size, stop = part.of.size, part.start + len(part.content)
    is_part = len(part.content) < size or "Range" in request.headers
    response = HttpResponse(part.content, content_type=part.of.mime, status=206 if is_part else 200)
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    if is_part:
        response["Content-Range"] = f"bytes {part.start}-{stop - 1}/{size}"
    return response
