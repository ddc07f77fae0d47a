"""不问了、重新打开、换人问、告诉司法所、回访: what a resident can do about a matter once there is an answer, or none."""

from typing import Any
from uuid import UUID

from menkou.consultations import content, holding, policies
from menkou.consultations.after import queries
from menkou.consultations.interests import barring
from menkou.consultations.meeting import actions as meeting
from menkou.consultations.meeting import queries as meetings
from menkou.consultations.models import Concern, Consultation, Handover, Reopening, Revisit
from menkou.consultations.passing import actions as passing
from menkou.consultations.rules import thanks
from menkou.consultations.timing import actions as timing
from menkou.consultations.wording import sealing as wording
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import CLOCK, Actor
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.places import queries as places
from menkou.worklogs import actions as worklogs
from menkou.worklogs.models import Entry

State = Consultation.State
TOLD = "已经记下了，谢谢您。"


@action(policies.withdraw, audit="consultation.withdrawn")
def withdraw(*, by: Actor, consultation: Consultation) -> Consultation:
    """不问了: the resident ends it themselves. Work that was done stays on record. Raises Conflict where it is closed."""
    consultation = holding.locked(consultation)
    if consultation.state == State.CLOSED:
        raise Conflict(holding.CLOSED)
    timing.start_clock(by=by, consultation=consultation)
    ahead = meetings.ahead_of(consultation)
    if ahead is not None and ahead.begins_at > clock.now():
        meeting.decline(by=by, meeting=ahead)
    if consultation.first_answered_at is not None:
        rules = places.rules()
        consultation.entry = worklogs.record(
            by=CLOCK,
            author=consultation.holder,
            village=consultation.village,
            kind=Entry.Kind.CONSULTATION,
            done_on=clock.today(),
            minutes=rules["minutes_of_a_quiet_closing"],
        )
        consultation.minutes, consultation.category = rules["minutes_of_a_quiet_closing"], queries.UNSORTED
    consultation.state, consultation.closed_at = State.CLOSED, clock.now()
    consultation.ending = Consultation.Ending.WITHDRAWN
    consultation.save(update_fields=["entry", "minutes", "category", "state", "closed_at", "ending"])
    wording.destroy(consultation)
    words = "有一条咨询，居民说不问了，不用再答。"
    holding.tell_holder(consultation, words, f"withdrawn:{consultation.pk}:{consultation.closed_at.timestamp()}")
    return consultation


@action(policies.reopen, audit="consultation.reopened")
def reopen(*, by: Actor, consultation: Consultation, text: str, form: str) -> Consultation:
    """重新打开: what has ended waits for an answer again, with what is still to be said. A form sent twice does it once.

    A closing 谢谢 opens nothing. Raises Conflict where it has not ended, or too long ago.
    """
    consultation = holding.kept(consultation)
    once = digest("once", form)
    if content.is_said(consultation, once, text):
        return consultation
    only_thanks = thanks.only_thanks(text)
    if not only_thanks:
        _open_again(consultation)
    said = content.add(consultation, text, author_id=None, once=once, only_thanks=only_thanks)
    if not only_thanks and not passing.offer_again(by=by, consultation=consultation):
        holding.tell_holder(consultation, "有一条办结的咨询，居民重新打开了，请登录查看。", f"reopened:{said}")
    return consultation


@action(policies.seek_help, audit="consultation.another_asked")
def ask_other(*, by: Actor, consultation: Consultation) -> Handover:
    """换人问: once, by whom it is not solved for; the other post answers anew. Raises Conflict."""
    consultation = holding.kept(consultation)
    _is_unsolved(consultation)
    if queries.has_changed(consultation):
        raise Conflict("这件事已经换过一位顾问了。还没解决，可以点“告诉司法所”。")
    if consultation.state == State.CLOSED:
        _open_again(consultation, at_any_time=True)
    else:
        _wait_again(consultation)
        consultation.save(update_fields=["state", "read_at", "due_at"])
    return passing.pass_on_as_asked(by=by, consultation=consultation)


@action(policies.seek_help, audit="consultation.concern_raised")
def tell_office(*, by: Actor, consultation: Consultation) -> Concern:
    """告诉司法所: a task on the office's page, and words without content. Raises Conflict where it was told already."""
    consultation = holding.kept(consultation)
    _is_unsolved(consultation)
    if queries.open_concern(consultation):
        raise Conflict("已经告诉司法所了，他们会跟进。")
    concern = Concern.objects.create(consultation=consultation, raised_at=clock.now())
    words = "辖区内有一件咨询，居民说没有解决，请登录查看“跟进事项”。"
    outbox.send(to=barring.overseer_of(consultation), words=words, key=f"concern:{concern.pk}")
    return concern


