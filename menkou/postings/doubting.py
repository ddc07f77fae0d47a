"""What is wrong or missing in what a plan is told, in sentences that say what to do; asked before anything is solved."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from menkou.advisers.models import Adviser, Institution, Registration
from menkou.core import clock
from menkou.postings.facts import Facts

NAMED = 5  # of a longer list, the first few are named


def doubts(known: Facts) -> list[str]:
    """One sentence for each kind of doubt, the gravest first; none where all is well."""
    return [sentence for ask in DOUBTS for sentence in ask(known)]


def _late(known: Facts) -> Iterator[str]:
    on, until = known.term.on, known.term.until
    if on < clock.today():
        yield f"方案从 {on} 开始，这一天已经过去。请改成今天或以后的日子。"
    if until and until <= on:
        yield f"方案从 {on} 开始，到 {until} 就结束了。请把结束的日子改晚。"


def _nobody_or_nothing(known: Facts) -> Iterator[str]:
    if not known.villages:
        yield f"{known.term.on} 这一天没有一个村（社区）。请先登记镇街和村居。"
    if not known.people:
        yield f"{known.term.on} 这一天名册上没有一位法律顾问。请先把机构和法律顾问登记入册。"


def _places(known: Facts) -> Iterator[str]:
    lost = [town.name for town in known.towns.values() if town.longitude is None or town.latitude is None]
    if lost:
        yield f"{listed(lost)}没有登记中心位置，现在按全区的中间算路程，算不准。请在“镇街”表里补上大致的经度、纬度，再导入一次。"
    unknown = [one.short_name for one in known.villages if one.pk not in known.demands]
    if unknown:
        yield f"{listed(unknown)}没有登记需求，工作量按全区平均算。请在“派驻依据”里登记人口和上年咨询。"


def _institutions(known: Facts) -> Iterator[str]:
    manned = {one.institution_id for one in known.people}
    empty = [one.name for one in known.present if one.pk not in manned]
    if empty:
        yield f"{listed(empty)}在名册上没有人，排不上岗位。请登记这家机构的法律顾问，或者办理机构退出。"
    office = Institution.Kind.LEGAL_SERVICE_OFFICE
    homeless = [one.name for one in known.present if one.kind == office and one.pk not in known.homes]
    if homeless:
        yield f"{listed(homeless)}没有登记所在的镇街，方案不能保证服务本地。请补上。"
    unsized = [one.name for one in known.present if one.pk in manned and one.pk not in known.strengths]
    if unsized:
        yield f"{listed(unsized)}没有登记人数和份额，按名册上的人数算。请在“派驻依据”里登记。"


def _parted(known: Facts) -> Iterator[str]:
    names, manned = {one.pk: one.short_name for one in known.villages}, {one.institution_id for one in known.people}
    villages = defaultdict(list)
    for one in known.parted:
        if one.village_id in names and one.institution_id in manned:
            villages[one.institution.name].append(names[one.village_id])
    for house, some in villages.items():
        yield (
            f"{house}和{listed(some)}的聘用合同提前终止了，不再派这家机构的人去。"
            "还要由这家机构派人的，请先给这个村拟新合同，再算一次。"
        )


def _kinds(known: Facts) -> Iterator[str]:
    found = []
    for one in known.people:
        licence = known.licence(one.pk)
        if (licence.kind if licence else one.adviser.kind) == Adviser.Kind.OTHER:
            found.append(_called(one))
    if found:
        yield f"{listed(found)}没有写明是律师还是基层法律服务工作者，按可以担任A岗算。请登记执业证，写明类别。"


def _licences(known: Facts) -> Iterator[str]:
    missing = [_called(one) for one in known.people if one.pk not in known.licences]
    if missing:
        yield f"{listed(missing)}没有登记执业证的有效期，先按有效算。请在“派驻依据”里登记。"
    for one in known.people:
        if known.is_licensed(one.pk):
            continue
        until = known.licensed_until(one.pk)
        if until > known.term.on:
            yield f"{_called(one)}的执业证 {until} 到期，管不到方案结束，不排岗位。换证以后请登记新证，再算一次。"
        else:
            yield f"{_called(one)}在 {known.term.on} 没有有效的执业证，不排岗位。请登记新证，或者办理离任。"


def _leaving(known: Facts) -> Iterator[str]:
    for one in known.people:
        if not known.stays(one):
            yield f"{_called(one)}的名册登记到 {one.valid_until} 为止，管不到方案结束，不排岗位。"
        elif one.pk in known.gone:
            yield f"{_called(one)}在方案期内离任或停止执业，不排岗位。"
        elif known.is_away(one.pk):
            days = round(known.days_away[one.pk])
            yield (
                f"{_called(one)}在方案期内请假 {days} 天，超过本区规定的 {known.rules['most_days_away']} 天，"
                "不排岗位。提前回来的，请先销假再算。"
            )


def listed(names: list[str]) -> str:
    """甲、乙, and of many the first few and how many there are."""
    some = "、".join(names[:NAMED])
    return some if len(names) <= NAMED else f"{some}等 {len(names)} 个"


def _called(one: Registration) -> str:
    return f"{one.adviser.name}（{one.institution.name}）"


DOUBTS: list[Callable[[Facts], Iterator[str]]] = [
    _late,
    _nobody_or_nothing,
    _parted,
    _kinds,
    _licences,
    _leaving,
    _institutions,
    _places,
]
