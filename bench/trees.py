"""What a process and all it has started have used, as the kernel counts it."""

import contextlib
import os
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
MB = 1 << 20


class Memory(NamedTuple):
    """Megabytes of a tree. A page that several processes share is whole in rss of each, and divided in pss."""

    rss: float
    pss: float | None  # None where the kernel does not let us look


def members(root: int) -> list[int]:
    """The process and everything below it."""
    children = defaultdict(list)
    for path in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            children[int(_stat(int(path.name))[1])].append(int(path.name))
    found = [root]
    for pid in found:  # grows while it is walked
        found += children[pid]
    return found


def cpu_ms(root: int) -> float:
    """Processor time of the tree since it began, with that of children which have ended and been waited for."""
    ticks = 0
    for pid in members(root):
        with contextlib.suppress(OSError):
            ticks += sum(int(word) for word in _stat(pid)[11:15])  # utime, stime, cutime, cstime
    return ticks * 1000 / TICKS_PER_S


def memory(*roots: int) -> Memory:
    """What the trees hold now."""
    rss, pss = 0.0, 0.0
    readable = True
    for pid in {pid for root in roots for pid in members(root)}:
        with contextlib.suppress(OSError):
            rss += int((PROC / str(pid) / "statm").read_text().split()[1]) * PAGE / MB
            try:
                pss += _pss_mb(pid)
            except PermissionError:
                readable = False
    return Memory(rss, pss if readable else None)


def _pss_mb(pid: int) -> float:
    for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _stat(pid: int) -> list[str]:
    """The words of /proc/PID/stat after the name, which may hold anything: state, parent, and so on."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
