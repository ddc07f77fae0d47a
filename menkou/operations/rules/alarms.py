"""告警: each thing that is looked at, when it is not well, and what to do then. Pure: numbers in, sentences out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from menkou.operations.rules.seen import GB, HOUR_S, Limits, Seen, ago, size

DOCTOR: Final = "请系统运维在服务器上运行 menkou doctor，照它说的办"


@dataclass(frozen=True)
class Finding:
    """What was found, and whether that is well."""

    ok: bool
    found: str


@dataclass(frozen=True)
class Rule:
    """One thing that is looked at: its name for programs, its title while well and as an alarm, and what to do."""

    name: str
    title: str
    alarm: str
    do: str
    look: Callable[[Seen, Limits], Finding]


@dataclass(frozen=True)
class Judged:
    """A rule with what it found at one moment."""

    rule: Rule
    finding: Finding


def worker(seen: Seen, limits: Limits) -> Finding:
    """后台任务 has said lately that it lives; a heartbeat of the future says nothing."""
    if seen.worker_s is None:
        return Finding(False, "从来没有过动静。")
    lives = abs(seen.worker_s) <= limits.silent_s
    return Finding(lives, f"{ago(seen.worker_s)}前有过动静。" if seen.worker_s >= 0 else "记下的时间比现在还晚。")


def intake(seen: Seen, limits: Limits) -> Finding:
    """收信, where a platform calls us."""
    if not seen.intake_is_wanted:
        return Finding(True, "没有开通要收信的渠道。")
    if seen.intake_s is None:
        return Finding(False, "从来没有过动静。")
    return Finding(abs(seen.intake_s) <= limits.silent_s, f"{ago(seen.intake_s)}前有过动静。")


def queue(seen: Seen, limits: Limits) -> Finding:
    """Jobs are taken up soon after they are due."""
    if not seen.waiting_jobs:
        return Finding(True, "没有排着队的任务。")
    late = seen.oldest_job_s > 60 * limits.queue_min
    return Finding(not late, f"排着 {seen.waiting_jobs} 个任务，等得最久的 {ago(seen.oldest_job_s)}。")


def jobs(seen: Seen, limits: Limits) -> Finding:
    """No job was given up."""
    return Finding(
        not seen.failed_jobs,
        f"有 {seen.failed_jobs} 个任务失败了，也没有补上。" if seen.failed_jobs else "没有失败的任务。",
    )


def outbox(seen: Seen, limits: Limits) -> Finding:
    """Words go out soon after they are due, and few come to nothing."""
    late = seen.oldest_words_s > 60 * limits.outbox_min
    said = f"等着发 {seen.waiting_words} 条" + (
        f"，最久的等了 {ago(seen.oldest_words_s)}" if seen.waiting_words else ""
    )
    return Finding(
        not late and seen.failed_words < limits.outbox_failed, f"{said}；一天里没有送到 {seen.failed_words} 条。"
    )


def disk(seen: Seen, limits: Limits) -> Finding:
    """There is room to work."""
    percent = 100 * seen.disk_free / max(seen.disk_size, 1)
    full = seen.disk_free < limits.disk_gb * GB or percent < limits.disk_percent
    return Finding(not full, f"还有 {size(seen.disk_free)}，占 {percent:.0f}%。")


def clock(seen: Seen, limits: Limits) -> Finding:
    """Nobody moved the clock, and the database's is the same."""
    if seen.leapt_s:
        return Finding(False, f"服务器的时间被往{'后' if seen.leapt_s > 0 else '前'}拨了 {ago(seen.leapt_s)}。")
    apart = abs(seen.apart_s)
    return Finding(apart <= limits.apart_s, f"与数据库的时间相差 {apart:.1f} 秒。")


def backup(seen: Seen, limits: Limits) -> Finding:
    """The last backup is not old, as far as its time can be believed; on its first day there may be none yet."""
    if not seen.backup_is_wanted:
        return Finding(True, "没有真的数据，不用备份。")
    most = HOUR_S * limits.backup_h
    if seen.backup_s is None:
        if seen.installed_s > most:
            return Finding(False, "还没有备份过。")
        return Finding(True, f"还没有备份过，装好有 {ago(seen.installed_s)}了，今天要做第一次。")
    if seen.backup_s < -HOUR_S:
        return Finding(False, "最近一份备份记下的时间比现在还晚，不知道是什么时候做的。")
    return Finding(seen.backup_s <= most, f"{ago(seen.backup_s)}前备份过。")


def audit(seen: Seen, limits: Limits) -> Finding:
    """审计记录 are linked soon after they are written."""
    if seen.audit_s is None:
        return Finding(True, "没有等着连的记录。")
    return Finding(seen.audit_s <= limits.audit_s, f"最早的一条等了 {ago(seen.audit_s)}。")


RULES: Final = (
    Rule(
        "worker",
        "后台任务",
        "后台任务停了",
        f"{DOCTOR}，多半是把它重新启动。停着的时候网页照常能用，提醒发不出去，到时限的事没有自动办，文书做不出来。",
        worker,
    ),
    Rule("intake", "收信", "收信停了", f"{DOCTOR}。停着的时候，居民在微信里说的话可能收不到。", intake),
    Rule("queue", "排队的任务", "后台任务办不过来", f"{DOCTOR}。提醒会晚到，文书要多等一会儿。", queue),
    Rule("jobs", "失败的任务", "有后台任务失败了", "请系统运维看 worker.log 里的原因，处理好以后它会自己补上。", jobs),
    Rule("outbox", "提醒和回复的发送", "提醒发不出去", "请到“渠道”看哪一个通不了；急的事请先打电话。", outbox),
    Rule("disk", "磁盘", "磁盘快满了", "请系统运维腾出地方：旧的备份先抄到别处再删。满了以后什么都存不上。", disk),
    Rule(
        "clock", "时间", "服务器的时间不对", "请系统运维校准时间。这段时间记下的先后、时限可能不准，请人工核对。", clock
    ),
    Rule("backup", "备份", "备份过期了", "请系统运维运行 menkou backup，再看每天的定时备份为什么没有做。", backup),
    Rule("audit", "审计记录", "审计记录没有连上", f"{DOCTOR}。记录都在，只是还没有连成链。", audit),
)
NAMED: Final = {rule.name: rule for rule in RULES}


def judged(seen: Seen, limits: Limits) -> list[Judged]:
    """Everything that is looked at, as it is."""
    return [Judged(rule, rule.look(seen, limits)) for rule in RULES]


def standing(seen: Seen, limits: Limits) -> list[Judged]:
    """What is not well."""
    return [one for one in judged(seen, limits) if not one.finding.ok]
