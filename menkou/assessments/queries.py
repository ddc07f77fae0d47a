"""What can be seen of assessments: by the bureau and auditors all, by an office what it scores, by others their own once it is
shown to them. Persons are not ranked: every list is by name."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from menkou.accounts import queries as accounts
from menkou.assessments.models import Cycle, Reply, Scheme, Score, Sheet, Subject
from menkou.assessments.rules.items import Fact, Item
from menkou.assessments.rules.measures import MEASURES
from menkou.assessments.rules.schemes import SOURCES, Grade, Line
from menkou.assessments.rules.schemes import Scheme as Rules
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.memory import remembered
from menkou.places import queries as places
from menkou.worklogs.rules.periods import Period, back_from

WIDTH = 16  # bytes of an id
HALVES = 5  # that an opening offers, this one left out
SHOWN = (Cycle.State.ANSWERING, Cycle.State.PUBLICITY, Cycle.State.LOCKED)
ASSESSED = (Role.ADVISER, Role.INSTITUTION_DIRECTOR, Role.VILLAGE_CADRE, Role.JUDICIAL_OFFICE)
OVERSEERS = (Role.JUSTICE_BUREAU, Role.AUDITOR)
READERS = (*ASSESSED, *OVERSEERS)
Heirs = Callable[[], dict[UUID, UUID]]


def cycles() -> QuerySet[Cycle]:
    """All, the latest first."""
    return Cycle.objects.order_by("-period")


@remembered
def running() -> tuple[Cycle, ...]:
    """Those that are not locked; every first page asks for them, and they change a few times a year."""
    return tuple(cycles().exclude(state=Cycle.State.LOCKED))


def cycle_called(period: str) -> Cycle | None:
    """The one of a half-year, as an address says it."""
    return Cycle.objects.filter(period=period).first()


def to_open() -> list[Period]:
    """The half-years of late that are over and not assessed yet."""
    taken = set(Cycle.objects.order_by().values_list("period", flat=True))
    return [one for one in back_from(clock.today(), "half_year", HALVES)[1:] if one.key not in taken]


def answered_in(cycle: Cycle) -> dict[str, int]:
    """How many sheets there are, and how many were confirmed."""
    return Sheet.objects.filter(cycle=cycle).aggregate(all=Count("pk"), confirmed=Count("confirmed_at"))


def narrowed(found: QuerySet[Sheet], subject: str = "", township: str = "") -> QuerySet[Sheet]:
    """Those of a kind, and of an office by its township's code."""
    found = found.filter(subject=subject) if subject in Subject.values else found
    return found.filter(scored_by_office__code=township) if township else found


def cycles_for(by: Actor) -> QuerySet[Cycle]:
    """Those that a page may name: whoever is assessed finds one once it is shown."""
    if by.has_role(*OVERSEERS, Role.JUDICIAL_OFFICE):
        return cycles()
    return cycles().filter(state__in=SHOWN)


def cycle_for(by: Actor, pk: UUID) -> Cycle:
    """How a page gets hold of one."""
    people = ("opened_by", "shown_by", "reopened_by", "publicity_by", "locked_by")
    return cycles_for(by).select_related(*people).get(pk=pk)


def in_public(by: Actor, pk: UUID) -> Cycle:
    """公示: for all staff while it runs, for whoever oversees also afterwards."""
    states = [Cycle.State.PUBLICITY, *([Cycle.State.LOCKED] if by.has_role(*OVERSEERS) else [])]
    return Cycle.objects.filter(state__in=states).get(pk=pk)


def published(cycle: Cycle) -> QuerySet[Sheet]:
    """What the publicity names: advisers and institutions, by name and never by points; its page shows the grade alone."""
    found = Sheet.objects.filter(cycle=cycle, subject__in=[Subject.ADVISER, Subject.INSTITUTION])
    return found.select_related("registration__institution").order_by("subject", "name", "id")


