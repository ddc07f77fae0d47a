"""选数字: the number that somebody means, whether they type it, write it out, or copy the option's own words."""

import re
from collections.abc import Mapping
from typing import Final

from menkou.chats.rules.commands import plain
from menkou.chats.rules.steps import Step

WRITTEN: Final = {**dict(zip("零一二三四五六七八九", range(10), strict=True)), "两": 2, "〇": 0}
FIGURE: Final = rf"(?P<figure>[0-9]{{1,2}}|[{''.join(WRITTEN)}])"
ALONE: Final = re.compile(rf"(?:我?选择?|回)?{FIGURE}|第{FIGURE.replace('figure', 'place')}个?")
WITH_WORDS: Final = re.compile(rf"{FIGURE}(?P<words>.+)")

WORDS: Final[Mapping[Step, Mapping[str, int]]] = {  # an option's own words, said without its number
    Step.SEND: {"送出": 1, "不送": 0},
    Step.REOPEN: {"重新打开": 1, "接着问": 1, "新问题": 2, "当新问题问": 2, "不送": 0},
    Step.SOLVED: {"解决了": 1, "没有": 2, "没解决": 2, "没有解决": 2, "还没": 2, "还没有": 2, "还没解决": 2},
    Step.UNBIND: {"不解": 0, "不解绑": 0},
}
COPIED: Final[Mapping[Step, Mapping[str, int]]] = {  # that count behind their number only
    Step.SEND: {"送出只给他看": 2, "只给他看": 2, "送出他不在时由替班的法律顾问接手": 1},
    Step.REOPEN: {"重新打开接着问": 1},
    Step.UNBIND: {"解绑": 1},
}
BEHIND_ITS_NUMBER: Final = {Step.SEND: {("送出", 2)}}  # both of the options begin with it


def number(text: str, step: Step = Step.NONE) -> int | None:
    """The number that a text is as an answer to our last question, if it is nothing else."""
    said = plain(text)
    found = ALONE.fullmatch(said)
    if found:
        return _figure(found["figure"] or found["place"])
    words = WORDS.get(step, {})
    if said in words:
        return words[said]
    found = WITH_WORDS.fullmatch(said)
    if found is None:
        return None
    figure, own = _figure(found["figure"]), {**words, **COPIED.get(step, {})}
    if own.get(found["words"]) == figure or (found["words"], figure) in BEHIND_ITS_NUMBER.get(step, set()):
        return figure
    return None


def _figure(said: str) -> int:
    return WRITTEN[said] if said in WRITTEN else int(said)
