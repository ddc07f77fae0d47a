"""What must stand before Django's settings are read: a home with keys, and a database with two roles.

Loaded by pytest with -p. Uses MENKOU_DATABASE_URL and MENKOU_OWNER_DATABASE_URL where they are set, else an embedded
server of its own that is gone afterwards.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

from menkou.embedded import Server
from menkou.embedded.settings import SETTINGS


def home() -> Path:
    """A fresh MENKOU_HOME for this run."""
    made = Path(tempfile.mkdtemp(prefix="menkou-test-"))
    made.chmod(0o711)  # the database's user has to pass through
    keys = made / "keys"
    keys.mkdir(mode=0o700)
    (keys / "secret.key").write_text(secrets.token_urlsafe(50))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def database(place: Path) -> None:
    """An embedded server, gone after the run."""
    server = Server(place / "postgres")
    with patch.dict(SETTINGS, fsync="off"):  # this server's alone: it need not outlive the machine
        server.start()
    atexit.register(server.stop)
    os.environ["MENKOU_DATABASE_URL"] = server.url("app")
    os.environ["MENKOU_OWNER_DATABASE_URL"] = server.url("owner")


def prepare() -> None:
    made = home()
    os.environ["MENKOU_HOME"] = str(made)
    os.environ["MENKOU_MODE"] = "demo"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    if not os.environ.get("MENKOU_DATABASE_URL"):
        database(made)


prepare()
