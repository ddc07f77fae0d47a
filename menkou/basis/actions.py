from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from menkou.basis import policies
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.dated import Dated
from menkou.core.errors import Conflict, Invalid
from menkou.places.models import District

REFUSALS = {  # what the database says no with, and what a person reads
    "ends_after_it_began": "结束的日子要在开始的日子之后。",
    "a_licence_number_is_one_person_s": "这个执业证号在这段时间里已经登记给别人了，请核对。",
    "a_share_is_no_more_than_all": "份额最多是千分之 1000。",
    "a_base_is_a_township_or_a_rough_place": "常驻地请选一个镇街；住在区外的，写大致的经度和纬度。两样只填一样。",
    "an_avoidance_is_of_a_person_or_an_institution": "请选一位法律顾问，或者一家机构，只选一样。",
    "a_wish_is_about_a_person_or_an_institution": "请选一位法律顾问，或者一家机构，只选一样。",
    "a_wish_has_a_weight": "意愿只有很希望、希望、尽量不要、很不希望四种。",
    "a_village_needs_a_few_things": "最需要的最多选三项。",
    "an_obligation_asks_for_something": "至少要写 1。",
}
AT_ONCE = "刚刚有人登记了同一件事，请刷新以后再看。"


@action(policies.record, audit="basis.recorded")
def record(*, by: Actor, fact: Dated) -> Dated:
    """登记一条依据: it holds from its day on; the one about the same thing that held before ends that day.

    Raises Invalid where something in it cannot be, Conflict where one that begins that day or later is on record.
    """
    _check(fact)
    same = type(fact).objects.filter(**{name: getattr(fact, name) for name in fact.ABOUT})
    if same.filter(valid_from__gte=fact.valid_from).exists():
        raise Conflict(f"{fact.valid_from} 或之后已经登记过同一件事，请先结束那一条，或者从更晚的一天起登记。")
    same.filter(Q(valid_until=None) | Q(valid_until__gt=fact.valid_from)).update(valid_until=fact.valid_from)
    with _explained():
        fact.save(force_insert=True)
    return fact


@action(policies.take_out, audit="basis.taken_out", count=int)
def take_out(*, by: Actor, district: District, rows: int) -> int:
    """导出: so many facts leave the house as a file; which ones they are is not on record."""
    return rows


@action(policies.record, audit="basis.ended")
def end(*, by: Actor, fact: Dated, last: date) -> None:
    """结束一条依据 after its last day; one that has not begun is struck out. Raises Conflict where it is over."""
    kept = type(fact).objects.select_for_update(of=("self",)).filter(pk=fact.pk).first()
    until = last + timedelta(days=1)
    if kept is None or (kept.valid_until and kept.valid_until <= clock.today()):
        raise Conflict("这一条已经结束了。")
    if kept.valid_from > clock.today():
        kept.delete()
        return
    if until <= kept.valid_from:
        raise Invalid(f"这一条从 {kept.valid_from} 开始，结束的日子请选这天或以后。")
    if kept.valid_until and until > kept.valid_until:
        raise Invalid(f"这一条到 {kept.valid_until - timedelta(days=1)} 为止，只能提前结束。要延长，请另登记一条。")
    type(fact).objects.filter(pk=fact.pk).update(valid_until=until)


@action(policies.take_in, audit="basis.taken_in")
def take_in(*, by: Actor, district: District, facts: Iterable[Dated]) -> int:
    """成批登记: all or none. Returns how many. Raises Invalid or Conflict as `record` does; ends nothing by itself."""
    kinds: dict[type[Dated], list[Dated]] = defaultdict(list)
    for fact in facts:
        _check(fact)
        kinds[type(fact)].append(fact)
    with _explained():
        for kind, rows in kinds.items():
            kind.objects.bulk_create(rows, batch_size=500)
    return sum(map(len, kinds.values()))


def _check(fact: Dated) -> None:
    links = [field.name for field in fact._meta.concrete_fields if field.is_relation]
    try:
        fact.clean_fields(exclude=links)
    except ValidationError as error:
        raise Invalid(f"{fact._meta.verbose_name}：{' '.join(error.messages)}") from error


@contextmanager
def _explained() -> Iterator[None]:
    """The database's no, in a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        for name, sentence in REFUSALS.items():
            if name in str(error):
                raise Invalid(sentence) from error
        raise Conflict(AT_ONCE) from error
