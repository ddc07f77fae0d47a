"""Who carries words out, by channel. A carrier makes one attempt, outside any transaction, and says how it ended.

What a text told of and did not bring goes on as its channel says.
"""

from collections.abc import Callable

from menkou.core.models import Outgoing
from menkou.core.outbox import Ended

Carrier = Callable[[Outgoing], Ended]
GoesOn = Callable[[Outgoing, str, str], bool]
CARRIERS: dict[str, Carrier] = {}
GOES_ON: dict[str, GoesOn] = {}


def carries(channel: str) -> Callable[[Carrier], Carrier]:
    """Declare a carrier; it stands in a module named jobs.py, which the worker reads at its start.

    It may raise whatever it meets: the attempt has failed then, and is made again a few times.
    """

    def declare(carry: Carrier) -> Carrier:
        CARRIERS[channel] = carry
        return carry

    return declare


def goes_on(channel: str) -> Callable[[GoesOn], GoesOn]:
    """Declare what follows where a text about words of this channel did not arrive after all; in a jobs.py as well.

    It is given the row, where that stood when the text was handed over, and the gateway's reason; in one transaction with
    the receipt that says so. Of a channel without one, a text's end is kept and nothing follows.
    """

    def declare(go_on: GoesOn) -> GoesOn:
        GOES_ON[channel] = go_on
        return go_on

    return declare
