"""menkou city: lets somebody of a city's bureau see the totals of several districts, and nothing else."""

from typing import Annotated

import typer

from menkou.command.problems import Problem
from menkou.command.user import Username, _inside, _password

app = typer.Typer(no_args_is_help=True, add_completion=False, help="市局看各区县的总数。")
Districts = Annotated[list[str], typer.Option("--district", help="区县的网址名，可以写几次。")]


@app.command()
def add(
    username: Username,
    city: Annotated[str, typer.Option("--city", help="市司法局的名称。")],
    districts: Districts,
    name: Annotated[str, typer.Option("--name", help="姓名；账号已经有了就不用写。")] = "",
    generate: Annotated[bool, typer.Option("--generate", help="由系统生成密码，只显示这一次。")] = False,
    from_stdin: Annotated[bool, typer.Option("--password-stdin", help="密码从标准输入读一行，供程序使用。")] = False,
) -> None:
    """让一个账号能看几个区县的总数；没有这个账号就开一个。"""
    for at, slug in enumerate(districts):
        with _inside(slug) as district:
            from menkou.command import cities

            user = cities.user_called(username)
            if user is None:
                if at or not name:
                    raise Problem(f"没有叫 {username} 的账号：请加 --name 写姓名，由系统开一个。")
                password = _password(generate, from_stdin)
                user = cities.open_account(district, username, name, password)
                if generate:
                    typer.echo(f"密码（只显示这一次）：{password}")
            cities.appoint(district, user, city)
    typer.echo(f"{username} 可以在 /city/ 看 {len(districts)} 个区县的总数了。")


@app.command()
def end(username: Username, districts: Districts) -> None:
    """不再让一个账号看这些区县的总数。"""
    for slug in districts:
        with _inside(slug):
            from menkou.command import cities

            cities.end(username)
    typer.echo(f"{username} 不再能看 {len(districts)} 个区县的总数。")
