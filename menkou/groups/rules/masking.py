"""What is copied from a chat, without the names and numbers that a program can know as such.

Names inside sentences stay: only a person knows them. What is masked here says what it was.
"""

import re
from typing import Final

from menkou.consultations.rules.hiding import without_numbers

# who spoke, as chats are copied: "张三:" or "张三 2026/11/28 20:15" on a line of its own, or "张三: 问一下……"
_DAY: Final = r"(?:\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?|昨天|今天|星期.)?"
_MOMENT: Final = _DAY + r"\s*(?:[上下]午|晚上|凌晨)?\s*\d{1,2}:\d{2}(?::\d{2})?"
_SPEAKER_AND_TIME: Final = re.compile(rf"^(?P<who>[^\n:：]{{1,24}}?)[ \t\u2005]+{_MOMENT}[ \t]*[:：]?[ \t]*$", re.M)
_SPEAKER_ALONE: Final = re.compile(r"^(?P<who>[^\n:：，。？！,.?!\s]{1,16})[:：][ \t]*$", re.M)
_SPEAKER_BEFORE: Final = re.compile(
    r"^(?P<who>[^\n:：，。？！,.?!\s]{1,16})(?<![说问讲写答道是])[:：][ \t]*(?=\S)", re.M
)
_CALLED: Final = re.compile(r"@[^\s\u2005@，。？！,.?!:：]{1,24}")


def masked(text: str) -> str:
    """The words with speakers, people called by @, phones, identity and card numbers each as what they are."""
    text = _SPEAKER_AND_TIME.sub("〔群友〕：", text)
    text = _SPEAKER_ALONE.sub("〔群友〕：", text)
    text = _SPEAKER_BEFORE.sub("〔群友〕：", text)
    text = _CALLED.sub("@〔群友〕", text)
    return without_numbers(text)
