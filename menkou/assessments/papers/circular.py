"""考核通报 of a locked half-year, with its annexes: who has which grade by institution and name, never by points.

Points of a person are on that person's own sheet and on no paper for others, as on the page of the publicity.
"""

from collections.abc import Iterator

from menkou.assessments.models import Cycle, Subject
from menkou.assessments.papers import numbers
from menkou.assessments.papers.numbers import Results
from menkou.assessments.papers.wording import (
    ADVISERS,
    CYCLE,
    REVIEWS,
    SAMPLES,
    SCHEME,
    SHEETS,
    SURVEYS,
    UNTOLD,
    day,
    frame,
)
from menkou.assessments.rules.items import written
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.papers.official.paper import Annex, Block, Paper, Paragraph, Sourced, Table, literal, saying
from menkou.places import queries as places
from menkou.places.models import District

NOT_LOCKED = "这一期考核还没有锁定，锁定了再出通报。"
NOBODY = "这一期没有考核法律顾问，没有可通报的。"
BY_NAME = "各人、各机构的等次见附件，按机构和姓名的音序列，不排名次；各人的得分只告诉本人和所在机构，这里不列。"
AFTER = "等次不直接等于处理。需要结果运用的，逐件告知、听取陈述申辩，由另一人决定，另文通知。"
OTHERS = ((Subject.VILLAGE, "村（社区）"), (Subject.OFFICE, "司法所"))


def paper_of(by: Actor, cycle: Cycle, district: District) -> Paper:
    """The circular. Raises Conflict before the cycle is locked, or where nobody was assessed."""
    if cycle.is_open:
        raise Conflict(NOT_LOCKED)
    found = numbers.results(by, cycle)
    if not found.people:
        raise Conflict(NOBODY)
    return Paper(
        title=f"关于{cycle.span or cycle.period}村（社区）法律顾问考核情况的通报",
        addressee="各司法所，各律师事务所、基层法律服务所",
        body=tuple(_body(by, found)),
        annexes=tuple(_annexes(found)),
        **frame(district),
    )


def _body(by: Actor, found: Results) -> Iterator[Block]:
    cycle, period = found.cycle, found.cycle.span
    yield Paragraph(f"现将{period or cycle.period}村（社区）法律顾问考核情况通报如下。")
    yield Paragraph("组织情况", 1)
    yield _how(found)
    yield _when(cycle)
    yield Paragraph("考核结果", 1)
    yield _grades(found)
    yield Paragraph(BY_NAME)
    yield Paragraph("说明和复核", 1)
    yield _replies(cycle)
    yield Paragraph("抽查和测评", 1)
    if period:
        one = numbers.sampled(by, period)
        facts = [Sourced(value, SAMPLES, f"sampled:{name}") for name, value in one._asdict().items()]
        yield saying("各司法所抽查工作日志{}次，抽到{}条，核了{}条，现在还对不上的{}条。", *facts)
    yield _asked(cycle)
    yield Paragraph(AFTER)
    yield Paragraph("特此通报。")


def _how(found: Results) -> Paragraph:
    scheme, people = found.scheme, Sourced(len(found.people), SHEETS, "sheets:adviser")
    houses = Sourced(len(found.houses()), SHEETS, "houses")
    title = Sourced(scheme.title if scheme else "", SCHEME, "scheme:title")
    version = Sourced(scheme.version if scheme else "", SCHEME, "scheme:version")
    words = "本期按《{}》（第{}版）考核，共考核法律顾问{}名，分属{}家律师事务所、基层法律服务所"
    more = [(subject, len(found.sheets[subject])) for subject in found.sheets if subject != Subject.ADVISER]
    counts = [Sourced(count, SHEETS, f"sheets:{subject}") for subject, count in more]
    units = {Subject.INSTITUTION: "机构{}家", Subject.VILLAGE: "村（社区）{}个", Subject.OFFICE: "司法所{}个"}
    also = "；另考核" + "、".join(units[Subject(subject)] for subject, _ in more) if more else ""
    return saying(f"{words}{also}。", title, version, people, houses, *counts)


def _when(cycle: Cycle) -> Paragraph:
    names = ("opened_at", "shown_at", "publicity_at", "publicity_until", "locked_at")
    days = [day(getattr(cycle, name), CYCLE, name) for name in names]
    return saying("考核{}开始，结果{}起给本人看，{}至{}公示，{}由另一人锁定。", *days)


