"""menkou demo: put the demo district into this installation's database, in any size."""

from typing import Annotated

import typer

from menkou.command import database, demonstration, home, migrate
from menkou.command.problems import Problem

app = typer.Typer(add_completion=False)


@app.callback(invoke_without_command=True)
def demo(villages: Annotated[int | None, typer.Option(min=2, help="村居数，默认全部 440 个。")] = None) -> None:
    """演示数据：真实的村名，编出来的人和事。"""
    demonstration.settle_mode(demo=True)
    place = home.settle()
    database.ensure(place)
    if not migrate.is_current(place):
        migrate.bring_up_to_date(place)
    if demonstration.is_loaded():
        raise Problem("这个数据库里已经有演示数据了；要别的大小，请换一个 MENKOU_HOME。")
    demonstration.load_once(villages)
    demonstration.show_sign_ins()
