"""The menkou command: what can be asked, and that every failure is one clear sentence."""

import importlib
import importlib.util
import sys
import traceback
from typing import Any

import typer
from typer.core import TyperGroup

from menkou.command import chinese, home
from menkou.command.problems import Problem
from menkou.embedded import LauncherError
from menkou.embedded.errors import reason

# name: (module, function or typer app); imported when asked for, so that a start is quick
COMMANDS = {
    "serve": ("menkou.command.serve", "serve"),
    "stop": ("menkou.command.stop", "stop"),
    "worker": ("menkou.command.worker", "work"),
    "migrate": ("menkou.command.migrate", "migrate"),
    "backup": ("menkou.command.backup", "backup"),
    "restore": ("menkou.command.restore", "restore"),
    "upgrade": ("menkou.command.upgrade", "upgrade"),
    "doctor": ("menkou.command.doctor", "doctor"),
    "manage": ("menkou.command.manage", "manage"),
    "district": ("menkou.command.district", "app"),
    "import": ("menkou.command.importing", "bring_in"),
    "user": ("menkou.command.user", "app"),
    "city": ("menkou.command.city", "app"),
    "keys": ("menkou.command.keys", "app"),
    "plan": ("menkou.command.plan", "app"),
    "audit": ("menkou.command.audit", "app"),
    "subsidy": ("menkou.command.subsidy", "app"),
    "assess": ("menkou.command.assess", "assess"),
    "demo": ("menkou.command.demo", "app"),
}
PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True}  # for Django to judge


class Commands(TyperGroup):
    """Commands that are imported when they are asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Name them, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import one command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module, attribute = COMMANDS[cmd_name]
        asked = getattr(importlib.import_module(module), attribute)
        if not isinstance(asked, typer.Typer):
            only = typer.Typer(add_completion=False)
            only.command(context_settings=PASSED_ON if cmd_name == "manage" else None)(asked)
            asked = only
        command = typer.main.get_command(asked)
        command.name = cmd_name
        return chinese.translate(command)


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def menkou() -> None:
    """门口：法律顾问就在村居的门口。"""


def run() -> None:
    """Run one command; a failure is one sentence on stderr and a non-zero exit, never a traceback."""
    try:
        code = chinese.translate(typer.main.get_command(app))(standalone_mode=False)
    except Exception as error:
        said = sentence(error)
        sys.stderr.write(f"{said}\n" if said else "")
        sys.exit(getattr(error, "exit_code", 1))
    sys.exit(code if isinstance(code, int) else 0)


def sentence(error: Exception) -> str:
    """Say an error in one sentence; what is unknown is kept in a file for whoever looks into it."""
    from menkou.core.keys import KeyFault

    if isinstance(error, (Problem, LauncherError, KeyFault)):
        return str(error)
    if isinstance(error, typer.Abort):
        return "已取消。"
    if isinstance(error, typer.TyperException):
        return "" if type(error).__name__ == "NoArgsIsHelpError" else chinese.wrong(error)  # the help has been shown
    if isinstance(error, OSError) and error.filename:
        return f"用不了 {error.filename}：{reason(error)}。"
    kept = home.find().logs / "fault.log"
    try:
        kept.write_text("".join(traceback.format_exception(error)))
    except OSError:
        return f"出了意外的故障（{type(error).__name__}：{str(error)[:200]}）。"
    return f"出了意外的故障（{type(error).__name__}），详情见 {kept}。"


if __name__ == "__main__":
    run()
