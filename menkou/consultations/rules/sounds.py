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
FILM: Final = re.compile(rb"\x86[\x83-\xbf]V_[A-Z]|\x80theora")  # Matroska's CodecID of pictures, and Ogg's
HEAD_BYTES: Final = 65_536  # of a file, in which its tracks are described
ID3V1_BYTES: Final = 128


def kind_of(sound: bytes) -> str | None:
    """What browsers play it as; None where it is no recording that they play."""
    if sound[:4] == b"\x1a\x45\xdf\xa3":
        return None if FILM.search(sound, 0, HEAD_BYTES) else WEBM
    if sound[:4] == b"OggS":
        return None if FILM.search(sound, 0, HEAD_BYTES) else OGG
    if sound[4:8] == b"ftyp":
        return None if sound[8:12].startswith(NO_AUDIO) or PICTURES.search(sound) else MP4
    start = _end_of_id3(sound)
    frame = sound[start : start + 2]
    is_frame = len(frame) == 2 and frame[0] == 0xFF and frame[1] & 0xE6 == 0xE2  # layer III
    return MP3 if is_frame else None


def bare(sound: bytes, kind: str) -> bytes:
    """The file without places, names and phones."""
    if kind == MP3:
        return sound[_end_of_id3(sound) : -ID3V1_BYTES if sound[-ID3V1_BYTES:][:3] == b"TAG" else None]
    if kind != MP4:
        return sound
    blank = bytearray(sound)
    for start, head, stop in _personal(sound):
        blank[start + 4 : start + 8] = b"free"
        blank[start + head : stop] = bytes(stop - start - head)
    return bytes(blank)


def _personal(sound: bytes) -> Iterator[tuple[int, int, int]]:
    """Where each personal box begins, how long its head is and where it ends: within the box around it, whatever it says.

    Without recursion: a file of boxes in boxes is no reason to fail.
    """
    places = [(0, len(sound))]
    while places:
        start, stop = places.pop()
        if start + 8 > stop:
            continue
        size, name, head = int.from_bytes(sound[start : start + 4], "big"), sound[start + 4 : start + 8], 8
        if size == 1:  # the size itself is longer
            size, head = int.from_bytes(sound[start + 8 : start + 16], "big"), 16
        end = stop if size == 0 else min(start + size, stop)
        if end < start + head:
            continue
        places.append((end, stop))
        if name in PERSONAL:
            yield start, head, end
        elif name in INSIDE:
            places.append((start + head, end))


def _end_of_id3(sound: bytes) -> int:
    """Where the tags before the sound end."""
    start = 0
    while sound[start : start + 3] == b"ID3" and start + 10 < len(sound):
        sizes = zip(sound[start + 6 : start + 10], (21, 14, 7, 0), strict=True)
        size = sum((byte & 0x7F) << shift for byte, shift in sizes)
        start += 10 + size + 10 * bool(sound[start + 5] & 0x10)  # a footer repeats the head
    return start
