"""menkou subsidy: why a line of the ledger is what it is, and a batch made again to the same fen. Both only read."""

import json
import re
from typing import Annotated, Any
from uuid import UUID

import typer

from menkou.command import database, home
from menkou.command.naming import district_named
from menkou.command.problems import Problem

app = typer.Typer(add_completion=False, no_args_is_help=True, help="补贴：为什么是这个数，重算是不是同一个数。")
NUMBERED = re.compile(r"(20\d\d-(?:h[12]|\d\d))(?:\.(\d{1,3}))?(?::(\d{1,7}))?", re.A)
District = Annotated[str, typer.Option(help="区县的网址名。")]
AsJson = Annotated[bool, typer.Option("--json", help="给程序看的输出；同一批每次一字不差。")]


@app.command()
def explain(
    line: Annotated[str, typer.Argument(metavar="哪一行", help="2026-h1:35（第 35 行），或者这一行网址里的编号。")],
    district: District = "yanzhou",
    as_json: AsJson = False,
) -> None:
    """说明一行为什么是这个数，每一步都能在纸上重算。"""
    with _within(district):
        from menkou.subsidies.rules.explaining import explain as why

        found = _line(line)
        said = why(found.facts)
        if as_json:
            told = {"batch": found.batch.period, "number": found.number, "fen": found.fen, "why": said}
            typer.echo(json.dumps({**told, "facts": found.facts}, ensure_ascii=False, sort_keys=True))
            return
        typer.echo(f"{found.batch}第 {found.number} 行：{found.get_kind_display()} {found.yuan} 元")
        for words in said:
            typer.echo(f"  {words}")


@app.command()
def recompute(
    batch: Annotated[str, typer.Argument(metavar="哪一批", help="2026-h1；同一时段的第 2 批写 2026-h1.2。")],
    district: District = "yanzhou",
    as_json: AsJson = False,
) -> None:
    """把一批重算一遍，看是不是同一个数；不一样时退出码是 1。"""
    with _within(district):
        from menkou.subsidies.recomputing import recomputed

        found = recomputed(_batch(batch))
        typer.echo(found.for_programs() if as_json else "\n".join(_told(found)))
    if not found.is_same:
        raise typer.Exit(1)


def _told(found: Any) -> list[str]:
    from menkou.subsidies.rules.explaining import yuan

    said = [f"{found.batch}：{len(found.lines)} 行，{yuan(found.batch.fen)} 元。"]
    if found.is_same:
        said.append("按当时记下的依据重算：每一行都一样，一分不差。")
    else:
        said.append(f"按当时记下的依据重算：{len(found.differing)} 行不一样，请报区司法局。")
        said += [f"  第 {number} 行：{yuan(fen)} 元，重算 {yuan(again)} 元" for number, fen, again in found.differing]
    behind = f"按现在的记录：有 {found.behind} 处后来变了，差额在下一批补正。"
    return [*said, behind if found.behind else "按现在的记录：没有变。", f"依据摘要（SHA-256）：{found.facts}"]


def _within(slug: str) -> Any:
    """The district, with Django set up. Raises Problem."""
    database.ensure(home.installed())
    database.set_up_django()
    from menkou.core.scope import within

    return within(district_named(slug).pk)


def _batch(said: str) -> Any:
    from menkou.subsidies.models import Batch

    match = NUMBERED.fullmatch(said)
    rows = Batch.objects.exclude(stage=Batch.Stage.DROPPED)
    named = {"period": match[1], **({"number": int(match[2])} if match[2] else {})} if match else {"pk": _uuid(said)}
    found = rows.filter(**named).order_by("-number").first()
    if found is None:
        raise Problem(f"没有 {said} 这一批。")
    return found


def _line(said: str) -> Any:
    from menkou.subsidies.models import Line

    match = NUMBERED.fullmatch(said)
    rows = Line.objects.select_related("batch")
    found = rows.filter(batch=_batch(said.partition(":")[0]), number=int(match[3])) if match and match[3] else None
    line = (rows.filter(pk=_uuid(said)) if found is None else found).first()
    if line is None:
        raise Problem(f"没有 {said} 这一行。")
    return line


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise Problem(f"看不懂 {said}：请写成 2026-h1、2026-h1:35，或者网址里的编号。") from None
