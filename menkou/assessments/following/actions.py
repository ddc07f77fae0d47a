"""立、告知、陈述申辩、决定、办完. A rule may open a case; each step after that is a person's, and two are never one's."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from menkou.assessments import policies
from menkou.assessments.following import course, queries, seats
from menkou.assessments.following.course import NOT_NOW
from menkou.assessments.following.findings import Finding, Proposal
from menkou.assessments.models import Consequence, Cycle, Sheet, Subject
from menkou.assessments.news import Decided
from menkou.assessments.rules.items import written
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.news import announce
from menkou.places import queries as places
from menkou.places.models import District

Kind, State, Trigger = Consequence.Kind, Consequence.State, Consequence.Trigger


@action(policies.follow_grades, audit="consequence.opened_by_rule", count=int)
def open_for(*, by: Actor, cycle: Cycle) -> int:
    """立: for each sheet whose grade says so, in the name of nobody; how many. Each waits for a person."""
    opened = 0
    sheets = Sheet.objects.filter(cycle=cycle, subject__in=[Subject.ADVISER, Subject.INSTITUTION])
    opens = {one.pk: dict(one.grades.values_list("title", "opens")) for one in _schemes(cycle)}
    for sheet in sheets.select_related("registration__institution", "institution").order_by("id"):
        for kind in opens[sheet.scheme_id].get(sheet.grade, ()):
            opened += _open(_of(sheet, cycle), kind, None)
    return opened


@action(policies.find, audit="consequence.opened", when=bool)
def open_one(*, by: Actor, district: District, finding: Finding, kind: str) -> Consequence | None:
    """立一件, by a person; None where the same finding has one of the kind. Raises Invalid without facts or a kind."""
    _demand(kind, finding.facts)
    return Consequence.objects.get(kind=kind, key=finding.key) if _open(finding, kind, by) else None


@action(policies.find, audit="consequence.opened_by_trigger", when=bool)
def found(*, by: Actor, district: District, finding: Finding) -> int:
    """立, by a rule of the district's that something has come to a number (多次缺席): how many cases are new."""
    return sum(_open(finding, kind, None) for kind in finding.kinds)


@action(policies.handle, audit="consequence.told")
def tell(*, by: Actor, consequence: Consequence, proposal: Proposal) -> Consequence:
    """告知: what was found, what is proposed, and until when it may be answered.

    Raises Invalid where the proposal lacks what its kind asks for, Conflict where it was told before.
    """
    _checked(consequence, proposal)
    until = places.due(clock.now(), places.rules()["working_days_to_answer_a_finding"])
    facts: dict[str, Any] = {"proposed": proposal.words.strip(), "fen": proposal.fen, "scope": proposal.scope}
    facts |= {"told_fen": proposal.fen}
    if consequence.kind == Kind.REPLACE:
        facts["told_posts"] = seats.today(consequence, proposal.villages)
    facts |= {"villages": list(proposal.villages), "told_at": clock.now(), "told_by": by.user_id, "answer_until": until}
    _move(consequence, (State.FOUND,), State.TOLD, **facts)
    words = "有一件事要处理，先告知您，您可以陈述申辩，请登录看。"
    for to in _addresses(consequence):
        outbox.send(to=to, words=words, key=f"consequence-told:{consequence.pk}:{to}")
    return consequence


@action(policies.state, audit="consequence.answered")
def state(*, by: Actor, consequence: Consequence, text: str) -> Consequence:
    """陈述申辩, once. Raises Invalid without words, Conflict when its time is over or it was said before."""
    if not text.strip():
        raise Invalid("请写要说的话。")
    open_still = Consequence.objects.filter(
        pk=consequence.pk, state=State.TOLD, answer_until__gte=clock.now(), statement=""
    )
    if not open_still.update(statement=text.strip(), stated_at=clock.now(), stated_by=by.user_id):
        raise Conflict("陈述申辩的时间过了，或者已经说过了。")
    consequence.refresh_from_db()
    outbox.send(
        to="bureau", words="有一件结果运用收到了陈述申辩，请登录看。", key=f"consequence-stated:{consequence.pk}"
    )
    return consequence


