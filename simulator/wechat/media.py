"""临时素材: files that live three days."""

from dataclasses import dataclass

from ..exchanges import Handler, Missing, Refused, Request, Response, answer
from ..world import World
from .accounts import ServiceAccount, caller

LIVES = 3 * 86_400  # seconds; documented (new_temporary_material)
LARGEST = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "thumb": 64 << 10}  # bytes; documented
TYPES = {"image/jpeg": ".jpg", "image/png": ".png", "audio/amr": ".amr", "audio/mpeg": ".mp3", "video/mp4": ".mp4"}
EMPTY, BAD_TYPE, BAD_ID = 44001, 40004, 40007


@dataclass
class File:
    """One file, of one account."""

    id: str
    account: str
    kind: str
    content: bytes
    content_type: str
    made: float


class Files:
    """All files of a world. Expired ones are refused, never found again."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.all: dict[str, File] = {}

    def keep(self, account: str, kind: str, content: bytes, content_type: str = "") -> File:
        """Keep a file. Its kind of content is what its first bytes say, where they say it."""
        text = f"{self.world.number()}-{self.world.letters(54)}"
        file = File(text, account, kind, content, sniffed(content) or content_type, self.world.now())
        self.all[text] = file
        return file

    def find(self, account: str, id: str) -> File:
        """Raises Refused 40007 for another account's, an unknown or an expired one."""
        file = self.all.get(id)
        if not file or file.account != account or self.world.now() >= file.made + LIVES:
            raise Refused(BAD_ID, "invalid media_id")
        return file


def sniffed(content: bytes) -> str:
    """The content type of the first bytes, or nothing."""
    for start, kind in [(b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG", "image/png"), (b"#!AMR", "audio/amr")]:
        if content.startswith(start):
            return kind
    return "audio/ogg" if content.startswith(b"OggS") else ""


def upload(world: World, request: Request) -> Response:
    """POST /cgi-bin/media/upload?type= with a multipart field `media`."""
    account, kind = caller(world, request), request.query.get("type", "")
    if kind not in LARGEST:
        raise Refused(BAD_TYPE, "invalid media type")
    sent = next((one for one in request.uploads() if one.name == "media"), None)
    if not sent or not sent.content:
        raise Refused(EMPTY, "empty media data")
    if len(sent.content) > LARGEST[kind]:
        raise Refused(40006, "invalid meida size")  # the platform spells it so
    file = world.part(Files).keep(account.id, kind, sent.content, sent.content_type)
    return answer({"type": kind, "media_id": file.id, "created_at": int(file.made)})


def given(file: File) -> Response:
    """A file as it is handed out."""
    name = f"{file.id}{TYPES.get(file.content_type, '')}"
    headers = {"Content-disposition": f'attachment; filename="{name}"'}
    return Response(file.content, 200, file.content_type or "application/octet-stream", headers)


def download(world: World, request: Request) -> Response:
    """GET /cgi-bin/media/get?media_id=: the bytes, or the errcode as JSON that calls itself text/plain (observed)."""
    account: ServiceAccount = caller(world, request)
    try:
        return given(world.part(Files).find(account.id, request.query.get("media_id", "")))
    except Refused as no:
        response = answer({"errcode": no.errcode, "errmsg": no.errmsg})
        response.content_type = "text/plain"
        return response


def picture(world: World, request: Request) -> Response:
    """GET /wx/pic/<id>: where a PicUrl leads; needs no token."""
    file = world.part(Files).all.get(request.rest[0])
    if not file:
        raise Missing("no such picture")
    return given(file)


ROUTES: dict[tuple[str, str], Handler] = {
    ("POST", "/wx/cgi-bin/media/upload"): upload,
    ("GET", "/wx/cgi-bin/media/get"): download,
    ("GET", "/wx/pic/*"): picture,
}
