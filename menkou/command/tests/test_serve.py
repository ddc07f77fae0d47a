"""Starting, keeping running and stopping one installation."""

import os
import signal
import socket
import stat
from pathlib import Path

from menkou.command.tests.installation import health, is_alive, menkou, refused, until


def children(parent):
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def test_it_says_where_it_is_when_it_is_ready(stopped):
    running = stopped.start()
    assert f"Menkou is ready: http://127.0.0.1:{running.port}\n按 Ctrl-C 停止。\n" in running.said
    assert health(running.port) == 200
    assert stat.S_IMODE((running.home / "keys").stat().st_mode) == 0o700
    for name in ("secret.key", "keys.json"):
        assert stat.S_IMODE((running.home / "keys" / name).stat().st_mode) == 0o600


def test_a_second_start_repeats_no_work(running):
    assert running.ended(signal.SIGTERM) == 0
    running.start()
    assert "正在更新" not in running.said
    assert "静态文件" not in running.said


def test_a_second_serve_on_one_home_is_refused(running):
    refused(menkou("serve", home=running.home), "已经在运行")
    assert health(running.port) == 200


def test_a_taken_port_is_named_with_the_cure(stopped):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused(menkou("serve", "--port", str(port), home=stopped.home), f"端口 {port}", f"PORT={port + 1}")


def test_what_dies_is_started_again(running):
    before = running.noted
    for name in ("web", "worker"):
        os.kill(before[name], signal.SIGKILL)
    until(lambda: all(running.noted[name] != before[name] for name in ("web", "worker")))
    after = running.await_rest().noted
    assert running.said.count("已重新启动") >= 2
    web = os.getpriority(os.PRIO_PROCESS, after["web"])
    until(lambda: os.getpriority(os.PRIO_PROCESS, after["worker"]) > web)  # whoever waits for a page goes first


def test_a_dead_database_is_started_again(running):
    os.kill(running.postmaster, signal.SIGKILL)
    until(lambda: "数据库意外停止，已重新启动" in running.said)
    until(lambda: health(running.port) == 200)


def test_nothing_lingers_after_the_supervisor_was_killed(running):
    pids = [running.noted[name] for name in ("web", "worker")]
    running.ended(signal.SIGKILL)
    until(lambda: not any(is_alive(pid) for pid in pids))
    running.start()
    assert health(running.port) == 200


def test_nothing_lingers_after_the_supervisor_and_the_web_server_were_killed_together(running):
    web = running.noted["web"]
    workers = children(web)
    assert workers
    running.process.send_signal(signal.SIGSTOP)  # it cannot bury what dies
    os.kill(web, signal.SIGKILL)
    running.ended(signal.SIGKILL)
    until(lambda: not any(is_alive(pid) for pid in workers))
    running.start()
    assert health(running.port) == 200


def test_it_stops_cleanly(running):
    pids = [running.postmaster, *(running.noted[name] for name in ("pid", "web", "worker"))]
    assert running.ended(signal.SIGINT) == 0
    assert not any(is_alive(pid) for pid in pids)
    assert not (running.home / "serve.json").exists()
    assert "门口没有在运行" in menkou("stop", home=running.home).stdout


def test_stop_from_another_terminal(running):
    assert "门口已停止" in menkou("stop", home=running.home).stdout
    assert running.process.wait(10) == 0
    running.process = None


def test_demo_and_production_do_not_mix(tmp_path):
    home = tmp_path / "home"
    refused(menkou("serve", "--demo", home=home, MENKOU_MODE="production"), "不能装入演示数据")
    refused(menkou("serve", home=home, MENKOU_MODE="test"), "demo 或 production")
    assert not home.exists()
