"""menkou backup: everything but the keys into one folder, and the keys into another place."""

import os
import time
from pathlib import Path
from typing import Annotated

import typer

from menkou.command import home, receiving
from menkou.command.keeping import manifest as manifests
from menkou.command.keeping import places, source, taking, wal
from menkou.command.keeping.counting import Step
from menkou.command.problems import Problem

RECORD = "backup.json"


def backup(
    to: Annotated[Path | None, typer.Option("--to", help="备份放进这个目录，一次一个文件夹。")] = None,
    keys_to: Annotated[Path | None, typer.Option("--keys-to", help="把密钥抄到这个目录，不要和备份放在一起。")] = None,
    keep: Annotated[int, typer.Option("--keep", min=0, help="只留最近几份；0 为全留。")] = 0,
    base: Annotated[bool, typer.Option("--base", help="抄内置数据库的原样，用来接 WAL；不加时导出各表。")] = False,
) -> None:
    """备份：数据库和文件放进一个文件夹，密钥另放；网页照常服务。"""
    if not to and not keys_to:
        raise Problem("请写 --to 目录（备份放哪里），或 --keys-to 目录（密钥抄到哪里），或两个都写。")
    place = home.find()
    if not (place.path / home.MIGRATED).exists():
        raise Problem(f"{place.path} 里没有安装过门口，没有什么可以备份；请用 MENKOU_HOME 指定安装的目录。")
    os.environ["MENKOU_HOME"] = str(place.path)
    backups = places.settled(place, to, "备份") if to else None
    keys = places.settled(place, keys_to, "密钥") if keys_to else None
    if backups and keys:
        places.demand_apart(backups, keys)
    if backups:
        _take(place, backups, manifests.BASE if base else manifests.DUMP, keep)
    if keys:
        places.copy_keys(place, keys)
        place.note(RECORD, place.recall(RECORD) | {"keys_at": time.time(), "keys_to": str(keys)})
        typer.echo(f"密钥已抄到 {keys}（只有所有者能读）。")
    elif not _keys_are_copied(place):
        typer.echo("密钥没有抄走，或者抄走以后换过。备份里没有密钥，请运行 menkou backup --keys-to 另一个地方。")


def _take(place: home.Home, to: Path, kind: str, keep: int) -> None:
    began = time.monotonic()
    with places.alone_in(to) as left:
        for one in left:
            typer.echo(f"上次没有做完的备份 {one.name} 已删掉。")
        with source.opened(place) as kept:
            if kind == manifests.BASE and kept.server is None:
                raise Problem("--base 只用于内置数据库；自备的服务器请不加 --base，或由它的管理员做基础备份。")
            taking.demand_room(place, kept, to, kind)
            folder, manifest = taking.take(place, kept, to, kind, told)
            counts = manifest.counts
            place.note(RECORD, place.recall(RECORD) | {kind: time.time(), "to": str(to)})
            typer.echo(
                f"备份做好了：{folder}\n{len(counts.tables)} 张表 {counts.rows} 行，{len(manifest.files)} 个文件，"
                f"{manifest.size / (1 << 20):.1f} MB，用时 {time.monotonic() - began:.0f} 秒。"
            )
            for one in places.prune(to, keep, kind) if keep else ():
                typer.echo(f"旧的备份 {one.name} 已删掉。")
            for one in manifests.unreadable(to):
                typer.echo(f"备份 {one.name} 的清单读不了，没有动它；看过以后请自己删掉。")
            if kind == manifests.BASE:
                _tidy_wal(place, to)
    if places.is_same_disk(place, to):
        typer.echo(f"{to} 和安装在同一块磁盘上，磁盘坏了两样都没有。请把它再抄到另一台机器或另一块磁盘。")


def _tidy_wal(place: home.Home, backups: Path) -> None:
    """WAL from before the earliest place that a base begins at is of no use."""
    named = place.recall(receiving.RECORD).get("to")
    needed = [wal.first_of(manifests.read(one)) for one in manifests.of_kind(backups, manifests.BASE)]
    if named and (number := wal.tidy(Path(named), min(needed, key=wal.position))):
        typer.echo(f"用不着的 WAL 文件 {number} 个已删掉。")


def told(what: str) -> Step:
    """Say how far it is: at each tenth, so that a log of it stays short."""
    said = [-1]

    def step(done: int, total: int) -> None:
        tenth = done * 10 // max(total, 1)
        if tenth != said[0]:
            said[0] = tenth
            typer.echo(f"{what}：{done}/{total}")

    return step


def _keys_are_copied(place: home.Home) -> bool:
    """Whether the key file has not changed since it was copied."""
    from menkou.core.keys import FILE

    copied = place.recall(RECORD).get("keys_at", 0)
    return isinstance(copied, float) and (place.keys / FILE).stat().st_mtime <= copied
