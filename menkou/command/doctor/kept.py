"""Checks of what would be left after a disaster: a backup, and the keys apart from it."""

import time

from menkou.command.doctor.check import Finding, Patient
from menkou.core.keys import FILE

FRESH_S = 26 * 3600  # a night's backup may begin an hour later than the one before
AHEAD_S = 3600  # by how much a clock may have been ahead
BACK_UP = "请运行 menkou backup --to 目录 --keys-to 另一个目录（见 docs/operations.md）。"
RECORD = "backup.json"


def age_s(patient: Patient) -> float | None:
    """How old the newest backup is; None where none was made."""
    held = patient.home.recall(RECORD)
    ages = [time.time() - float(held[kind]) for kind in ("dump", "base") if kind in held]
    return min(ages, key=abs, default=None)  # one that a clock of the future has noted says nothing beside the other


def is_fresh(patient: Patient) -> bool:
    """Whether the newest backup is of the last day; one of tomorrow may be of any day."""
    age = age_s(patient)
    return age is not None and -AHEAD_S <= age < FRESH_S


def backup(patient: Patient) -> Finding:
    """The last backup is of the last day; an installation of its first day may have none yet."""
    age, secret = age_s(patient), patient.home.keys / "secret.key"
    if age is None:
        installed = time.time() - secret.stat().st_mtime if secret.exists() else 0
        said = f"还没有备份过，装好有 {installed / 3600:.0f} 小时了。"
        return Finding(installed < FRESH_S, said, BACK_UP)
    if age < -AHEAD_S:
        return Finding(False, "最近一份备份记下的时间比现在还晚：那时或者现在时钟不准。", BACK_UP)
    said = f"最近一份备份是 {max(age, 0) / 3600:.0f} 小时以前做的（{patient.home.recall(RECORD).get('to', '')}）。"
    return Finding(is_fresh(patient), said, BACK_UP)


def keys_apart(patient: Patient) -> Finding:
    """Where there is a backup, there is a copy of the keys as they are now."""
    held, path = patient.home.recall(RECORD), patient.home.keys / FILE
    if age_s(patient) is None or not path.exists():
        return Finding(True, "还没有备份，密钥也还不用另抄。")
    if path.stat().st_mtime > held.get("keys_at", 0):
        return Finding(False, "密钥换过，或者从没有抄走过；只有备份打不开咨询。", BACK_UP)
    return Finding(True, f"密钥已另抄一份（{held.get('keys_to', '')}）。")
