"""What a figure was measured on; never the machine's name."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

from bench.installation import LARGE, Installation

DURABLE = """
select string_agg(name || ' ' || current_setting(name), ', ' order by name) from pg_settings
 where name in ('fsync', 'synchronous_commit', 'shared_buffers')
"""
PACKAGES = ("Django", "granian", "psycopg", "procrastinate")


def describe(place: Installation) -> dict[str, str]:
    """Cores, memory, kernel and versions."""
    with place.as_owner(LARGE) as connection:
        postgres = connection.info.parameter_status("server_version")
        [(durable,)] = connection.execute(DURABLE).fetchall()
    processor = _first("/proc/cpuinfo", r"model name\s*: (.*)") or platform.machine()
    memory_kb = int(_first("/proc/meminfo", r"MemTotal:\s*(\d+)"))
    return {
        "processor": f"{len(os.sched_getaffinity(0))} × {processor}",
        "memory": f"{memory_kb / (1 << 20):.1f} GB",
        "kernel": f"{platform.system()} {platform.release()} {platform.machine()}",
        "Python": platform.python_version(),
        "PostgreSQL": f"{postgres} ({durable})",
        **{name: version(name) for name in PACKAGES},
    }


def _first(path: str, form: str) -> str:
    found = re.search(form, Path(path).read_text())
    return found[1].strip() if found else ""
