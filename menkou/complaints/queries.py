"""What can be seen of complaints. Nobody sees one about themselves, their own institution or what they hold now."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, DateTimeField, F, Q, QuerySet, Value, When

from menkou.accounts import queries as accounts
from menkou.advisers.models import Registration
from menkou.complaints.models import Complaint, Statement, Step
from menkou.consultations import content, viewings
from menkou.consultations import queries as consultations
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation, Handover
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.keys import digest
from menkou.places import queries as places

State, Level = Complaint.State, Complaint.Level
UPHELD = (Complaint.Outcome.TRUE, Complaint.Outcome.PARTLY)
BUREAU, SUPERVISORS = (Role.JUSTICE_BUREAU,), (Role.JUSTICE_BUREAU, Role.AUDITOR)
WORDS = ("words", "contact", "answer", "review")


class Words(NamedTuple):
    """What was sealed beside the matter; empty where nothing was said, or all has been erased."""

    words: str
    contact: str
    answer: str
    review: str
    statements: tuple[tuple[Statement, str, str], ...]  # each with what was passed on and what was said


class Counted(NamedTuple):
    """So many complaints of one kind about one person came to one outcome."""

    registration_id: UUID
    institution_id: UUID
    kind: str
    outcome: str
    number: int


def visible_to(by: Actor) -> QuerySet[Complaint]:
    """Facts: the bureau and audit all, a judicial office those that came to it."""
    seen = Q() if by.has_role(*SUPERVISORS) else _of_office(by)
    return _of_others(by, Complaint.objects.filter(seen))


def handled_by(by: Actor) -> QuerySet[Complaint]:
    """Whom it is with: the judicial office of the township, or the bureau."""
    with_office = _of_office(by) & Q(level=Level.OFFICE)
    with_bureau = Q(level=Level.BUREAU) if by.has_role(*BUREAU) else Q(pk=None)
    return _of_others(by, Complaint.objects.filter(with_office | with_bureau))


def read_by(by: Actor) -> QuerySet[Complaint]:
    """Words: whoever deals with it, the bureau and audit."""
    return visible_to(by) if by.has_role(*SUPERVISORS) else handled_by(by)


def takeable_by(by: Actor) -> QuerySet[Complaint]:
    """What the bureau may take over."""
    return visible_to(by) if by.has_role(*BUREAU) else Complaint.objects.none()


def _of_office(by: Actor) -> Q:
    towns = by.held(Role.JUDICIAL_OFFICE)
    if not towns:
        return Q(pk__in=())
    came = Q(consultation__village__township__in=towns, is_from_office=True)
    return came & barring.is_without_interests("consultation")


def _of_others(by: Actor, found: QuerySet[Complaint]) -> QuerySet[Complaint]:
    own, houses = by.held(Role.ADVISER), by.held(Role.INSTITUTION_DIRECTOR)
    found = found.filter(~accounts.ever_was(by.user_id, "about__adviser"))  # also before this office
    found = found.exclude(about__institution__in=houses) if houses else found
    if own:
        found = found.exclude(about__institution__in=Registration.objects.filter(pk__in=own).values("institution"))
    return found.exclude(consultation__holder__in=own) if own else found


def listed(by: Actor, chosen: str = "") -> QuerySet[Complaint]:
    """The list of officers: what is over its time first, then by deadline, then what is over with."""
    found = _with_due(visible_to(by))
    if chosen == "open":
        found = found.filter(state__in=Complaint.OPEN)
    elif chosen == "overdue":
        found = found.filter(due__lt=clock.now())
    elif chosen:
        found = found.filter(state=chosen)
    named = found.select_related("consultation", "about__adviser")
    return named.order_by(F("due").asc(nulls_last=True), "-raised_at")


def counts(by: Actor) -> dict[str, int]:
    """How many there are under each word of the list's filter."""
    now, is_open = clock.now(), Q(state__in=Complaint.OPEN)
    over = Q(state=State.RECEIVED, reply_due_at__lt=now) | (
        is_open & ~Q(state=State.RECEIVED) & Q(answer_due_at__lt=now)
    )
    states = {state.value: Count("pk", Q(state=state)) for state in State}
    return visible_to(by).aggregate(open=Count("pk", is_open), overdue=Count("pk", over), all=Count("pk"), **states)


