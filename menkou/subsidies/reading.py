"""What money is counted from, read in a few statements however many villages there are; and what has been put down."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from menkou.advisers.models import Registration
from menkou.engagements.models import Contract
from menkou.places.models import Demand, Village
from menkou.postings.models import Posting
from menkou.postings.served import days_away
from menkou.subsidies.models import Decision, Factor, Line, Tariff
from menkou.subsidies.rules.laying import HOLDING
from menkou.subsidies.rules.serving import Days, Held
from menkou.subsidies.rules.standing import Coefficient, Place, Rate, Span, Stand, Terms, on_record, told

FOREVER = date(2199, 12, 31)  # what has no end
Record = dict[tuple[UUID, str], list[Span]]


@dataclass(frozen=True)
class Ground:
    """Some villages: how their days stand by the record, how they were put down, and what everything is called."""

    now: dict[UUID, dict[str, list[Span]]]
    record: Record
    labels: dict[str, str]  # of lines: 2026年上半年第 35 行
    names: dict[str, str]
    sources: dict[str, str]


def ground(villages: Sequence[Village], first: date, until: date) -> Ground:
    """All that it takes to say what these villages' days of a period come to, and of all days put down before."""
    record, labels = _put_down(villages)
    ends = [(span.first, span.until) for spans in record.values() for span in spans]
    first, until = min([first, *(one for one, _ in ends)]), max([until, *(one for _, one in ends)])
    posts = _posts(villages, first, until)
    whom = {UUID(one.who) for some in posts.values() for one in some}
    whom |= {UUID(span.stand.who) for spans in record.values() for span in spans if span.stand.who}
    people = list(Registration.objects.filter(pk__in=whom).select_related("adviser", "institution"))
    away = {str(who): spans for who, spans in days_away(whom, first, until).items()}
    terms, sources = _terms(people)
    grades, contracts = _grades(villages), _contracts(villages)
    now = {}
    for one in villages:
        exists = (one.valid_from, one.valid_until or FOREVER)
        place = Place(posts[one.pk], grades[one.pk], contracts[one.pk], exists)
        now[one.pk] = told(place, terms, away, first, until)
    names = {str(one.pk): one.adviser.name for one in people}
    names |= {str(one.institution_id): one.institution.name for one in people}
    return Ground(now, record, labels, names, sources)


def _put_down(villages: Sequence[Village]) -> tuple[Record, dict[str, str]]:
    """How the days of these villages stand in the ledger, and how its lines are called."""
    found: Record = defaultdict(list)
    labels = {}
    rows = Line.objects.filter(village__in=[one.pk for one in villages], kind__in=HOLDING).select_related("batch")
    for line in rows.order_by("turn", "first_day"):
        of: Any = line.village_id  # lines about days have one (days_are_a_post_s_of_a_village)
        found[of, line.post].append(_as_span(line))
        labels[str(line.pk)] = f"{line.batch}第 {line.number} 行"
    return {key: on_record(spans) for key, spans in found.items()}, labels


def _as_span(line: Line) -> Span:
    facts, who = line.facts, str(line.registration_id or "")
    stand = Stand(who, str(line.institution_id), facts["yearly"], facts["permille"]) if who else Stand()
    return Span(
        line.first_day,  # type: ignore[arg-type]  # lines about days have them (days_are_a_post_s_of_a_village)
        line.until_day,  # type: ignore[arg-type]
        stand,
        facts["why"],
        line=str(line.pk),
        turn=line.turn or 0,
    )


def _posts(villages: Sequence[Village], first: date, until: date) -> dict[UUID, list[Held]]:
    """Who held which post, as far as they were on the roster."""
    found: dict[UUID, list[Held]] = defaultdict(list)
    rows = Posting.objects.filter(village__in=[one.pk for one in villages], valid_from__lt=until)
    for post in rows.exclude(valid_until__lte=first).select_related("registration").order_by("valid_from", "post"):
        own = post.registration
        begin = max(post.valid_from, own.valid_from)
        end = min(post.valid_until or FOREVER, own.valid_until or FOREVER)
        if begin < end:
            found[post.village_id].append(Held(str(post.pk), post.post, str(own.pk), begin, end))
    return found


def _terms(people: Iterable[Registration]) -> tuple[Terms, dict[str, str]]:
    """The rates and coefficients that two people agreed to; a later one of the same goes before an earlier."""
    agreed = {"decision": Decision.AGREED}
    tariffs = list(Tariff.objects.filter(**agreed).order_by("decided_at", "id"))
    rates = [
        Rate(str(one.pk), one.grade, one.valid_from, one.yearly, one.share_a, one.needs_contract) for one in tariffs
    ]
    factors = list(Factor.objects.filter(**agreed, registration__in=people).order_by("decided_at", "id"))
    by_half = {(str(one.registration_id), one.half): Coefficient(str(one.pk), one.permille) for one in factors}
    houses = {str(one.pk): str(one.institution_id) for one in people}
    sources = {str(one.pk): one.source for one in [*tariffs, *factors]}
    return Terms(rates, by_half, houses), sources


def _grades(villages: Sequence[Village]) -> dict[UUID, list[tuple[str, Days]]]:
    found: dict[UUID, list[tuple[str, Days]]] = defaultdict(list)
    rows = Demand.objects.filter(village__in=[one.pk for one in villages])
    for village, grade, begin, end in rows.values_list("village", "grade", "valid_from", "valid_until"):
        found[village].append((grade, (begin, end or FOREVER)))
    return found


def _contracts(villages: Sequence[Village]) -> dict[UUID, list[Days]]:
    """When each was bound by a signed contract; a draft binds nobody."""
    found: dict[UUID, list[Days]] = defaultdict(list)
    rows = Contract.objects.filter(village__in=[one.pk for one in villages], stage=Contract.Stage.SIGNED)
    for village, begin, end in rows.order_by("valid_from").values_list("village", "valid_from", "valid_until"):
        found[village].append((begin, end))
    return found
