"""menkou plan: an A and a B post for every village, proposed by the planner and put on record.

With `--from` the problem comes from a file, and no database is touched (`posting_file`). With `--explain` nothing is solved: it says why
a village has the two it has, and what the next best would cost.
"""

import dataclasses
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from menkou.command import database, explaining, home, posting_file
from menkou.command.naming import district_named
from menkou.command.problems import Problem

Steps = Annotated[int | None, typer.Option(min=1, help="和 --from 一起：不看钟，走这么多步；每次算出同一个结果。")]
Before = Annotated[Path | None, typer.Option("--continue", metavar="结果", help="和 --from 一起：从上次的结果接着算。")]
Check = Annotated[Path | None, typer.Option(metavar="结果", help="和 --from 一起：不算，只核对结果的方案和下界。")]
Progress = Annotated[bool, typer.Option("--progress", help="和 --from 一起：边算边报代价、下界和差距。")]

app = typer.Typer(add_completion=False)


@app.callback(invoke_without_command=True)
def plan(
    district: Annotated[str, typer.Option(help="区县的网址名。")] = "yanzhou",
    seconds: Annotated[float, typer.Option(min=1, help="最多计算多少秒。")] = 30,
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="从哪天起，默认今天。")] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="到哪天（含当天）；执业证管不到这天的人不排岗。")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--from", metavar="文件", help="只算这个文件里的派驻问题，不用数据库。")
    ] = None,
    explain: Annotated[
        str, typer.Option(metavar="村代码", help="不计算，只说明这个村为什么是现在的两位，换人要多少代价。")
    ] = "",
    steps: Steps = None,
    before: Before = None,
    check: Check = None,
    progress: Progress = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只算，不写入。")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="给程序看的输出。")] = False,
) -> None:
    """派驻方案：给每个村安排 A 岗和 B 岗，并写入数据库。"""
    if explain and (file or start or until):
        raise Problem("--explain 只说明数据库里今天的岗位，不能同时用 --from 或 --start、--until。")
    if file:
        if start or until:
            raise Problem("--from 只算文件里的派驻问题，不写入数据库，不能同时用 --start 或 --until。")
        posting_file.run(file, posting_file.Asked(seconds, steps, before, check, progress, as_json))
        return
    if steps or before or check or progress:
        raise Problem("--steps、--continue、--check、--progress 只和 --from 一起用。")
    database.ensure(home.installed())
    database.set_up_django()
    if explain:
        _explain(district, explain, as_json=as_json)
        return
    proposal, doubts = _propose(district, seconds, _term(start, until, dry_run), dry_run, quiet=as_json)
    if as_json:
        typer.echo(json.dumps({**_for_programs(proposal), "doubts": doubts}, ensure_ascii=False))
    else:
        _show(proposal, dry_run)


def _term(start: datetime | None, last: datetime | None, dry_run: bool) -> tuple[date, date | None]:
    """The plan's first day, and the day after its last."""
    from menkou.core import clock

    on = start.date() if start else clock.today()
    until = last.date() + timedelta(days=1) if last else None
    if on < clock.today() and not dry_run:
        raise Problem(f"{on} 已经过去，方案只能从今天或以后开始。只想算一算，请加 --dry-run。")
    if until and until <= on:
        raise Problem(f"到 {last:%Y-%m-%d} 为止比开始的日子还早，请核对 --start 和 --until。")
    return on, until


def _explain(slug: str, code: str, *, as_json: bool) -> None:
    """Print why a village has these two today."""
    village, told = explaining.explain(slug, code)
    if as_json:
        typer.echo(json.dumps(explaining.for_programs(village, told), ensure_ascii=False))
    else:
        explaining.show(village, told)


def _propose(
    slug: str, seconds: float, term: tuple[date, date | None], dry_run: bool, *, quiet: bool
) -> tuple[Any, list[str]]:
    """The planner's proposal, put on record but for a dry run, and what was doubtful in what it was told."""
    from menkou.core.actors import INSTALLER
    from menkou.core.errors import Problem as Said
    from menkou.core.scope import within
    from menkou.postings import actions, planning
    from menkou.postings.rules.district import Infeasible, Undecided
    from menkou.postings.rules.planner import draw_up

    found = district_named(slug)
    with within(found.pk):
        told = planning.told(*term)  # read, and end the transaction: nothing is locked while the solver thinks
        doubts = planning.doubts(*term)
    if not quiet:
        for doubt in doubts:
            typer.echo(f"请留意：{doubt}")
        typer.echo(f"{found.name}：{len(told.villages)} 个村，{len(told.advisers)} 位顾问，最多算 {seconds:g} 秒……")
    try:
        proposal = draw_up(told, seconds=seconds)
    except (Infeasible, Undecided) as error:
        raise Problem(str(error)) from error
    if not dry_run:
        with within(found.pk):
            plan, postings, pairings = planning.rows(proposal, term[0])
            try:
                actions.publish(by=INSTALLER, district=found, plan=plan, postings=postings, pairings=pairings)
            except Said as error:
                raise Problem(str(error)) from error
    return proposal, doubts


def _for_programs(proposal: Any) -> dict:
    posts = [{"village": code, "a": a, "b": b} for code, (a, b) in sorted(proposal.posts.items())]
    told = ("value", "bound", "gap", "bound_covers", "bound_given_pairs", "seconds", "terms")
    facts = {name: getattr(proposal, name) for name in told}
    wishes = [_wish(one) for one in proposal.unmet_wishes]
    pairings = [dataclasses.asdict(one) for one in proposal.pairings]
    return {**facts, "posts": posts, "pairings": pairings, "unmet_wishes": wishes}


def _wish(one: Any) -> dict:
    """A wish that the plan does not honour; below zero it was that somebody rather not come."""
    return {name: getattr(one, name) for name in ("village", "adviser", "institution", "weight", "key")}


def _show(proposal: Any, dry_run: bool) -> None:
    covers = "全部方案" if proposal.bound_covers == "district" else "同一结对下的方案"
    typer.echo(f"代价 {proposal.value:,.0f}；{covers}里最好的不低于 {proposal.bound:,.0f}（差距 {proposal.gap:.1%}）。")
    if covers == "全部方案" and proposal.gap_given_pairs is not None:
        typer.echo(f"结对不变时，离最好的至多差 {proposal.gap_given_pairs:.1%}。")
    for name, value in proposal.terms.items():
        typer.echo(f"  {name}：{value:,.0f}")
    if proposal.unmet_wishes:
        typer.echo(f"双向选择的意愿有 {len(proposal.unmet_wishes)} 条没有满足。")
    typer.echo("没有写入数据库。" if dry_run else f"已写入：{len(proposal.posts)} 个村，每村一个 A 岗、一个 B 岗。")
