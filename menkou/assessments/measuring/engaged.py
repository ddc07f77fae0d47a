"""合同、岗位、缺席: what an institution owes by its contracts."""

from collections import defaultdict
from uuid import UUID

from menkou.assessments.measuring.records import CONTRACT, MISSED, VILLAGE, Measured, Records
from menkou.assessments.rules.items import Fact
from menkou.core.dated import overlapping
from menkou.engagements.models import Contract, MissedDuty


def signed(records: Records) -> dict[UUID, Measured]:
    """合同按时签: of the contracts that begin in the period, those signed by their first day. Old paper has no such day."""
    rows = Contract.objects.filter(
        stage=Contract.Stage.SIGNED,
        signed_on__isnull=False,
        valid_from__gte=records.period.first,
        valid_from__lt=records.period.after_last,
    )
    found: dict[UUID, list[tuple[UUID, bool]]] = defaultdict(list)
    for pk, house, on, begins in rows.order_by("id").values_list("pk", "institution", "signed_on", "valid_from"):
        found[house].append((pk, on is not None and on <= begins))
    return {
        house: Measured(Fact(sum(timely for _, timely in some), len(some)), CONTRACT, tuple(pk for pk, _ in some))
        for house, some in found.items()
    }


def filled(records: Records) -> dict[UUID, Measured]:
    """岗位不空: of the days that a contract of the period holds, those on which the village's A post was held.

    The rows are the villages in which it was empty on some day.
    """
    sums: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    empty: dict[UUID, list[UUID]] = defaultdict(list)
    binding = overlapping(
        Contract.objects.filter(stage=Contract.Stage.SIGNED), records.period.first, records.period.after_last
    )
    facts = binding.order_by("valid_from", "id").values_list("institution", "village", "valid_from", "valid_until")
    for house, village, begins, ends in facts:
        first, after = max(begins, records.period.first), min(ends, records.period.after_last)
        days = (after - first).days
        held = sum(one.days_in(first, after) for one in records.held_in(records.heir_of(village)))
        sums[house][0] += min(days, held)
        sums[house][1] += days
        if held < days:
            empty[house].append(village)
    rows = {house: tuple(dict.fromkeys(some)) for house, some in empty.items()}  # each once, of however many contracts
    return {house: Measured(Fact(held, days), VILLAGE, rows.get(house, ())) for house, (held, days) in sums.items()}


def missed(records: Records) -> dict[UUID, Measured]:
    """无故缺席: on record under its contracts, nobody sent instead, not struck out."""
    found: dict[UUID, list[UUID]] = {one: [] for one in records.engaged}
    rows = MissedDuty.objects.filter(
        day__gte=records.period.first,
        day__lt=records.period.after_last,
        had_substitute=False,
        struck_at=None,
    )
    for house, pk in rows.order_by("day", "id").values_list("contract__institution", "pk"):
        found.setdefault(house, []).append(pk)
    return {house: Measured(Fact(len(some)), MISSED, tuple(some)) for house, some in found.items()}
