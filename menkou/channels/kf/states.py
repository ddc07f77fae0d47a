"""会话状态: who may answer somebody at 微信客服, and what to do where the platform says that we may not (95018).

The transitions are those of the platform's own pages (document/path/94669 and the overview before it).
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class State(IntEnum):
    """Whose turn it is."""

    NEW = 0  # 未处理
    ASSISTANT = 1  # 由智能助手接待: by our calls
    QUEUE = 2  # 待接入池排队中: for a person of the office
    HUMAN = 3  # 由人工接待: a person of the office answers in the app of 企业微信
    ENDED = 4  # 已结束


MAY_SEND: Final = frozenset({State.NEW, State.ASSISTANT})
MAY_BECOME: Final = {
    State.NEW: frozenset({State.ASSISTANT, State.QUEUE, State.HUMAN, State.ENDED}),
    State.ASSISTANT: frozenset({State.QUEUE, State.HUMAN, State.ENDED}),
    State.QUEUE: frozenset({State.HUMAN, State.ENDED}),
    State.HUMAN: frozenset({State.HUMAN, State.ENDED}),  # HUMAN again: somebody else of the office
    State.ENDED: frozenset(),
}


@dataclass(frozen=True)
class Repair:
    """What to do: change to `to` (None: change nothing), and then either send again or wait for the customer.

    Ending a session brings a code, good for 20 s and one message (`kf.client.send_on_event`): enough to ask the
    customer to write once more.
    """

    to: State | None
    may_send: bool

    @property
    def only_customer_can(self) -> bool:
        """Whether nothing goes before the customer writes again; their next message makes it NEW."""
        return not self.may_send


def repair(state: State | None) -> Repair:
    """What to do in this state after the platform refused to send; None is one that we do not know.

    A session that waits for a person, or has one, cannot come back to us: it is ended, so that the customer's next
    word is ours. Where it is in HUMAN, somebody may be writing at this moment; an office that answers by this
    system has nobody there (docs say so), and what is written there reaches no thread.
    """
    if state is State.NEW:
        return Repair(State.ASSISTANT, may_send=True)
    if state is State.ASSISTANT:
        return Repair(None, may_send=True)
    if state in (State.QUEUE, State.HUMAN):
        return Repair(State.ENDED, may_send=False)
    return Repair(None, may_send=False)
