"""What can be seen of surveys: by an office its township's, by the bureau and auditors all; of answers never whose they are.

While a village is being asked nobody sees how it answers: two looks at a total would tell what came between them.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from menkou.advisers.models import Registration
from menkou.assessments.models import Answer, Cycle, Survey, View
from menkou.assessments.rules import surveys as rules
from menkou.assessments.surveying import words
from menkou.core.actors import Actor, Role
from menkou.core.dated import overlapping
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings.models import Post, Posting

State, Satisfied = Cycle.State, Answer.Satisfied
IS_ASKING = Q(state=State.SCORING, heard_at=None)  # as Cycle.is_asking says
RESERVES = 20


class Progress(NamedTuple):
    """How far a village's survey is: how many answered of how many that are asked, how many could not be met."""

    survey: Survey
    answered: int
    not_met: int


class Tally(NamedTuple):
    """What a village said: how many, of how many who said it either way; none where that would tell who."""

    answers: int
    knows: rules.Happy | None
    reaches: rules.Happy | None
    asked: rules.Happy | None
    satisfied: int
    so_so: int
    not_satisfied: int
    left_out: int  # so few that whoever typed in the others would know them


def running() -> Cycle | None:
    """The cycle in which offices ask and committees mark, where there is one."""
    return Cycle.objects.filter(IS_ASKING).order_by("-period").first()


def latest() -> Cycle | None:
    """That, or else the last one that was drawn up."""
    return running() or Cycle.objects.exclude(state=State.DRAWING).order_by("-period").first()


def villages_of(by: Actor) -> QuerySet[Village]:
    """The villages whose surveys somebody may look at, by township and code."""
    found = places.villages()
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        found = found.filter(township__in=by.held(Role.JUDICIAL_OFFICE))
    return found.order_by("township__code", "code")


def village_for(by: Actor, code: str) -> Village:
    return villages_of(by).get(code=code)


def visible_to(by: Actor) -> QuerySet[Survey]:
    sees_all = by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)
    seen = Q() if sees_all else Q(village__township__in=by.held(Role.JUDICIAL_OFFICE))
    return Survey.objects.filter(seen).select_related("village__township", "cycle", "drawn_by")


def survey_for(by: Actor, pk: UUID) -> Survey:
    """How a page gets hold of one."""
    return visible_to(by).get(pk=pk)


def progress_of(cycle: Cycle, villages: Iterable[Village]) -> dict[UUID, Progress]:
    """By village, for those that were drawn."""
    counts = {
        "answered": Count("answers", Q(answers__answered_on__isnull=False)),
        "not_met": Count("answers", ~Q(answers__not_met="")),
    }
    found = Survey.objects.filter(cycle=cycle, village__in=list(villages)).annotate(**counts)
    return {one.village_id: Progress(one, vars(one)["answered"], vars(one)["not_met"]) for one in found}


def households_of(survey: Survey) -> list[Answer]:
    """Every slip in the order of the row, with whether it was answered and nothing of how."""
    said = ("knows", "reaches", "asked", "satisfied")
    found = {one.place: one for one in Answer.objects.filter(survey=survey).defer(*said)}
    return [found[place] for place in rules.drawn(bytes(survey.seed), survey.households, len(found)) if place in found]


def reserves_of(survey: Survey, taken: int) -> list[int]:
    """Who comes next, where somebody cannot be met."""
    return rules.after(bytes(survey.seed), survey.households, taken, RESERVES)


def is_as_drawn(survey: Survey) -> bool:
    """Whether drawing again from what is on record gives the same."""
    return list(survey.places) == rules.drawn(bytes(survey.seed), survey.households, survey.size)


def with_word(word: str) -> Answer:
    """The slip of a link. Raises DoesNotExist for a word that is none."""
    found = Answer.objects.select_related("survey__village", "survey__cycle")
    return found.get(digest=words.digest_of(word))


