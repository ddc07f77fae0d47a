"""Words that must be found nowhere, and every shape in which a careless line of code could have left them."""

import base64
import json
from pathlib import Path
from urllib.parse import quote

MARK = "金丝雀在矿井里"  # every canary begins with it, so that one search finds them all


def canary(number: int) -> str:
    """The so-many-th canary, long enough for any field."""
    return f"{MARK}{number:04d}，飞出来就是走漏了消息，谁都不许知道。"


def shapes(word: str) -> dict[str, str]:
    """How a word looks as text, bytes, base64 at each of its three beginnings, an address, JSON and UTF-16."""
    raw = word.encode()
    found = {
        "plain": word,
        "hex": raw.hex(),
        "address": quote(word),
        "json": json.dumps(word)[1:-1],
        "utf-16-le": word.encode("utf-16-le").hex(),
        "utf-16-be": word.encode("utf-16-be").hex(),
        "reversed": word[::-1],
    }
    for shift in range(3):  # base64 of what holds the word somewhere: without the letters that its neighbours share
        letters = base64.b64encode(b"\0" * shift + raw).decode()
        found[f"base64+{shift}"] = letters[4 * bool(shift) : -4]
    return found


SHAPES = shapes(MARK)


def leaks(text: str) -> list[str]:
    """In which shapes a text holds a canary."""
    text = text.replace("\\\\", "\\")  # PostgreSQL writes a backslash of a row twice
    lower = text.lower()
    return [name for name, shape in SHAPES.items() if shape in text or (name != "plain" and shape.lower() in lower)]


def leaks_in_files(*folders: Path) -> list[str]:
    """Files that hold one: as they are, and their names."""
    found = []
    for folder in folders:
        for file in folder.rglob("*"):
            if leaks(file.name) or (file.is_file() and leaks(file.read_bytes().decode("utf-8", "replace"))):
                found.append(str(file))
    return found