def visible_to(by: Actor) -> QuerySet[Sheet]:
    """The sheets that somebody may read."""
    if by.has_role(*OVERSEERS):
        return Sheet.objects.all()
    offices, houses = by.held(Role.JUDICIAL_OFFICE), by.held(Role.INSTITUTION_DIRECTOR)
    theirs = _own(by) | Q(registration__institution__in=houses)
    return Sheet.objects.filter(Q(scored_by_office__in=offices) | theirs & Q(cycle__state__in=SHOWN))


def sheet_for(by: Actor, pk: UUID) -> Sheet:
    """How a page gets hold of one."""
    found = visible_to(by).select_related("cycle", "scheme", "scored_by_office", "commented_by", "village")
    return found.select_related("registration__institution").get(pk=pk)


def score_for(by: Actor, pk: UUID) -> Score:
    """How the page of a number's rows gets hold of it: of a sheet that somebody may read."""
    seen = visible_to(by).order_by().values("pk")
    return Score.objects.filter(sheet__in=seen).select_related("sheet__cycle", "item").get(pk=pk)


def sheets_of(by: Actor, cycle: Cycle) -> QuerySet[Sheet]:
    """A cycle's, by kind and name."""
    return visible_to(by).filter(cycle=cycle).order_by("subject", "name", "id")


def own(by: Actor) -> QuerySet[Sheet]:
    """What is somebody's own to answer: an adviser's, or of what somebody leads."""
    return Sheet.objects.filter(_own(by))


def own_on_a_page(by: Actor) -> QuerySet[Sheet]:
    """The same at every showing of a first page: which villages were merged, as pages know it."""
    return Sheet.objects.filter(_own(by, places.heirs_as_shown))


def own_shown(by: Actor) -> QuerySet[Sheet]:
    """Those of them that are shown, the latest first."""
    found = own(by).filter(cycle__state__in=SHOWN).select_related("cycle")
    return found.order_by("-cycle__period", "subject", "name", "id")


def is_of(by: Actor, sheet: Sheet) -> bool:
    """Whether a sheet is somebody's own."""
    return own(by).filter(pk=sheet.pk).exists()


def concerns(by: Actor, sheet: Sheet) -> bool:
    """Whether no part of a sheet is somebody's to judge."""
    return concerning(by).filter(pk=sheet.pk).exists()


def concerning(by: Actor) -> QuerySet[Sheet]:
    """The sheets that are somebody's own, or of a person of the house that they lead."""
    return Sheet.objects.filter(_own(by) | Q(registration__institution__in=by.held(Role.INSTITUTION_DIRECTOR)))


def _own(by: Actor, heirs: Heirs = places.heirs) -> Q:
    """Also of a registration that somebody holds no more: what one did stays one's own."""
    return (
        Q(registration__in=accounts.advised_as(by.user_id))
        | Q(institution__in=by.held(Role.INSTITUTION_DIRECTOR))
        | Q(village__in=_committees(by.held(Role.VILLAGE_CADRE), heirs))
        | Q(township__in=by.held(Role.JUDICIAL_OFFICE))
    )


def _committees(villages: set[UUID], heirs: Heirs) -> set[UUID]:
    """A committee's villages, and those that were merged into them: their sheets are theirs to answer now."""
    return villages | {one for one, heir in heirs().items() if heir in villages} if villages else villages


def scores_of(sheet: Sheet) -> list[Score]:
    """The scores that count, in the scheme's order."""
    return list(_counting(Score.objects.filter(sheet=sheet)).select_related("item").order_by("item__order"))


def scores_of_all(sheets: Iterable[Sheet], with_rows: bool = False) -> QuerySet[Score]:
    """The same of many sheets, without their rows unless they are asked for."""
    found = _counting(Score.objects.filter(sheet__in=[one.pk for one in sheets])).select_related("item")
    return (found if with_rows else found.defer("rows")).order_by("sheet", "item__order")


