"""A recording as a file: what kind it is, and the file without what a phone wrote into it beside the sound.

The sound itself is not touched (there is no codec here). Of an mp4 the boxes that may name a place, a person or a phone
(ISO/IEC 14496-12: udta, meta, uuid) are blanked where they stand, so that nothing else moves; of an mp3 the ID3 tags are
cut off at both ends (id3.org, 2.4.0 and 1.1). What a browser records (webm, ogg) names only the browser.
"""

import re
from collections.abc import Iterator
from typing import Final

WEBM: Final = "audio/webm"
MP4: Final = "audio/mp4"
OGG: Final = "audio/ogg"
MP3: Final = "audio/mpeg"
PERSONAL: Final = {b"udta", b"meta", b"uuid"}
INSIDE: Final = {b"moov", b"trak", b"mdia", b"moof", b"traf"}  # boxes that hold boxes
NO_AUDIO: Final = (b"3g", b"heic", b"avif", b"mif1", b"qt")  # brands that are no sound, or that browsers do not play
PICTURES: Final = re.compile(rb"hdlr.{8}vide", re.S)
ID3V1_BYTES: Final = 128


def kind_of(sound: bytes) -> str | None:
    """What browsers play it as; None where it is no recording that they play."""
    if sound[:4] == b"\x1a\x45\xdf\xa3":
        return WEBM
    if sound[:4] == b"OggS":
        return OGG
    if sound[4:8] == b"ftyp":
        return None if sound[8:12].startswith(NO_AUDIO) or PICTURES.search(sound) else MP4
    bare_of_tags = _without_id3(sound)
    is_frame = bare_of_tags[:1] == b"\xff" and len(bare_of_tags) > 1 and bare_of_tags[1] & 0xE6 == 0xE2  # layer III
    return MP3 if is_frame else None


def bare(sound: bytes, kind: str) -> bytes:
    """The file without places, names and phones."""
    if kind == MP3:
        return _without_id3(sound)
    if kind != MP4:
        return sound
    blank = bytearray(sound)
    for start, stop in list(_personal(sound, 0, len(sound))):
        blank[start - 4 : stop] = b"free" + bytes(stop - start)
    return bytes(blank)


def _personal(sound: bytes, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Where what is in a personal box begins and ends. A box that says it is longer than its place ends the walk."""
    while start + 8 <= stop:
        size, name, head = int.from_bytes(sound[start : start + 4], "big"), sound[start + 4 : start + 8], 8
        if size == 1:  # the size itself is longer
            size, head = int.from_bytes(sound[start + 8 : start + 16], "big"), 16
        end = stop if size == 0 else start + size
        if end > stop or end < start + head:
            return
        if name in PERSONAL:
            yield start + 8, end
        elif name in INSIDE:
            yield from _personal(sound, start + head, end)
        start = end


def _without_id3(sound: bytes) -> bytes:
    while sound[:3] == b"ID3" and len(sound) > 10:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(sound[6:10], (21, 14, 7, 0), strict=True))
        sound = sound[10 + size + 10 * bool(sound[5] & 0x10) :]  # a footer repeats the head
    return sound[:-ID3V1_BYTES] if sound[-ID3V1_BYTES:][:3] == b"TAG" else sound