@action(policies.decide_on, audit="consequence.decided")
def decide(*, by: Actor, consequence: Consequence, is_upheld: bool, note: str, fen: int | None = None) -> Consequence:
    """决定, by another person, once it was answered or its days are over; a deduction may be made smaller.

    Raises Invalid without a reason or for a larger sum, Conflict while it may still be answered.
    """
    if not note.strip():
        raise Invalid("请写决定的理由，当事人看得到。")
    held = Consequence.objects.select_for_update(of=("self",), no_key=True).get(pk=consequence.pk)
    if not policies.decide_on.allows(by, held):  # asked again of what stands now
        raise Refused(policies.decide_on.refusal)
    if held.state == State.TOLD and (why_not := course.why_not_decided(held)):
        raise Conflict(why_not)
    facts: dict[str, Any] = {"decision_note": note.strip(), "decided_at": clock.now(), "decided_by": by.user_id}
    if is_upheld:
        facts |= _terms(held, fen)
    _move(consequence, (State.TOLD,), State.DECIDED if is_upheld else State.DROPPED, **facts)
    for to in _addresses(consequence):
        outbox.send(
            to=to, words="告知过您的那件事有了决定，请登录看。", key=f"consequence-decided:{consequence.pk}:{to}"
        )
    if is_upheld:
        announce(Decided(consequence))
    return consequence


@action(policies.handle, audit="consequence.dropped")
def drop(*, by: Actor, consequence: Consequence, note: str) -> Consequence:
    """不予处理, before anybody was told. Raises Invalid without a reason, Conflict later."""
    if not note.strip():
        raise Invalid("请写为什么不处理。")
    facts = {"decision_note": note.strip(), "decided_at": clock.now(), "decided_by": by.user_id}
    _move(consequence, (State.FOUND,), State.DROPPED, **facts)
    return consequence


@action(policies.let_go, audit="consequence.fell_away", when=bool)
def let_go(*, by: Actor, consequence: Consequence, why: str) -> bool:
    """发现不成立了: what a rule opened is dropped where its number is not reached any more and nobody was told."""
    open_still = Consequence.objects.filter(pk=consequence.pk, state=State.FOUND, opened_by=None)
    return bool(open_still.update(state=State.DROPPED, fell_away_at=clock.now(), decision_note=why))


@action(policies.handle, audit="consequence.done")
def finish(*, by: Actor, consequence: Consequence, note: str, is_mended: bool | None = None) -> Consequence:
    """办完了: how it was carried out, or what the re-check found.

    Raises Invalid without words, or without what the re-check found; Conflict before, and while whoever is to be
    replaced still has a post, or a notice stands.
    """
    if not note.strip():
        raise Invalid("请写怎么办的。")
    is_rectified = consequence.kind == Kind.RECTIFY
    if is_rectified and is_mended is None:
        raise Invalid("请选复查合格不合格。")
    held = Consequence.objects.select_for_update(of=("self",), no_key=True).get(pk=consequence.pk)
    if held.state == State.DECIDED and (why_not := course.why_not_done(held)):
        raise Conflict(why_not)
    facts = {"done_note": note.strip(), "done_at": clock.now(), "done_by": by.user_id}
    _move(consequence, (State.DECIDED,), State.DONE, **facts, is_mended=is_mended if is_rectified else None)
    return consequence


