"""menkou import: a workbook into a district from the server's terminal; with --dry-run it only says what it would do."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from menkou.command.problems import Problem
from menkou.command.user import District, _inside
from menkou.embedded.errors import reason

MOST_SHOWN = 50


def bring_in(
    file: Annotated[Path, typer.Argument(metavar="文件", help="xlsx、xls、ods 或 csv。")],
    district: District,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会怎样，什么都不写。")] = False,
    partly: Annotated[
        bool, typer.Option("--partly", help="有错的行留下，其他的照样导入；默认有错就一行也不导入。")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="按 JSON 输出，给程序用。")] = False,
) -> None:
    """导入镇街、村居、机构、顾问、需求、合同、岗位、人员、群登记和工作日历；要么全部写好，要么一行也不写。"""
    with _inside(district) as place:
        told = _judge(file, place)
        wrong = told["counts"]["wrong"] + told["counts"]["asked"]
        will_do = told["counts"]["new"] + told["counts"]["changed"]
        if not dry_run and will_do and (partly or not wrong):
            _apply(file, place)
            told["applied"] = True
    if as_json:
        typer.echo(
            json.dumps({"file": file.name, "district": district, "dry_run": dry_run, **told}, ensure_ascii=False)
        )
    else:
        _say(told, dry_run)
    if wrong and not (partly or dry_run):
        raise Problem("有错的行，所以一行也没有导入。改好再来，或者加 --partly 只导入没有错的。")


def _judge(file: Path, place: Any) -> dict[str, Any]:
    from menkou.imports import reckoning
    from menkou.imports.models import Import
    from menkou.imports.rules.comparing import as_json

    sheets, lines = reckoning.judged(Import(district_id=place.pk), _sheets(file))
    counts = dict.fromkeys(("new", "changed", "same", "wrong", "asked"), 0)
    for line in lines:
        counts[line.status] += 1
    kept = ("name", "kind", "rows", "missing", "sure")
    shown = [as_json(line) for line in lines if line.status != "same"]
    return {
        "applied": False,
        "counts": counts,
        "sheets": [{key: one[key] for key in kept} for one in sheets],
        "lines": shown,
    }


def _sheets(file: Path) -> Any:
    from menkou.imports.rules import reading

    try:
        return reading.read_apart(file)
    except reading.Unreadable as problem:
        raise Problem(str(problem)) from problem
    except OSError as error:
        raise Problem(f"读不了 {file}：{reason(error)}。") from error


def _apply(file: Path, place: Any) -> None:
    """Drop it, read it and apply it, in one transaction. Raises Problem."""
    from django.db import IntegrityError

    from menkou.core.actors import INSTALLER
    from menkou.imports import actions, reckoning

    with file.open("rb") as raw:
        size = file.stat().st_size
        dropped = actions.drop(by=INSTALLER, district=place, name=file.name, file=raw, size=size)
    actions.begin(by=INSTALLER, dropped=dropped)
    sheets, lines = reckoning.judged(dropped, _sheets(file))
    actions.show(by=INSTALLER, dropped=dropped, sheets=sheets, lines=lines)
    actions.order(by=INSTALLER, dropped=dropped)
    actions.begin(by=INSTALLER, dropped=dropped)
    try:
        actions.apply(by=INSTALLER, dropped=dropped, lines=lines)
    except IntegrityError as error:
        raise Problem(actions.REFUSED) from error


def _say(told: dict[str, Any], dry_run: bool) -> None:
    counts = told["counts"]
    done = "会" if dry_run or not told["applied"] else "已经"
    typer.echo(f"{done}新增 {counts['new']} 行，修改 {counts['changed']} 行；没有变 {counts['same']} 行。")
    for sheet in told["sheets"]:
        if not sheet["kind"]:
            typer.echo(f"“{sheet['name']}”没有认出来，没有读。")
    wrong = [line for line in told["lines"] if line["problems"]]
    for line in wrong[:MOST_SHOWN]:
        one = line["problems"][0]
        where = f"{line['sheet']} 第 {line['row']} 行 {one['column']} 列“{one['title']}”"
        typer.echo(f"{where}：{one['value'] or '（空）'}。{one['sentence']}")
    if len(wrong) > MOST_SHOWN:
        typer.echo(f"还有 {len(wrong) - MOST_SHOWN} 行有错，请到网页上的“导入”里看。")
