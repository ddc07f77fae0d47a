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
from tests import made

MIGRATED = "MENKOU_TEST_MIGRATED"  # set where the database that the addresses name has its tables


def home() -> Path:
    """A fresh MENKOU_HOME for this run."""
    place = Path(tempfile.mkdtemp(prefix="menkou-test-"))
    place.chmod(0o711)  # the database's user has to pass through
    keys = place / "keys"
    keys.mkdir(mode=0o700)
    (keys / "secret.key").write_text(secrets.token_urlsafe(50))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def database(place: Path) -> None:
    """An embedded server whose tables are there, to be copied by each test database; gone after the run."""
    migrated = place / "migrated"
    migrated.mkdir(mode=0o700)
    made.copy_of("migrated", migrated)
    (migrated / "postgres").rename(place / "postgres")
    shutil.rmtree(migrated)
    server = Server(place / "postgres")
    with patch.dict(SETTINGS, fsync="off"):  # this server's alone: it need not outlive the machine
        server.start()
    atexit.register(server.stop)
    os.environ["MENKOU_DATABASE_URL"] = server.url("app")
    os.environ["MENKOU_OWNER_DATABASE_URL"] = server.url("owner")
    os.environ[MIGRATED] = "1"


def prepare() -> None:
    place = home()
    os.environ["MENKOU_HOME"] = str(place)
    os.environ["MENKOU_MODE"] = "demo"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    if not os.environ.get("MENKOU_DATABASE_URL"):
        database(place)


prepare()
