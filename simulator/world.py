"""The world that the simulator keeps: one lock, one clock, seeded chance, and a history that is only added to."""

import json
import random
import threading
import time
from pathlib import Path
from typing import Any, Protocol, TypeVar

from .clock import Clock, Schedule
from .exchanges import Missing, Wrong
from .faults import Faults

Part = TypeVar("Part")


class Account(Protocol):
    """What every kind of account has. `id` is what the platform calls it (appid, open_kfid, robot key ...)."""

    id: str
    kind: str

    def public(self) -> dict[str, Any]:
        """What the control API says of it, secrets included: they are invented."""


class World:
    """Everything that is so. Whoever reads or changes it holds `lock`; handlers of the server always do."""

    def __init__(self, seed: int = 1, history: Path | None = None) -> None:
        self.lock = threading.RLock()
        self.address = ""  # where the simulator itself is reached, without a slash at the end
        self.clock = Clock()
        self.history: list[dict[str, Any]] = []
        self.file = history.open("a", encoding="utf-8") if history else None
        self.schedule = Schedule(self.clock, self._failed)
        self.generation = 0
        self._begin(seed)

    def _begin(self, seed: int) -> None:
        self.seed = seed
        self.random = random.Random(seed)
        self.faults = Faults(random.Random(seed + 1))
        self.violations: list[dict[str, Any]] = []
        self.accounts: dict[str, Any] = {}
        self.timelines: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.deliveries: list[dict[str, Any]] = []
        self.parts: dict[type, Any] = {}
        self.numbers = 0

    def _failed(self, problem: BaseException) -> None:
        self.note("simulator failed", problem=repr(problem))

    def reset(self, seed: int) -> None:
        """Begin again with nothing; the history goes on."""
        with self.lock:
            self.generation += 1
            self.schedule.forget()
            self.clock.freeze(False)
            self.clock.offset = 0.0
            self._begin(seed)
            self.note("reset", seed=seed)

    def now(self) -> float:
        """Virtual seconds since 1970."""
        return self.clock.now()

    def move(self, seconds: float) -> None:
        """Move the clock; what was to happen meanwhile happens."""
        with self.lock:
            self.clock.move(seconds)
            self.note("clock", moved=seconds)
        self.schedule.wake()

    def part(self, kind: type[Part]) -> Part:
        """The one object of this class that this world has, made as kind(world) when first asked for."""
        with self.lock:
            if kind not in self.parts:
                self.parts[kind] = kind(self)  # type: ignore[call-arg]
            return self.parts[kind]

    def number(self) -> int:
        """1, 2, 3 ...: for ids that read well."""
        with self.lock:
            self.numbers += 1
            return self.numbers

    def letters(self, length: int) -> str:
        """Letters and digits by seeded chance, for tokens and ids."""
        with self.lock:
            return "".join(
                self.random.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=length)
            )

    def note(self, event: str, **facts: Any) -> dict[str, Any]:
        """Add to the history (and its file, at once). Facts hold no tokens and no secrets."""
        with self.lock:
            line = {"seq": len(self.history) + 1, "at": self.now(), "real": time.time(), "event": event, **facts}
            self.history.append(line)
            if self.file:
                self.file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
                self.file.flush()
            return line

    def violate(self, rule: str, **facts: Any) -> None:
        """A limit of the platform was broken by a client: refused or not, it stands here."""
        with self.lock:
            self.violations.append({"at": self.now(), "rule": rule, **facts})
            self.note("violation", rule=rule, **facts)

    def account(self, id: str, kind: str = "") -> Any:
        """An account by its id. Raises Missing where there is none (of this kind)."""
        found = self.accounts.get(id)
        if found is None or (kind and found.kind != kind):
            raise Missing(f"no account {id}")
        return found

    def open(self, account: Account) -> None:
        """Raises Wrong where the id is taken."""
        with self.lock:
            if account.id in self.accounts:
                raise Wrong(f"account {account.id} is there already")
            self.accounts[account.id] = account
            self.note("account", account=account.id, kind=account.kind)

    def show(self, account: str, user: str, side: str, kind: str, **facts: Any) -> dict[str, Any]:
        """Put something on a person's phone: side is "person" (sent), "account" (received) or "system" (grey line)."""
        with self.lock:
            line = {"id": self.number(), "at": self.now(), "side": side, "kind": kind, **facts}
            self.timelines.setdefault((account, user), []).append(line)
            return line

    def deliver(self, account: str, user: str, channel: str, kind: str, **facts: Any) -> dict[str, Any]:
        """What the platform took for delivery: into the ledger, onto the phone, into the history. Returns its entry."""
        with self.lock:
            shown = self.show(account, user, "account", kind, **facts)
            entry = {"id": shown["id"], "at": shown["at"], "account": account, "user": user, "channel": channel}
            entry |= {"kind": kind, **facts}
            self.deliveries.append(entry)
            self.note("delivered", **{name: value for name, value in entry.items() if name != "at"})
            return entry
