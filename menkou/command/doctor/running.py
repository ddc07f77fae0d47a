"""Checks of what runs: the worker and the web server."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from menkou.command import database, ready, receiving
from menkou.command.doctor.check import START, START_ANEW, Finding, Patient
from menkou.core.clock import SHANGHAI
from menkou.embedded import standby

SUPERVISOR, WORKER = "pid", "worker"  # as serve.json names them
FAILED = "select task_name, count(*) from procrastinate_jobs where status = 'failed' group by 1 order by 1"
WORDS = {SUPERVISOR: b"serve", WORKER: b"menkou.command.worker"}


def worker(patient: Patient) -> Finding:
    """The worker has said within a minute that it lives."""
    with database.asking(patient.url) as connection:
        if not connection.execute("select to_regclass('core_heartbeat')").fetchone()[0]:
            return Finding(False, "数据库里还没有心跳表。", "请运行 menkou migrate。")
        lives = ready.worker_lives(connection)
        last = connection.execute("select max(at) from core_heartbeat where name = %s", [ready.WORKER]).fetchone()[0]
    log = patient.home.logs / "worker.log"
    if _alive(patient, SUPERVISOR) and "后台任务" in patient.home.recall("serve.json").get("restless", []):
        cure = f"请按 {log} 里的原因处理，处理好后它会自己启动。"
        return Finding(False, "后台任务一再意外退出，门口在不断重试；网页照常服务，通知要等它恢复。", cure)
    if lives:
        return Finding(True, "后台任务在运行，一分钟内有心跳。")
    when = f"最后一次心跳在北京时间 {last.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if last else "从未有过心跳"
    if pid := _alive(patient, WORKER):
        return Finding(False, f"后台任务（进程 {pid}）还在，但没有动静（{when}）。", START_ANEW)
    return Finding(False, f"后台任务没有在运行（{when}）。", START)


def jobs(patient: Patient) -> Finding:
    """No job has failed at what nobody has done since."""
    with database.asking(patient.url) as connection:
        if not connection.execute("select to_regclass('procrastinate_jobs')").fetchone()[0]:
            return Finding(False, "数据库里还没有任务表。", "请运行 menkou migrate。")
        failed = connection.execute(FAILED).fetchall()
    if not failed:
        return Finding(True, "没有失败的后台任务。")
    said = "、".join(f"{task} {number} 个" for task, number in failed)
    return Finding(False, f"有后台任务失败了，也没有补上：{said}。", f"原因见 {patient.home.logs / 'worker.log'}。")


def web(patient: Patient) -> Finding:
    """The web server answers at the port that the last start noted."""
    held = patient.home.recall("serve.json")
    if "port" not in held:
        return Finding(False, "网页服务没有启动。", START)
    host, port = held.get("host", "127.0.0.1"), held["port"]
    if ready.web_answers(host, port, held.get("name", host), patience_s=5):
        return Finding(True, f"网页服务在端口 {port} 上正常应答。")
    cure = START_ANEW if _alive(patient, SUPERVISOR) else START
    return Finding(False, f"网页服务在端口 {port} 上没有应答。", f"原因见 {patient.home.logs / 'web.log'}。{cure}")


def intake(patient: Patient) -> Finding:
    """Each process that takes in callbacks answers at its port."""
    held = patient.home.recall("serve.json")
    if not (ports := held.get("intake_ports")):
        return Finding(True, "没有配置收信进程（不用微信和企业微信时不需要）。")
    host = held.get("host", "127.0.0.1")
    silent = [port for port in ports if not ready.web_answers(host, port, held.get("name", host), patience_s=5)]
    if not silent:
        return Finding(True, f"收信进程在端口 {'、'.join(map(str, ports))} 上正常应答。")
    cure = f"原因见 {patient.home.logs} 里的 intake 记录。{START_ANEW if _alive(patient, SUPERVISOR) else START}"
    return Finding(False, f"收信进程在端口 {'、'.join(map(str, silent))} 上没有应答，平台的来信可能收不到。", cure)


def wal(patient: Patient) -> Finding:
    """Where commits wait for a receiver of WAL, it receives; and there is a base for what it has."""
    held, server = patient.home.recall(receiving.RECORD), database.Server(patient.home.postgres)
    if not held:
        return Finding(True, "没有开 WAL 接收（不是必须的；没有它，最后一次备份以后写下的可能丢）。")
    with database.asking(server.url("launcher")) as connection:
        found = connection.execute(standby.RECEIVING).fetchone()
    if not found or found[:2] != ("streaming", "sync"):
        cure = f"原因见 {patient.home.logs / 'wal.log'}；要先不收，请停下，去掉 {receiving.WAL_TO} 再启动。"
        return Finding(False, f"WAL 没有在收（{held['to']}），凡是要写的都在等。", cure)
    if patient.home.recall("backup.json").get("base", 0) < held["since"]:
        return Finding(False, "WAL 在收，但没有能接它的备份。", "请运行 menkou backup --base --to 目录。")
    return Finding(True, f"WAL 在同步收（{held['to']}），落后 {found[2]} 字节。")


def alarm(name: str) -> Callable[[Patient], Finding]:
    """What the page 运行情况 says of one thing, looked at now."""

    def look(_: Patient) -> Finding:
        database.set_up_django()
        from menkou.operations import queries
        from menkou.operations.rules.alarms import NAMED

        rule = NAMED[name]
        found = rule.look(queries.seen(), queries.limits())
        return Finding(found.ok, found.found, rule.do)

    return look


def _alive(patient: Patient, name: str) -> int:
    """The id of a process of the last start, if it is still that one; else 0."""
    pid = patient.home.recall("serve.json").get(name, 0)
    with contextlib.suppress(OSError):
        if WORDS[name] in Path(f"/proc/{pid}/cmdline").read_bytes():
            return int(pid)
    return 0
