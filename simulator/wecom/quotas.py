"""频率限制: the ledgers of what may be sent how often, judged strictly at the edge. They know no clock but what they are told."""

from collections import deque

HOURS_48 = 48 * 3600  # seconds; document/path/94677
REPLIES = 5  # messages of the house to one message of a customer
MINUTE, HOUR, DAY = 60, 3600, 86400


class Replies:
    """Five replies within 48 hours of what a customer last wrote. A new message opens a new five.

    Times are seconds of the virtual clock. At exactly 48:00:00.000 the window is shut.
    """

    def __init__(self) -> None:
        self.last: float | None = None
        self.spent = 0

    def heard(self, at: float) -> None:
        """The customer wrote."""
        self.last, self.spent = at, 0

    def refusal(self, at: float) -> str:
        """Why nothing may be sent now: "time", "count", or the empty word when it may."""
        if self.last is None or at - self.last >= HOURS_48:
            return "time"
        return "count" if self.spent >= REPLIES else ""

    def spend(self, at: float) -> str:
        """Send one, or say why not."""
        refusal = self.refusal(at)
        self.spent += not refusal
        return refusal


class Sliding:
    """At most `most` within any `seconds` that slide along. What was refused does not count."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self.times: deque[float] = deque()

    def full(self, at: float) -> bool:
        """Whether one more at this moment would be too many."""
        while self.times and at - self.times[0] >= self.seconds:
            self.times.popleft()
        return len(self.times) >= self.most

    def spend(self, at: float) -> bool:
        """Take one place; False when there is none."""
        if self.full(at):
            return False
        self.times.append(at)
        return True


class Several:
    """Several sliding limits at once: one place in each of them, or none at all."""

    def __init__(self, *limits: tuple[int, float]) -> None:
        self.limits = [Sliding(most, seconds) for most, seconds in limits]

    def spend(self, at: float) -> bool:
        """Take one place in all; False when one of them is full."""
        if any([limit.full(at) for limit in self.limits]):
            return False
        return all([limit.spend(at) for limit in self.limits])
