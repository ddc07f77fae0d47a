"""Checks of the audit log: the chain keeps up, leaves nothing out, and its heads are written outside in time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from menkou.command import database
from menkou.command.doctor.check import Finding, Patient

MOST_BEHIND_S = 60  # it is to be 5; a bulk load takes longer
OLDEST = """
select extract(epoch from clock_timestamp() - min(line.at))
  from core_unlinked join core_auditentry line using (district_id, id) where core_unlinked.district_id = %s
"""
COUNTS = """
select (select count(*) from core_auditentry where district_id = %(of)s),
       (select count(*) from core_auditlink where district_id = %(of)s),
       (select count(*) from core_unlinked where district_id = %(of)s)
"""
WORKER = "请看后台任务在不在运行，以及 worker.log。"
NOT_CHAINED = "后台任务每天会自己补连；要马上补，请重新启动后台任务。"
CHANGED = "有人动过数据库里的审计记录，或者恢复过旧的备份。请保存好锚，导出后用 menkou audit verify 验，并报区司法局。"


def chained(_: Patient) -> Finding:
    """No line waits for long, and none stands outside the chain."""
    lines = links = behind = outside = 0
    for district in _districts():
        with _asked(district) as cursor:
            cursor.execute(OLDEST, [district.pk])
            behind = max(behind, int(cursor.fetchone()[0] or 0))
            cursor.execute(COUNTS, {"of": district.pk})
            here, linked, waiting = cursor.fetchone()
            lines, links, outside = lines + here, links + linked, outside + abs(here - linked - waiting)
    said = f"审计记录 {lines} 行，连进审计链 {links} 行"
    if behind > MOST_BEHIND_S:
        return Finding(False, f"{said}，最早的一行等了 {behind} 秒还没连上。", WORKER)
    if outside:
        return Finding(False, f"{said}，两边差 {outside} 行。", NOT_CHAINED if lines > links else CHANGED)
    return Finding(True, f"{said}，没有落下的。")


def anchored(_: Patient) -> Finding:
    """What is linked is written outside within minutes, in every folder, and agrees with the chain."""
    database.set_up_django()
    from django.conf import settings

    from menkou.core.chain import anchors

    count = 0
    for folder in anchors.folders():
        for district in _districts():
            try:
                fault = _fault(folder, district)
            except OSError as problem:
                return Finding(False, f"读不了锚的目录 {folder}（{problem.strerror}）。", "请检查这个目录和它的磁盘。")
            if fault:
                return fault
            count += 1
    second = "" if settings.MENKOU_ANCHORS else "没有设第二处（MENKOU_ANCHORS），建议设在另一块磁盘或另一台机器上。"
    return Finding(True, f"{count} 处锚都是新的，和审计链对得上。{second}")


def _fault(folder: Path, district: Any) -> Finding | None:
    """What is wrong with the last anchor of a district in a folder. Raises OSError."""
    from django.conf import settings
    from django.utils import timezone

    from menkou.core.chain import anchors
    from menkou.core.models import AuditLink

    anchor = anchors.last(folder, district.slug)
    allowed = timezone.now() - timedelta(seconds=settings.MENKOU_ANCHOR_S) - anchors.LATE
    with _asked(district):
        number = anchor.number if anchor else 0
        link = AuditLink.objects.filter(number=number).first()
        first = AuditLink.objects.filter(number=number + 1).values_list("at", flat=True).first()
    if anchor and (link is None or bytes(link.digest).hex() != anchor.digest):
        return Finding(False, f"{district}的审计链和 {folder} 里的锚（第 {number} 行）对不上。", CHANGED)
    if first and first < allowed:
        return Finding(False, f"{district}的审计链第 {number + 1} 行起还没有锚写进 {folder}。", WORKER)
    return None


def _districts() -> list[Any]:
    database.set_up_django()
    from menkou.places import queries as places

    return list(places.districts())


@contextmanager
def _asked(district: Any) -> Iterator[Any]:
    """A cursor that sees one district."""
    from django.db import connection

    from menkou.core.scope import within

    with within(district.pk), connection.cursor() as cursor:
        yield cursor
