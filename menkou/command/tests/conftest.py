"""One installation for all tests of the command: each leaves it in a state from which it can be started."""

import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from menkou.command.home import CHECKOUT
from menkou.command.tests.installation import CLEAN, Installation
from tests import made


@pytest.fixture(scope="session")
def _installation():
    base = Path(tempfile.mkdtemp(prefix="menkou-command-", dir="/tmp"))
    base.chmod(0o755)
    made.copy_of("migrated", base / "home")
    installed = Installation(base / "home")
    yield installed
    if installed.process:
        installed.ended(signal.SIGTERM)
    remove = [sys.executable, "-m", "menkou.embedded", "remove", "--home", str(installed.home / "postgres")]
    subprocess.run(remove, cwd=CHECKOUT, env=CLEAN, check=False)
    shutil.rmtree(base)


@pytest.fixture
def running(_installation):
    """The installation, started and ready."""
    return _installation.start().await_rest()


@pytest.fixture
def stopped(_installation):
    """The installation, stopped."""
    if _installation.process:
        _installation.ended(signal.SIGTERM)
    return _installation
