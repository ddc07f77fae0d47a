"""menkou serve: the database, the web server and the worker under one supervisor, in the foreground."""

import fcntl
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, NoReturn

import typer

from menkou.command import database, demonstration, home, intakes, migrate, ready, receiving, simulated, static, web
from menkou.command.children import MOST_DEATHS, WITHIN_S, Child
from menkou.command.problems import Problem

SOON_S, LEFTOVERS_S, TICK_S, LOOK_S = 60, 15, 0.5, 5
RUNNING = "serve.json"


class StopAsked(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="网页服务的端口。")] = 8000,
    host: Annotated[str, typer.Option(help="网页服务的地址；0.0.0.0 为对外开放。")] = "127.0.0.1",
    demo: Annotated[bool, typer.Option("--demo", help="演示：空库时装入演示数据。")] = False,
    villages: Annotated[int | None, typer.Option(min=2, help="演示数据的村居数（默认全部）。")] = None,
) -> None:
    """启动门口：数据库、网页服务、后台任务，按 Ctrl-C 停止。"""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup means to stay
            signal.signal(number, _ask_to_stop)
    try:
        demonstration.settle_mode(demo)
        place = home.settle()
        with Supervisor(place, host, port, intakes.ports(port, demo), plays=demo) as supervisor:
            supervisor.start(demo, villages)
            supervisor.watch()
    except StopAsked:
        typer.echo("门口已停止。")