def waiting_for(by: Actor) -> QuerySet[Any]:
    """What waits for this person's office, each with its `due`; the first first."""
    return _with_due(handled_by(by).filter(state__in=Complaint.OPEN)).order_by("due", "raised_at")


def _with_due(found: QuerySet[Complaint]) -> QuerySet[Any]:
    return found.annotate(
        due=Case(
            When(state=State.RECEIVED, then=F("reply_due_at")),
            When(state__in=Complaint.OPEN, then=F("answer_due_at")),
            default=Value(None),
            output_field=DateTimeField(),
        )
    )


def complaint_for(by: Actor, pk: UUID) -> Complaint:
    """How an officer's page gets hold of one: what you may not see does not exist."""
    return visible_to(by).select_related("consultation__village", "about__adviser", "about__institution").get(pk=pk)


def of_matter(consultation: Consultation) -> list[Complaint]:
    """For its asker: all of one matter, the newest first."""
    return list(Complaint.objects.filter(consultation=consultation).select_related("about__adviser"))


def last_of(consultation: Consultation) -> Complaint | None:
    return Complaint.objects.filter(consultation=consultation).first()


def complained_by(by: Actor, pk: UUID) -> Complaint:
    """How a resident's button gets hold of one of theirs."""
    own = consultations.asked_by(by).order_by().values("pk")
    return Complaint.objects.filter(consultation__in=own).select_related("consultation__village").get(pk=pk)


def may_judge(complaint: Complaint) -> bool:
    """Whether its asker may still say how it went: an answer, or a refusal that nobody has looked at again."""
    is_said = complaint.state == State.ANSWERED or (complaint.state == State.REFUSED and not complaint.is_review)
    days = places.rules()["days_to_judge_a_complaint"]
    decided_at = complaint.last_decided_at
    return is_said and decided_at is not None and clock.now() < decided_at + timedelta(days=days)


def people_of(consultation: Consultation) -> list[Registration]:
    """Whom a complaint may be about: whoever has the matter, and had it before; not who never got it for an interest."""
    ids = list(
        Handover.objects.filter(consultation=consultation).order_by("-handed_at").values_list("giver", flat=True)
    )
    if not barring.is_unheld(consultation) or viewings.was_read_by(consultation, consultation.holder_id):
        ids.insert(0, consultation.holder_id)
    people = Registration.objects.filter(pk__in=ids).select_related("adviser")
    return sorted(people, key=lambda one: ids.index(one.pk))


def steps_of(complaint: Complaint) -> QuerySet[Step]:
    return Step.objects.filter(complaint=complaint).select_related("taken_by")


def steps_for_asker(complaint: Complaint) -> list[Step]:
    """经过 as whoever complained reads it: what was done, without who was reminded of what."""
    return [one for one in steps_of(complaint) if one.what not in Step.INSIDE]


def statements_of(complaint: Complaint) -> QuerySet[Statement]:
    return Statement.objects.filter(complaint=complaint).select_related("asked_by", "given_by")


def asked_of(by: Actor) -> QuerySet[Statement]:
    """情况说明: what an adviser or their institution is asked, of complaints that run."""
    own = Q(side=Statement.Side.ADVISER, complaint__about__in=by.held(Role.ADVISER))
    house = Q(side=Statement.Side.INSTITUTION, complaint__about__institution__in=by.held(Role.INSTITUTION_DIRECTOR))
    found = Statement.objects.filter(own | house, complaint__consultation__erased_at=None)
    return found.select_related("complaint__consultation", "complaint__about__adviser").order_by("-asked_at")


def statement_for(by: Actor, pk: UUID) -> Statement:
    """How the page of whoever is asked gets hold of one."""
    return asked_of(by).get(pk=pk)


