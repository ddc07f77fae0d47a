"""送到了没有: how each answer went to whoever asked in a chat, for its holder. Facts of the outbox, and no content."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from menkou.channels.texted import queries as texted
from menkou.consultations.models import Consultation
from menkou.core import outbox
from menkou.core.models import Outgoing

CHANNEL: Final = "answer"
State = Outgoing.State
CALL: Final = "送不到，请打电话"
NOBODY_TO_CALL: Final = "送不到，没有电话，等本人再来"
ARRIVED: Final = "短信已送到"
BY_WAY: Final = {"chat": "微信已送到", "notice": "已发提醒", "sms": "微信收不到了，已发短信"}
AFTER_A_FAILURE: Final = {  # by the way that is tried now: the one before did not bring it
    "chat again": "不知道送到没有，再提醒一次",
    "notice": "微信没送成，改发提醒",
    "sms": "没送成，改发短信",
    "task": "没送成，要有人打电话",
}
BEST_FIRST: Final = (State.SENT, State.UNKNOWN, State.SENDING, State.WAITING, State.TASK, State.FAILED)


@dataclass(frozen=True)
class Carried:
    """In which words, and how the word is shown: done, planned, due or overdue."""

    word: str
    shown: str


def of(consultation: Consultation, *, has_number: bool) -> dict[UUID, Carried]:
    """By the answer's id; of one that goes to several chats, how it went best. Nothing of what was not put out."""
    found: dict[UUID, Outgoing] = {}
    for row in outbox.of(consultation.pk, CHANNEL):
        if row.state in BEST_FIRST:
            said = UUID(row.key.split(":")[1])
            found[said] = min(found.get(said, row), row, key=lambda one: BEST_FIRST.index(State(one.state)))
    arrived = texted.arrived(row.pk for row in found.values() if row.way == "sms" and row.state == State.SENT)
    return {
        said: Carried(ARRIVED, "done") if row.pk in arrived else _in_words(row, has_number=has_number)
        for said, row in found.items()
    }


def in_need(matters: Iterable[UUID]) -> set[UUID]:
    """请打电话: of these matters, those with an answer that no machine brings to whoever asked."""
    return {row.about for row in outbox.in_need(matters, CHANNEL) if row.about}


def _in_words(row: Outgoing, *, has_number: bool) -> Carried:
    if row.state == State.SENT:
        return Carried(BY_WAY.get(row.way, "已送到"), "done")
    if row.state == State.UNKNOWN:
        return Carried("结果不明", "due")
    if row.state in (State.WAITING, State.SENDING):
        return Carried(AFTER_A_FAILURE.get(row.way, "等着发，微信那边不通") if row.code else "等着发", "planned")
    return Carried(CALL if has_number else NOBODY_TO_CALL, "overdue")