def scores_by(cycle: Cycle, sources: Iterable[str]) -> QuerySet[Score]:
    """The scores of a cycle that count and come from some sources."""
    found = _counting(Score.objects.filter(sheet__cycle=cycle, item__source__in=list(sources)))
    return found.select_related("item", "sheet__scheme").defer("rows").order_by("sheet", "item__order")


def rows_in(score: Score) -> list[UUID]:
    """The ids that a number was counted from."""
    held = bytes(score.rows)
    return [UUID(bytes=held[at : at + WIDTH]) for at in range(0, len(held), WIDTH)]


def _counting(found: QuerySet[Score]) -> QuerySet[Score]:
    own = {"sheet": OuterRef("sheet"), "item": OuterRef("item"), "district_id": OuterRef("district_id")}
    latest = Score.objects.filter(**own).order_by().values("item").annotate(last=Max("number")).values("last")
    return found.filter(number=Subquery(latest))


def scorers_of(reply: Reply) -> set[UUID]:
    """Whoever scored what a review is about, or decided on another review of it."""
    about = {"sheet": reply.sheet, "item": reply.item}
    found = Score.objects.filter(**about, made_by__isnull=False).exclude(reply=reply).order_by().values_list("made_by")
    before = Reply.objects.filter(**about, decided_by__isnull=False).exclude(pk=reply.pk).order_by()
    return {who for (who,) in found.union(before.values_list("decided_by"))}


def replies_of(sheet: Sheet) -> QuerySet[Reply]:
    return Reply.objects.filter(sheet=sheet).select_related("item", "made_by", "decided_by")


def reply_for(by: Actor, pk: UUID) -> Reply:
    seen = visible_to(by).order_by().values("pk")
    found = Reply.objects.filter(sheet__in=seen).select_related("sheet__cycle", "sheet__scheme", "item")
    return found.select_related("made_by", "decided_by").get(pk=pk)


def waiting_reviews(by: Actor) -> QuerySet[Reply]:
    """申请了复核, and nobody has decided."""
    seen = visible_to(by).order_by().values("pk")
    found = Reply.objects.filter(wants_review=True, decision="", sheet__in=seen)
    return found.select_related("sheet__cycle", "item").order_by("made_at", "id")


def waiting_in(cycle: Cycle) -> QuerySet[Reply]:
    """The same, of one cycle, whoever asks."""
    return Reply.objects.filter(wants_review=True, decision="", sheet__cycle=cycle)


def unscored(cycle: Cycle) -> QuerySet[Score]:
    """What an office is to score, and has not."""
    found = Score.objects.filter(sheet__cycle=cycle, item__kind="judged")
    return (
        _counting(found).filter(is_counted=False).select_related("sheet", "item").order_by("sheet__name", "item__order")
    )


def scheme_of(subject: str, period: Period) -> Scheme | None:
    """The adopted one that holds for a period: the last that begins on its first day or before."""
    found = Scheme.objects.filter(subject=subject, adopted_at__isnull=False, valid_from__lte=period.first)
    return found.order_by("-valid_from").first()


def rules_of(scheme: Scheme) -> Rules:
    """A scheme as rules have it."""
    lines = tuple(
        Line(
            Item(one.key, one.title, one.kind, one.most, one.step, one.least, unit_of(one.measure)),
            one.source,
            one.measure,
        )
        for one in scheme.items.order_by("order")
    )
    grades = tuple(
        Grade(one.title, one.least, one.coefficient, tuple(one.opens)) for one in scheme.grades.order_by("-least")
    )
    weights = {one: weight for one, weight in zip(SOURCES, scheme.weights, strict=False) if weight}
    return Rules(lines, grades, weights, scheme.cap)


def unit_of(measure: str) -> str:
    return MEASURES[measure].unit if measure else "分"


def fact_of(score: Score) -> Fact:
    """What was counted, as it was frozen."""
    return Fact(score.done, score.asked, score.late, score.why)
