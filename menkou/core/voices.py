"""语音: a clip as a platform sends it, written anew as Opus in Ogg, which every browser plays; nothing else comes along.

The first bytes decide how it is read: nothing is guessed from a name, and nothing else of the reader's many formats is
ever tried. AMR is the narrow-band one that WeChat sends.
"""

from io import BytesIO
from typing import Final

from menkou.core.errors import Invalid

MOST_BYTES: Final = 2 << 20  # of what comes in: 60 s of AMR are some 100 KB
MOST_SECONDS: Final = 120
RATE: Final = 16000  # Hz; speech
BITS: Final = 24000  # a second
READERS: Final = {b"#!AMR\n": "amr", b"OggS": "ogg"}
NOT_SOUND: Final = "这段语音打不开，没有收下。请重新说一遍，或者写字。"
TOO_LONG: Final = "这段语音太长了，没有收下。请分几段说。"


def clip(content: bytes) -> tuple[bytes, int]:
    """The clip in Ogg, and its length in seconds, at least 1. Raises Invalid with what to do."""
    reader = next((name for head, name in READERS.items() if content.startswith(head)), None)
    if reader is None:
        raise Invalid(NOT_SOUND)
    if len(content) > MOST_BYTES:
        raise Invalid(TOO_LONG)
    return _written_anew(content, reader)


def _written_anew(content: bytes, reader: str) -> tuple[bytes, int]:
    import av  # which only the worker needs

    made, samples = BytesIO(), 0
    try:
        with av.open(BytesIO(content), "r", format=reader) as source, av.open(made, "w", format="ogg") as target:
            sound = target.add_stream("libopus", rate=RATE, layout="mono", bit_rate=BITS)
            even = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            for frame in source.decode(audio=0):
                for part in even.resample(frame):
                    samples += part.samples
                    if samples > MOST_SECONDS * RATE:
                        raise Invalid(TOO_LONG)
                    target.mux(sound.encode(part))
            for part in even.resample(None):
                samples += part.samples
                target.mux(sound.encode(part))
            if not samples:
                raise Invalid(NOT_SOUND)
            target.mux(sound.encode(None))
    except (av.FFmpegError, ValueError, IndexError, EOFError) as error:
        raise Invalid(NOT_SOUND) from error
    return made.getvalue(), max(1, round(samples / RATE))
