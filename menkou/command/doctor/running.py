"""Checks of what runs: the worker and the web server."""

from menkou.command import database, ready
from menkou.command.doctor.check import START, Finding, Patient


def worker(patient: Patient) -> Finding:
    """The worker has said within a minute that it lives."""
    with database.asking(patient.url) as connection:
        if not connection.execute("select to_regclass('core_heartbeat')").fetchone()[0]:
            return Finding(False, "数据库里还没有心跳表。", "请运行 menkou migrate。")
        lives = ready.worker_lives(connection)
        last = connection.execute("select max(at) from core_heartbeat where name = %s", [ready.WORKER]).fetchone()[0]
    if lives:
        return Finding(True, "后台任务在运行，一分钟内有心跳。")
    when = f"最后一次心跳在 {last:%Y-%m-%d %H:%M:%S} UTC" if last else "从未有过心跳"
    return Finding(False, f"后台任务没有在运行（{when}）。", START)


def web(patient: Patient) -> Finding:
    """The web server answers at the port that the last start noted."""
    held = patient.home.recall("serve.json")
    if "port" not in held:
        return Finding(False, "网页服务没有启动。", START)
    host, port = held.get("host", "127.0.0.1"), held["port"]
    if ready.web_answers(host, port, held.get("name", host), patience_s=5):
        return Finding(True, f"网页服务在端口 {port} 上正常应答。")
    return Finding(
        False, f"网页服务在端口 {port} 上没有应答。", f"请看 {patient.home.logs / 'web.log'}，再用 make run 启动。"
    )
