"""What is on record, and whom a cell means: a place, an institution or a person by code or by name, asked about where two fit."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from menkou.imports.rules.cleaning import Wrong, digits, house_key, plain, town_key, village_key

Values = dict[str, Any]
KEYS: Mapping[str, Callable[[str], str]] = {
    "townships": town_key,
    "villages": village_key,
    "institutions": house_key,
    "advisers": lambda name: name.replace(" ", ""),
}
CODES = {"townships": "code", "villages": "code", "institutions": "credit_code", "advisers": "licence_no"}
WHAT = {"townships": "镇街", "villages": "村（社区）", "institutions": "机构", "advisers": "法律顾问"}
SHEETS = {"townships": "镇街", "villages": "村居", "institutions": "机构", "advisers": "顾问"}
MOST_CHOICES = 12


class Ask(Exception):
    """Nobody but a person can say what is meant; answers with the words beside them."""

    def __init__(self, sentence: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(sentence)
        self.sentence, self.choices = sentence, list(choices)


@dataclass
class Known:
    """What is on record, and what earlier rows of the file will put there: by kind and key, in plain values.

    Values whose name begins with _ are for comparing only, and never change.
    """

    district: str
    today: str
    rows: dict[str, dict[str, Values]] = field(default_factory=dict)
    contracts: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))
    posts: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))  # by village
    serving: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))  # the same, by who
    avoided: set[tuple[str, str]] = field(default_factory=set)  # a village, and who or which institution
    numbers: dict[str, int] = field(default_factory=dict)  # the district's rules of today
    memberships: set[tuple[str, str, str]] = field(default_factory=set)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)  # rows of the file that are not right yet
    _names: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def get(self, kind: str, key: str) -> Values | None:
        return self.rows.get(kind, {}).get(key)

    def put(self, kind: str, key: str, values: Values) -> None:
        """What a row of the file will have put on record."""
        kept = {**(self.get(kind, key) or {}), **values}
        kept["_here"] = True
        self.rows.setdefault(kind, {})[key] = kept
        if kind in self._names:
            self._name(kind, key, kept)

    def serves(self, village: str, posting: Values) -> None:
        """Somebody holds a post of a village."""
        self.posts[village].append(posting)
        self.serving[posting["adviser"]].append(posting)

    def refuse(self, kind: str, values: Values, where: str) -> None:
        """A row of the file that is not right yet: whoever speaks of it is told where it stands."""
        for said in (values.get(CODES.get(kind, "")), values.get("name")):
            if said and kind in KEYS:
                self.refused.setdefault((kind, KEYS[kind](said)), where)

    def first_right(self, kind: str, said: str) -> str:
        """The sentence about a row that has to be put right first; nothing where there is none."""
        where = self.refused.get((kind, KEYS[kind](said)))
        return f"这里说的{WHAT[kind]}写在{where}，那一行还要改。先改好那一行，这一行不用动。" if where else ""

    def named(self, kind: str, name: str) -> list[str]:
        """The keys of what is called so here."""
        if kind not in self._names:
            self._names[kind] = defaultdict(list)
            for key, values in self.rows.get(kind, {}).items():
                if values.get("_here", True):
                    self._name(kind, key, values)
        return self._names[kind].get(KEYS[kind](name), [])

    def _name(self, kind: str, key: str, values: Values) -> None:
        keys = self._names[kind].setdefault(KEYS[kind](values["name"]), [])
        if key not in keys:
            keys.append(key)


def town(known: Known, said: object) -> str:
    """The code of a township. Raises Wrong or Ask."""
    text = plain(said)  # type: ignore[arg-type]
    if re.fullmatch(r"\d{9}(000)?", text):
        if known.get("townships", text[:9]):
            return text[:9]
        raise Wrong(known.first_right("townships", text[:9]) or f"没有代码是 {text} 的镇街。请先在“镇街”表里写上它。")
    return _only(known, "townships", text, known.named("townships", text))


def village(known: Known, said: object, township: str = "") -> str:
    """The code of a village that exists; a township narrows the search. Raises Wrong or Ask."""
    text = digits(said)  # type: ignore[arg-type]
    if re.fullmatch(r"\d{12}", text):
        found = known.get("villages", text)
        if found is None:
            how = f"没有代码是 {text} 的村（社区）。请核对代码，或者先在“村居”表里写上它。"
            raise Wrong(known.first_right("villages", text) or how)
        if found.get("_ended"):
            raise Wrong(f"{found['name']}（{text}）已经撤并，请写承接的村（社区）。")
        return text
    if re.search(r"\d{6}", text):
        raise Wrong(f"村居代码应是 12 位数字，现在是“{text[:20]}”。")
    running = [key for key in _called(known, text) if not known.rows["villages"][key].get("_ended")]
    inside = [key for key in running if not township or _of(known, key) == township]
    if running and not inside:
        where = known.rows["townships"].get(township, {}).get("name", township)
        raise Wrong(f"{where}没有叫“{text[:30]}”的村（社区），请核对镇街和名称，或者写 12 位代码。")
    return _only(known, "villages", text, inside)


def _called(known: Known, text: str) -> list[str]:
    """Villages of a name, which may have its township's before it: 大安镇韦园社区."""
    if keys := known.named("villages", text):
        return keys
    for code, values in known.rows.get("townships", {}).items():
        if text.startswith(values["name"]) and len(text) > len(values["name"]):
            return [key for key in known.named("villages", text[len(values["name"]) :]) if _of(known, key) == code]
    return []


