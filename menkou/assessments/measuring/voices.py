"""村（居）委会和村（居）民: what they say of the period, each village once; who answered is on no sheet."""

from collections import defaultdict
from uuid import UUID

from menkou.assessments.measuring.records import VILLAGE, Measured, Records
from menkou.assessments.models import View
from menkou.assessments.rules.items import Fact
from menkou.assessments.rules.surveys import NONE, Happy
from menkou.assessments.surveying import queries as surveys

WHOLE = 100


def committee(records: Records) -> dict[UUID, Measured]:
    """村（居）委会意见: marks out of a hundred, one for each village that gave one."""
    found: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
    rows = View.objects.filter(cycle__period=records.period.key).order_by("village", "id")
    for who, village, mark in rows.values_list("registration", "village", "mark"):
        found[who].append((village, mark))
    return {
        who: Measured(Fact(sum(mark for _, mark in some), WHOLE * len(some)), VILLAGE, tuple(one for one, _ in some))
        for who, some in found.items()
    }


def of_advisers(records: Records) -> dict[UUID, Measured]:
    """村（居）民测评, of the villages whose A post somebody held for most of the period."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for village in sorted({one.village for one in records.held}):
        days: dict[UUID, int] = defaultdict(int)
        for one in records.held_in(village):
            days[one.registration] += (one.after_last - one.first).days
        found[max(sorted(days), key=lambda who: days[who])].append(village)
    return _measured(found, _answers(records), records.fewest)


def of_institutions(records: Records) -> dict[UUID, Measured]:
    """The same, of the villages of an institution's people."""
    of_people = of_advisers(records)
    sums: dict[UUID, Measured] = {}
    for who, one in of_people.items():
        house = records.institution_of.get(who)
        if house is not None and one.fact.asked:
            before = sums.get(house, Measured(Fact(0, 0), VILLAGE))
            asked = (before.fact.asked or 0) + one.fact.asked
            sums[house] = Measured(Fact(before.fact.done + one.fact.done, asked), VILLAGE, before.rows + one.rows)
    return sums


def _answers(records: Records) -> dict[UUID, Happy]:
    """Of each village that goes on, what may be told."""
    found: dict[UUID, Happy] = {}
    for one, (happy, count) in surveys.told_in(records.period.key).items():
        village = records.heir_of(one)
        before = found.get(village, NONE)
        found[village] = (before[0] + happy, before[1] + count)
    return found


def _measured(villages: dict[UUID, list[UUID]], answers: dict[UUID, Happy], fewest: int) -> dict[UUID, Measured]:
    """A village of which nothing may be told is left out: a sum beside others would tell it."""
    found: dict[UUID, Measured] = {}
    for who, some in villages.items():
        told = [village for village in some if answers.get(village, NONE)[1]]
        if told:
            happy, count = (sum(answers[village][at] for village in told) for at in (0, 1))
            found[who] = Measured(Fact(happy, count), VILLAGE, tuple(told))
        elif any(village in answers for village in some):
            found[who] = Measured(Fact(0, None, why=f"没有一个村的答卷到 {fewest} 份"), VILLAGE)
    return found
