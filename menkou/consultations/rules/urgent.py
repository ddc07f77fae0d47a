"""急事卡: matters in which a telephone helps sooner than an adviser; before the form, never instead of it.

The numbers are those of nationwide services: 110 and 120; 12338 women's federations; 12355 youth; 12356 people in
despair (from 1 May 2025); 12333 labour; 12348 legal aid. What kinds there are: experience.md 1.5.
"""

from typing import Final, NamedTuple


class Card(NamedTuple):
    """What is read, and who is called: (whom, number)."""

    title: str
    words: str
    phones: tuple[tuple[str, str], ...]


CARDS: Final = (
    Card(
        "有人打您、吓唬您",
        "正在打人，先离开那里，马上打 110。伤要去医院看，病历和照片留好。",
        (("报警", "110"), ("妇女维权", "12338")),
    ),
    Card(
        "觉得过不下去了",
        "先别一个人待着，叫上家里人。现在就可以打电话，白天黑夜都有人接，不问姓名。",
        (("有人听您说", "12356"), ("急救", "120"), ("报警", "110")),
    ),
    Card(
        "孩子受了欺负",
        "孩子被打、被欺负、被乱摸，先报警，衣服不要洗，不要反复问孩子。",
        (("报警", "110"), ("青少年求助", "12355")),
    ),
    Card(
        "一大伙人没拿到工钱",
        "先把人名、干活的日子、欠多少写在一张纸上，每个人签名。不要堵门堵路。",
        (("劳动监察", "12333"), ("法律援助", "12348")),
    ),
)
