"""急事卡: matters in which a telephone helps sooner than an adviser; before the form, never instead of it.

The numbers are rules of the district (places.telephones). What kinds there are: experience.md 1.5.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Card(NamedTuple):
    """What is read, and who is called: (whom, number); in CARDS a number is the name of its rule."""

    title: str
    words: str
    phones: tuple[tuple[str, str], ...]


CARDS: Final = (
    Card(
        "有人打您、吓唬您",
        "正在打人，先离开那里，马上打 {phone_of_police}。伤要去医院看，病历和照片留好。",
        (("报警", "phone_of_police"), ("妇女维权", "phone_of_womens_federation")),
    ),
    Card(
        "觉得过不下去了",
        "先别一个人待着，叫上家里人。现在就可以打电话，白天黑夜都有人接，不问姓名。",
        (("有人听您说", "phone_in_despair"), ("急救", "phone_of_ambulance"), ("报警", "phone_of_police")),
    ),
    Card(
        "孩子受了欺负",
        "孩子被打、被欺负、被乱摸，先报警，衣服不要洗，不要反复问孩子。",
        (("报警", "phone_of_police"), ("青少年求助", "phone_of_youth")),
    ),
    Card(
        "一大伙人没拿到工钱",
        "先把人名、干活的日子、欠多少写在一张纸上，每个人签名。不要堵门堵路。",
        (("劳动监察", "phone_of_labour_inspection"), ("法律援助", "phone_of_legal_aid")),
    ),
)


def cards(telephones: Mapping[str, str]) -> list[Card]:
    """What a district's residents are shown, with the numbers in force there."""
    return [
        Card(card.title, card.words.format(**telephones), tuple((who, telephones[key]) for who, key in card.phones))
        for card in CARDS
    ]