@action(policies.handle, audit="consequence.opened_again")
def open_again(*, by: Actor, consequence: Consequence, kind: str, facts: str) -> Consequence:
    """复查不合格，另立一件: a new finding by a person, which is told, answered and decided as any other.

    Raises Conflict where the re-check did not fail, or one was opened already; Invalid without a kind or facts.
    """
    if consequence.state != State.DONE or consequence.is_mended is not False:
        raise Conflict("只有复查不合格的，才能接着另立一件。")
    _demand(kind, facts)
    # two at once may ask for two kinds, which no constraint holds apart
    Consequence.objects.select_for_update(of=("self",), no_key=True).get(pk=consequence.pk)
    if queries.follow_up_of(consequence):
        raise Conflict("复查不合格以后，已经另立过一件了。")
    whom = consequence.institution, consequence.registration
    finding = Finding(queries.again_key(consequence), Trigger.OTHER, facts, *whom)
    if not _open(finding, kind, by):
        raise Conflict("复查不合格以后，已经另立过一件了。")
    return Consequence.objects.get(kind=kind, key=finding.key)


def _demand(kind: str, facts: str) -> None:
    if kind not in Kind.values:
        raise Invalid("请选要办哪一种。")
    if not facts.strip():
        raise Invalid("请写事实：什么时候、什么事、看了什么。")


def _of(sheet: Sheet, cycle: Cycle) -> Finding:
    institution: Any = sheet.registration.institution if sheet.registration else sheet.institution
    facts = f"{cycle}得 {written(sheet.points)} 分，等次“{sheet.grade}”。{sheet.words}"
    return Finding(f"sheet:{sheet.pk}", Trigger.GRADE, facts[:1000], institution, sheet.registration, sheet)


def _schemes(cycle: Cycle) -> list:
    found = {one.scheme_id: one.scheme for one in Sheet.objects.filter(cycle=cycle).select_related("scheme")}
    return list(found.values())


def _open(finding: Finding, kind: str, by: Actor | None) -> bool:
    made = Consequence(kind=kind, trigger=finding.trigger, key=finding.key, facts=finding.facts.strip())
    made.villages = list(finding.villages)
    made.sheet, made.registration, made.institution = finding.sheet, finding.registration, finding.institution
    made.opened_at, made.opened_by_id = clock.now(), by.user_id if by else None
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        if "a_finding_opens_one_case_of_a_kind" not in str(problem):
            raise
        return False
    return True


def _checked(consequence: Consequence, proposal: Proposal) -> None:
    kind = consequence.kind
    if not proposal.words.strip():
        raise Invalid("请写拟怎么处理。")
    if kind == Kind.DEDUCT and not proposal.fen:
        raise Invalid("扣减补贴，请写拟扣多少。")
    if kind == Kind.NOTICE and proposal.scope not in Consequence.Scope.values:
        raise Invalid("通报批评，请选通报范围。")
    if kind == Kind.REPLACE and consequence.registration_id is None and not proposal.villages:
        raise Invalid("换一家机构的人，请选是哪些村（社区）的岗位。")


def _terms(consequence: Consequence, fen: int | None) -> dict[str, Any]:
    rules, today = places.rules(), clock.today()
    if consequence.kind == Kind.DEDUCT:
        if fen is not None and not 0 < fen <= (consequence.fen or 0):
            raise Invalid("扣的不能比告知的多，也不能是 0；不扣就选不予处理。")
        return {"fen": fen or consequence.fen}
    if consequence.kind == Kind.NOTICE:
        return {"ends_on": today + timedelta(days=rules["days_of_a_criticism_notice"])}
    if consequence.kind == Kind.RECTIFY:
        return {"carry_out_until": today + timedelta(days=rules["days_to_rectify"])}
    posts = seats.today(consequence, consequence.villages)
    return {"carry_out_until": today + timedelta(days=rules["days_to_replace"]), "decided_posts": posts}


def _addresses(consequence: Consequence) -> list[str]:
    whom = [f"registration:{consequence.registration_id}"] if consequence.registration_id else []
    return [*whom, f"institution:{consequence.institution_id}"]


def _move(consequence: Consequence, before: tuple[str, ...], after: str, **facts: Any) -> None:
    if not Consequence.objects.filter(pk=consequence.pk, state__in=before).update(state=after, **facts):
        raise Conflict(NOT_NOW)
    consequence.refresh_from_db()
