"""小村检验: how many people a text without names may still mean, and what to say less exactly until they are enough.

An estimate: what is told is taken to be spread evenly and independently over those who live there. People who know the
village know more; whoever approves a case reads it with that in mind.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

FEWEST: Final = 5  # who could be meant; a district may ask for more (places.rules.defaults: fewest_who_could_be_meant)
ALL: Final = 1000  # in a thousand: tells nothing
# of a thousand people, by decades of life; a judgement after the census of 2020, by which 187 were 60 or older
DECADES: Final = (115, 110, 118, 158, 148, 164, 105, 57, 22, 3)
_OLDEST: Final = 10 * len(DECADES)
_OF_A_SUM: Final = 300  # of a thousand such matters lie in one band of sums, as a judgement


class Level(IntEnum):
    """How near the place is told."""

    VILLAGE = 1
    TOWNSHIP = 2
    DISTRICT = 3


PLACES: Final = {Level.VILLAGE: "某村", Level.TOWNSHIP: "某镇街", Level.DISTRICT: "本区县"}


@dataclass(frozen=True)
class People:
    """How many live where the matter is from, and who they are by decades of life if the district knows."""

    village: int
    township: int
    district: int
    decades: tuple[int, ...] = DECADES

    def at(self, level: Level) -> int:
        """How many live there: never fewer than in what is inside, whatever the records say."""
        return max((self.village, self.township, self.district)[:level])


@dataclass(frozen=True)
class Told:
    """What the text still tells: years of life from and until, and how many of a thousand share the rest.

    `topic` is how many of a thousand such a thing happens to: it is what the case is about, and is never told less
    exactly. `household` is how many live in one like it (alone, with a disabled child); `ALL` where nothing is said.
    """

    level: Level = Level.VILLAGE
    years: tuple[int, int] | None = None
    is_sex_told: bool = False
    household: int = ALL
    is_sum_told: bool = False
    topic: int = ALL


@dataclass(frozen=True)
class Outcome:
    """What may be told, how many it may mean, and what was changed, in words for whoever has to change the text."""

    told: Told
    meant: int
    steps: tuple[str, ...]
    is_enough: bool


def could_be_meant(told: Told, people: People) -> int:
    """How many people all that is told fits, rounded down."""
    share = told.household * told.topic * _of_age(told.years, people.decades)
    share *= (ALL // 2 if told.is_sex_told else ALL) * (_OF_A_SUM if told.is_sum_told else ALL)
    return people.at(told.level) * share // ALL**5


def generalised(told: Told, people: People, fewest: int = FEWEST) -> Outcome:
    """Told less and less exactly, until enough people could be meant or there is nothing left to leave out."""
    meant, steps = could_be_meant(told, people), []
    for further, words in _ladder(told):
        if meant >= fewest:
            break
        less = further(told)
        many = could_be_meant(less, people)
        if many > meant or many == 0:  # what changes nothing is left as it was told
            told, meant = less, many
            steps.append(words)
    return Outcome(told, meant, tuple(steps), meant >= fewest)


def offered(told: Told) -> list[tuple[str, Told]]:
    """What may be told less exactly, one step each: in words, and what is told then."""
    return [(words, further(told)) for further, words in _ladder(told)]


def _ladder(told: Told) -> Iterator[tuple[Callable[[Told], Told], str]]:
    """The steps that are left, those first that take least from what the case teaches."""
    if told.level < Level.TOWNSHIP:
        yield (
            lambda told: replace(told, level=Level.TOWNSHIP),
            f"地点：{PLACES[Level.VILLAGE]}改成{PLACES[Level.TOWNSHIP]}",
        )
    if told.is_sum_told:
        yield lambda told: replace(told, is_sum_told=False), "金额：不写数目，只写“一笔钱”"
    if told.years:
        wide = _widened(told.years)
        yield lambda told: replace(told, years=wide), f"年龄：{_years(told.years)}放宽到 {_years(wide)}"
    if told.level < Level.DISTRICT:
        yield lambda told: replace(told, level=Level.DISTRICT), f"地点：改成{PLACES[Level.DISTRICT]}"
    if told.household < ALL:
        yield lambda told: replace(told, household=ALL), "家庭情况：不写"
    if told.years:
        yield lambda told: replace(told, years=None), "年龄：不写"
    if told.is_sex_told:
        yield lambda told: replace(told, is_sex_told=False), "性别：不写，用“当事人”"


def _widened(years: tuple[int, int]) -> tuple[int, int]:
    """Ten years more at either end, in whole decades."""
    low, high = years
    return max(0, low // 10 * 10 - 10), min(_OLDEST, -(-high // 10) * 10 + 10)


def _of_age(years: tuple[int, int] | None, decades: tuple[int, ...]) -> int:
    """How many of a thousand have these years, the years of a decade being alike."""
    if years is None:
        return ALL
    low, high = years
    tenths = sum(many * max(0, min(high, 10 * n + 10) - max(low, 10 * n)) for n, many in enumerate(decades))
    return min(ALL, tenths // 10)


def _years(years: tuple[int, int]) -> str:
    return f"{years[0]} 至 {years[1]} 岁"