class Supervisor:
    """One running installation."""

    def __init__(
        self, place: home.Home, host: str, port: int, intake_ports: Sequence[int] = (), *, plays: bool = False
    ) -> None:
        self.place, self.host, self.port, self.intake_ports = place, host, port, intake_ports
        self.simulator_port = simulated.beside(port) if plays else None
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        inside = ready.reachable(host)
        os.environ.setdefault("MENKOU_PUBLIC_URL", f"http://{f'[{inside}]' if ':' in inside else inside}:{port}")
        self.name = ready.public_name()
        self.children: list[Child] = []
        self.restless: list[str] = []
        self.server: database.Server | None = None
        self.receiver: receiving.Receiver | None = None
        self.false_starts: deque[float] = deque(maxlen=MOST_DEATHS)

    def __enter__(self) -> "Supervisor":
        self.alone = open(self.place.path / "serve.lock", "w")  # noqa: SIM115
        self.together = open(self.place.path / "children.lock", "w")  # noqa: SIM115
        for file in (self.alone, self.together):
            os.set_inheritable(file.fileno(), False)
        if not _locks(self.alone):
            raise Problem(f"这个目录（{self.place.path}）的门口已经在运行，请先用 make stop 停止。")
        self._await_leftovers()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop in the order web, worker, intake, database, receiver; nothing interrupts that."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in self.children:
            child.stop()
        if self.receiver:
            self.receiver.let_go()
        if self.server:
            self.server.stop()
        if self.receiver:
            self.receiver.child.stop()  # it has received the last that the server wrote
        (self.place.path / RUNNING).unlink(missing_ok=True)
        self.alone.close()
        self.together.close()

    def start(self, demo: bool, villages: int | None) -> None:
        """Bring everything up and say where it is."""
        for port in (self.port, *self.intake_ports):
            ready.demand_free(self.host, port)
        self.server = database.embedded(self.place)
        database.ensure(self.place)
        typer.echo("数据库已就绪。")
        self.receiver = receiving.begun(self.place, self.server, self.together.fileno())
        if not migrate.is_current(self.place):
            typer.echo("正在更新数据库结构……")
            migrate.bring_up_to_date(self.place)
        if static.collect(self.place):
            typer.echo("静态文件已收集。")
        if demo:
            demonstration.load_once(villages)
        else:
            demonstration.refuse()
        if self.simulator_port:
            simulated.announce(self.place, self.simulator_port)
        self._start_children()
        if demo:
            demonstration.show_sign_ins()
        if self.simulator_port:
            typer.echo(f"微信模拟（扮演居民的手机）：http://127.0.0.1:{self.simulator_port}")
        typer.echo(f"Menkou is ready: {self.address}")
        typer.echo("按 Ctrl-C 停止。")
        sys.stdout.flush()

    def watch(self) -> NoReturn:
        """Keep everything running until asked to stop. Raises Problem when a part cannot be kept running."""
        looked = time.monotonic()
        while True:
            time.sleep(TICK_S)
            look_closely = time.monotonic() - looked > LOOK_S
            self._tend_database(look_closely)
            if look_closely:
                looked = time.monotonic()
            self._tend_children()

    @property
    def _all(self) -> list[Child]:
        return [*([self.receiver.child] if self.receiver else []), *self.children]

    def _tend_children(self) -> None:
        """Start again what died; what keeps dying and is not vital is noted for menkou doctor."""
        said = [words for child in self._all if (words := child.tend())]
        if said or self.restless != self._restless():
            self._note()
        for words in said:
            typer.echo(words)

    def _start_children(self) -> None:
        # asked again: since start() asked, tables were made, and the web server would share the port without a word
        for port in (self.port, *self.intake_ports):
            ready.demand_free(self.host, port)
        # the web server and the worker hold the application's password only
        environment = {name: value for name, value in os.environ.items() if name != database.OWNER}
        environment |= {"PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
        logs, lock = self.place.logs, self.together.fileno()
        intaking = intakes.children(self.intake_ports, self.host, logs, environment, lock)
        worker = [sys.executable, "-m", "menkou.command.worker"]
        with database.asking(os.environ[database.APP]) as connection:
            since = connection.execute("select now()").fetchone()[0]
            self.children = [
                Child("网页服务", web.command(self.host, self.port), logs / "web.log", environment, lock),
                Child("后台任务", worker, logs / "worker.log", environment, lock, vital=False),
                *intaking,
                *self._simulator(environment, lock),
            ]
            for child in self.children:
                child.start()
            self._note()
            web_child, worker_child, *others = self.children
            self._await(web_child, lambda: ready.web_answers(self.host, self.port, self.name))
            self._await(worker_child, lambda: ready.worker_lives(connection, since))
            for child, port in zip(others, self.intake_ports, strict=False):
                self._await(child, partial(ready.web_answers, self.host, port, self.name))

    def _simulator(self, environment: dict[str, str], lock: int) -> list[Child]:
        if not self.simulator_port:
            return []
        return [simulated.child(self.place, self.simulator_port, self.intake_ports, environment, lock)]

    def _await(self, awaited: Child, answers: Callable[[], bool]) -> None:
        """Wait until a part answers, starting again what dies meanwhile. Raises Problem where the part is vital."""
        deadline = time.monotonic() + SOON_S
        while not answers():
            self._tend_children()
            if awaited.keeps_dying or time.monotonic() > deadline:
                if awaited.vital:
                    raise Problem(f"{awaited.title} {SOON_S} 秒后仍未就绪，请看 {self.place.logs} 里的记录。")
                typer.echo(f"{awaited.title}没有就绪，网页照常服务；会一直重试，原因见 {awaited.log}。")
                return
            time.sleep(0.1)

    def _tend_database(self, closely: bool) -> None:
        """Start a database that has died; what its sockets say is asked less often."""
        if not self.server:
            return
        gone = self.server.status() != "running" if closely else not self.server.alive()
        if gone and self._start_database_again(self.server):
            for child in self._all:  # each connects anew at once, instead of finding out at its next errand
                if not child.heals:
                    child.restart()
            self._note()
            typer.echo("数据库意外停止，已重新启动。")  # when nothing old answers any more: what answers now stays

    def _start_database_again(self, server: database.Server) -> bool:
        """Start it; one that dies while it starts is tried again, as a child is. Raises LauncherError in the end."""
        try:
            return server.start()
        except database.LauncherError as error:
            now = time.monotonic()
            self.false_starts.append(now)
            if len(self.false_starts) == MOST_DEATHS and now - self.false_starts[0] < WITHIN_S:
                raise
            typer.echo(f"{error} 正在重试。")
            return False

    def _await_leftovers(self) -> None:
        """Wait for what a killed supervisor left: its children have been asked to stop by the kernel."""
        deadline = time.monotonic() + LEFTOVERS_S
        while not _locks(self.together):
            if time.monotonic() > deadline:
                held = self.place.recall(RUNNING)
                known = [held[name] for name in ("web", "worker") if name in held]
                known += [*held.get("intake", []), *held.get("simulator", [])]
                pids = "、".join(map(str, known)) or "编号不明"
                raise Problem(f"上一次启动留下的进程（{pids}）还没有结束，请结束它们后再启动。")
            time.sleep(0.1)
        fcntl.flock(self.together, fcntl.LOCK_UN)
        fcntl.flock(self.together, fcntl.LOCK_EX)

    def _note(self) -> None:
        """Write down what runs, for menkou stop and menkou doctor."""
        pids = [child.process.pid if child.process else 0 for child in self.children]
        self.restless = self._restless()
        held = {"pid": os.getpid(), "host": self.host, "port": self.port, "name": self.name, "restless": self.restless}
        last = 2 + len(self.intake_ports)
        others = {"intake": pids[2:last], "intake_ports": [*self.intake_ports], "simulator": pids[last:]}
        self.place.note(RUNNING, held | {"web": pids[0], "worker": pids[1]} | others)

    def _restless(self) -> list[str]:
        return [child.title for child in self._all if child.keeps_dying]


def _locks(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ask_to_stop(number: int, _: object) -> NoReturn:
    raise StopAsked