def house(known: Known, said: object) -> str:
    """The credit code of an institution that works here. Raises Wrong or Ask."""
    text = plain(said)  # type: ignore[arg-type]
    code = text.replace(" ", "").upper()
    if re.fullmatch(r"[0-9A-Z]{18}", code):
        found = known.get("institutions", code)
        if found and found.get("_here", True):
            return code
        how = f"本区县没有登记信用代码是 {code} 的机构。请先在“机构”表里写上它。"
        raise Wrong(known.first_right("institutions", code) or how)
    return _only(known, "institutions", text, known.named("institutions", text))


def adviser(known: Known, said: object) -> str:
    """The licence number of somebody on the roster. Raises Wrong or Ask."""
    text = digits(said)  # type: ignore[arg-type]
    found = known.get("advisers", text)
    if found and found.get("_here", True):
        return text
    if re.search(r"\d{6}", text):
        how = f"名册上没有执业证号是 {text[:30]} 的人。请核对，或者先在“顾问”表里写上。"
        raise Wrong(known.first_right("advisers", text) or how)
    return _only(known, "advisers", text, known.named("advisers", text))


def told(known: Known, kind: str, key: str) -> str:
    """What somebody reads who has to choose between two of one name."""
    values = known.rows[kind][key]
    if kind == "villages":
        town_name = (known.get("townships", values["township"]) or {}).get("name", "")
        return f"{town_name} {values['name']}（{key}）".strip()
    if kind == "advisers":
        at = (known.get("institutions", values.get("institution") or "") or {}).get("name", "")
        return f"{values['name']}，{at}（{key}）"
    return f"{values['name']}（{key}）"


def _of(known: Known, village_code: str) -> str:
    return str(known.rows["villages"][village_code]["township"])


def _only(known: Known, kind: str, text: str, keys: Sequence[str]) -> str:
    if not keys:
        if first := known.first_right(kind, text):
            raise Wrong(first)
        how = {"villages": "请核对名称，或者写 12 位代码", "advisers": "请核对姓名，或者写执业证号"}
        cure = how.get(kind, "请核对名称")
        raise Wrong(f"没有叫“{text[:30]}”的{WHAT[kind]}。{cure}；新的请先写在“{SHEETS[kind]}”表里。")
    if len(keys) > 1:
        choices = [(key, told(known, kind, key)) for key in keys[:MOST_CHOICES]]
        raise Ask(f"有 {len(keys)} 个叫“{text[:30]}”的{WHAT[kind]}，是哪一个？", choices)
    return keys[0]
