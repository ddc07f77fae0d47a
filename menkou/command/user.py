"""menkou user: accounts and tokens from the server's terminal, before anybody can sign in."""

import contextlib
import json
import os
import secrets
import sys
from collections.abc import Iterator
from getpass import getpass
from typing import Annotated

import typer

from menkou.command import database, home, migrate
from menkou.command.problems import Problem

app = typer.Typer(no_args_is_help=True, add_completion=False, help="账号与接口令牌。")
PASSWORD_BYTES = 12
LONGEST_DAYS = 366
District = Annotated[str, typer.Option("--district", help="区县的网址名，例如 yanzhou。")]
Username = Annotated[str, typer.Argument(metavar="用户名", help="登录用的名字。")]


@app.command()
def add(
    username: Username,
    name: Annotated[str, typer.Option("--name", help="姓名。")],
    role: Annotated[str, typer.Option("--role", help="身份，例如 adviser；写错时会列出全部。")],
    district: District,
    target: Annotated[
        str, typer.Option("--for", help="为谁：镇街代码、村居代码、机构的统一社会信用代码或顾问的执业证号。")
    ] = "",
    generate: Annotated[bool, typer.Option("--generate", help="由系统生成密码，只显示这一次。")] = False,
    from_stdin: Annotated[bool, typer.Option("--password-stdin", help="密码从标准输入读一行，供程序使用。")] = False,
) -> None:
    """开设账号；密码在终端上问，或用 --generate、--password-stdin。"""
    _can_be_told(generate, from_stdin)
    with _inside(district) as place:
        from menkou.command import opening

        user, membership = opening.prepare(username, name, role, target)
        password = _password(generate, from_stdin)
        opening.give_password(user, password)
        opening.enrol(place, user, membership)
    typer.echo(f"账号 {username} 已开设。")
    if generate:
        typer.echo(f"密码（只显示这一次）：{password}")


@app.command()
def password(
    username: Username,
    district: District,
    generate: Annotated[bool, typer.Option("--generate", help="由系统生成密码，只显示这一次。")] = False,
    from_stdin: Annotated[bool, typer.Option("--password-stdin", help="密码从标准输入读一行，供程序使用。")] = False,
) -> None:
    """给忘了密码的人换一个；他登录着的地方都要重新登录。"""
    _can_be_told(generate, from_stdin)
    with _inside(district):
        from menkou.command import opening

        given = _password(generate, from_stdin)
        opening.change_password(username, given)
    typer.echo(f"账号 {username} 的密码换好了。先当面或者打电话确认是本人，再把密码交给他。")
    if generate:
        typer.echo(f"密码（只显示这一次）：{given}")


@app.command("list")
def show(district: District) -> None:
    """列出账号。"""
    from rich.console import Console
    from rich.table import Table

    table = Table(title="账号")
    for heading in ("用户名", "姓名", "身份", "为谁"):
        table.add_column(heading)
    with _inside(district):
        from menkou.accounts import queries

        for membership in queries.running_by_user():
            user, (code, held_for) = membership.user, queries.target_of(membership)
            state = "" if user.is_active else "（已停用）"
            table.add_row(user.username, f"{user.name}{state}", membership.get_role_display(), f"{held_for} {code}")
    Console().print(table)


@app.command()
def token(
    username: Username,
    district: District,
    days: Annotated[int, typer.Option("--days", min=1, max=LONGEST_DAYS, help="几天内有效。")] = 90,
    purpose: Annotated[str, typer.Option("--for", help="用途，写给以后的人看。")] = "接口",
    as_json: Annotated[bool, typer.Option("--json", help="按 JSON 输出。")] = False,
) -> None:
    """发接口令牌，只显示这一次。"""
    with _inside(district):
        from menkou.command import opening

        secret = opening.issue(username, purpose, days)
    if as_json:
        typer.echo(json.dumps({"username": username, "district": district, "days": days, "token": secret}))
        return
    typer.echo(f"{username} 的接口令牌（只显示这一次，{days} 天内有效）：")
    typer.echo(secret)


@contextlib.contextmanager
def _inside(slug: str) -> Iterator:
    """One district of this installation; what it refuses is said in its own sentence."""
    place = home.installed()
    database.ensure(place)
    if not migrate.is_current(place):
        raise Problem("数据库结构不是最新的，请先执行 menkou migrate。")
    os.environ.setdefault("MENKOU_MODE", "production")
    database.set_up_django()
    from menkou.core.errors import Problem as Refusal
    from menkou.core.scope import within
    from menkou.places import queries as places

    district = places.district_called(slug)
    if district is None:
        known = "、".join(places.districts().values_list("slug", flat=True))
        raise Problem(f"没有叫 {slug} 的区县，现有：{known or '无'}。")
    try:
        with within(district.pk):
            yield district
    except Refusal as refusal:
        raise Problem(str(refusal)) from refusal


def _can_be_told(generate: bool, from_stdin: bool) -> None:
    if not (generate or from_stdin or sys.stdin.isatty()):
        raise Problem("标准输入不是终端，没法问密码：请加 --generate 由系统生成，或加 --password-stdin 从标准输入读。")


def _password(generate: bool, from_stdin: bool) -> str:
    """Made, read or asked for, twice."""
    if generate:
        return secrets.token_urlsafe(PASSWORD_BYTES)
    if from_stdin:
        try:
            return sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError:
            raise Problem("密码不能用：里面有读不出来的字。请按 UTF-8 送进来。") from None
    while (password := getpass("密码：")) != getpass("再输一次："):
        typer.echo("两次输入的不一样，请重新输入。", err=True)
    return password
