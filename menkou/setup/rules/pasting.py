"""Villages as people paste them: one to a line, 代码 名称 or only the name. What is doubtful is asked, never guessed."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

MOST_LINES, LONGEST_NAME = 500, 60
FIRST_OF_OURS = 901  # the last three digits of a code that we make up; the statistics use none from here on
CODE = re.compile(r"\d{12}")
DIGITS = re.compile(r"^[\d.]+$")
GAPS = re.compile(r"[\s,，;；、|]+")


@dataclass(frozen=True)
class Pasted:
    """A village that is to be."""

    code: str
    name: str
    kind: str
    is_provisional: bool = False  # the code is ours


class BadPaste(ValueError):
    """Something is wrong; each sentence names the line and the cure."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("；".join(sentences))
        self.sentences = sentences


def kind_of(name: str) -> str:
    """村 or 社区, as the name says."""
    return "community" if re.search("社区|居民委员会|居委会", name) else "village"


def town_kind_of(name: str) -> str:
    """镇, 街道 or 乡, as the name says; nothing where it does not."""
    ends = {"街道": "subdistrict", "办事处": "subdistrict", "镇": "town", "乡": "rural"}
    return next((kind for end, kind in ends.items() if name.endswith(end)), "")


def read(text: str, town: str, names: Collection[str] = (), codes: Collection[str] = ()) -> list[Pasted]:
    """The villages of a township; `names` and `codes` are there already. Raises BadPaste."""
    wrong, found, seen = [], [], {"name": set(names), "code": set(codes)}
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise BadPaste([f"一次最多粘贴 {MOST_LINES} 行，现在有 {len(lines)} 行。请分几次，或者用表格导入。"])
    for number, line in lines:
        code, name = _parted(line)
        problem = _problem(code, name, town, seen)
        if problem:
            wrong.append(f"第 {number} 行“{line.strip()[:30]}”：{problem}")
            continue
        seen["name"].add(name)
        if code:
            seen["code"].add(code)
        found.append((code, name))
    if wrong:
        raise BadPaste(wrong)
    return _coded(found, town, seen["code"])


def _parted(line: str) -> tuple[str, str]:
    """The code, if there is one, and the name, without gaps."""
    parts = [part for part in GAPS.split(unicodedata.normalize("NFKC", line)) if part]
    numbers = [part for part in parts if DIGITS.match(part)]
    code = numbers[0].removesuffix(".0") if numbers else ""
    return code, "".join(part for part in parts if part not in numbers)


def _problem(code: str, name: str, town: str, seen: dict[str, set[str]]) -> str:
    if code and not CODE.fullmatch(code):
        return "代码要 12 位数字；没有代码就只写名称。"
    if code and not code.startswith(town):
        return f"代码不以镇街代码 {town} 开头，是不是别的镇街的？"
    if not name:
        return "没有名称。"
    if len(name) > LONGEST_NAME:
        return f"名称最多 {LONGEST_NAME} 字。"
    if code in seen["code"]:
        return f"代码 {code} 已经有了。"
    return "这个名称本镇街已经有了；真是两个村，请把名称写得分得开。" if name in seen["name"] else ""


def _coded(found: list[tuple[str, str]], town: str, taken: Collection[str]) -> list[Pasted]:
    """A code of ours for each that has none."""
    free = iter(sorted({f"{town}{n}" for n in range(FIRST_OF_OURS, 1000)} - set(taken)))
    made = []
    for code, name in found:
        given = code or next(free, "")
        if not given:
            raise BadPaste(["没有代码的村太多了（一个镇街最多 99 个），请把 12 位统计代码写上。"])
        made.append(Pasted(given, name, kind_of(name), not code))
    return made
