"""menkou district: how a real district comes to be, before anybody of it can sign in."""

from typing import Annotated

import typer

from menkou.command import database, demonstration, home, migrate
from menkou.command.problems import Problem

app = typer.Typer(no_args_is_help=True, add_completion=False, help="区县。")


@app.command()
def add(
    slug: Annotated[str, typer.Option("--slug", help="网址名：小写字母、数字，例如 qufu；以后不能改。")],
    name: Annotated[str, typer.Option("--name", help="名称，例如 曲阜市。")],
    code: Annotated[str, typer.Option("--code", help="六位区划代码，例如 370881。")],
) -> None:
    """新开一个区县；里面还什么都没有，由区司法局的人登录以后开办。"""
    _ready()
    from menkou.command import founding

    founding.found(slug.strip(), name.strip(), code.strip())
    typer.echo(f"{name.strip()}开好了，网址是 /{slug.strip()}/ 。下一步：给区司法局开第一个账号——")
    typer.echo(
        f"  menkou user add 用户名 --name 姓名 --role justice_bureau --district {slug.strip()} --generate\n"
        "他登录以后，系统会带他去“开办”。"
    )


@app.command("list")
def show() -> None:
    """列出区县。"""
    _ready()
    from menkou.places import queries as places

    for one in places.districts():
        typer.echo(f"{one.slug}\t{one.name}\t{one.code}{'（演示）' if one.is_demo else ''}")


def _ready() -> None:
    """The database stands and its tables are today's. Raises Problem, too where real and invented would be mixed."""
    place = home.installed()
    database.ensure(place)
    if not migrate.is_current(place):
        raise Problem("数据库结构不是最新的，请先执行 menkou migrate。")
    demonstration.settle_mode(demo=False)
    demonstration.refuse()
    database.set_up_django()
