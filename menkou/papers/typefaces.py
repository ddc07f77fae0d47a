"""The Chinese typefaces of the system or of MENKOU_FONTS that papers are set in."""

import os
from functools import cache

SONG = ("FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN")
FANG = ("FangSong_GB2312", "FangSong", "STFangsong", *SONG[1:])
HEI = ("SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei")
KAI = ("KaiTi_GB2312", "KaiTi", "STKaiti", "LXGW WenKai GB", "LXGW WenKai")


class NoFont(Exception):
    """The machine has no Chinese font, and a paper would be empty boxes."""


def demand() -> None:
    """Raises NoFont where no Chinese font that we know is installed."""
    if not _families().intersection(SONG + FANG + HEI):
        raise NoFont


def found(families: tuple[str, ...]) -> list[str]:
    """Those of these that are here, the best first, then whatever Chinese there is."""
    return [name for name in dict.fromkeys((*families, *FANG, *HEI)) if name in _families()]


def folders() -> list[str]:
    """Where to look besides the system's own folders."""
    own = os.environ.get("MENKOU_FONTS")
    return [own] if own else []


@cache
def _families() -> frozenset[str]:
    import typst  # 10 MB that a process without papers does not need

    return frozenset(typst.Fonts(include_embedded_fonts=False, font_paths=folders()).families())
