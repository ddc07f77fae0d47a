"""哪一类事, in pictures and words of the village (experience.md R4), and which category an adviser is offered for each."""

from typing import Final, NamedTuple


class Topic(NamedTuple):
    """What is stored, what is read (its picture is topic-<key>), and the category that is chosen beforehand."""

    key: str
    words: str
    category: str


TOPICS: Final = (
    Topic("land", "土地", "land"),
    Topic("neighbours", "邻居", "neighbours"),
    Topic("wages", "打工工资", "labour"),
    Topic("marriage", "结婚离婚", "family"),
    Topic("elders", "老人赡养", "family"),
    Topic("debts", "借钱", "contract"),
    Topic("other", "其他", "other"),
)


def category_of(topic: str) -> str:
    """The category to begin with; none where no topic was said."""
    return next((one.category for one in TOPICS if one.key == topic), "")