def ended_about(by: Actor) -> QuerySet[Complaint]:
    """What an adviser sees of complaints about themselves, and a director of their people, once it is over: no words."""
    own = Q(about__in=by.held(Role.ADVISER)) | Q(about__institution__in=by.held(Role.INSTITUTION_DIRECTOR))
    return Complaint.objects.filter(own, state=State.CLOSED).select_related("about__adviser").order_by("-ended_at")


def outcomes_between(start: datetime, end: datetime) -> list[Counted]:
    """查明的结果 of complaints that were over between two instants, for the assessment; no words, no matter."""
    over = Complaint.objects.filter(state=State.CLOSED, ended_at__gte=start, ended_at__lt=end, about__isnull=False)
    parts = ("about", "about__institution", "kind", "outcome")
    return [Counted(*row) for row in over.order_by(*parts).values_list(*parts).annotate(number=Count("pk"))]


def raised_between(start: datetime, end: datetime) -> QuerySet[Complaint]:
    """投诉 that were raised between two instants and not taken back; to be counted."""
    return Complaint.objects.filter(raised_at__gte=start, raised_at__lt=end).exclude(state=State.WITHDRAWN)


def once(form: str) -> Complaint | None:
    """The complaint that this form has made already."""
    return Complaint.objects.filter(once_digest=digest("once", form)).first()


def open_words(complaint: Complaint) -> Words:
    """All that was said in and about a complaint, for whoever may read it."""
    matter = complaint.consultation
    words, contact, answer, review = (opened(matter, complaint, name) for name in WORDS)
    found = Statement.objects.filter(complaint=complaint).select_related("given_by")
    parts = ((one, opened(matter, one, "summary"), opened(matter, one, "words")) for one in found)
    return Words(words, contact, answer, review, tuple(parts))


def answers_to(complaint: Complaint) -> list[str]:
    """What the asker was answered, first and after the review."""
    said = (opened(complaint.consultation, complaint, name) for name in ("answer", "review"))
    return [one for one in said if one]


def opened(matter: Consultation, one: Complaint | Statement, name: str) -> str:
    """One sealed text; empty where there is none, or the matter has been erased."""
    record = getattr(one, name)
    return content.open_beside(matter, place_of(one, name), record) if record else ""


def place_of(one: Complaint | Statement, name: str) -> str:
    """What a sealed text is authenticated for, so that it can be moved nowhere else."""
    return f"{one._meta.model_name}:{one.pk}:{name}"


def sits_in_office(about: Registration, township_id: UUID) -> bool:
    """Whether whom it is about works in the judicial office of a township as well."""
    return seated_in(township_id).filter(registration__adviser=about.adviser_id).exists()


def seated_in(township_id: UUID) -> QuerySet[Any]:
    """The memberships of advisers who work in the judicial office of a township as well."""
    there = accounts.running().filter(role=Role.JUDICIAL_OFFICE, township=township_id).values("user")
    return accounts.running().filter(role=Role.ADVISER, user__in=there)


def running_of(consultation: Consultation) -> QuerySet[Complaint]:
    return Complaint.objects.filter(consultation=consultation, state__in=Complaint.RUNNING)


def is_kept_from_office(complaint: Complaint) -> bool:
    """Whether an interest has become known since, so that the bureau is to deal with it."""
    return not barring.without_interests(Consultation.objects.filter(pk=complaint.consultation_id)).exists()


def kept_from_office() -> QuerySet[Complaint]:
    """With an office, though an interest has become known since: the bureau is to deal with them."""
    with_offices = Complaint.objects.filter(state__in=Complaint.OPEN, level=Level.OFFICE)
    return with_offices.exclude(barring.is_without_interests("consultation"))


def quiet() -> QuerySet[Complaint]:
    """Answered, and the days to say how it went are over."""
    limit = clock.now() - timedelta(days=places.rules()["days_to_judge_a_complaint"])
    late = Q(reviewed_at=None, decided_at__lte=limit) | Q(reviewed_at__lte=limit)
    return Complaint.objects.filter(late, state=State.ANSWERED)
