"""Who carries words out, by channel. A carrier makes one attempt, outside any transaction, and says how it ended."""

from collections.abc import Callable

from menkou.core.models import Outgoing
from menkou.core.outbox import Ended

Carrier = Callable[[Outgoing], Ended]
CARRIERS: dict[str, Carrier] = {}


def carries(channel: str) -> Callable[[Carrier], Carrier]:
    """Declare a carrier; it stands in a module named jobs.py, which the worker reads at its start.

    It may raise whatever it meets: the attempt has failed then, and is made again a few times.
    """

    def declare(carry: Carrier) -> Carrier:
        CARRIERS[channel] = carry
        return carry

    return declare
