"""村居报告: a half-year of a village's advisers, for the village's own meeting. Nothing in it tells that somebody asked."""

from collections.abc import Iterator
from datetime import date, timedelta

from menkou.assessments.papers.wording import UNTOLD
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.occasions.models import Occasion
from menkou.occasions.queries import visible_to as occasions
from menkou.oversight.centre.reports import LEDGER, paired
from menkou.oversight.dossier.queries import Dossier, dossier_of
from menkou.oversight.ledger.numbers import numbers_of
from menkou.papers.official.paper import DEMO, Block, Paper, Paragraph, Signature, Sourced, Table, saying
from menkou.papers.official.telling import in_digits
from menkou.papers.queries import committee_of
from menkou.places import queries as places
from menkou.places.models import District, Village
from menkou.postings.models import Posting
from menkou.worklogs import duties
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.rules.counters import Counter
from menkou.worklogs.rules.duties import WORDS
from menkou.worklogs.rules.kinds import CONSULTATION, OF_RESIDENTS
from menkou.worklogs.rules.periods import Period

DOSSIER, OCCASIONS = "村居档案", "村里的事"
ANNOUNCED = (Occasion.Kind.MEETING, Occasion.Kind.CONTRACT, Occasion.Kind.ELECTION)  # a dispute names its parties
QUIET = "咨询只给整季度的总数，少的不列；问了什么，这里一个字也没有。"


def paper_of(by: Actor, village: Village, half: Period, district: District) -> Paper:
    """What its advisers did, what is asked of them, its boards, and what comes next."""
    found = dossier_of(by, village)
    office = found.office.name if found.office else f"{village.township.name}司法所"
    return Paper(
        title=f"{village.short_name}{half}法律顾问工作情况",
        addressee=committee_of(village),
        body=tuple(_body(by, found, half)),
        signatures=(Signature(office, seal=f"加盖{office}印章"),),
        note=DEMO if district.is_demo else "",
    )


def _body(by: Actor, found: Dossier, half: Period) -> Iterator[Block]:
    yield Paragraph("谁在服务", 1)
    yield _posts(found, half)
    yield Paragraph("做了什么", 1)
    yield from _work(by, found.village, half)
    yield Paragraph("咨询", 1)
    yield from _asked(found, half)
    yield Paragraph("工作要求", 1)
    yield from _duties(found.village, half)
    yield Paragraph("公示牌", 1)
    yield from _boards(found)
    yield Paragraph("接下来", 1)
    yield from _next(by, found)


def _posts(found: Dossier, half: Period) -> Block:
    rows = [_post(one) for one in found.posts if _overlaps(one, half)]
    if not rows:
        return Paragraph("这半年没有法律顾问在岗。")
    return Table(("岗位", "姓名", "机构", "从", "到"), tuple(rows), (2, 3, 6, 5, 5))


def _overlaps(one: Posting, half: Period) -> bool:
    return one.valid_from < half.after_last and (one.valid_until is None or one.valid_until > half.first)


def _post(one: Posting) -> tuple[str, ...]:
    until = in_digits(_last(one.valid_until)) if one.valid_until else "现任"
    person = one.registration
    told = (f"{one.post}岗", person.adviser.name, person.institution.name, in_digits(one.valid_from), until)
    return tuple(Sourced(words, DOSSIER, f"post:{one.pk}:{at}") for at, words in enumerate(told))


def _last(until: date) -> date:
    """The last of the days until one, as papers and pages say it."""
    return until - timedelta(days=1)


def _work(by: Actor, village: Village, half: Period) -> Iterator[Block]:
    """All counters but that of all services, which would tell those that are left out."""
    fewest = places.rules()["fewest_in_a_list"]
    found = numbers_of(by, Chosen(half, village=village.code))
    rows = []
    for one in (*found.eight, *found.report):
        if one.counter.key != "services" and CONSULTATION not in one.counter.kinds:
            value = _quiet(one.counter, one.value, fewest)
            rows.append((one.counter.title, Sourced(value, LEDGER, f"counter:{one.counter.key}"), one.counter.unit))
    yield paired(rows)