@action(policies.see_to, audit="consultation.concern_seen_to")
def see_to(*, by: Actor, concern: Concern) -> Concern:
    """已跟进: the office has spoken with the adviser. Raises Conflict where somebody has already."""
    still_open = Concern.objects.filter(pk=concern.pk, seen_to_at=None)
    if not still_open.update(seen_to_at=clock.now(), seen_to_by=by.user_id):
        raise Conflict("这一件已经有人跟进了。")
    concern.refresh_from_db()
    return concern


@action(policies.plan_revisits, audit="consultation.revisit_due", when=bool)
def plan_revisits(*, by: Actor, consultation: Consultation) -> list[Revisit]:
    """回访: those whose day has come, each once after an ending; the adviser is told without content."""
    consultation = holding.locked(consultation)
    planned: list[Revisit] = []
    if consultation.closed_at is None:
        return planned
    done = set(
        Revisit.objects.filter(consultation=consultation, closed_at=consultation.closed_at).values_list("number")
    )
    for number, due_at, until_at in queries.revisits_due(consultation):
        if (number,) not in done:
            facts: dict[str, Any] = {"closed_at": consultation.closed_at, "due_at": due_at, "until_at": until_at}
            planned.append(Revisit.objects.create(consultation=consultation, number=number, **facts))
            words = "有一件办结的咨询该回访了，请登录查看。"
            holding.tell_holder(consultation, words, f"revisit:{planned[-1].pk}")
    return planned


@action(policies.tell_outcome, audit="consultation.outcome_told")
def tell_outcome(*, by: Actor, revisit: Revisit, face: int) -> Revisit:
    """后来怎么样了: the resident says it on the thread. Raises Conflict where it is on record, or too late."""
    return _settle(revisit, way=Revisit.Way.THREAD, face=face, told_by=None)


@action(policies.record_outcome, audit="consultation.outcome_recorded")
def record_call(*, by: Actor, revisit: Revisit, face: int) -> Revisit:
    """电话回访: the adviser asked. Raises Conflict where it is on record, or too late."""
    return _settle(revisit, way=Revisit.Way.PHONE, face=face, told_by=by.user_id)


@action(policies.record_outcome, audit="consultation.revisit_skipped")
def skip(*, by: Actor, revisit: Revisit) -> Revisit:
    """这次不问: the resident is still asked on the thread at the next. Raises Conflict as above."""
    return _settle(revisit, way=Revisit.Way.SKIPPED, face=None, told_by=by.user_id)


def _settle(revisit: Revisit, *, way: str, face: int | None, told_by: UUID | None) -> Revisit:
    own = queries.open_revisits().filter(pk=revisit.pk)
    if not own.update(way=way, face=face, told_at=clock.now(), told_by_id=told_by):
        raise Conflict(TOLD)
    revisit.refresh_from_db()
    return revisit


def _is_unsolved(consultation: Consultation) -> None:
    if not queries.is_unsolved(consultation):
        raise Conflict("请先说一声“没解决”，再请别人来看。")


def _open_again(consultation: Consultation, *, at_any_time: bool = False) -> None:
    """What it ended with goes on record beside it; it waits again, under the village that goes on for its own."""
    if consultation.state != State.CLOSED:
        raise Conflict("这件事没有办结，请点“接着问”。")
    if not at_any_time and not queries.may_still_reopen(consultation):
        raise Conflict(f"办结超过 {places.rules()['days_to_reopen']} 天了，请另外提一个新问题。")
    facts = {name: getattr(consultation, name) for name in ("closed_at", "ending", "entry_id")}
    Reopening.objects.create(consultation=consultation, reopened_at=clock.now(), **facts)
    _wait_again(consultation)
    consultation.village_id = places.heirs().get(consultation.village_id, consultation.village_id)
    consultation.closed_at = consultation.closed_by = consultation.minutes = consultation.entry = None
    consultation.category = consultation.ending = ""
    consultation.save()


def _wait_again(consultation: Consultation) -> None:
    consultation.state, consultation.read_at = State.WAITING, None
    consultation.due_at = places.due(clock.now(), places.rules()["answer_within_working_days"])
