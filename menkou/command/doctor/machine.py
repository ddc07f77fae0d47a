"""Checks of the machine: fonts, clock, keys, disk."""

import datetime
import os
import shlex
import shutil
import stat
import subprocess
from pathlib import Path

from menkou.command import database
from menkou.command.doctor.check import Finding, Patient
from menkou.core.clock import SHANGHAI

LEAST_FREE = 1 << 30
MOST_APART_S = 5
SANE_YEARS = range(2025, 2100)
FONTS = ("*.ttf", "*.otf", "*.ttc")
CLOCK_CURE = "请校准时间（例如 timedatectl set-ntp true）。"


def fonts(_: Patient) -> Finding:
    """Papers have a Chinese font."""
    own = os.environ.get("MENKOU_FONTS")
    if own:
        found = [path.name for pattern in FONTS for path in Path(own).rglob(pattern)]
        cure = "请把中文字体（.ttf、.otf 或 .ttc）放进去。"
        return Finding(bool(found), f"MENKOU_FONTS 目录 {own} 里有 {len(found)} 个字体文件。", cure)
    cure = "请安装中文字体（例如 apt-get install fonts-noto-cjk fontconfig），或用 MENKOU_FONTS 指定字体目录。"
    if not shutil.which("fc-list"):
        return Finding(False, "没有 fc-list，找不到系统字体。", cure)
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, timeout=30, check=False)
    families = sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line.strip()})
    if not families:
        return Finding(False, "系统里没有中文字体。", cure)
    return Finding(True, f"中文字体：{'、'.join(families[:3])}{' 等' if families[3:] else ''}。")


def clock(patient: Patient) -> Finding:
    """The machine's clock is sane and the database's agrees with it."""
    here = datetime.datetime.now(SHANGHAI)
    said = f"这台机器的时间是北京时间 {here:%Y-%m-%d %H:%M}"
    if here.year not in SANE_YEARS:
        return Finding(False, f"{said}。", CLOCK_CURE)
    if not patient.url:
        return Finding(True, f"{said}；数据库没有启动，没有比对。")
    with database.asking(patient.url) as connection:
        there = connection.execute("select clock_timestamp()").fetchone()[0]
    apart = abs((there - datetime.datetime.now(datetime.UTC)).total_seconds())
    said = f"{said}，与数据库的时间相差 {apart:.1f} 秒。"
    return Finding(apart <= MOST_APART_S, said, "请在两台机器上都" + CLOCK_CURE.removeprefix("请"))


def keys(patient: Patient) -> Finding:
    """The key files are there, closed to others and whole."""
    from menkou.core.keys import FILE, KeyFault, load

    directory = patient.home.keys
    secret = directory / "secret.key"
    passwords = patient.home.postgres / "state.json"
    closed = [(directory, 0o700), (secret, 0o600), (directory / FILE, 0o600)]
    for path, rights in [*closed, (passwords, 0o600)] if passwords.exists() else closed:
        if wrong := _wrong_rights(path, rights):
            return wrong
    if len(secret.read_text().strip()) < 32:
        return Finding(
            False, f"密钥文件 {secret} 不完整。", f"请从备份恢复，或删除 {secret} 后重新启动（需重新登录）。"
        )
    try:
        load(directory / FILE)
    except KeyFault as fault:
        return Finding(False, str(fault), "请按上面所说处理；不要自己新建，否则已加密的内容再也打不开。")
    return Finding(True, f"密钥文件齐全，只有所有者能读（{directory}）。")


def _wrong_rights(path: Path, rights: int) -> Finding | None:
    """What is wrong with the way to a key file, with the command that mends it."""
    kind = "密钥目录" if rights & 0o100 else "密码文件" if path.name == "state.json" else "密钥文件"
    try:
        held = path.stat()
    except FileNotFoundError:
        return Finding(False, f"没有{kind} {path}。", "请从备份恢复；全新安装请运行 menkou serve。")
    order = f"chmod {rights:o} {shlex.quote(str(path))}"
    if not os.access(path, os.R_OK | (rights & os.X_OK)):
        own = held.st_uid == os.geteuid()
        cure = f"请执行 {order}。" if own else f"请以它的所有者（用户编号 {held.st_uid}）运行门口和自检。"
        return Finding(False, f"{kind} {path} 读不了：没有权限。", cure)
    if stat.S_IMODE(held.st_mode) & 0o077:
        return Finding(False, f"{kind} {path} 别人也能读。", f"请执行 {order}。")
    return None


def disk(patient: Patient) -> Finding:
    """There is room to work."""
    place = patient.home.path
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    said = f"{place} 所在的磁盘还有 {free / (1 << 30):.1f} GB。"
    return Finding(free >= LEAST_FREE, said, "请腾出至少 1 GB 空间。")
