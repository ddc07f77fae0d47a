"""分段: a long text cut into pieces that a platform takes, where a reader would draw breath."""

import re
import unicodedata

MOST = 2048  # bytes of UTF-8 in one message of 公众号, 微信客服 and 群机器人 (security.md 4.1, 4.4)
STOPS = (  # where to cut, best first; signs of ASCII stand in numbers and addresses too, and need a blank behind them
    re.compile(r"\n\s*"),
    re.compile(r"[。！？…]+[”’」』）\"']*\s*|[.!?]+[\"')]*\s+"),
    re.compile(r"[；：，、]\s*|[;:,]\s+|\s+"),
)
WORD = re.compile(r"(?<![\x21-\x7e])[\x21-\x7e]+\Z")  # an address or a number is not torn
JOINERS = frozenset("\u200d\ufe0e\ufe0f")  # bind signs to one picture, and say how it is drawn
SKIN = range(0x1F3FB, 0x1F400)
FLAG = range(0x1F1E6, 0x1F200)


def pieces(text: str, most: int = MOST) -> list[str]:
    """The text in pieces of at most `most` bytes (at least 4), which together are the text.

    A piece of blanks only is left out: platforms refuse it.
    """
    found, rest = [], text
    while len(rest.encode()) > most:
        end = _end(rest, _fitting(rest, most))
        found.append(rest[:end])
        rest = rest[end:]
    return [piece for piece in (*found, rest) if piece.strip()]


def _fitting(text: str, most: int) -> int:
    """How many characters, from the first on, fit."""
    return len(text.encode()[:most].decode("utf-8", "ignore"))


def _end(text: str, fits: int) -> int:
    """Where the first piece ends: at the best stop past a third of what fits, else between two words or two signs."""
    least = fits // 3  # shorter pieces would be more pieces, and how many may be sent is limited
    for stop in STOPS:
        ends = [found.end() for found in stop.finditer(text, least, fits)]
        if ends:
            return ends[-1]
    torn = WORD.search(text, least, fits)
    if torn and text[fits].isascii():
        return torn.start() or fits
    whole = next((end for end in range(fits, least, -1) if not _binds(text[end - 1], text[end])), 0)
    return whole or fits or 1


def _binds(before: str, after: str) -> bool:
    """Whether two characters stand for one sign, and may not be parted."""
    marks = unicodedata.combining(after) or after in JOINERS or before == "\u200d" or ord(after) in SKIN
    return bool(marks) or (ord(before) in FLAG and ord(after) in FLAG)
