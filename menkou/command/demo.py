"""menkou demo: put the demo district into this installation's database, in any size."""

from enum import StrEnum
from typing import Annotated

import typer

from menkou.command import database, demonstration, enlarging, home, migrate
from menkou.command.problems import Problem

app = typer.Typer(add_completion=False)


class Scale(StrEnum):
    """How much is added to the demo's own year; as menkou.demo.vast has them."""

    BIG = "big"
    TENTH = "tenth"
    HUNDREDTH = "hundredth"


@app.callback(invoke_without_command=True)
def demo(
    villages: Annotated[int | None, typer.Option(min=2, help="村居数，默认全部 440 个。")] = None,
    scale: Annotated[
        Scale | None,
        typer.Option(
            metavar="规模",
            help="再加三年：big、tenth（十分之一）、hundredth（百分之一）；big 是 6 万件咨询、100 万句话、30 万条日志，要几分钟。",
        ),
    ] = None,
) -> None:
    """演示数据：真实的村名，编出来的人和事。"""
    demonstration.settle_mode(demo=True)
    place = home.settle()
    database.ensure(place)
    if not migrate.is_current(place):
        migrate.bring_up_to_date(place)
    if demonstration.is_loaded():
        raise Problem("这个数据库里已经有演示数据了；要别的大小，请换一个 MENKOU_HOME。")
    demonstration.load_once(villages)
    if scale:
        enlarging.enlarge(scale)
    demonstration.show_sign_ins()
