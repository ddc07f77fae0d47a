from collections.abc import Iterable
from datetime import date

from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.places import policies
from menkou.places.models import CalendarDay, District, JudicialOffice, Rule, Township, Village


@action(policies.arrange, audit="places.set_up")
def set_up(
    *,
    by: Actor,
    district: District,
    townships: Iterable[Township],
    offices: Iterable[JudicialOffice],
    villages: Iterable[Village],
) -> None:
    """Put a district's places on record; a code that is there already is refused by the database."""
    Township.objects.bulk_create(townships)
    JudicialOffice.objects.bulk_create(offices)
    Village.objects.bulk_create(villages, batch_size=500)


@action(policies.arrange, audit="places.rule_set")
def set_rule(*, by: Actor, district: District, key: str, value: int, valid_from: date, source: str) -> Rule:
    """地方规则: holds from a day on; the one before ends that day."""
    before = Rule.objects.filter(key=key, valid_from__lt=valid_from, valid_until=None)
    before.update(valid_until=valid_from)
    return Rule.objects.create(key=key, value=value, valid_from=valid_from, source=source)


@action(policies.arrange, audit="places.calendar_set")
def set_calendar(*, by: Actor, district: District, days: Iterable[CalendarDay]) -> None:
    CalendarDay.objects.bulk_create(
        days, update_conflicts=True, unique_fields=["district", "day"], update_fields=["is_working", "source"]
    )
