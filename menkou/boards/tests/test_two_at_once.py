"""Two officers who adopt words for the boards at one moment, over real connections: both are heard, one holds."""

from datetime import date
from functools import partial

from menkou.boards.models import Disclosure, VillageHours
from menkou.boards.words import actions

AT_ONCE = 4
DAY = date(2026, 1, 1)


def test_of_words_adopted_at_once_one_set_holds(at_once, district, bureau):
    def adopt(number: int) -> None:
        facts = {"content": ["解答法律问题"], "commitments": ["不收费"], "standards": ["当日答复"], "source": "本局"}
        said = Disclosure(brand=f"第{number}句", bureau_phone="0537-0000009", valid_from=DAY, **facts)
        actions.adopt(by=bureau, district=district, disclosure=said)

    assert at_once(*(partial(adopt, number) for number in range(AT_ONCE))) == [None] * AT_ONCE
    assert Disclosure.objects.filter(valid_from=DAY, valid_until=None).count() == Disclosure.objects.count() == 1


def test_of_hours_set_at_once_one_holds(at_once, village, bureau):
    def set_hours(number: int) -> None:
        actions.set_hours(by=bureau, village=village, words=f"每月{number + 1}日上午", valid_from=DAY)

    assert at_once(*(partial(set_hours, number) for number in range(AT_ONCE))) == [None] * AT_ONCE
    assert VillageHours.objects.filter(village=village, valid_until=None).count() == VillageHours.objects.count() == 1
