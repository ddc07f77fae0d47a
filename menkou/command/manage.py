"""menkou manage: Django's own commands on this installation's database, for developers."""

import os

import typer

from menkou.command import database, home


def manage(
    context: typer.Context,
    as_owner: bool = typer.Option(False, "--as-owner", help="以表所有者的身份。"),
) -> None:
    """运行 Django 的管理命令（开发用），例如 menkou manage shell。"""
    database.ensure(home.settle())
    if as_owner:
        os.environ[database.APP] = database.owner_url()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["menkou manage", *context.args])