def _grades(found: Results) -> Paragraph:
    counted, grades = found.by_grade(), found.grades()
    numbers_ = [Sourced(counted[grade], SHEETS, f"grade:{grade}") for grade in grades]
    said = "，".join(f"{literal(grade)}{{}}名" for grade in grades)
    return saying(f"法律顾问{{}}名中，{said}。", Sourced(len(found.people), SHEETS, "sheets:adviser"), *numbers_)


def _replies(cycle: Cycle) -> Paragraph:
    counted = numbers.replies(cycle)
    facts = [Sourced(counted[name], REVIEWS, f"replies:{name}") for name in ("all", "reviews", "kept", "changed")]
    return saying("收到说明{}条，其中申请复核{}件；复核由没有参与评分的人决定，维持{}件，改分{}件。", *facts)


def _asked(cycle: Cycle) -> Paragraph:
    """The households that were drawn, and the answers; how satisfied they are only where they are enough to say."""
    one = numbers.asked(cycle)
    if not one.villages:
        return Paragraph("本期没有做村（居）民测评。")
    facts = [Sourced(getattr(one, name), SURVEYS, f"asked:{name}") for name in ("villages", "households")]
    words = "村（居）民测评{}个村（社区），随机抽{}户，"
    if one.answers < places.rules()["fewest_in_a_list"]:
        return saying(f"{words}收到的答卷太少，不列。", *facts)
    facts += [Sourced(getattr(one, name), SURVEYS, f"asked:{name}") for name in ("answers", "satisfied")]
    return saying(f"{words}收到答卷{{}}份，其中满意{{}}份；答卷太少的村（社区）不计在内。", *facts)


def _annexes(found: Results) -> Iterator[Annex]:
    yield Annex("法律顾问考核结果（按机构、姓名列，不排名次）", (_people(found),), is_wide=True)
    yield Annex("各机构考核结果", (_houses(found),))
    yield Annex("分项情况", (_parts(found), Paragraph("平均得分只算有可比数的；太少的不列。")))
    for subject, title in OTHERS:
        if rows := found.sheets.get(subject):
            cells = tuple((one.name, Sourced(one.grade, SHEETS, f"of:{one.pk}")) for one in rows)
            yield Annex(f"{title}考核结果", (Table((title, "等次"), cells, (4, 1)),))


def _people(found: Results) -> Table:
    villages, rows = numbers.served(found), []
    for number, one in enumerate(found.people, 1):
        if one.registration:
            person, house = one.registration.pk, one.registration.institution.name
            told = Sourced("、".join(villages.get(person, ())), ADVISERS, f"villages:{person}")
            rows.append((str(number), house, one.name, told, Sourced(one.grade, SHEETS, f"of:{one.pk}")))
    return Table(("序号", "机构", "法律顾问", "服务的村（社区）和岗位", "等次"), tuple(rows), (2, 9, 4, 18, 4))


def _houses(found: Results) -> Table:
    grades, rows = found.grades(), []
    for one in found.houses():
        counts = [Sourced(one.people[grade], SHEETS, f"house:{one.name}:{grade}") for grade in grades]
        own = Sourced(one.own or "没有单独考核", SHEETS, f"house:{one.name}:own")
        rows.append((one.name, Sourced(one.people.total(), SHEETS, f"house:{one.name}"), *counts, own))
    heads = ("机构", "法律顾问（名）", *grades, "机构等次")
    return Table(heads, tuple(rows), (6, 3, *(2 for _ in grades), 3))


def _parts(found: Results) -> Table:
    fewest, rows = places.rules()["fewest_in_a_list"], []
    for one in numbers.parts(found):
        key = f"item:{one.item.key}"
        is_told = one.mean is not None and one.counted >= fewest
        mean = Sourced(written(one.mean or 0) if is_told else UNTOLD, SHEETS, f"{key}:mean")
        full = Sourced(one.full if is_told else UNTOLD, SHEETS, f"{key}:full")
        most, rest = (
            Sourced(written(one.item.most), SCHEME, f"{key}:most"),
            Sourced(one.uncounted, SHEETS, f"{key}:rest"),
        )
        rows.append((one.item.title, one.item.get_source_display(), most, mean, full, rest))
    heads = ("项目", "谁评", "满分", "平均得分", "得满分（名）", "没有可比数（名）")
    return Table(heads, tuple(rows), (5, 4, 2, 4, 4, 4))
