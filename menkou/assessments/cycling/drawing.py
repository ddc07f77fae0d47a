"""生成考核表: of everybody who is assessed, each item held against what is on record; a batch to a transaction.

Killed in the middle it goes on: a sheet that is there is not made again, and each says when it was made.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as kept
from typing import Any
from uuid import UUID

from menkou.advisers.models import Institution
from menkou.assessments import queries
from menkou.assessments.measuring import measured
from menkou.assessments.measuring.records import Measured, Records
from menkou.assessments.models import Cycle, Scheme, SchemeItem, Score, Sheet, Subject
from menkou.assessments.rules import schemes as rules
from menkou.assessments.rules.items import Fact, Scored, scored
from menkou.assessments.rules.measures import MEASURES
from menkou.assessments.rules.schemes import Scheme as Rules
from menkou.core import clock
from menkou.places import queries as places
from menkou.places.models import Township
from menkou.postings.models import Post

A_BEFORE_B = 1_000  # more than there are days in any period
FIELDS = {
    Subject.ADVISER: "registration_id",
    Subject.INSTITUTION: "institution_id",
    Subject.VILLAGE: "village_id",
    Subject.OFFICE: "township_id",
}


@dataclass(frozen=True)
class Whom:
    """Somebody who is assessed: by which id, under which name, and which office scores what is judged."""

    subject: str
    pk: UUID
    name: str
    office: UUID | None = None


@dataclass
class Drawing:
    """All that a cycle's sheets are made from, looked up once."""

    cycle: Cycle
    records: Records
    schemes: dict[str, Scheme]
    rules: dict[str, Rules] = kept(default_factory=dict)
    items: dict[str, list[SchemeItem]] = kept(default_factory=dict)
    found: dict[tuple[str, str], dict[UUID, Measured]] = kept(default_factory=dict)

    @classmethod
    def of(cls, cycle: Cycle) -> "Drawing":
        period = cycle.span
        if period is None:  # the action that opens a cycle sees to it
            raise ValueError(cycle.period)
        schemes = {one.value: queries.scheme_of(one, period) for one in Subject}
        return cls.by(cycle, Records(period), {key: one for key, one in schemes.items() if one})

    @classmethod
    def by(cls, cycle: Cycle, records: Records, schemes: dict[str, Scheme]) -> "Drawing":
        """By schemes of somebody's choice: a test run is of a cycle that nobody keeps."""
        made = cls(cycle, records, schemes)
        for key, scheme in made.schemes.items():
            made.rules[key] = queries.rules_of(scheme)
            made.items[key] = list(scheme.items.order_by("order"))
        return made

    def measure(self, subject: str, measure: str) -> dict[UUID, Measured]:
        """What a measure counted, asked once for all of a kind."""
        key = (subject, measure)
        if key not in self.found:
            self.found[key] = measured(subject, measure, self.records)
        return self.found[key]


def everybody(drawing: Drawing) -> list[Whom]:
    """Whoever is assessed by a scheme that holds, in an order that does not change."""
    kinds = {
        Subject.ADVISER.value: _advisers,
        Subject.INSTITUTION.value: _institutions,
        Subject.VILLAGE.value: _villages,
        Subject.OFFICE.value: _offices,
    }
    found = [one for key, of in kinds.items() if key in drawing.schemes for one in of(drawing.records)]
    return sorted(found, key=lambda one: (one.subject, one.pk))


def not_drawn(cycle: Cycle, whom: list[Whom]) -> list[Whom]:
    """Those who have no sheet yet."""
    there = set()
    for subject, field in FIELDS.items():
        rows = Sheet.objects.filter(cycle=cycle, subject=subject).values_list(field, flat=True)
        there |= {(subject.value, pk) for pk in rows}
    return [one for one in whom if (one.subject, one.pk) not in there]


def drawn(drawing: Drawing, whom: Iterable[Whom]) -> tuple[list[Sheet], list[Score]]:
    """Their sheets with all scores, not yet kept."""
    sheets, scores, now = [], [], clock.now()
    for one in whom:
        found = [_measured(drawing, one.subject, one.pk, item) for item in drawing.items[one.subject]]
        sheet = Sheet(
            cycle=drawing.cycle,
            scheme=drawing.schemes[one.subject],
            subject=one.subject,
            name=one.name,
            scored_by_office_id=one.office,
            made_at=now,
            **{FIELDS[Subject(one.subject)]: one.pk},
        )
        made = list(_scores(drawing, sheet, found))
        add_up(sheet, drawing.rules[one.subject], [Scored(each.points, each.is_counted, each.words) for each in made])
        sheets.append(sheet)
        scores += made
    return sheets, scores


