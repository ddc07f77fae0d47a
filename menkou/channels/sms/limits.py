"""频次: how many texts one number may get in a time. Pure: when the next may go, from when the last ones went.

How many is a district's dated rule. The vendors' own limits (docs/channels/sms.md) are wider and count differently:
Tencent by the calendar day, Aliyun by the last 24 hours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from menkou.core.clock import SHANGHAI, start_of


@dataclass(frozen=True)
class Limit:
    """At most so many `within` a time, counted back from now; without one, in a calendar day in Shanghai."""

    most: int
    within: timedelta | None = None

    def __post_init__(self) -> None:
        if self.most < 1:
            raise ValueError("a limit lets at least one through")


def opens_at(sent: Iterable[datetime], now: datetime, limits: Iterable[Limit]) -> datetime:
    """The first instant at which one more text may go to a number that got `sent`: now, or later."""
    went = sorted(sent)
    return max((_opens(went, now, limit) for limit in limits), default=now)


def _opens(went: list[datetime], now: datetime, limit: Limit) -> datetime:
    if limit.within is None:
        today = now.astimezone(SHANGHAI).date()
        counted = [one for one in went if one >= start_of(today)]
        return now if len(counted) < limit.most else start_of(today + timedelta(days=1))
    counted = [one for one in went if one > now - limit.within]
    return now if len(counted) < limit.most else counted[-limit.most] + limit.within
