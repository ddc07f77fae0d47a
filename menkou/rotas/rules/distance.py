"""How far somebody is from the number of missed duties at which a contract may be ended. Nothing happens by itself."""

from collections.abc import Mapping
from typing import NamedTuple


class Count(NamedTuple):
    """Slots of some time: to come or not told yet, kept, done by another, excused, asked about, and on record as missed."""

    ahead: int = 0
    kept: int = 0
    substituted: int = 0
    excused: int = 0
    asked: int = 0
    missed: int = 0
    struck: int = 0

    def plus(self, other: "Count") -> "Count":
        return Count(*(one + more for one, more in zip(self, other, strict=True)))


def sentence(missed: Mapping[str, int], enough: int) -> str:
    """Of the contracts under which duties were missed: 红花村的合同记了 1 次缺席，再有 2 次才到 3 次。"""
    worst = max(missed.items(), key=lambda one: (one[1], one[0]), default=None)
    if worst is None or not worst[1]:
        return "没有要算的缺席。"
    village, count = worst
    if count >= enough:
        return f"{village}的合同记了 {count} 次缺席，到了 {enough} 次；终止不终止，由区司法局决定。"
    return f"{village}的合同记了 {count} 次缺席，再有 {enough - count} 次才到 {enough} 次；有正当理由的、有人替的不算。"
