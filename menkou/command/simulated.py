"""微信模拟 beside a demo: a program of its own, told of the accounts that say they are simulated."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any
from urllib.parse import parse_qs, urlsplit

from menkou.command import database, home, ready
from menkou.command.children import Child, tied_to_us
from menkou.command.problems import Problem, last_line

TITLE = "微信模拟"
ACCOUNTS, CLOCK = "simulator.json", "clock"  # in the home
NOTICES = {"once": {"once": True}, "": {"keys": ["thing1"], "long_term": True}}  # by the account's template_kind
MOST_LABELS = 6  # villages whose codes the phone's page offers
SCENE = "village-page"  # as menkou.channels.contacting says it of every link


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
    from menkou.chats.scanning import queries as scanning
    from menkou.core.scope import within
    from menkou.places import queries as places

    told: dict[str, dict[str, Any]] = {}
    members = {one.username: one.name for one in demo_accounts()}
    for district in places.districts():
        with within(district.pk):
            labels = _labels()
            for account in Account.objects.filter(is_on=True).order_by("kind"):
                held = accounts.opened(account)
                if held.is_simulated:
                    place = f"/{district.slug}/callback/{account.pk}"
                    callbacks = [f"http://127.0.0.1:{port}{place}" for port in ports]
                    made: dict[str, dict] = {
                        "codes": scanning.tickets_of(account),
                        "links": _links(account),
                        "labels": labels,
                    }
                    for one in _sheet(account.name, held, callbacks, made):
                        told[one["id"]] = _joined(told.get(one["id"], {}), one, members)
    return list(told.values())


def _joined(known: dict[str, Any], one: dict[str, Any], members: dict[str, str]) -> dict[str, Any]:
    """Several accounts may be of one 企业: it has what belongs to any of them, and everybody of the demo is its member."""
    if one["kind"] != "corp":
        return one
    all_of = {word: {**known.get(word, {}), **one.get(word, {})} for word in ("secrets", "links")}
    return {**known, **one, **all_of, "members": members}


def _labels() -> dict[str, str]:
    """What stands beside the code of some villages, by the village's code: the first of each township, then the second."""
    from menkou.demo.places import WALK_VILLAGE
    from menkou.places import queries as places

    of_towns: dict[Any, list[Any]] = {}
    for one in sorted(places.villages(), key=lambda one: (one.code != WALK_VILLAGE, one.code)):
        of_towns.setdefault(one.township_id, []).append(one)
    in_turn = [one for row in zip_longest(*of_towns.values()) for one in row if one]
    return {one.code: f"{one.township}{one.short_name}" for one in in_turn[:MOST_LABELS]}


def _links(account) -> dict[str, dict[str, str]]:
    """The link to a 客服 account, as its corp knows it."""
    key = parse_qs(urlsplit(account.contact).query).get("enc_scene", [""])[0]
    return {key: {"open_kfid": account.number, "scene": SCENE}} if key else {}


def _sheet(name: str, held, callbacks: list[str], made: dict[str, dict]) -> list[dict[str, Any]]:
    called = {word: held.secrets[word] for word in ("token", "aes_key") if word in held.secrets}
    called |= {"callbacks": callbacks}
    if held.kind == "wechat":
        known = {"id": held.number, "name": name, "secret": held.secrets["secret"]}
        shape = NOTICES[held.facts.get("template_kind", "")]
        templates = {held.facts["template"]: shape} if held.facts.get("template") else {}
        codes = {"codes": made["codes"], "labels": made["labels"]}
        return [{"kind": "wechat", **known, **called, "templates": templates, **codes}]
    if held.kind == "kf":
        corp = held.facts["corpid"]
        enterprise = {"kind": "corp", "id": corp, "secrets": {held.secrets["secret"]: 1000002}, **called}
        desk = {"kind": "kf", "corp": corp, "id": held.number, "name": name, "labels": made["labels"]}
        return [enterprise | {"links": made["links"]}, desk]
    if held.kind == "app":
        return [{"kind": "corp", "id": held.facts["corpid"], "secrets": {held.secrets["secret"]: int(held.number)}}]
    return [{"kind": "robot", "id": held.secrets["key"], "name": name}] if held.kind == "robot" else []


if __name__ == "__main__":
    database.set_up_django()
    sys.stdout.write(json.dumps(sheets([int(word) for word in sys.argv[1:]]), ensure_ascii=False))
