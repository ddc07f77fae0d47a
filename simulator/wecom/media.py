"""临时素材: files by media_id, kept three days; a real small picture and a real AMR recording to begin with."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from ..exchanges import Missing, Request, Response, Wrong
from ..world import World
from .quotas import DAY
from .refusals import refused

KEPT = 3 * DAY  # document/path/90253
LARGEST = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "file": 20 << 20}  # bytes; the same document
SILENCE = b"#!AMR\n" + (b"\x04" + bytes(12)) * 100  # two seconds of AMR-NB at 4.75 kbit/s


@dataclass
class Medium:
    """A file, since when (virtual seconds) it is kept, and who may fetch it."""

    at: float
    owner: str  # corpid
    filename: str
    content_type: str
    content: bytes


class Shelf:
    """All media of WeCom."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.media: dict[str, Medium] = {}

    def keep(self, owner: str, filename: str, content_type: str, content: bytes) -> str:
        """Keep a file for three days. Returns its media_id."""
        made = "1" + self.world.letters(64)
        self.media[made] = Medium(self.world.now(), owner, filename, content_type, content)
        return made

    def get(self, owner: str, media_id: str) -> Medium:
        """A file of this corp. Refused 40007 when there is none, or none any more."""
        medium = self.media.get(media_id)
        if medium is None or medium.owner != owner or self.world.now() - medium.at >= KEPT:
            raise refused(40007)
        return medium


def photo() -> bytes:
    """A real JPEG: a page with lines, as of a contract that was photographed."""
    sheet = Image.new("RGB", (480, 640), "#f4f1e6")
    pen = ImageDraw.Draw(sheet)
    for row in range(60, 600, 36):
        pen.line((48, row, 432 - row % 5 * 20, row), fill="#555", width=3)
    pen.ellipse((300, 480, 420, 600), outline="#c00", width=5)
    kept = io.BytesIO()
    sheet.save(kept, "JPEG", quality=80)
    return kept.getvalue()


SAMPLES = {"image": ("photo.jpg", "image/jpeg", photo), "voice": ("voice.amr", "audio/amr", lambda: SILENCE)}


def sample(world: World, owner: str, kind: str) -> str:
    """The media_id of a ready sample. Raises Wrong where there is none of the kind."""
    if kind not in SAMPLES:
        raise Wrong(f"samples: {sorted(SAMPLES)}")
    filename, content_type, make = SAMPLES[kind]
    return world.part(Shelf).keep(owner, filename, content_type, make())


def fetched(medium: Medium) -> Response:
    """The file as the platform hands it out."""
    headers = {"Content-Disposition": f'attachment; filename="{medium.filename}"'}
    return Response(medium.content, content_type=medium.content_type, headers=headers)


def seen(world: World, request: Request) -> Response:
    """GET /sim/wecom/media/<media_id>: the file for the phone page, with nobody's token."""
    medium = world.part(Shelf).media.get(request.rest[0])
    if medium is None:
        raise Missing("no such file")
    return Response(medium.content, content_type=medium.content_type)
