"""急事卡: matters in which a telephone helps sooner than an adviser; shown before the form goes on, never instead of it.

The numbers are those of nationwide services: 110 and 120; 12338 women's federations; 12355 youth; 12356 people in
despair (from 1 May 2025); 12333 labour; 12348 legal aid. What kinds there are: experience.md 1.5. What a question is
taken for is guessed from words, and kept nowhere.
"""

import re
from typing import Final, NamedTuple


class Card(NamedTuple):
    """What is read, and who is called: (whom, number)."""

    key: str
    title: str
    words: str
    phones: tuple[tuple[str, str], ...]
    sounds: re.Pattern[str]


CARDS: Final = (
    Card(
        "violence",
        "有人打您、吓唬您",
        "正在打人，先离开那里，马上打 110。伤要去医院看，病历和照片留好。",
        (("报警", "110"), ("妇女维权", "12338")),
        re.compile(r"家暴|打(我|俺|老婆|媳妇|孩子|老人)|往死里打|掐(我|俺)|砍(我|俺|人)|拿刀|威胁(我|俺)|要杀"),
    ),
    Card(
        "despair",
        "觉得过不下去了",
        "先别一个人待着，叫上家里人。现在就可以打电话，白天黑夜都有人接，不问姓名。",
        (("有人听您说", "12356"), ("急救", "120"), ("报警", "110")),
        re.compile(r"不想活|想死|寻短见|轻生|自杀|跳楼|喝农药|活不下去|死了算了"),
    ),
    Card(
        "child",
        "孩子受了欺负",
        "孩子被打、被欺负、被乱摸，先报警，衣服不要洗，不要反复问孩子。",
        (("报警", "110"), ("青少年求助", "12355")),
        re.compile(
            r"猥亵|强奸|乱摸|校园欺凌|(孩子|娃|闺女|女儿|孙女|孙子|儿子|学生)[^。，]{0,8}(被打|被欺负|受欺负|挨打|被摸)"
        ),
    ),
    Card(
        "wages",
        "一大伙人没拿到工钱",
        "先把人名、干活的日子、欠多少写在一张纸上，每个人签名。不要堵门堵路。",
        (("劳动监察", "12333"), ("法律援助", "12348")),
        re.compile(
            r"讨薪|集体[^。]{0,6}工(资|钱)|([几\d]十|十几|\d{2,}|[五六七八九十])[个名来多]*(人|工友|民工|工人)[^。]{0,12}工(资|钱)"
        ),
    ),
)


def cards_for(text: str) -> list[Card]:
    """The cards that a question's words call for, in the order of urgency."""
    return [card for card in CARDS if card.sounds.search(text)]


def unseen(text: str, seen: str) -> list[Card]:
    """Those that whoever asks has not been shown yet; seen names the shown ones, with commas."""
    shown = set(seen.split(","))
    return [card for card in cards_for(text) if card.key not in shown]
