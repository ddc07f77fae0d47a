"""What is copied from a chat, without the names and numbers that a program can know as such.

Names inside sentences stay: only a person knows them. What is masked here says what it was.
"""

import re
from typing import Final

# who spoke, as chats are copied: "张三:" or "张三 2026/11/28 20:15" on a line of its own, or "张三: 问一下……"
_DAY: Final = r"(?:\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?|昨天|今天|星期.)?"
_MOMENT: Final = _DAY + r"\s*(?:[上下]午|晚上|凌晨)?\s*\d{1,2}:\d{2}(?::\d{2})?"
_SPEAKER_AND_TIME: Final = re.compile(rf"^(?P<who>[^\n:：]{{1,24}}?)[ \t\u2005]+{_MOMENT}[ \t]*[:：]?[ \t]*$", re.M)
_SPEAKER_ALONE: Final = re.compile(r"^(?P<who>[^\n:：，。？！,.?!\s]{1,16})[:：][ \t]*$", re.M)
_SPEAKER_BEFORE: Final = re.compile(
    r"^(?P<who>[^\n:：，。？！,.?!\s]{1,16})(?<![说问讲写答道是])[:：][ \t]*(?=\S)", re.M
)
_CALLED: Final = re.compile(r"@[^\s\u2005@，。？！,.?!:：]{1,24}")
_GAP: Final = r"[ \-\u2005]?"
_NUMBERS: Final = (  # the longer first: a card's number holds a phone's
    (
        re.compile(r"(?<!\d)\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![\dXx])"),
        "〔身份证号〕",
    ),
    (re.compile(rf"(?<!\d)(?:\d{{4}}{_GAP}){{3,4}}\d{{1,4}}(?!\d)"), "〔卡号〕"),
    (re.compile(rf"(?<!\d)(?:\+?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"), "〔手机号〕"),
    (re.compile(r"(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)"), "〔电话〕"),
)


def masked(text: str) -> str:
    """The words with speakers, people called by @, phones, identity and card numbers each as what they are."""
    text = _SPEAKER_AND_TIME.sub("〔群友〕：", text)
    text = _SPEAKER_ALONE.sub("〔群友〕：", text)
    text = _SPEAKER_BEFORE.sub("〔群友〕：", text)
    text = _CALLED.sub("@〔群友〕", text)
    for number, word in _NUMBERS:
        text = number.sub(word, text)
    return text
