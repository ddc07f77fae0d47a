"""The examination itself: it changes nothing, starts nothing and never fails."""

import json
import os
from typing import Annotated

import typer

from menkou.command import database, home
from menkou.command.doctor import audit, kept, machine, rows, running
from menkou.command.doctor.check import AS_SAID, Check, Patient

CHECKS = [
    Check("database", "数据库", rows.reachable, needs_database=True),
    Check("rights", "数据库权限", rows.guarded, needs_database=True),
    Check("migrations", "数据库结构", rows.migrated, needs_database=True),
    Check("extensions", "数据库扩展", rows.extended, needs_database=True),
    Check("outbox", "发件", rows.sends, needs_database=True),
    Check("fonts", "中文字体", machine.fonts),
    Check("clock", "时间", machine.clock),
    Check("keys", "密钥", machine.keys),
    Check("wrapping", "密钥的年龄", rows.rotated, needs_database=True),
    Check("keeping", "到期的内容", rows.let_go, needs_database=True),
    Check("chain", "审计链", audit.chained, needs_database=True),
    Check("anchors", "审计链的锚", audit.anchored, needs_database=True),
    Check("disk", "磁盘", machine.disk),
    Check("backup", "备份", kept.backup),
    Check("keys_apart", "密钥另存", kept.keys_apart),
    Check("worker", "后台任务", running.worker, needs_database=True),
    Check("jobs", "后台任务的结果", running.jobs, needs_database=True),
    Check("wal", "WAL 接收", running.wal, needs_database=True),
    Check("web", "网页服务", running.web),
    Check("intake", "收信", running.intake),
    Check("queue", "排队的任务", running.alarm("queue"), needs_database=True),
    Check("sending", "提醒和回复的发送", running.alarm("outbox"), needs_database=True),
]


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
) -> None:
    """自检：哪里正常，哪里不正常，怎么办。"""
    patient = meet()
    checks = [check.run(patient) for check in CHECKS]
    well = all(check["ok"] for check in checks)
    if as_json:
        typer.echo(json.dumps({"ok": well, "checks": checks}, ensure_ascii=False))
    else:
        _show(checks)
    raise typer.Exit(0 if well else 1)


def meet() -> Patient:
    """Find the installation and its database, as they are; a stopped database stays stopped."""
    place = home.find()
    os.environ["MENKOU_HOME"] = str(place.path)
    server = database.embedded(place)
    if not server:
        return Patient(place, os.environ[database.APP])
    try:
        if server.status() != "running":
            return Patient(place, "", "内置数据库没有启动。")
        url = server.url("app")
    except database.LauncherError as error:
        return Patient(place, "", str(error), AS_SAID)
    os.environ[database.APP] = url
    return Patient(place, url)


def _show(checks: list[dict[str, object]]) -> None:
    for check in checks:
        mark = typer.style("正常", fg="green") if check["ok"] else typer.style("异常", fg="red", bold=True)
        typer.echo(f"{mark}  {check['title']}：{check['found']}")
        if check["cure"]:
            typer.echo(f"      办法：{check['cure']}")
