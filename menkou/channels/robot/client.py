"""What we ask of a 群机器人 (security.md 4.4). `key` is the secret part of its address."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from menkou.channels import calling
from menkou.channels.wecom.client import BASE
from menkou.channels.wecom.codes import CODES

MOST = 2048  # bytes of a text; of markdown the platform takes more, and the same is kept
KEY = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)


def send_text(key: str, words: str, *, mention: Iterable[str] = (), base: str = BASE) -> None:
    """A text of at most 2,048 bytes into the group; `mention` are UserIDs, or @all.

    Raises ValueError where it is empty or too long, Final where the robot is gone, Spent after 20 in a minute.
    """
    named = list(mention)
    _send(key, "text", {"content": _fitting(words)} | ({"mentioned_list": named} if named else {}), base)


def send_markdown(key: str, words: str, *, base: str = BASE) -> None:
    """The same in the platform's markdown; WeChat itself shows it as plain text."""
    _send(key, "markdown", {"content": _fitting(words)}, base)


def key_in(address: str, *, base: str = BASE) -> str:
    """The key in an address as the group's owner copies it. Raises ValueError where it is no such address."""
    try:
        parts, ours = urlsplit(address.strip()), urlsplit(base)
        keys = parse_qs(parts.query).get("key", [])
    except ValueError:
        keys = []
    else:
        if (parts.scheme, parts.netloc, parts.path) != (ours.scheme, ours.netloc, ours.path + "/cgi-bin/webhook/send"):
            keys = []
    if len(keys) != 1 or not KEY.fullmatch(keys[0]):
        raise ValueError("no address of a robot")
    return keys[0]


def _send(key: str, sort: str, what: dict[str, object], base: str) -> None:
    if not KEY.fullmatch(key):
        raise ValueError("no key of a robot")
    body = {"msgtype": sort, sort: what}
    calling.ask("robot_send", f"{base}/cgi-bin/webhook/send", codes=CODES, params={"key": key}, body=body)


def _fitting(words: str) -> str:
    if not words.strip() or len(words.encode()) > MOST:
        raise ValueError(f"a word into a group has 1 to {MOST} bytes")
    return words
