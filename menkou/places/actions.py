from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F, Q

from menkou.core import clock, memory
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.news import announce
from menkou.places import policies
from menkou.places.models import CalendarDay, District, FormerName, JudicialOffice, Rule, Township, Village
from menkou.places.news import PublicFactsChanged
from menkou.places.rules.bounds import fault
from menkou.places.rules.sounds import sounds_of


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


@action(policies.arrange, audit="places.rearranged")
def rearrange(
    *,
    by: Actor,
    district: District,
    day: date,
    townships: Iterable[Township],
    begins: Iterable[Village],
    renames: Mapping[str, tuple[str, str]],
    ends: Mapping[str, str | None],
) -> None:
    """区划调整 from a day on: by code, which villages begin, have another name and kind, or end, with the successor.

    A township with another code or name is the same one still; one that is not on record begins.
    """
    known = {one.pk: one for one in Township.objects.select_for_update()}
    for town in townships:
        was = known.get(town.pk)
        if was and (was.code, was.name) != (town.code, town.name):
            FormerName.objects.create(township=town, code=was.code, name=was.name, valid_until=day)
        town.save()
    villages = {one.code: one for one in Village.objects.select_for_update().filter(code__in=[*renames, *ends])}
    for code, (name, kind) in renames.items():
        FormerName.objects.create(village=villages[code], code=code, name=villages[code].name, valid_until=day)
        Village.objects.filter(code=code).update(name=name, sound=sounds_of(name), kind=kind)
    Village.objects.bulk_create(begins, batch_size=500)
    running = dict(Village.objects.filter(code__in=set(filter(None, ends.values()))).values_list("code", "pk"))
    for code, successor in ends.items():
        villages[code].valid_until, villages[code].successor_id = day, running[successor] if successor else None
    Village.objects.bulk_update([villages[code] for code in ends], ["valid_until", "successor"], batch_size=200)
    memory.forget()


@action(policies.arrange, audit="places.office_amended")
def amend_office(*, by: Actor, district: District, office: JudicialOffice, facts: Mapping[str, str]) -> None:
    """更正司法所: another name, phone or address from now on; boards that show it are stale. Raises Invalid."""
    if not facts or not set(facts) <= {"name", "phone", "address"}:
        raise Invalid("司法所只能更正名称、电话、地址。")
    for name, value in facts.items():
        setattr(office, name, value)
    office.save(update_fields=list(facts))
    announce(PublicFactsChanged("司法所更正"))


@action(policies.arrange, audit="places.rule_set")
def set_rule(*, by: Actor, district: District, key: str, value: int | str, valid_from: date, source: str) -> Rule:
    """地方规则: holds from a day on; the one before ends that day.

    Raises Invalid for an unknown rule or a value that it may not have (rules.bounds); Conflict where a rule that begins
    that day or later is on record, and was not taken back.
    """
    if wrong := fault(key, value):
        raise Invalid(wrong)
    District.objects.select_for_update(no_key=True).get(pk=district.pk)  # two at once: the second sees the first
    rules = Rule.objects.filter(key=key).exclude(valid_until=F("valid_from"))
    if rules.filter(valid_from__gte=valid_from).exists():
        raise Conflict(f"{valid_from} 或之后已经有这条规则的新规定，请从更晚的一天起改。")
    rules.filter(Q(valid_until=None) | Q(valid_until__gt=valid_from)).update(valid_until=valid_from)
    memory.forget()
    return Rule.objects.create(key=key, value=value, valid_from=valid_from, source=source)


@action(policies.arrange, audit="places.rule_taken_back")
def take_back_rule(*, by: Actor, rule: Rule) -> Rule:
    """收回 of a rule that was set ahead, while its day has not come: it stays on record and holds on no day.

    The one before it holds on until the next begins. Raises Conflict where its day has come, or it was taken back.
    """
    District.objects.select_for_update(no_key=True).get(pk=rule.district_id)
    found = Rule.objects.get(pk=rule.pk)
    if found.is_taken_back:
        raise Conflict("这一条已经收回了。")
    if found.valid_from <= clock.today():
        raise Conflict(f"{found.valid_from} 已经到了，不能收回。要改请从以后的一天起改。")
    until, found.valid_until = found.valid_until, found.valid_from
    found.save(update_fields=["valid_until"])
    before = Rule.objects.filter(key=found.key, valid_until=found.valid_from, valid_from__lt=found.valid_from)
    before.update(valid_until=until)
    memory.forget()
    return found


@action(policies.arrange, audit="places.calendar_set")
def set_calendar(*, by: Actor, district: District, days: Iterable[CalendarDay]) -> None:
    memory.forget()
    CalendarDay.objects.bulk_create(
        days, update_conflicts=True, unique_fields=["district", "day"], update_fields=["is_working", "source"]
    )
