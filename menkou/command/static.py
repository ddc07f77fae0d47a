"""Static files, collected into the home when their sources changed."""

import os
import subprocess
import sys

from menkou.command import home
from menkou.command.problems import Problem, last_line

RECORD = "collected.json"


def collect(place: home.Home) -> bool:
    """Collect the static files if their sources changed; return whether they did."""
    lock = home.CHECKOUT / "requirements.lock"  # packages bring static files of their own
    found = [*home.CHECKOUT.glob("static/**/*"), *home.CHECKOUT.glob("menkou/*/static/**/*"), lock]
    files = [path for path in found if path.is_file()]
    record = {"sources": home.fingerprint(files)}
    if place.recall(RECORD) == record and (place.path / "static").is_dir():
        return False
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings")}
    command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--clear", "-v", "0"]
    done = subprocess.run(command, env=environment, cwd=home.CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(f"静态文件没有收集成功（{last_line(done.stderr)}）。")
    place.note(RECORD, record)
    return True
