"""异议: raised to a line, answered by the bureau; whatever changes something is agreed to by a second person."""

from typing import Any

from django.db import IntegrityError, transaction

from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.keys import digest
from menkou.subsidies import policies
from menkou.subsidies.models import Adjustment, Batch, Decision, Line, Objection

Outcome = Objection.Outcome
OPEN = "这一行已经有一条异议在办，等答复了再提。"
ANSWERED = "这条异议已经答复过了。"
NOT_ANSWERED = "这条异议现在不用第二个人定。"
NOT_YET = "复核以后的才可以提异议。"


@action(policies.object_to, audit="subsidies.objection_raised")
def raise_objection(*, by: Actor, line: Line, words: str) -> Objection:
    """提异议. Raises Invalid where nothing is said, Conflict where one is open."""
    if not words.strip():
        raise Invalid("请写哪里不对。")
    if line.batch.stage != Batch.Stage.CHECKED:
        raise Conflict(NOT_YET)
    facts: dict[str, Any] = {"raised_at": clock.now(), "raised_by_id": by.user_id}
    try:
        with transaction.atomic():
            made = Objection.objects.create(line=line, words=words.strip(), **facts)
    except IntegrityError as problem:
        raise Conflict(OPEN) from problem
    outbox.send(to="bureau", words="有一条补贴异议等着答复，请登录看。", key=f"objection:{made.pk}")
    return made


@action(policies.answer, audit="subsidies.objection_answered")
def answer(*, by: Actor, objection: Objection, outcome: str, text: str, fen: int = 0) -> None:
    """答复. That it stands is said at once; what changes something waits for a second person. Raises Invalid, Conflict."""
    if outcome not in Outcome.values or not text.strip():
        raise Invalid("请选怎么办，并写答复。")
    if (outcome == Outcome.AMOUNT) != bool(fen):
        raise Invalid("补一笔或者扣一笔的，请写金额；其他的不写。")
    said: dict[str, Any] = {"outcome": outcome, "answer": text.strip(), "fen": fen}
    said |= {"answered_at": clock.now(), "answered_by": by.user_id}
    if not Objection.objects.filter(pk=objection.pk, outcome="").update(**said):
        raise Conflict(ANSWERED)
    objection.refresh_from_db()
    if outcome == Outcome.STANDS:
        _tell(objection)
    else:
        outbox.send(
            to="bureau", words="有一条补贴异议要另一个人来定，请登录看。", key=f"objection-to-settle:{objection.pk}"
        )


@action(policies.settle, audit="subsidies.objection_agreed")
def agree(*, by: Actor, objection: Objection) -> None:
    """同意改: an amount goes into the next batch, in the names of both. Raises Conflict where nothing waits."""
    facts: dict[str, Any] = {"decision": Decision.AGREED, "decided_at": clock.now(), "decided_by": by.user_id}
    if not _waiting(objection).update(**facts):
        raise Conflict(NOT_ANSWERED)
    objection.refresh_from_db()
    if objection.fen:
        _adjust(objection)
    _tell(objection)


@action(policies.settle, audit="subsidies.objection_reconsidered")
def reconsider(*, by: Actor, objection: Objection) -> None:
    """不同意这样改: it waits for another answer. Raises Conflict where nothing waits."""
    none: dict[str, Any] = {"outcome": "", "answer": "", "fen": 0, "answered_at": None, "answered_by": None}
    if not _waiting(objection).update(**none):
        raise Conflict(NOT_ANSWERED)


def _waiting(objection: Objection):
    return Objection.objects.filter(pk=objection.pk, outcome__in=[Outcome.RECORD, Outcome.AMOUNT], decision="")


def _adjust(objection: Objection) -> None:
    line, fen = objection.line, objection.fen
    hands: dict[str, Any] = {"made_at": objection.answered_at, "made_by_id": objection.answered_by_id}
    hands |= {"decided_at": objection.decided_at, "decided_by_id": objection.decided_by_id}
    whom = (
        {"registration_id": line.registration_id} if line.registration_id else {"institution_id": line.institution_id}
    )
    Adjustment.objects.create(
        kind=Adjustment.Kind.BONUS if fen > 0 else Adjustment.Kind.DEDUCTION,
        fen=abs(fen),
        reason=f"异议：{line.batch}第 {line.number} 行",
        source=objection.answer[:200],
        once_digest=digest("objection", str(objection.pk)),
        decision=Decision.AGREED,
        **hands,
        **whom,
    )


def _tell(objection: Objection) -> None:
    if who := objection.line.registration_id:
        words = "您的补贴明细有一条异议答复了，请登录看。"
        outbox.send(to=f"registration:{who}", words=words, key=f"objection-answered:{objection.pk}")
