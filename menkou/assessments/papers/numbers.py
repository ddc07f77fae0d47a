"""The numbers of a cycle that its papers tell: of its sheets, its items, its reviews, what villages and offices looked at."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, Sum

from menkou.advisers.pinyin import ByPinyin
from menkou.assessments import queries
from menkou.assessments.models import Cycle, Reply, Scheme, SchemeItem, Sheet, Subject, Survey
from menkou.assessments.surveying import queries as surveys
from menkou.core.actors import Actor
from menkou.core.dated import overlapping
from menkou.postings.models import Posting
from menkou.worklogs.rules.periods import Period
from menkou.worklogs.sampling import queries as sampling

OWN_NAMES = (ByPinyin("registration__institution__name"), ByPinyin("name"), "id")


class House(NamedTuple):
    """An institution: its people by grade, and its own grade where it is assessed as well."""

    name: str
    people: Counter[str]
    own: str


class Part(NamedTuple):
    """An item over all advisers: how many have a number that compares, their mean, how many have all the points."""

    item: SchemeItem
    counted: int
    mean: int | None  # hundredths, half a hundredth up
    full: int
    uncounted: int


class Asked(NamedTuple):
    """测评: of villages, households that were drawn, answers that may be told, and those of them that are satisfied."""

    villages: int
    households: int
    answers: int
    satisfied: int


class Sampled(NamedTuple):
    """抽查 of the half-year: how many draws, entries in them, those that were looked at, those that differ still."""

    draws: int
    size: int
    done: int
    differing: int


@dataclass(frozen=True)
class Results:
    """A cycle's sheets by whom they are of, in the order of names: nobody is ranked."""

    cycle: Cycle
    sheets: dict[str, list[Sheet]]

    @property
    def people(self) -> list[Sheet]:
        return self.sheets.get(Subject.ADVISER, [])

    @property
    def scheme(self) -> Scheme | None:
        return self.people[0].scheme if self.people else None

    def grades(self) -> list[str]:
        """The grades of advisers, the best first."""
        return [one.title for one in self.scheme.grades.order_by("-least")] if self.scheme else []

    def by_grade(self) -> Counter[str]:
        return Counter(one.grade for one in self.people)

    def houses(self) -> list[House]:
        """Institutions by name, each with its people."""
        own = {one.institution_id: one.grade for one in self.sheets.get(Subject.INSTITUTION, [])}
        found: dict[tuple[UUID, str], Counter[str]] = defaultdict(Counter)
        for one in self.people:
            if one.registration:
                found[one.registration.institution_id, one.registration.institution.name][one.grade] += 1
        return [House(name, people, own.get(pk, "")) for (pk, name), people in found.items()]


def results(by: Actor, cycle: Cycle) -> Results:
    """As far as somebody may see them."""
    found: dict[str, list[Sheet]] = defaultdict(list)
    rows = queries.sheets_of(by, cycle).select_related("registration__institution", "scheme").order_by(*OWN_NAMES)
    for one in rows:
        found[one.subject].append(one)
    return Results(cycle, dict(found))


def parts(found: Results) -> list[Part]:
    """Each item of the advisers' scheme, in its order."""
    points: dict[UUID, list[int]] = defaultdict(list)
    uncounted: Counter[UUID] = Counter()
    items: dict[UUID, SchemeItem] = {}
    for one in queries.scores_of_all(found.people).iterator(chunk_size=500):
        items[one.item_id] = one.item
        if one.is_counted:
            points[one.item_id].append(one.points)
        else:
            uncounted[one.item_id] += 1
    ordered = sorted(items.values(), key=lambda item: item.order)
    return [_part(item, points[item.pk], uncounted[item.pk]) for item in ordered]


def _part(item: SchemeItem, points: list[int], uncounted: int) -> Part:
    mean = (2 * sum(points) + len(points)) // (2 * len(points)) if points else None
    return Part(item, len(points), mean, sum(one >= item.most for one in points), uncounted)


def replies(cycle: Cycle) -> dict[str, int]:
    """说明 in all, 申请复核 among them, and how those were decided."""
    found = Reply.objects.filter(sheet__cycle=cycle)
    decided = {str(one): Count("pk", Q(decision=one)) for one in Reply.Decision}
    return found.aggregate(all=Count("pk"), reviews=Count("pk", Q(wants_review=True)), **decided)


def asked(cycle: Cycle) -> Asked:
    drawn = Survey.objects.filter(cycle=cycle).aggregate(all=Count("pk"), households=Sum("size", default=0))
    told = surveys.told_in(
        cycle.period
    ).values()  # a village of few beside the sums of the others would be told by this
    return Asked(drawn["all"], drawn["households"], sum(count for _, count in told), sum(happy for happy, _ in told))


def sampled(by: Actor, period: Period) -> Sampled:
    """The rows of the page of samples whose time lies in the period, added up."""
    found = [one for one in sampling.listed(by) if _lies_in(one.period, period)]
    size, done, differing = (sum(getattr(one, what) for one in found) for what in ("size", "done", "differing"))
    return Sampled(len(found), size, done, differing)


def _lies_in(said: str, period: Period) -> bool:
    one = Period.called(said)
    return one is not None and one.first in period and one.last in period


def served(found: Results) -> dict[UUID, list[str]]:
    """The villages that each adviser held a post of in the half-year, by code, each once."""
    period = found.cycle.span
    if period is None:
        return {}
    held = overlapping(Posting.objects.all(), period.first, period.after_last)
    held = held.filter(registration__in=[one.registration_id for one in found.people])
    villages: dict[UUID, dict[str, None]] = defaultdict(dict)
    for one in held.select_related("village__township").order_by("village__code", "post"):
        villages[one.registration_id][f"{one.village.short_name}{one.post}岗"] = None
    return {who: list(names) for who, names in villages.items()}
