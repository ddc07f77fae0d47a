"""典型案例: begun by one, every mask checked, agreed to by another; ended with the yes of whom it happened to."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from menkou.broadcasts import actions as notices
from menkou.broadcasts import policies
from menkou.broadcasts.cases import holding, queries, sealing
from menkou.broadcasts.cases.sealing import Draft
from menkou.broadcasts.models import CaseMask, Notice, TypicalCase
from menkou.broadcasts.rules import casing
from menkou.consultations.models import ReviewCopy
from menkou.consultations.reviewing import actions as reviewing
from menkou.consultations.rules.meant import People
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import CLOCK, Actor
from menkou.core.errors import Conflict, Invalid
from menkou.places.models import District

State = TypicalCase.State
OTHER_EDITION = "您看的不是最新的一稿，请看过新的再批。"
TAKEN_BACK = "居民不再同意用它的事做案例。"
GIVEN_UP = "写的人不做了。"


@action(policies.make_case, audit="case.begun", when=bool)
def begin(*, by: Actor, copy: ReviewCopy, case: UUID) -> bool:
    """做成案例, of a copy whose asker agreed to it, once for its id. Returns whether it was not there yet.

    Raises Conflict where they do not agree, or not any more.
    """
    if TypicalCase.objects.filter(pk=case).exists():
        return False
    lent = reviewing.lend(by=by, copy=copy)  # which lets one in at a time
    if TypicalCase.objects.filter(pk=case).exists():
        return False
    text = casing.first_words(lent.words)
    made = _new(by, case, consent=lent.consent_id, until_at=lent.until_at)
    return _laid_down(made, Draft(text, queries.people_of(lent.village)), casing.placed(text, lent.known))


@action(policies.write_case, audit="case.drafted", when=bool)
def write(*, by: Actor, case: TypicalCase, text: str) -> bool:
    """从头写, without any matter; what is typed is masked and checked all the same. Returns whether it was not there yet."""
    if TypicalCase.objects.filter(pk=case.pk).exists():
        return False
    return _laid_down(_new(by, case.pk), Draft(text, People(0, 0, 0)), casing.placed(text))


@action(policies.approve_case, audit="case.approved")
def approve(*, by: Actor, case: TypicalCase, edition: int) -> None:
    """批准 of the very edition that was read: the masked words stay, and nothing else. Raises Conflict."""
    found = holding.locked(case, State.WAITING)
    if found.edition != edition:
        raise Conflict(OTHER_EDITION)
    holding.demand_consent(found)
    draft = sealing.opened(found)
    title, text = casing.split(casing.final(draft.text, queries.placed(queries.masks_of(found))))
    agreed = {"approved_at": clock.now(), "approved_by": by.user_id}
    _move(found, State.APPROVED, sealed=None, title=title, text=text, **agreed)


@action(policies.approve_case, audit="case.sent_back")
def send_back(*, by: Actor, case: TypicalCase, note: str) -> None:
    """退回: its author reads why, sealed with the words. Raises Invalid without a reason, Conflict."""
    if not note.strip():
        raise Invalid("请写为什么退回，写的人才知道改哪里。")
    found = holding.locked(case, State.WAITING)
    again = sealing.wrapped(found.pk, replace(sealing.opened(found), note=note.strip()))
    _move(found, State.DRAFT, sealed=again, checked_at=None, checked_by=None)


@action(policies.edit_case, audit="case.given_up")
def give_up(*, by: Actor, case: TypicalCase) -> None:
    """不做了: its words are erased. Raises Conflict where it is not in the making any more."""
    _end(holding.locked(case, *TypicalCase.MAKING), GIVEN_UP)


@action(policies.manage_case, audit="case.used", when=bool)
def use(*, by: Actor, case: TypicalCase, notice: Notice) -> bool:
    """做成推送: a draft with these very words, once for its id. Raises Conflict where it is not approved, or not any more."""
    found = holding.locked(case, State.APPROVED)
    holding.demand_consent(found)
    notice.kind, notice.title, notice.text, notice.case = Notice.Kind.CASE, found.title, found.text, found
    return notices.draft(by=by, notice=notice)


@action(policies.manage_case, audit="case.withdrawn")
def withdraw(*, by: Actor, case: TypicalCase, why: str) -> None:
    """撤下: what has not gone does not go; the groups that had it are listed. Raises Invalid without a reason, Conflict."""
    if not why.strip():
        raise Invalid("请写为什么撤下。")
    found = holding.locked(case, State.APPROVED)
    _take_down(found, why.strip(), withdrawn_by=by.user_id)


@action(policies.end_case, audit="case.consent_ended", when=bool)
def end_with_consent(*, by: Actor, case: TypicalCase) -> bool:
    """居民不再同意: what is in the making is erased, what is in use is withdrawn at once. Returns whether it was either."""
    found = TypicalCase.objects.select_for_update().get(pk=case.pk)
    if found.state in TypicalCase.MAKING:
        _end(found, TAKEN_BACK, consent_ended_at=clock.now())
    elif found.state == State.APPROVED:
        _take_down(found, TAKEN_BACK, consent_ended_at=clock.now())
    else:
        return False
    outbox.send(to="bureau", words="有一个典型案例不能再用了，请登录查看。", key=f"case-ended:{found.pk}")
    return True


@action(policies.end_case, audit="case.over", when=bool)
def end_over(*, by: Actor, case: TypicalCase) -> bool:
    """到期: a draft is kept no longer than the copy that it is made of. Returns whether its time had come."""
    found = queries.over().select_for_update().filter(pk=case.pk).first()
    if found:
        _end(found, holding.OVER)
    return found is not None


@action(policies.rewrap, audit="cases.keys_rewrapped", count=int, when=bool)
def rewrap(*, by: Actor, district: District, most: int) -> int:
    """换密钥: wrap the next so many drafts anew. Returns how many were."""
    rows = list(sealing.old().select_for_update()[:most])
    for row in rows:
        row.sealed = sealing.wrap_anew(row)
    TypicalCase.objects.bulk_update(rows, ["sealed"])
    return len(rows)


def _new(by: Actor, pk: UUID, **facts: Any) -> TypicalCase:
    assert by.user_id
    return TypicalCase(pk=pk, made_at=clock.now(), made_by_id=by.user_id, **facts)


def _laid_down(case: TypicalCase, draft: Draft, masks: list[casing.Placed]) -> bool:
    """Whether it was not there yet: the same form may come at the same moment, of another copy too."""
    case.sealed = sealing.wrapped(case.pk, draft)
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        return False
    CaseMask.objects.bulk_create(CaseMask(case=case, **_facts(one)) for one in masks)
    return True


def _facts(one: casing.Placed) -> dict[str, Any]:
    facts = {name: getattr(one, name) for name in ("start", "end", "kind", "sure", "instead", "said", "is_added")}
    return facts | {"checked_by_id": one.by, "checked_at": clock.now() if one.said else None}


def _move(case: TypicalCase, to: str, **facts: Any) -> None:
    TypicalCase.objects.filter(pk=case.pk).update(state=to, **facts)
    case.refresh_from_db()


def _end(case: TypicalCase, why: str, **facts: Any) -> None:
    """Nothing of its words stays."""
    CaseMask.objects.filter(case=case).delete()
    _move(case, State.ENDED, sealed=None, why=why, ended_at=clock.now(), **facts)


def _take_down(case: TypicalCase, why: str, **facts: Any) -> None:
    """Out of use, with every notice that brings it and has not ended."""
    _move(case, State.WITHDRAWN, why=why, withdrawn_at=clock.now(), **facts)
    for notice in Notice.objects.filter(case=case).exclude(state=Notice.State.CANCELLED):
        notices.stop(by=CLOCK, notice=notice)
