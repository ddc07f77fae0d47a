"""What may be typed at any time, as it was meant: whatever the case, the width, the quotes and the marks around it."""

import re
import unicodedata
from enum import StrEnum
from typing import Final


class Command(StrEnum):
    """口令: words that ask us for something, rather than the adviser."""

    FRESH = "新问题"
    VILLAGE = "换村"
    CODE = "取件码"
    SHOW = "发到这里"
    REMIND = "只提醒"
    ASKED = "我问过的"
    UNBIND = "解绑"
    HELP = "帮助"
    HAPPY = "满意"
    SO_SO = "一般"
    UNHAPPY = "不满意"


OTHERWISE: Final = {
    "问新的": Command.FRESH,
    "问新问题": Command.FRESH,
    "换个村": Command.VILLAGE,
    "我的取件码": Command.CODE,
    "要取件码": Command.CODE,
    "直接发到这里": Command.SHOW,
    "只要提醒": Command.REMIND,
    "问过的": Command.ASKED,
    "我的问题": Command.ASKED,
    "解除绑定": Command.UNBIND,
    "怎么用": Command.HELP,
    "help": Command.HELP,
    "?": Command.HELP,
    "你好": Command.HELP,
    "您好": Command.HELP,
    "在吗": Command.HELP,
    "很满意": Command.HAPPY,
    "还行": Command.SO_SO,
    "很不满意": Command.UNHAPPY,
}
FACES: Final = {Command.HAPPY: 3, Command.SO_SO: 2, Command.UNHAPPY: 1}  # consultations.Rating.Face
YES: Final = frozenset({"是", "是的", "好", "好的", "对", "行", "可以", "嗯", "要", "送", "送出", "发", "发送", "确定"})
NO: Final = frozenset({"否", "不", "不要", "不用", "算了", "不送", "不了"})
MARKS: Final = re.compile(r"[\s。.!，,、~～“”\"'‘’「」『』()\[\]【】：:]+")
LONGEST_NUMBER: Final = 2
LONGEST_PLACE: Final = 12
QUESTION_MARKS: Final = re.compile(r"[?，。,.!；;吗呢么怎谁]|\n")


def plain(text: str) -> str:
    """What was typed, without width, case and the marks around it."""
    bare = MARKS.sub("", unicodedata.normalize("NFKC", text).lower())
    return bare.rstrip("?") or bare[:1]


def command(text: str) -> Command | None:
    """The command that a text is, if it is nothing else."""
    said = plain(text)
    return next((one for one in Command if one.value == said), OTHERWISE.get(said))


def number(text: str) -> int | None:
    """The number that a text is, if it is nothing else."""
    said = plain(text)
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST_NUMBER else None


def may_be_place(text: str) -> bool:
    """Whether it could be the name of a village: short, and no sentence."""
    bare = unicodedata.normalize("NFKC", text).strip()
    return 0 < len(bare) <= LONGEST_PLACE and not QUESTION_MARKS.search(bare)
