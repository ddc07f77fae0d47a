"""menkou plan --from: the posting problem of a file is solved, gone on with, or its answer checked; no database is touched."""

import dataclasses
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import typer

from menkou.command import started
from menkou.command.problems import Problem
from menkou.embedded.errors import reason

NOT_AN_ANSWER = "{file} 不是 menkou plan --json 的结果。"
ANOTHER_FILE = "{file} 里的方案不合这个文件：{broken}。接着算要用同一个问题的结果。"
NO_PRICES, SECONDS_TO_SOLVE_AGAIN = "结果里没有能用的价格，问题又太大，下界没法在这里核对。", 120
Tell = Callable[[float, float, float], None]


class Asked(NamedTuple):
    """What the command line says beside the file."""

    seconds: float
    steps: int | None = None
    before: Path | None = None  # an answer to go on from
    check: Path | None = None  # an answer to check
    progress: bool = False
    as_json: bool = False


def run(file: Path, asked: Asked) -> None:
    """Do what is asked for with the problem in a file."""
    text = _read(file)
    if asked.check:
        _check(text, file, asked.check, as_json=asked.as_json)
        return
    answer = _solve(text, file, asked)
    if asked.as_json:
        typer.echo(json.dumps(dataclasses.asdict(answer)))
        return
    typer.echo(f"代价 {answer.value:,}；全部方案里最好的不低于 {answer.bound:,}（差距 {answer.gap:.2%}）。")
    typer.echo(
        f"{len(answer.a)} 个村居，每村一个 A 岗、一个 B 岗，用了 {answer.seconds:.1f} 秒。加 --json 可得到名单。"
    )


def _solve(text: bytes, file: Path, asked: Asked) -> Any:
    from menkou.postings.rules.allotment.planner import solve
    from menkou.postings.rules.allotment.problem import Infeasible, Undecided

    problem = _problem(text, file)
    before = _answer_to(text, problem, asked.before) if asked.before else None
    tell = _progress(as_json=asked.as_json) if asked.progress else lambda *_: None
    clock = {"steps": asked.steps} if asked.steps else {"seconds": asked.seconds}
    try:
        return solve(problem, began=started.at(), before=before, tell=tell, **clock)
    except (Infeasible, Undecided) as error:
        raise Problem(str(error)) from error


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Problem(f"读不了 {file}：{reason(error)}。") from error


def _problem(text: bytes, file: Path) -> Any:
    from menkou.postings.rules.allotment.reading import Malformed, read

    try:
        return read(text)
    except Malformed as error:
        raise Problem(f"{file} 写得不对：{error}") from error


def _told(text: bytes) -> dict[str, Any]:
    """The numbers of a file that was read without a fault; where a whole one is written as 3.0, it is whole all the same."""

    def whole(said: str) -> float:
        number = float(said)
        return int(number) if number.is_integer() else number

    told: dict[str, Any] = json.loads(text, parse_float=whole)
    return told


def _answer_to(text: bytes, problem: Any, file: Path) -> dict[str, Any]:
    """An earlier answer, judged by the checker: it may be of another file. Raises Problem."""
    from menkou.postings.rules.allotment.answering import proof_of
    from menkou.postings.rules.allotment.checker import judged

    said = _answer_in(file)
    value, broken = judged(_told(text), said["a"], said["b"])
    if broken or value != said["value"]:
        raise Problem(ANOTHER_FILE.format(file=file, broken="；".join(broken[:2]) or "代价对不上"))
    try:
        if said.get("prices"):
            proof_of(problem, said["prices"])
    except (KeyError, IndexError, TypeError, ValueError, RecursionError, OverflowError) as error:
        raise Problem(NOT_AN_ANSWER.format(file=file)) from error
    return said


def _answer_in(file: Path) -> dict[str, Any]:
    try:
        said = json.loads(_read(file))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Problem(NOT_AN_ANSWER.format(file=file)) from error
    is_answer = isinstance(said, dict) and all(
        isinstance(said.get(post), list) and all(type(one) is int for one in said[post]) for post in ("a", "b")
    )
    if not is_answer or type(said.get("value")) is not int or type(said.get("bound")) is not int:
        raise Problem(NOT_AN_ANSWER.format(file=file))
    return said


def _progress(*, as_json: bool) -> Tell:
    """Each better plan or bound on the error stream, at most one line a second."""
    last = [0.0]

    def tell(seconds: float, value: float, bound: float) -> None:
        if time.monotonic() - last[0] < 1:
            return
        last[0] = time.monotonic()
        gap = (value - bound) / max(1.0, abs(value))
        if as_json:
            words = json.dumps({"seconds": round(seconds, 1), "value": value, "bound": round(bound, 1)})
        else:
            words = f"{seconds:.1f} 秒：代价 {value:,.0f}，下界 {bound:,.0f}，差距 {gap:.2%}"
        try:
            sys.stderr.write(f"{words}\n")
            sys.stderr.flush()
        except OSError:  # whoever listened has gone; the plan is still wanted
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())

    return tell


def _check(text: bytes, file: Path, answer: Path, *, as_json: bool) -> None:
    """Judge the plan, and add up the bound anew from the prices that are said to prove it."""
    from menkou.postings.rules.allotment.checker import judged

    _problem(text, file)
    told, said = _told(text), _answer_in(answer)
    value, broken = judged(told, said["a"], said["b"])
    proven, why = _proven(told, said)
    is_good = not broken and value == said["value"] and proven is not None and proven >= said["bound"]
    if as_json:
        words = {"is_good": is_good, "value": value, "broken": broken, "proven": proven, "claimed": said["bound"]}
        typer.echo(json.dumps(words | {"why": why}, ensure_ascii=False))
    else:
        typer.echo(f"方案：代价 {value:,}，" + (f"违反 {len(broken)} 条规定。" if broken else "不违反规定。"))
        way = "按结果里的价格重新加起来" if said.get("prices") else "用另一个求解器重新求解"
        typer.echo(why or f"下界：{way}是 {proven:,}，结果说的是 {said['bound']:,}。")
    if not is_good:
        raise typer.Exit(1)


def _proven(told: dict[str, Any], said: dict[str, Any]) -> tuple[int | None, str]:
    """A bound that does not rest on the search: from the prices, or solved again where a problem is small; or why not."""
    from menkou.postings.rules.allotment.certifying import NoProof, certified
    from menkou.postings.rules.allotment.resolving import MOST_POSTS, least_cost_of

    if said.get("prices"):
        try:
            return certified(told, said["prices"]), ""
        except (NoProof, TypeError, ValueError, AttributeError, RecursionError, OverflowError) as error:
            return None, str(error) if isinstance(error, NoProof) else NO_PRICES
    proven = None
    if len(said["a"]) * len(told["institution_of"]) <= MOST_POSTS:
        proven = least_cost_of(told, SECONDS_TO_SOLVE_AGAIN)
    return proven, "" if proven is not None else NO_PRICES
