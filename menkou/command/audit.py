"""menkou audit: the chain of audit lines leaves the house, and is verified by a program that reads nothing else."""

import os
from pathlib import Path
from typing import Annotated

import typer

from menkou.command import database, home
from menkou.command.naming import district_named
from menkou.command.problems import Problem

app = typer.Typer(add_completion=False, no_args_is_help=True, help="审计链：导出，验证有没有被人动过。")


@app.command()
def export(
    district: Annotated[str, typer.Option(help="区县的网址名。")],
    out: Annotated[Path, typer.Option(help="写到哪个文件；已经有的不覆盖。")],
) -> None:
    """导出整条审计链（JSON，一行一条），验证用；没有咨询的内容。取走会留一行。"""
    database.ensure(home.installed())
    database.set_up_django()
    from menkou.audit import actions, exporting
    from menkou.core.actors import INSTALLER
    from menkou.core.scope import within

    found = district_named(district)
    with _opened(out) as file:
        with within(found.pk):
            actions.export(by=INSTALLER, district=found, rows=exporting.next_number())
            so_far = exporting.taken()
        with within(found.pk):  # once it is on record
            file.write(exporting.header(found, so_far))
            file.writelines(exporting.lines(so_far.links, exporting.whole))
    typer.echo(f"{found.name}的审计链 {so_far.links} 行，写到 {out}。验证：menkou audit verify {out} 锚所在的文件夹")


@app.command()
def verify(
    exported: Annotated[Path, typer.Argument(metavar="导出文件", help="导出的文件，或者检查包（zip）。")],
    anchors: Annotated[Path, typer.Argument(metavar="锚", help="锚所在的文件夹，最好是审计人员自己存的那份。")],
    until: Annotated[str, typer.Argument(metavar="导出的时间", help="旧的导出：2026-03-05T16:00（北京时间）。")] = "",
) -> None:
    """验证导出的审计链；只读这两样，不连数据库。退出码：0 对，1 不对，2 没法验。"""
    from menkou.audit.verify import main

    raise typer.Exit(main([str(exported), str(anchors), *([until] if until else [])]))


def _opened(path: Path):
    """A new file for its owner's eyes. Raises Problem where there is one of that name."""
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w")
    except FileExistsError as problem:
        raise Problem(f"{path} 已经有了，请换一个文件名。") from problem
