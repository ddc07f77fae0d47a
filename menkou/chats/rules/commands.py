"""What may be typed at any time, as it was meant: whatever the case, the width, the quotes and the marks around it."""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from menkou.consultations.rules import codes


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
    "很不满意": Command.UNHAPPY,
}
FACES: Final = {Command.HAPPY: 3, Command.SO_SO: 2, Command.UNHAPPY: 1}  # consultations.Rating.Face
YES: Final = frozenset({"是", "是的", "好", "好的", "对", "行", "可以", "嗯", "要", "送", "送出", "发", "发送", "确定"})
NO: Final = frozenset({"否", "不", "不要", "不用", "算了", "不送", "不了"})
MARKS: Final = re.compile(r"[\s。.!，,、~～“”\"'‘’「」『』()\[\]【】：:]+")
LONGEST_PLACE: Final = 12
KIND_OF_PLACE: Final = re.compile(r"(村|社区|居委|居委会|村委会)$")
NAMED_CODE: Final = re.compile(
    r"取件码(?:是|为)?[:\s\"'“”]*([0-9A-Z](?:[ \t_.·—-]*[0-9A-Z]){7})(?![0-9A-Z])", re.IGNORECASE
)
QUESTION_MARKS: Final = re.compile(r"[?，。,.!；;吗呢么怎谁]|\n")


def plain(text: str) -> str:
    """What was typed, without width, case and the marks around it."""
    bare = MARKS.sub("", unicodedata.normalize("NFKC", text).lower())
    return bare.rstrip("?") or bare[:1]


def command(text: str) -> Command | None:
    """The command that a text is, if it is nothing else."""
    said = plain(text)
    return next((one for one in Command if one.value == said), OTHERWISE.get(said))


def name(text: str) -> str:
    """What was said as a name: without the full stop that a keyboard or speech recognition puts behind it."""
    return unicodedata.normalize("NFKC", text).strip().rstrip("。.!")


def may_be_place(text: str) -> bool:
    """Whether it could be the name of a village: short, and no sentence."""
    bare = name(text)
    return 0 < len(bare) <= LONGEST_PLACE and not QUESTION_MARKS.search(bare)


def is_called_place(text: str) -> bool:
    """Whether it calls itself a village or a community, so that it is nothing else."""
    return may_be_place(text) and KIND_OF_PLACE.search(name(text)) is not None


def code_in(text: str) -> str:
    """The 取件码 that was typed or forwarded: behind this word, or alone on a line; empty where there is none.

    Behind the word it may be a wrong one, which is told then. On one line of several it has a letter at least, for
    eight figures are a telephone more often.
    """
    wide = unicodedata.normalize("NFKC", text)
    named = NAMED_CODE.search(wide)
    if named:
        return named[1]
    said = [line for line in wide.splitlines() if line.strip()]
    found = [code for line in said if (code := codes.tidy(line))]
    return next((code for code in found if len(said) == 1 or not code.isdecimal()), "")


def may_be_telephone(text: str) -> bool:
    """Whether a code is all figures and nobody calls it one."""
    return code_in(text).isdecimal() and "取件码" not in text