def tally_of(survey: Survey) -> Tally | None:
    """What a village said, once nobody can answer any more, and where enough did that nobody is told apart."""
    if survey.cycle.state == State.DRAWING or survey.cycle.is_asking:
        return None
    asked = ("knows", "reaches", "asked")
    yes = {f"yes_{name}": Count("pk", Q(**{name: True})) for name in asked}
    either = {f"of_{name}": Count(name) for name in asked}
    marks = {f"is_{one.value}": Count("pk", Q(satisfied=one)) for one in Satisfied}
    found = Answer.objects.filter(survey=survey, answered_on__isnull=False).order_by()
    counted = found.values("typed_by").annotate(all=Count("pk"), **yes, **either, **marks)
    rows: dict[UUID | None, dict[str, Any]] = {one["typed_by"]: {**one} for one in counted}
    fewest = _fewest(survey.cycle.fewest)
    among = rules.may_be_told({who: one["all"] for who, one in rows.items()}, fewest)
    told = {who: rows[who] for who in among}
    if not told:
        return None
    said: dict[str, Any] = {name: _said(told, name, fewest) for name in asked}
    for name, mark in (("satisfied", "is_yes"), ("so_so", "is_so_so"), ("not_satisfied", "is_no")):
        said[name] = sum(one[mark] for one in told.values())
    count = sum(one["all"] for one in told.values())
    return Tally(count, **said, left_out=sum(one["all"] for one in rows.values()) - count)


def _said(told: Mapping[UUID | None, dict], name: str, fewest: int) -> rules.Happy | None:
    """Of those who said it either way, the same once more: others have left it blank."""
    found = rules.told({who: (one[f"yes_{name}"], one[f"of_{name}"]) for who, one in told.items()}, fewest)
    return found if found[1] else None


def _fewest(settled: int | None) -> int:
    """How many it takes: as it was settled when the results were shown for the first time, and for good. A limit that moved
    afterwards would tell in two looks what came between."""
    return settled or places.rules()["fewest_in_a_list"]


def told_in(period: str) -> dict[UUID, rules.Happy]:
    """Of each village that answered about a half-year: how many are satisfied, of how many; none where too few may be told.

    Nothing while it is asked.
    """
    over = Cycle.objects.filter(period=period).exclude(IS_ASKING).values("pk")
    rows = Answer.objects.filter(survey__cycle__in=over, answered_on__isnull=False).order_by()
    told = rows.values_list("survey__village", "survey__cycle__fewest", "typed_by")
    found: dict[tuple[UUID, int | None], dict[UUID | None, rules.Happy]] = {}
    for village, fewest, who, *heard in told.annotate(happy=Count("pk", Q(satisfied=Satisfied.YES)), all=Count("pk")):
        found.setdefault((village, fewest), {})[who] = (heard[0], heard[1])
    return {village: rules.told(heard, _fewest(fewest)) for (village, fewest), heard in found.items()}


def record_of(survey: Survey) -> dict:
    """What it takes to draw again elsewhere; the places come out in the same order."""
    return {
        "period": survey.cycle.period,
        "village": survey.village.code,
        "households": survey.households,
        "size": survey.size,
        "seed": bytes(survey.seed).hex(),
        "places": list(survey.places),
        "how": "每一户的位次是 SHA-256（种子 32 字节 + 户号 8 字节，高位在前），从小到大排，取前面的。",
    }


def word_of(view: View) -> str:
    """The worded step of a mark."""
    return rules.MARKS.get(view.mark, str(view.mark))


def views_in(cycle: Cycle, villages: Iterable[Village]) -> dict[UUID, list[tuple[str, str, str]]]:
    """What committees have said, by village: of whom, which step, in which words."""
    found: dict[UUID, list[tuple[str, str, str]]] = {}
    rows = View.objects.filter(cycle=cycle, village__in=list(villages)).select_related("registration__adviser")
    for one in rows.order_by("village", "id"):
        found.setdefault(one.village_id, []).append((one.registration.adviser.name, word_of(one), one.words))
    return found


class Held(NamedTuple):
    """An adviser who held a village's A post in a period, and what its committee has said of them."""

    village: Village
    registration: Registration
    view: View | None

    @property
    def word(self) -> str:
        return word_of(self.view) if self.view else ""


def to_mark(by: Actor, cycle: Cycle) -> list[Held]:
    """Whom a cadre is asked about: who held the A post of their village in the period, in the villages before it as well."""
    own = {one.pk: one for one in places.villages_ever(by.held(Role.VILLAGE_CADRE))}
    span = cycle.span
    if span is None or not own:
        return []
    heirs = places.heirs()
    before = [old for old, heir in heirs.items() if heir in own]
    posts = overlapping(Posting.objects.filter(post=Post.A), span.first, span.after_last)
    rows = posts.filter(village__in=[*own, *before]).order_by("valid_from", "id")
    pairs = dict.fromkeys(
        (heirs.get(village, village), who) for village, who in rows.values_list("village", "registration")
    )
    people = Registration.objects.select_related("adviser", "institution").in_bulk([who for _, who in pairs])
    views = {
        (one.village_id, one.registration_id): one for one in View.objects.filter(cycle=cycle, village__in=list(own))
    }
    return [Held(own[village], people[who], views.get((village, who))) for village, who in pairs]
