"""The same rows without any web server: pgbench says a question's INSERTs through the application's role."""

import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from bench.installation import LARGE, Failure, Installation
from bench.script import DIGEST, ID, Script

THREADS, LONGEST_S = 2, 180
# 32 hexadecimal digits that sort by time, as a question's identities do, and 64 that do not. The zeros stand first
# because pgbench takes "::" for a cast.
FRESH = """\
\\set n :n + 1
\\set c :client_id + 1000
\\set r random(10000000000000, 99999999999999)
"""
FRESH_ID, FRESH_DIGEST = "0:n:c:r", "00:r:n:c:r:n:c"


def script_file(script: Script, directory: Path) -> Path:
    """The script as pgbench reads it: one transaction."""
    lines = [one.strip().rstrip(";").replace("; ", r"\; ") for one in script.writes]
    said = ";\n".join(["begin", *lines, "commit"]).replace(ID, FRESH_ID).replace(DIGEST, FRESH_DIGEST)
    path = directory / "question.sql"
    path.write_text(f"{FRESH}{said};\n")
    return path


def run(place: Installation, script: Script, clients: int, requests: int) -> dict:
    """Run it so many times; the answer is shaped as the load's."""
    with tempfile.TemporaryDirectory(dir=place.path) as directory:
        file, logs = script_file(script, Path(directory)), Path(directory, "log")
        words = [place.tool("pgbench"), "-n", "-f", str(file), "-c", str(clients), "-j", str(min(clients, THREADS))]
        words += ["-t", str(max(1, requests // clients)), "-D", f"n={int(time.time() * 1000)}"]
        words += ["-l", f"--log-prefix={logs}"]
        done = subprocess.run(
            words, env=_address(place), capture_output=True, text=True, timeout=LONGEST_S, check=False
        )
        if done.returncode:
            raise Failure(f"pgbench: {done.stderr[-1000:]}")
        lines = [line.split() for log in Path(directory).glob("log.*") for line in log.read_text().splitlines()]
    rate = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    if not rate or not lines:
        raise Failure(f"pgbench said nothing of its rate: {done.stdout[-1000:]}")
    return {"seconds": len(lines) / float(rate[1]), "latencies_ms": [int(words[2]) / 1000 for words in lines]}


def _address(place: Installation) -> dict[str, str]:
    known = conninfo_to_dict(place.on(LARGE)["MENKOU_DATABASE_URL"])
    names = {"host": "PGHOST", "port": "PGPORT", "dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD"}
    return {"PATH": os.environ["PATH"]} | {names[key]: str(value) for key, value in known.items() if key in names}
