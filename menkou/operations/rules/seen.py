"""What there is to see of an installation at one moment, and how much of each is too much. Plain numbers, nobody's words."""

from dataclasses import dataclass
from typing import Final

MEASURES: Final = ("TB", "GB", "MB")
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400
GB: Final = 1 << 30


@dataclass(frozen=True)
class Limits:
    """From when on it is an alarm; what stands in the environment is the installation's to say."""

    backup_h: float = 26  # a day, and two hours in which a backup may be late
    disk_gb: float = 1
    disk_percent: float = 10
    queue_min: float = 10
    outbox_min: float = 30
    outbox_failed: float = 3  # of a day
    silent_s: float = 60
    apart_s: float = 5
    audit_s: float = 60


@dataclass(frozen=True)
class Seen:
    """Ages in seconds; None where there is nothing to be of an age."""

    worker_s: float | None = 0
    intake_s: float | None = 0
    intake_is_wanted: bool = False  # some account is on whose platform calls
    waiting_jobs: int = 0
    oldest_job_s: float = 0  # of those that are due
    failed_jobs: int = 0
    waiting_words: int = 0
    oldest_words_s: float = 0  # of those that are due
    failed_words: int = 0  # of the last day
    disk_free: int = 100 * GB
    disk_size: int = 100 * GB
    apart_s: float = 0  # between this machine's clock and the database's
    leapt_s: float = 0  # by how much this machine's clock was moved
    backup_s: float | None = 0
    installed_s: float = 365 * DAY_S  # since the installation was made
    backup_is_wanted: bool = True  # nobody backs up a demo, or what is empty yet
    audit_s: float | None = None  # for how long the oldest line waits for its link; None where there is no chain
    database_size: int = 0
    overdue: int = 0  # consultations past their time, of all districts together


def ago(seconds: float) -> str:
    """12 秒, 5 分钟, 3 小时, 2 天: one measure, for people."""
    seconds = abs(seconds)
    if seconds < MINUTE_S:
        return f"{seconds:.0f} 秒"
    if seconds < 2 * HOUR_S:
        return f"{seconds / MINUTE_S:.0f} 分钟"
    return f"{seconds / HOUR_S:.0f} 小时" if seconds < 2 * DAY_S else f"{seconds / DAY_S:.0f} 天"


def size(number: int) -> str:
    """1.5 GB: one measure, for people."""
    size, measures = number / (1 << 40), list(MEASURES)
    while size < 1 and len(measures) > 1:
        size, measures = size * 1024, measures[1:]
    return f"{size:.1f} {measures[0]}"
