"""Which backup comes back, with which keys: looked at before anything is touched."""

import json
import stat
from pathlib import Path

from menkou.command import home
from menkou.command.keeping import manifest as manifests
from menkou.command.keeping.counting import Step
from menkou.command.keeping.manifest import Manifest
from menkou.command.keeping.places import SECRET
from menkou.command.problems import Problem
from menkou.core.keys import FILE, load


def chosen(named: Path, *, for_wal: bool = False) -> tuple[Path, Manifest]:
    """A backup, or the newest of a folder of backups; the newest that WAL is replayed on. Raises Problem."""
    folder = named.expanduser().absolute()
    if not folder.is_dir():
        raise Problem(f"没有 {folder} 这个目录。")
    if not (folder / manifests.NAME).exists() and (found := manifests.complete(folder)):
        bases = manifests.of_kind(folder, manifests.BASE) if for_wal else []
        folder = (bases or found)[-1]
    return folder, manifests.read(folder)


def demand_whole(folder: Path, manifest: Manifest, step: Step) -> None:
    """Refuse a backup that is not as it was written. Raises Problem."""
    if damaged := manifests.damages(folder, manifest, step):
        more = f"等 {len(damaged)} 处" if len(damaged) > 3 else ""
        raise Problem(f"{folder} 里的备份坏了（{'、'.join(damaged[:3])}{more}），没有恢复；请另选一份备份。")


def demand_keys(keys: Path, manifest: Manifest) -> None:
    """Refuse keys that are not whole, or of another installation. Raises Problem, KeyFault."""
    for name in (FILE, SECRET):
        if not (keys / name).is_file():
            raise Problem(f"{keys} 里没有密钥文件 {name}；请用 --keys 指定抄走密钥的目录。")
        if stat.S_IMODE((keys / name).stat().st_mode) & 0o077:
            raise Problem(f"密钥文件 {keys / name} 别人也能读，请执行 chmod 600 {keys / name}。")
    if manifests.mark_of(load(keys / FILE)) != manifest.keys["mark"]:
        raise Problem(f"{keys} 里的密钥不是这个安装的，打不开这份备份里的咨询；请换成和它一起抄走的密钥。")


def demand_known(manifest: Manifest) -> None:
    """Refuse rows of newer code: this code does not know their tables. Raises Problem."""
    apps = {path.name for path in home.CHECKOUT.glob("menkou/*") if (path / "migrations").is_dir()}
    here = {f"{path.parts[-3]}.{path.stem}" for path in home.CHECKOUT.glob("menkou/*/migrations/*.py")}
    theirs = {one for one in manifest.counts.migrations if one.split(".")[0] in apps}
    if unknown := sorted(theirs - here):
        said = json.dumps(unknown[:3], ensure_ascii=False)
        raise Problem(
            f"备份的数据库结构比这里的程序新（{said}），请先装上做备份时的版本（{manifest.version}）或更新的。"
        )
