"""How many messages may be sent to a person who acted: 5 in 48 hours after writing, 3 in a minute after other acts.

Documented: Customer_Service_Messages and kf/intro. Assumed, in the harshest sense that still lets everything through
that each limit alone allows: a message counts against every window that is open, and a window ends at its last
instant exclusively.
"""

from dataclasses import dataclass, field

HOUR = 3600
LIMITS = {"message": (5, 48 * HOUR), "click": (3, 60), "follow": (3, 60), "scan": (3, 60)}  # messages, seconds
OUT_OF_TIME, TOO_MANY = 45015, 45047


@dataclass
class Window:
    """Opened by an act, at virtual seconds."""

    opened: float
    used: int = 0


@dataclass
class Ledger:
    """The windows of one person on one account."""

    windows: dict[str, Window] = field(default_factory=dict)

    def open(self, act: str, now: float) -> None:
        """The person did this: its window begins anew, with nothing used."""
        self.windows[act] = Window(now)

    def spend(self, now: float) -> int:
        """Send one. Returns 0, or the errcode of the refusal: 45015 where no window is open, 45047 where all are used."""
        living = [
            (window, LIMITS[act][0])
            for act, window in self.windows.items()
            if round(1000 * (now - window.opened)) < 1000 * LIMITS[act][1]  # whole milliseconds: sums of seconds drift
        ]
        if not living:
            return OUT_OF_TIME
        if all(window.used >= most for window, most in living):
            return TOO_MANY
        for window, _ in living:
            window.used += 1
        return 0
