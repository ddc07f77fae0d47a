"""Whether a board is true: what hangs and what is printed, beside what would be printed now."""

from collections.abc import Mapping
from dataclasses import dataclass

PRINT, HANG, TAKE_DOWN, NOTHING = "print", "hang", "take_down", ""
ENDED, REVOKED = "村并了", "码已作废"


@dataclass(frozen=True)
class Judged:
    """What is to be done about a board, and in what it is not true."""

    due: str
    why: tuple[str, ...] = ()


def differing(printed: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """What stands on the paper otherwise than it would now, in the order of the paper."""
    keys = list(dict.fromkeys((*now, *printed)))
    return tuple(key for key in keys if printed.get(key) != now.get(key))


def judge(
    now: Mapping[str, str] | None,
    latest: Mapping[str, str] | None,
    hung: Mapping[str, str] | None,
    *,
    is_revoked: bool = False,
) -> Judged:
    """`now` is nothing where the village is no more; `latest` where none was printed; `hung` where none hangs."""
    if now is None or is_revoked:
        return Judged(TAKE_DOWN, (ENDED if now is None else REVOKED,)) if hung is not None else Judged(NOTHING)
    if latest is None:
        return Judged(PRINT)
    at_the_door = latest if hung is None else hung
    why = differing(at_the_door, now)
    if differing(latest, now):
        return Judged(PRINT, why)
    return Judged(HANG if why or hung is None else NOTHING, why)
