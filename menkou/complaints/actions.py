"""投诉、受理、要求说明、答复、回访、撤回: each one transaction; the matter is locked first, then the complaint."""

from collections.abc import Sequence
from typing import Any

from menkou.advisers.models import Registration
from menkou.complaints import course, policies, queries
from menkou.complaints.models import Complaint, Statement, Step
from menkou.complaints.news import ComplaintClosed
from menkou.consultations import holding, viewings
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.core.news import announce
from menkou.places import queries as places

State, Level, What = Complaint.State, Complaint.Level, Step.What
OTHER_WORDS = "刚才那份投诉已经送到了。这一份和它不一样；要补充的，可以先撤回，重新写一次。"
RUNS = "这件事的投诉还在办，办完了再投诉。要补充的，可以先撤回，重新写一次。"


@action(policies.complain, audit="complaint.raised")
def complain(
    *,
    by: Actor,
    consultation: Consultation,
    kind: str,
    about: Registration | None,
    text: str,
    form: str,
    contact: str = "",
    to_bureau: bool = False,
) -> Complaint:
    """投诉 about a person, or the judicial office where none is named. A form sent twice complains once.

    Raises Conflict where one of the same matter runs, the form said something else before, or its asker erased the matter.
    """
    matter = holding.kept(consultation)
    if found := _sent_before(matter, form, text):
        return found
    if queries.running_of(matter).exists():
        raise Conflict(RUNS)
    is_offices = not to_bureau and about is not None and _is_for_office(matter, about)
    rules, now = places.rules(), clock.now()
    made = Complaint(
        consultation=matter,
        about=about,
        kind=kind,
        level=Level.OFFICE if is_offices else Level.BUREAU,
        is_from_office=is_offices,
        raised_at=now,
        reply_due_at=places.due(now, rules["working_days_to_acknowledge_a_complaint"]),
        answer_due_at=places.due(now, rules["working_days_to_answer_a_complaint"]),
        once_digest=digest("once", form),
    )
    course.seal(matter, made, "words", text)
    course.seal(matter, made, "contact", contact)
    made.save(force_insert=True)
    course.note(made, What.RAISED, by)
    course.tell_handler(made, "收到一件投诉，请登录受理，先回复收到。", f"complaint:{made.pk}")
    return made


@action(policies.follow, audit="complaint.withdrawn")
def withdraw(*, by: Actor, complaint: Complaint) -> Complaint:
    """撤回, until it is over; after an answer its outcome stays on record. Raises Conflict where it is over."""
    found = course.locked(complaint)
    if Step.objects.filter(complaint=found, what=What.WITHDRAWN).exists():
        return found
    if found.state not in Complaint.RUNNING:
        raise Conflict(course.OVER)
    return _over(course.drop(found, What.WITHDRAWN, by))


@action(policies.follow, audit="complaint.judged")
def judge(*, by: Actor, complaint: Complaint, is_satisfied: bool) -> Complaint:
    """满意, which ends it, or 不满意: once the bureau looks again, and its answer is the last. Raises Conflict."""
    found = course.locked(complaint)
    if found.is_satisfied == is_satisfied and found.state in (State.CLOSED, State.REVIEW):
        return found  # pressed twice
    if not queries.may_judge(found) or (is_satisfied and found.state == State.REFUSED):
        raise Conflict("现在不能说满意不满意：还没有答复，或者已经说过、过了时间。")
    holding.kept(found.consultation)  # nobody could answer what is gone
    found.is_satisfied = is_satisfied
    if is_satisfied or found.is_review:
        return _over(course.end(found, State.CLOSED, What.CONTENT if is_satisfied else What.DISCONTENT, by))
    days = places.rules()["working_days_to_answer_a_complaint"]
    found.state, found.level, found.is_review = State.REVIEW, Level.BUREAU, True
    found.refusal, found.ended_at, found.answer_due_at = "", None, places.due(clock.now(), days)
    if queries.running_of(found.consultation).exclude(pk=found.pk).exists():
        raise Conflict(RUNS)
    found.save()
    course.note(found, What.REVIEW, by)
    course.tell_handler(found, "有一件投诉要复核，请登录查看。", f"complaint-review:{found.pk}")
    return found


@action(policies.read, audit="complaint.read")
def read(*, by: Actor, complaint: Complaint) -> queries.Words:
    """看: the words; that they were opened, and by whom, stands on the asker's thread in the same transaction."""
    found = course.locked(complaint)
    holding.kept(found.consultation)
    viewings.note(found.consultation, by, viewings.Way.COMPLAINT)
    return queries.open_words(found)


@action(policies.handle, audit="complaint.accepted")
def accept(*, by: Actor, complaint: Complaint) -> Complaint:
    """受理: the complainant reads at once that it has arrived, who deals with it and by when. Raises Conflict."""
    found = course.still_held(course.locked(complaint), complaint)
    if found.accepted_by_id == by.user_id:
        return found  # pressed twice
    if found.state != State.RECEIVED:
        raise Conflict("这件投诉已经有人受理了。")
    found.state, found.accepted_at, found.accepted_by_id = State.ACCEPTED, clock.now(), by.user_id
    found.save(update_fields=["state", "accepted_at", "accepted_by"])
    course.note(found, What.ACCEPTED, by)
    return found