def add_up(sheet: Sheet, scheme: Rules, scores: list[Scored]) -> None:
    """Its points, the words that add them up, its grade and what that is worth."""
    total = rules.total(scheme, scores)
    grade = rules.grade_of(scheme, total.points)
    sheet.points, sheet.words = total.points, total.words
    sheet.grade, sheet.coefficient = grade.title, grade.coefficient


def measured_of(drawing: Drawing, sheet: Sheet, item: SchemeItem) -> Measured:
    """What an item of a sheet is counted from, now."""
    return _measured(drawing, sheet.subject, getattr(sheet, FIELDS[Subject(sheet.subject)]), item)


def _measured(drawing: Drawing, subject: str, pk: UUID, item: SchemeItem) -> Measured:
    if not item.measure:
        return Measured(Fact(0, None, why="司法所还没有评"))
    found = drawing.measure(subject, item.measure).get(pk)
    return found or Measured(Fact(0, None, why=MEASURES[item.measure].nothing))


def _scores(drawing: Drawing, sheet: Sheet, found: list[Measured]) -> Iterator[Score]:
    lines = drawing.rules[sheet.subject].lines
    for item, line, one in zip(drawing.items[sheet.subject], lines, found, strict=True):
        yield score_of(sheet, item, scored(line.item, one.fact), one)


def score_of(sheet: Sheet, item: SchemeItem, said: Scored, one: Measured, **more: Any) -> Score:
    """A score with what it was counted from."""
    return Score(
        sheet=sheet,
        item=item,
        points=said.points,
        is_counted=said.is_counted,
        words=said.words,
        done=one.fact.done,
        asked=one.fact.asked,
        late=one.fact.late,
        why=one.fact.why,
        rows_of=one.rows_of,
        rows=b"".join(row.bytes for row in one.rows),
        **{"made_at": sheet.made_at, **more},
    )


def _advisers(records: Records) -> Iterator[Whom]:
    offices = _offices_of_advisers(records)
    for pk, one in records.registrations.items():
        yield Whom(Subject.ADVISER.value, pk, one.adviser.name, offices.get(pk))


def _offices_of_advisers(records: Records) -> dict[UUID, UUID]:
    """The township in which somebody held an A post on most days; of whoever held none, of a B post's."""
    towns = dict(places.villages_ever({one.village for one in records.posts}).values_list("pk", "township_id"))
    days: dict[UUID, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    for one in records.posts:
        weight = A_BEFORE_B if one.post == Post.A else 1
        days[one.registration][towns[one.village]] += weight * (one.after_last - one.first).days
    return {who: max(sorted(found), key=lambda town: found[town]) for who, found in days.items()}


def _institutions(records: Records) -> Iterator[Whom]:
    houses = set(records.institution_of.values()) | set(records.engaged)
    names = Institution.objects.filter(pk__in=houses).order_by("pk").values_list("pk", "name")
    offices = _offices_of_institutions(records)
    for pk, name in names:
        yield Whom(Subject.INSTITUTION.value, pk, name, offices.get(pk))


def _offices_of_institutions(records: Records) -> dict[UUID, UUID]:
    """The township in which its people's posts lie for the most part."""
    counts: dict[UUID, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    for who, town in _offices_of_advisers(records).items():
        if who in records.institution_of:
            counts[records.institution_of[who]][town] += 1
    return {house: max(sorted(found), key=lambda town: found[town]) for house, found in counts.items()}


def _villages(records: Records) -> Iterator[Whom]:
    """Those of the period's last day; of one that was merged since, the one that goes on, to which all is counted."""
    there = places.villages(records.period.last).order_by().values_list("pk", flat=True)
    for one in places.villages_ever({records.heir_of(pk) for pk in there}).order_by("pk"):
        yield Whom(Subject.VILLAGE.value, one.pk, one.name, one.township_id)


def _offices(records: Records) -> Iterator[Whom]:
    for one in Township.objects.order_by("pk"):
        yield Whom(Subject.OFFICE.value, one.pk, f"{one.name}司法所")
