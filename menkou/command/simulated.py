"""微信模拟 beside a demo: a program of its own, told of the accounts that say they are simulated."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from menkou.command import database, home, ready
from menkou.command.children import Child, tied_to_us
from menkou.command.problems import Problem, last_line

TITLE = "微信模拟"
ACCOUNTS, CLOCK = "simulator.json", "clock"  # in the home
NOTICES = {"once": {"once": True}, "": {"keys": ["thing1"], "long_term": True}}  # by the account's template_kind


def is_there() -> bool:
    """Whether this environment holds the simulator with its cipher: that of make run does, that of production does not."""
    return bool(importlib.util.find_spec("wechatpy")) and (home.CHECKOUT / "simulator").is_dir()


def beside(web: int) -> int | None:
    """The port that it takes: the third after the web server's; none where it is not there, or that port is taken."""
    return web + 3 if is_there() and ready.is_free("127.0.0.1", web + 3) else None


def announce(place: home.Home, port: int) -> None:
    """Say in the environment where it will be, and where its time is kept."""
    os.environ["MENKOU_SIMULATOR"] = f"http://127.0.0.1:{port}"
    os.environ["MENKOU_CLOCK"] = str(place.path / CLOCK)


def child(place: home.Home, port: int, intake: Sequence[int], environment: dict[str, str], lock: int) -> Child:
    """The process, which calls back at these ports. Raises Problem where its accounts cannot be told."""
    words = [sys.executable, "-m", "menkou.command.simulated", *map(str, intake)]
    done = subprocess.run(
        words, cwd=home.CHECKOUT, env=environment, capture_output=True, text=True, check=False, preexec_fn=tied_to_us()
    )
    if done.returncode:
        raise Problem(f"微信模拟没有准备好（{last_line(done.stderr)}）。")
    kept = place.path / ACCOUNTS
    kept.unlink(missing_ok=True)
    with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(done.stdout)
    command = [sys.executable, "-m", "simulator", "--port", str(port), "--accounts", str(kept)]
    command += ["--clock", os.environ["MENKOU_CLOCK"]]
    return Child(TITLE, command, place.logs / "simulator.log", environment, lock, vital=False, heals=True)


def sheets(ports: Sequence[int]) -> list[dict[str, Any]]:
    """What the simulator is to know of every simulated account of every district. Django is set up."""
    from menkou.accounts.queries import demo_accounts
    from menkou.channels import accounts
    from menkou.channels.models import Account
    from menkou.core.scope import within
    from menkou.places import queries as places

    told: dict[str, dict[str, Any]] = {}
    members = {one.username: one.name for one in demo_accounts()}
    for district in places.districts():
        with within(district.pk):
            for account in Account.objects.filter(is_on=True).order_by("kind"):
                held = accounts.opened(account)
                if held.is_simulated:
                    place = f"/{district.slug}/callback/{account.pk}"
                    callbacks = [f"http://127.0.0.1:{port}{place}" for port in ports]
                    for one in _sheet(account.name, held, callbacks):
                        told[one["id"]] = _joined(told.get(one["id"], {}), one, members)
    return list(told.values())


def _joined(known: dict[str, Any], one: dict[str, Any], members: dict[str, str]) -> dict[str, Any]:
    """Several accounts may be of one 企业: it has the secrets of all, and everybody of the demo is its member."""
    if one["kind"] != "corp":
        return one
    return {**known, **one, "secrets": {**known.get("secrets", {}), **one["secrets"]}, "members": members}


def _sheet(name: str, held, callbacks: list[str]) -> list[dict[str, Any]]:
    called = {word: held.secrets[word] for word in ("token", "aes_key") if word in held.secrets}
    called |= {"callbacks": callbacks}
    if held.kind == "wechat":
        known = {"id": held.number, "name": name, "secret": held.secrets["secret"]}
        shape = NOTICES[held.facts.get("template_kind", "")]
        templates = {held.facts["template"]: shape} if held.facts.get("template") else {}
        return [{"kind": "wechat", **known, **called, "templates": templates}]
    if held.kind == "kf":
        corp = held.facts["corpid"]
        enterprise = {"kind": "corp", "id": corp, "secrets": {held.secrets["secret"]: 1000002}, **called}
        return [enterprise, {"kind": "kf", "corp": corp, "id": held.number, "name": name}]
    if held.kind == "app":
        return [{"kind": "corp", "id": held.facts["corpid"], "secrets": {held.secrets["secret"]: int(held.number)}}]
    return [{"kind": "robot", "id": held.secrets["key"], "name": name}] if held.kind == "robot" else []


if __name__ == "__main__":
    database.set_up_django()
    sys.stdout.write(json.dumps(sheets([int(word) for word in sys.argv[1:]]), ensure_ascii=False))
