"""/yanzhou/worklogs/ is /worklogs/ seen from Yanzhou district; who is acting there; and headers for every answer."""

import logging
import re
import secrets
import time
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.urls import set_script_prefix

from config import errors, looking, too_large
from config.opening import opens
from menkou.accounts.queries import actor_for
from menkou.core import logs
from menkou.core.actors import RESIDENT, Actor
from menkou.core.errors import as_problem
from menkou.core.keys import digest
from menkou.core.scope import within
from menkou.places.queries import district_called

log = logging.getLogger("menkou.gate")
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DEVICE, RECEIPTS, UNLOCKED = "menkou_device", "menkou_receipts", "menkou_unlocked"
KNOWN = "menkou_known"  # as whom a platform knows this browser, until tomorrow as well
DEVICE_SIGNER = signing.TimestampSigner(salt="menkou.device")  # a device can be handed out, never made up
DEVICE_DAYS, RECEIPTS_DAYS = 400, 1  # the longest that browsers keep; a borrowed phone forgets by tomorrow
UNLOCKED_S = 3600  # a 暗号 is asked for again so long after the last page, and when the browser was closed
MOST_RECEIPTS = 20
TOO_LARGE = "送来的东西太大了，最多 2 MB。文字请分几次送。"
UPLOADS = re.compile(  # where a file may come along
    r"/[^/]+/(contracts/[0-9a-f-]{36}/(sign|scans)|papers/templates"
    r"|boards/(words|[0-9a-f-]{36}/(up|seen)|portraits/[0-9a-f-]{36})"
    r"|groups/register/[0-9a-f-]{36}/qr|pushes/deliveries/[0-9a-f-]{36}/confirm|occasions/[0-9a-f-]{36}/papers)"
)
SPOKEN = re.compile(  # where residents, who have no session, and their advisers send voice and pages of paper
    r"/[^/]+/((v/[^/]+/ask|asked/[0-9a-f-]{36}|consultations/[0-9a-f-]{36})/enclose|visits/log)"
)
MOST_SPOKEN = 9 * 1024 * 1024  # a photo of 8 MB, where the phone could not make it small
PHOTOGRAPHED = re.compile(  # forms that bring photos along themselves, where there is no script
    r"/[^/]+/(v/[^/]+/ask|asked/[0-9a-f-]{36}/follow-up|consultations/[0-9a-f-]{36}/answer)"
)
MOST_PHOTOGRAPHED = 24 * 1024 * 1024
PHOTOS_TOO_LARGE = "照片太大了，一次最多送 24 MB。请少选几张，分几次加。"
MOST_UPLOADED = 11 * 1024 * 1024  # a scan of 10 MB, and what stands around it
MOST_DRAINED = 40 * 1024 * 1024  # what a careful scanner makes of a contract
MOST_DRAINED_OF_WORK = 64 * 1024 * 1024  # a photo of a good camera
WORKBOOKS = re.compile(r"/[^/]+/imports/")
MOST_OF_A_WORKBOOK = 31 * 1024 * 1024
MOST_DRAINED_OF_A_WORKBOOK = 256 * 1024 * 1024
WORKBOOK_TOO_LARGE = "文件超过 30 MB，读不了。请只留要导入的表，去掉图片，再传。"
ORDERS = re.compile(r"/[^/]+/imports/orders")
MOST_OF_ORDERS = 3 * 1024 * 1024  # 2 MB, which the form says by itself, and what stands around them
ORDERS_TOO_LARGE = "文件超过 2 MB。一次最多 200 件，请只留要登记的工单再传。"
FILE_TOO_LARGE = "文件太大了，最大 10 MB。请用 200 dpi 重新扫描，或者分页拍照、分几次上传。"
WORKED = re.compile(r"/[^/]+/worklogs/(new|paper|[0-9a-f-]{36}/evidence)")  # where a photo of the work may come along
WORK_TOO_LARGE = "照片或材料太大了：照片最大 8 MB，PDF 最大 10 MB。请用手机的“原图”以外的方式选，再送一次。"
READ_ALOUD = re.compile(r"/[^/]+/readings/")
READING_TOO_LARGE = "录音太大了。请录得短一些，或者用手机录音机里的“标准音质”再录。"
ANSWERED_BY_DJANGO = (
    Http404,
    PermissionDenied,
    BadRequest,
    SuspiciousOperation,
    MultiPartParserError,
)  # the caller's mistakes, no faults