@action(policies.handle, audit="complaint.refused")
def refuse(*, by: Actor, complaint: Complaint, reason: str) -> Complaint:
    """不予受理, with a reason of the list; only what nobody has accepted yet. Raises Conflict."""
    found = course.still_held(course.locked(complaint), complaint)
    if found.state != State.RECEIVED:
        raise Conflict("已经受理了，请查明以后答复。")
    found.refusal, found.decided_at, found.decided_by_id = reason, clock.now(), by.user_id
    return course.end(found, State.REFUSED, What.REFUSED, by)


@action(policies.handle, audit="complaint.statement_asked")
def ask_statement(*, by: Actor, complaint: Complaint, sides: Sequence[str], summary: str) -> list[Statement]:
    """要求说明 of the adviser, the institution or both; they read the summary, never the complaint. Raises Conflict."""
    found = course.accepted(course.locked(complaint), complaint)
    if found.about is None:
        raise Conflict("这件投诉是对司法所的，没有顾问可以说明。")
    asked = set(Statement.objects.filter(complaint=found).values_list("side", flat=True))
    if asked & set(sides):
        raise Conflict("已经要求过说明了，一方只要求一次。")
    facts: dict[str, Any] = {"complaint": found, "asked_at": clock.now(), "asked_by_id": by.user_id}
    made = [Statement(side=side, **facts) for side in sides]
    for one in made:
        course.seal(found.consultation, one, "summary", summary)
        one.save(force_insert=True)
        to = f"registration:{found.about_id}" if one.side == Statement.Side.ADVISER else ""
        words = "有一件事请您书面说明情况，请登录查看。"
        outbox.send(to=to or f"institution:{found.about.institution_id}", words=words, key=f"statement:{one.pk}")
    if found.state == State.ACCEPTED:
        found.state = State.ASKED
        found.save(update_fields=["state"])
    course.note(found, What.ASKED, by)
    return made


@action(policies.give_statement, audit="complaint.statement_given")
def give_statement(*, by: Actor, statement: Statement, text: str, form: str) -> Statement:
    """说明: once; the same form sent again changes nothing. Raises Conflict where it was given, or the complaint ended."""
    complaint = course.locked(statement.complaint)
    found = Statement.objects.select_for_update().get(pk=statement.pk)
    once, matter = digest("once", form), complaint.consultation
    is_again = found.once_digest is not None and bytes(found.once_digest) == once
    if is_again and queries.opened(matter, found, "words") == text:
        return found
    if found.given_at is not None:
        raise Conflict("已经说明过了。要补充的，请打电话给办的人。")
    if complaint.state not in Complaint.OPEN:
        raise Conflict("这件投诉已经答复了，不用再说明。")
    holding.kept(matter)
    course.seal(matter, found, "words", text)
    found.given_at, found.given_by_id, found.once_digest = clock.now(), by.user_id, once
    found.save(update_fields=["words", "given_at", "given_by", "once_digest"])
    course.note(complaint, What.STATED, by)
    course.tell_handler(complaint, "一件投诉的情况说明交来了，请登录查看。", f"stated:{found.pk}")
    return found


@action(policies.handle, audit="complaint.answered")
def answer(*, by: Actor, complaint: Complaint, outcome: str, text: str, form: str) -> Complaint:
    """答复, with what was found; a review is answered by somebody else. The same form sent again changes nothing.

    Raises Conflict where it was answered meanwhile, was not accepted yet, or its asker erased the matter.
    """
    found, once, now = course.locked(complaint), digest("once", form), clock.now()
    said = "review" if found.reviewed_at else "answer"
    is_again = found.said_digest is not None and bytes(found.said_digest) == once
    if is_again and queries.opened(found.consultation, found, said) == text:
        return found
    course.accepted(found, complaint)
    if found.is_review and found.decided_by_id == by.user_id:
        raise Conflict("复核要由另一个人答复，不能复核自己的答复。")
    course.seal(found.consultation, found, "review" if found.is_review else "answer", text)
    if found.is_review:
        found.reviewed_at, found.reviewed_by_id = now, by.user_id
    else:
        found.decided_at, found.decided_by_id = now, by.user_id
    found.state, found.outcome, found.said_digest, found.is_satisfied = State.ANSWERED, outcome, once, None
    found.save()
    course.note(found, What.REVIEWED if found.is_review else What.ANSWERED, by)
    return found


@action(policies.take_over, audit="complaint.taken_over")
def take_over(*, by: Actor, complaint: Complaint) -> Complaint:
    """提级办理: the bureau deals with it instead of the office; the deadline stays. Raises Conflict."""
    found = course.locked(complaint)
    if found.level != Level.OFFICE or not found.is_open:
        raise Conflict("这件投诉已经由区司法局办，或者已经答复了。")
    return course.move_to_bureau(found, What.TAKEN, by)


def _over(found: Complaint) -> Complaint:
    """Say so, where it came to an outcome."""
    if found.state == State.CLOSED:
        announce(ComplaintClosed(found))
    return found


def _sent_before(matter: Consultation, form: str, text: str) -> Complaint | None:
    """What the same form has complained of. Raises Conflict where it said something else: it is not taken for sent."""
    found = queries.once(form)
    if found and (found.consultation_id != matter.pk or queries.opened(matter, found, "words") != text):
        raise Conflict(OTHER_WORDS)
    return found


def _is_for_office(matter: Consultation, about: Registration) -> bool:
    """Not where an interest is known, nor where whom it is about sits in that office."""
    township_id = matter.village.township_id
    is_plain = barring.overseer_of(matter) == f"township:{township_id}"
    return is_plain and not queries.sits_in_office(about, township_id)
