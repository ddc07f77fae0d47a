"""menkou upgrade: what new code will change in the tables, whether a backup is fresh, and then the change itself."""

from typing import Annotated

import typer

from menkou.command import database, home, migrate
from menkou.command.doctor import kept
from menkou.command.doctor.check import Patient
from menkou.command.problems import Problem

STOP = "请先运行 menkou stop 停下，再运行 menkou upgrade。"


def upgrade(check: Annotated[bool, typer.Option("--check", help="只看，不改。")] = False) -> None:
    """升级：装上新程序以后，看数据库结构要改什么、备份新不新，然后改。"""
    place = home.installed()
    database.ensure(place)
    database.set_up_django()
    from menkou.command import upgrading

    waiting = upgrading.pending()
    if not waiting:
        typer.echo("数据库结构是最新的，没有要改的。")
        if not check and not migrate.is_current(place):
            migrate.bring_up_to_date(place)  # the application's rights are of this code as well
        return
    typer.echo(f"数据库结构要改 {len(waiting)} 处：")
    for one in waiting:
        typer.echo(f"  {one.name}：{'；'.join(one.breaks) or '旧程序可以同时在用'}")
    breaks = any(one.breaks for one in waiting)
    typer.echo("改的时候旧程序要停下。" if breaks else "改的时候旧程序可以一直在用。")
    finding = kept.backup(Patient(place, ""))
    typer.echo(finding.found)
    if not kept.is_fresh(Patient(place, "")):
        raise Problem("没有一天之内的备份，升级不了就回不去。请先运行 menkou backup --to 目录，再升级。")
    if breaks and not check and home.is_served(place):
        raise Problem(f"有旧程序在运行，这次要改的它受不了。{STOP}")
    if not check:
        migrate.bring_up_to_date(place)
        typer.echo("改好了。请启动（menkou serve），再运行 menkou doctor。")