def headers(get_response):
    """What every answer says to browsers and proxies beside the content policy."""

    def middleware(request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        most, words, drained = bounds(request)
        if length.isdecimal() and int(length) <= most:
            if most in (MOST_SPOKEN, MOST_PHOTOGRAPHED):
                request.upload_handlers = [InMemory(request)]
            response = get_response(request)
        else:
            may_be_read = length.isdecimal() and int(length) <= drained
            typed = too_large.typed_beside(request) if may_be_read else []
            drain(request, length, drained)
            response = too_large.page(request, words, typed)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.setdefault("Cache-Control", "no-store")
        return response

    return middleware


class InMemory(MemoryFileUploadHandler):
    """What people say and photograph never lies on the disk in the clear, not even for a moment."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.activated = True


def bounds(request) -> tuple[int, str, int]:
    """How much may come here, what is said of more, and how much of that is thrown away for the sentence's sake."""
    if request.method == "POST" and SPOKEN.fullmatch(request.path_info):
        return MOST_SPOKEN, PHOTOS_TOO_LARGE, MOST_DRAINED
    if request.method == "POST" and PHOTOGRAPHED.fullmatch(request.path_info):
        return MOST_PHOTOGRAPHED, PHOTOS_TOO_LARGE, MOST_DRAINED
    may_upload = request.method == "POST" and settings.SESSION_COOKIE_NAME in request.COOKIES  # files are of staff only
    if may_upload and UPLOADS.fullmatch(request.path_info):
        return MOST_UPLOADED, FILE_TOO_LARGE, MOST_DRAINED
    if may_upload and WORKED.fullmatch(request.path_info):
        return MOST_UPLOADED, WORK_TOO_LARGE, MOST_DRAINED_OF_WORK
    if may_upload and READ_ALOUD.fullmatch(request.path_info):
        return MOST_UPLOADED, READING_TOO_LARGE, MOST_DRAINED
    if may_upload and WORKBOOKS.fullmatch(request.path_info):
        return MOST_OF_A_WORKBOOK, WORKBOOK_TOO_LARGE, MOST_DRAINED_OF_A_WORKBOOK
    if may_upload and ORDERS.fullmatch(request.path_info):
        return MOST_OF_ORDERS, ORDERS_TOO_LARGE, MOST_DRAINED_OF_A_WORKBOOK
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE, TOO_LARGE, MOST_DRAINED


def drain(request, length: str, most: int) -> None:
    """Throw away what is too large, or the browser, still sending, never sees the sentence that says so."""
    left = int(length) if length.isdecimal() and int(length) <= most else 0
    while left > 0 and (part := request.read(min(left, 65536))):
        left -= len(part)


class DistrictMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        said = request.path_info + "".join(request.COOKIES.values())
        if "\x00" in said or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.not_found(request)  # PostgreSQL knows no such character, so there is nothing by that name
        slug, _, rest = request.path_info.lstrip("/").partition("/")
        district = district_called(slug) if slug else None
        if district is None:
            return self.get_response(request)
        request.district, request.urlconf = district, "config.district_urls"
        logs.in_district(slug)
        request.path_info = f"/{rest}"
        set_script_prefix(f"/{slug}/")
        try:
            with within(district.pk):
                request.device, request.receipts = device_of(request), receipts_of(request)
                request.unlocked = named_in(request, UNLOCKED, UNLOCKED_S)
                request.address = address_of(request)
                request.actor = actor_of(request)
                response = looking.not_ahead() if looking.is_refused(request) else self.get_response(request)
                if response.status_code == 405 and request.method == "GET":
                    response = to_page_behind(request, response)
                if response.status_code >= 500 or request.method == "HEAD":
                    transaction.set_rollback(True)
                if response.status_code == 404:
                    log_what_was_not_shown(request)
                response = remember(request, response)
                return looking.without_body(response) if request.method == "HEAD" else response
        finally:
            set_script_prefix("/")

    def process_exception(self, request, error):
        if isinstance(error, ANSWERED_BY_DJANGO):
            return None
        problem = as_problem(error)
        return errors.problem_page(request, problem) if problem else errors.fault(request)


def log_what_was_not_shown(request) -> None:
    """Whoever tries the address of what they may not see leaves a line: who, which page, which ids, and no other word.

    What does not exist leaves the same line; from outside the two cannot be told apart either.
    """
    if request.resolver_match and (ids := IDS.findall(request.path)):
        page = request.resolver_match.view_name
        log.warning("not shown: %s %s of %s to %s", request.method, page, ", ".join(ids), request.actor.mark)


def to_page_behind(request, response):
    """Whoever opens a button's address, as by going back or reloading, is led to the page it stands on."""
    page = errors.page_behind(request)
    return response if page == request.path else HttpResponseRedirect(page)


def device_of(request) -> str:
    """The device's name from its cookie, or a new one that is handed out when the device asks something."""
    held, request.keeps_device = request.COOKIES.get(DEVICE, ""), False
    try:
        name, request.device_is_known = DEVICE_SIGNER.unsign(held), True
        request.device_age_s = time.time() - signing.b62_decode(held.rsplit(":", 2)[1])
    except signing.BadSignature:
        name, request.device_is_known, request.device_age_s = secrets.token_hex(16), False, 0.0
    return name


def receipts_of(request) -> frozenset[UUID]:
    """The consultations that this browser opened with a 取件码, and those of whom a platform knows it as, as of now."""
    held = request.picked_up = named_in(request, RECEIPTS, RECEIPTS_DAYS * 86400)
    request.known_as = named_in(request, KNOWN, RECEIPTS_DAYS * 86400)
    for known in request.known_as:
        held |= opens(known)
    return held


def named_in(request, cookie: str, max_age: int) -> frozenset[UUID]:
    """What a cookie of ours names; nothing where it is old, or not ours."""
    try:
        held = request.get_signed_cookie(cookie, salt=request.district.slug, max_age=max_age)
        return frozenset(UUID(one) for one in held.split("."))
    except (KeyError, ValueError, signing.BadSignature):
        return frozenset()


def address_of(request) -> str:
    """Where the request came from: what the nearest of our own proxies says, or the connection itself."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < settings.MENKOU_PROXIES <= len(told):
        return told[-settings.MENKOU_PROXIES].strip()
    return request.META.get("REMOTE_ADDR", "")


def actor_of(request) -> Actor:
    """Staff by their account, residents by their device; a person may be both."""
    facts = {
        "device": digest("device", request.device),
        "address": digest("address", request.address),
        "receipts": request.receipts,
        "device_age_s": request.device_age_s,
        "unlocked": request.unlocked,
        "known_as": request.known_as,
    }
    if not request.user.is_authenticated:
        return Actor(None, RESIDENT, **facts)
    staff = actor_for(request.user)
    return Actor(staff.user_id, staff.name, staff.holdings, **facts)


def remember(request, response):
    """Hand out the cookies that the view asked for."""
    options = {"path": f"/{request.district.slug}/", "httponly": True, "samesite": "Lax", "secure": request.is_secure()}
    if request.keeps_device and not request.device_is_known:
        response.set_cookie(DEVICE, DEVICE_SIGNER.sign(request.device), max_age=DEVICE_DAYS * 86400, **options)
    if (opened := getattr(request, "opened", None)) is not None:
        kept = [opened, *(one for one in request.picked_up if one != opened)][:MOST_RECEIPTS]
        value = ".".join(one.hex for one in kept)
        response.set_signed_cookie(
            RECEIPTS, value, salt=request.district.slug, max_age=RECEIPTS_DAYS * 86400, **options
        )
    if (known := getattr(request, "known", None)) is not None:
        value, days = known.hex, RECEIPTS_DAYS
        response.set_signed_cookie(KNOWN, value, salt=request.district.slug, max_age=days * 86400, **options)
    forgets, locks = (getattr(request, name, False) for name in ("forgets", "locks"))
    gone = [*((DEVICE, RECEIPTS, KNOWN) if forgets else ()), *((UNLOCKED,) if forgets or locks else ())]
    says: frozenset[UUID] = getattr(request, "says", frozenset())
    said = [*says, *sorted(request.unlocked - says, reverse=True)]  # of many, what is said now and the newest
    if said and not gone:  # as long as somebody goes on, and no longer than the browser is open
        value = ".".join(one.hex for one in said[:MOST_RECEIPTS])
        response.set_signed_cookie(UNLOCKED, value, salt=request.district.slug, **options)
    for name in gone:
        response.delete_cookie(name, path=options["path"], samesite="Lax")
    return response