def _quiet(counter: Counter, value: int | str, fewest: int) -> int | str:
    """A number of what is done for residents is told where it is large enough; none is said like few."""
    is_theirs = bool(OF_RESIDENTS.intersection(counter.kinds))
    return UNTOLD if is_theirs and (isinstance(value, str) or value < fewest) else value


def _asked(found: Dossier, half: Period) -> Iterator[Block]:
    rows = [(start, count) for start, count in found.asked or () if start in half]
    for start, count in sorted(rows):
        title = Period.of(start, "quarter")
        told = Sourced(UNTOLD if count is None else count, DOSSIER, f"asked:{start}")
        yield saying(f"{{}}：{{}}{'' if count is None else '件'}。", Sourced(title, DOSSIER, f"quarter:{start}"), told)
    yield Paragraph(QUIET if rows else "整季度过完了才算总数。")


def _duties(village: Village, half: Period) -> Iterator[Block]:
    """What is asked of a village, as of the half-year's last day or today."""
    on = min(half.last, clock.today())
    found = [one for one in duties.of_village(village, on) if one.asked.unit != "contacts"]  # answers count there
    rows = []
    for one in found:
        unit = WORDS[one.asked.unit]
        said = (str(Period.of(on, one.asked.window)), f"{one.asked.least} {unit}", f"{one.done:g}", f"{one.missing:g}")
        key = f"duty:{one.asked.unit}:{one.asked.window}"
        rows.append(tuple(Sourced(words, DOSSIER, f"{key}:{at}") for at, words in enumerate(said)))
    yield Table(("时间", "至少", "做了", "还差"), tuple(rows), (5, 4, 3, 3)) if rows else Paragraph("没有另外的要求。")


def _boards(found: Dossier) -> Iterator[Block]:
    rows = []
    for one in found.boards or ():
        if not one.revoked_at:
            said = (one.get_carrier_display(), one.number, one.get_state_display(), one.place)
            rows.append(tuple(Sourced(words, DOSSIER, f"board:{one.pk}:{at}") for at, words in enumerate(said)))
    yield (
        Table(("载体", "牌号", "状态", "挂在哪里"), tuple(rows), (4, 3, 4, 5)) if rows else Paragraph("还没有公示牌。")
    )


def _next(by: Actor, found: Dossier) -> Iterator[Block]:
    """Meetings, contracts and elections to come; the last day of a post, and of a contract that binds."""
    here, now = [found.village.pk, *(one.pk for one in found.merged)], clock.now()
    coming = occasions(by).filter(village__in=here, happens_at__gt=now, off_at=None, kind__in=ANNOUNCED)
    rows: list[tuple[date, str, str, str]] = [
        (
            one.happens_at.astimezone(clock.SHANGHAI).date(),
            f"{one.get_kind_display()}：{one.title}",
            OCCASIONS,
            str(one.pk),
        )
        for one in coming.order_by("happens_at", "id")
    ]
    rows += [
        (
            _last(one.valid_until),
            f"{one.registration.adviser.name}（{one.post}岗）任职到这天",
            DOSSIER,
            f"{one.pk}:until",
        )
        for one in found.posts
        if one.valid_until and one.valid_until > clock.today()
    ]
    rows += [
        (one.last_day, f"与{one.institution.name}的聘用合同到这天", DOSSIER, f"{one.pk}:until")
        for one in found.contracts or ()
        if one.is_signed and one.valid_until > clock.today()
    ]
    told = [
        (Sourced(in_digits(day), page, f"next:{key}:day"), Sourced(words, page, f"next:{key}:words"))
        for day, words, page, key in sorted(rows)
    ]
    yield Table(("哪天", "什么事"), tuple(told), (3, 8)) if told else Paragraph("没有登记的事。")
