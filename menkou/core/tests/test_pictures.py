"""A page of paper is a picture made anew, whatever was sent: nothing that came along with it is kept."""

import resource
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from menkou.core import pictures
from menkou.core.errors import Invalid

MOST = 600 * 1024
SCRIPT = b"<script>alert(1)</script>"


def jpeg(size=(800, 600), colour="white", **more) -> bytes:
    kept = BytesIO()
    Image.new("RGB", size, colour).save(kept, "JPEG", **more)
    return kept.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head promises a flood."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def of_a_phone() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Jinsique", 6  # maker; turned to the right
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 33.0, 4.0), 3: "E", 4: (116.0, 49.0, 43.0)})
    return jpeg((800, 600), exif=exif, comment=b"jinsique-remark")


def test_a_page_is_small_enough_and_upright():
    made = Image.open(BytesIO(pictures.page(of_a_phone(), MOST)))

    assert made.format == "JPEG"
    assert made.size == (600, 800)


def test_what_a_phone_writes_into_a_photo_is_not_written_again():
    made = pictures.page(of_a_phone(), MOST)
    again = Image.open(BytesIO(made))

    assert dict(again.getexif()) == {}
    assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"jinsique" not in made.lower()
    assert b"Exif" not in made


@pytest.mark.parametrize("polyglot", [jpeg() + SCRIPT, jpeg(comment=SCRIPT), jpeg() + b"PK\x03\x04" + SCRIPT])
def test_of_a_picture_that_is_something_else_as_well_only_the_picture_is_left(polyglot):
    made = pictures.page(polyglot, MOST)

    assert SCRIPT not in made
    assert b"PK\x03\x04" not in made


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html>" + SCRIPT,
        b"GIF89a" + SCRIPT,
        b"%PDF-1.7" + SCRIPT,
        b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR",
        jpeg()[:400],
        b"\xff\xd8\xff\xe0" + SCRIPT,
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(file):
    with pytest.raises(Invalid, match="不是完整的照片"):
        pictures.page(file, MOST)


def test_a_flood_of_pixels_is_refused_before_it_is_unpacked():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Invalid, match="五千万像素"):
        pictures.page(png_that_claims(50_000, 50_000), MOST)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024  # KB


def test_a_large_photo_is_made_small():
    made = pictures.page(jpeg((6000, 4000), quality=95), MOST)

    assert Image.open(BytesIO(made)).size == (1600, 1067)


def test_a_photo_that_stays_large_is_told_so():
    noisy = BytesIO()
    Image.effect_noise((1600, 1600), 200).save(noisy, "PNG")

    assert len(pictures.page(noisy.getvalue(), MOST)) <= MOST
    with pytest.raises(Invalid, match="压不小"):
        pictures.page(noisy.getvalue(), 10_000)


def test_what_is_see_through_is_white_paper():
    clear = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(clear, "PNG")

    assert Image.open(BytesIO(pictures.page(clear.getvalue(), MOST))).getpixel((5, 5)) == (255, 255, 255)
