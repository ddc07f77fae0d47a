"""menkou restore: a backup and the keys become an installation again; nothing goes out until a person says so."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from menkou.command import database, home, migrate
from menkou.command.backup import told
from menkou.command.home import Home
from menkou.command.keeping import bringing, choosing, targets
from menkou.command.keeping.bringing import Chosen
from menkou.command.keeping.manifest import BASE, Manifest
from menkou.command.problems import Problem
from menkou.core.clock import SHANGHAI

DRAWN = 100
HELD = "现在停发：恢复前该发的可能已经发过，一条也不会自己发出去。看过以后请运行 menkou restore --release。"


def restore(
    backup: Annotated[Path | None, typer.Option("--from", help="备份的文件夹；写上一级时取最新的一份。")] = None,
    keys: Annotated[Path | None, typer.Option("--keys", help="抄走密钥的目录。")] = None,
    to: Annotated[Path | None, typer.Option("--home", help="恢复成哪个安装目录。")] = None,
    wal: Annotated[Path | None, typer.Option("--wal", help="收 WAL 的目录，接着放到最后一笔。")] = None,
    over: Annotated[bool, typer.Option("--over", help="目录里已有停下的安装：改名留着，恢复到原处。")] = False,
    release: Annotated[bool, typer.Option("--release", help="恢复以后放行：等着发的可以发了。")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="和 --release 一起：恢复时就等着发的不再发。")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再问一遍。")] = False,
) -> None:
    """恢复：从备份和密钥恢复出一个安装，核对以后停发，等人放行。"""
    if release:
        _release(forget, yes)
        return
    if not backup or not keys or not to:
        raise Problem("请写 --from 备份、--keys 密钥和 --home 安装目录；放行请写 --release。")
    place = Home(to.expanduser().absolute())
    folder, manifest = choosing.chosen(backup, for_wal=bool(wal))
    keys = keys.expanduser().absolute()
    choosing.demand_keys(keys, manifest)
    choosing.demand_known(manifest)
    if wal and manifest.kind != BASE:
        raise Problem(f"{folder} 是导出的各表，接不上 WAL；请用 menkou backup --base 做的备份。")
    targets.demand_free(place, over)
    choosing.demand_whole(folder, manifest, told("核对备份"))
    with targets.beside(place, keys) as made:
        chosen = Chosen(folder, manifest, wal.expanduser().absolute() if wal else None)
        until, wrong = _bring(chosen, made, over)
        targets.demand_free(place, over)  # it took minutes, in which somebody may have started what is there
        aside = targets.settle(made, place)
    _report(manifest, place, aside, until, wrong)


def _bring(chosen: Chosen, made: Home, over: bool) -> tuple[str, list[str]]:
    """Rows, files, a look at both; when the last of it was written, where that is known, and what is not as it was."""
    os.environ["MENKOU_HOME"] = str(made.path)
    with bringing.database_of(chosen, made, over, told) as brought:
        wrong = bringing.compared(brought.source, chosen.manifest, told("核对各表"))
        if (heads := len(chosen.manifest.counts.heads)) and not any("审计链" in one for one in wrong):
            typer.echo(f"{heads} 个区县的审计链头和备份时一样。")
        wrong += [str(brought.broken)] if brought.broken else []
        bringing.hold(brought.source)
        bringing.files(chosen.folder, made)
        if not migrate.is_current(made):
            typer.echo("正在更新数据库结构……")
            migrate.bring_up_to_date(made)
        database.set_up_django()
        from menkou.command.keeping import proving

        proving.forget_tokens()
        proof = proving.opened_at_random(DRAWN)
        typer.echo(f"试开了 {proof.opened + proof.closed} 件加密的咨询和渠道账号，打开 {proof.opened} 件。")
        typer.echo(f"发件箱里有 {proving.waiting()} 条等着发。")
        if proof.closed:
            wrong.append(f"{proof.closed} 件打不开（多半是备份以后密钥换过、旧的已销毁；请用换密钥以后的备份）")
    return brought.until, wrong


def _report(manifest: Manifest, place: Home, aside: Path | None, until: str, wrong: list[str]) -> None:
    counts = manifest.counts
    typer.echo(f"恢复好了：{place.path}，{len(counts.tables)} 张表 {counts.rows} 行。")
    if until:
        last = datetime.fromisoformat(until).astimezone(SHANGHAI)
        typer.echo(f"最后一笔写于北京时间 {last:%Y-%m-%d %H:%M:%S}；同步收着 WAL 的话，答应过的都在里面。")
    else:
        typer.echo(lost(manifest, datetime.now(SHANGHAI)))
    if aside:
        typer.echo(f"原来的在 {aside}，确认都好以后再删。")
    typer.echo(HELD)
    if wrong:
        more = f"等 {len(wrong)} 处" if len(wrong) > 5 else ""
        raise Problem(f"恢复出来了，但对不上：{'；'.join(wrong[:5])}{more}。")


def lost(manifest: Manifest, now: datetime) -> str:
    """What cannot be in it: how long, and how much that is by the day before."""
    if manifest.made_at > now:
        return f"这份备份写着的时间 {manifest.at} 比现在还晚：那时或者现在时钟不准，说不出少了多久的。"
    minutes = max(int((now - manifest.made_at).total_seconds() // 60), 0)
    acts = manifest.counts.acts_a_day * minutes // (24 * 60)
    span = f"{minutes // 60} 小时 {minutes % 60} 分" if minutes >= 60 else f"{minutes} 分钟"
    about = f"，按备份前一天的快慢估计约 {acts} 次操作" if acts else ""
    when = f"{manifest.made_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    return f"这份备份是北京时间 {when} 的样子，以后写下的不在里面：到现在 {span}{about}。"


def _release(forget: bool, yes: bool) -> None:
    place = home.installed()
    database.ensure(place)
    database.set_up_django()
    from menkou.command.keeping import proving
    from menkou.core import holding

    since = holding.since()
    if since is None:
        typer.echo("没有停发，不用放行。")
        return
    number, when = proving.waiting(), f"{since.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    said = "恢复时就在里面的不再发，后来的照发" if forget else "都会发出去"
    if not yes:
        typer.confirm(f"从北京时间 {when} 起停发，现在有 {number} 条等着。放行以后{said}。放行吗？", abort=True)
    withdrawn = proving.release(forget)
    typer.echo(f"已放行：{number - withdrawn} 条由后台任务发出，{withdrawn} 条不再发。")
