"""What is told of an installation to whoever watches it: families of numbers from what is seen at this moment."""

from collections.abc import Mapping

from menkou import __version__
from menkou.operations.exposition import Family, gauge
from menkou.operations.rules.alarms import judged
from menkou.operations.rules.seen import Limits, Seen


def families(seen: Seen, limits: Limits, silent: Mapping[str, float]) -> list[Family]:
    """Gauges, all over the whole installation."""
    jobs, words = gauge("jobs", "Jobs by state."), gauge("outbox", "Words on their way by state.")
    jobs.add(seen.waiting_jobs, state="waiting").add(seen.failed_jobs, state="failed")
    words.add(seen.waiting_words, state="waiting").add(seen.failed_words, state="failed_within_a_day")
    beats = gauge("heartbeat_age_seconds", "For how long a process has said nothing.")
    for name, age in sorted(silent.items()):
        beats.add(age, process=name)
    alarms = gauge("alarm", "Whether an alarm is on.")
    for one in judged(seen, limits):
        alarms.add(int(not one.finding.ok), name=one.rule.name)
    return [
        gauge("info", "The version that runs.").add(1, version=__version__),
        jobs,
        gauge("job_oldest_waiting_seconds", "How long the oldest due job has waited.", seen.oldest_job_s),
        words,
        gauge("outbox_oldest_waiting_seconds", "How long the oldest due words have waited.", seen.oldest_words_s),
        beats,
        gauge("audit_lag_seconds", "How long the oldest audit line has waited for its link.", seen.audit_s),
        gauge("database_bytes", "Size of the database.", seen.database_size),
        gauge("disk_free_bytes", "Room left where the home is.", seen.disk_free),
        gauge("disk_bytes", "Size of the disk where the home is.", seen.disk_size),
        gauge("clock_apart_seconds", "The database's clock less this machine's.", seen.apart_s),
        gauge("backup_age_seconds", "How old the last backup is.", seen.backup_s),
        gauge("consultations_overdue", "Consultations past their time, all districts together.", seen.overdue),
        alarms,
    ]
