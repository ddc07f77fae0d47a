"""menkou keys: wrapping keys are changed, and old ones destroyed, so that what was erased does not live on in backups."""

from typing import Annotated

import typer

from menkou.command import database, home, migrate
from menkou.command.problems import Problem

app = typer.Typer(no_args_is_help=True, add_completion=False, help="密钥：定期换新，销毁旧的。")


@app.command()
def rotate(
    resume: Annotated[bool, typer.Option("--resume", help="上次没换完，接着换，不再加新的。")] = False,
) -> None:
    """换新密钥，并把所有咨询的密钥改用新的包好；停在半路可以接着换，网页照常服务。"""
    rotating = _ready()
    name = rotating.resumed() if resume else rotating.begun()
    typer.echo(f"现在用的密钥是 {name}。")
    total = 0
    for district, number in rotating.rewrapped():
        total += number
        typer.echo(f"{district}：又换了 {number} 件，一共 {total} 件。")
    typer.echo(
        "换完了。请现在备份数据库，并把 keys 目录重新抄一份到另外的地方；\n"
        f"过 {rotating.LEAST_REST_S // 60} 分钟再运行 menkou keys destroy --old。"
    )


@app.command()
def destroy(
    name: Annotated[str, typer.Argument(help="密钥的名字，例如 k1。")] = "",
    old: Annotated[bool, typer.Option("--old", help="所有不用了的密钥。")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再问一遍。")] = False,
) -> None:
    """销毁旧密钥：换新以前的备份里，咨询的内容从此打不开；已删掉的内容也就不会留在备份里。"""
    rotating = _ready()
    if bool(name) == old:
        raise Problem("请写一个密钥的名字，或者写 --old。")
    doomed = rotating.old() if old else [name]
    if not doomed:
        typer.echo("没有旧密钥。")
        return
    rotating.refuse_too_soon(doomed)
    said = f"销毁 {'、'.join(doomed)} 以后，换新以前的备份里，咨询的内容再也打不开。换新以后的备份做好了吗？"
    if not yes:
        typer.confirm(said, abort=True)
    for one in doomed:
        rotating.destroyed(one)
        typer.echo(f"{one} 已销毁。请把另外保存的旧 keys 也删掉。")


@app.command("list")
def show() -> None:
    """列出密钥、从哪天用起、还包着多少件。"""
    for line in _ready().listed():
        typer.echo(line)


def _ready():
    """What does the work, with the database at hand. Raises Problem."""
    place = home.installed()
    database.ensure(place)
    if not migrate.is_current(place):
        raise Problem("数据库结构不是最新的，请先执行 menkou migrate。")
    database.set_up_django()
    from menkou.command import rotating

    return rotating
