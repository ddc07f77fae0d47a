"""413: what is too large is thrown away as it comes; what was typed beside it stands on the page that says so, with the way back."""

import re

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.urls import Resolver404, resolve

from config import errors
from menkou.core.errors import TooLarge

OF_A_DISTRICT = "config.district_urls"
SLUG = re.compile("[a-z0-9-]+")  # or the link would lead to another house


class ThrownAway(FileUploadHandler):
    """A file of which nothing is kept."""

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


def page(request, words: str, typed: list[str]) -> HttpResponse:
    """The sentence, what was typed to be copied, and the page it was typed on."""
    return errors.problem_page(request, TooLarge(words), typed=typed, back_url=page_before(request))


def typed_beside(request) -> list[str]:
    """What people typed into a form whose files are too large; nothing where it is none, or cannot be understood."""
    if request.method != "POST" or errors.wants_json(request):
        return []
    try:
        post, _ = MultiPartParser(request.META, request, [ThrownAway(request)], "utf-8").parse()
    except (MultiPartParserError, SuspiciousOperation):
        return []
    return errors.typed_in(post)


def page_before(request) -> str:
    """Where the form stands, though no district was looked up yet; empty where the address is none of a district's."""
    slug, _, rest = request.path_info.lstrip("/").partition("/")
    try:
        match = resolve(f"/{rest}", OF_A_DISTRICT)
    except Resolver404:
        return ""
    if not SLUG.fullmatch(slug):
        return ""
    return f"/{slug}{errors.page_of(match, 'GET', OF_A_DISTRICT) or f'/{rest}'}"
