"""What typer says of itself, in Chinese: its help, and what it finds wrong with a command line."""

import re
from functools import partial
from typing import Any

import typer

HEADINGS = {
    "DEFAULT_STRING": "[默认 {}]",
    "REQUIRED_LONG_STRING": "[必填]",
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
}
KINDS = {"int": "整数", "float": "数", "str": "文字", "bool": "", "datetime": "日期", "Path": "文件"}
WRONG = [
    (r"Missing argument '(.+?)'\.?", r"缺少参数 \1"),
    (r"Missing option '(.+?)'\.?", r"缺少选项 \1"),
    (r"Missing command\.?", "缺少命令"),
    (r"No such option: (\S+)", r"没有 \1 这个选项"),
    (r"No such command '(.*?)'\.?", r"没有 \1 这个命令"),
    (r" \(Possible options: (.+)\)", r"，是不是 \1"),
    (r" Did you mean (.+)\?", r"，是不是 \1"),
    (r"Got unexpected extra argument\(s\) \((.+)\)", r"多写了 \1"),
    (r"Option '(.+?)' requires an argument\.?", r"选项 \1 后面要写值"),
    (r"Option '(.+?)' does not take a value\.?", r"选项 \1 后面不写值"),
    (r"Invalid value for '(.+?)': ", r"\1 写得不对："),
    (r"Input should be a valid integer.*", "要写整数"),
    (r"Input should be a valid number.*", "要写数字"),
    (r"Input should be greater than or equal to (\S+)", r"最小是 \1"),
    (r"Input should be less than or equal to (\S+)", r"最大是 \1"),
    (r"Value error, .*does not match the formats '%Y-%m-%d'\.?", "要像 2026-01-31 这样写"),
]


def translate(command: Any) -> Any:
    """Put what a command and those below it show as help into Chinese; return the command."""
    shown, pieces = command.format_help, command.collect_usage_pieces

    def format_usage(ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(pieces(ctx)), prefix="用法：")

    def format_help(ctx: Any, formatter: Any) -> None:
        from typer import rich_utils  # rich is imported for help only, so that a start is quick

        for name, words in HEADINGS.items():
            setattr(rich_utils, name, words)
        shown(ctx, formatter)

    command.format_usage, command.format_help = format_usage, format_help
    command.options_metavar = "[选项]"
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = "命令 [参数]..." if command.list_commands(None) else ""
    asks_for_help = command.get_help_option(typer.Context(command))
    asks_for_help.help = "显示这份说明。"
    for param in [*command.params, asks_for_help]:
        kind = KINDS.get(getattr(param.type_descriptor.annotation, "__name__", ""))
        if kind is not None:
            param.display_type = partial(_say, kind)
    for below in getattr(command, "commands", {}).values():
        translate(below)
    return command


def wrong(error: typer.TyperException) -> str:
    """Say in one sentence what is wrong with a command line, and where to read on."""
    said = error.format_message()
    for pattern, words in WRONG:
        said = re.sub(pattern, words, said)
    context = getattr(error, "ctx", None)
    return f"{said}。用法见 {context.command_path} --help。" if context else f"{said}。加 --help 可看用法。"


def _say(words: str, _: Any) -> str:
    return words
