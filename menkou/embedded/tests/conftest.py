"""A place for servers, each stopped at the end."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from menkou.embedded.tests.launching import ok, processes


@pytest.fixture
def base():
    """A directory that the server's user can reach, with every server below it stopped at the end."""
    path = Path(tempfile.mkdtemp(prefix="embedded-test-", dir=os.environ.get("TEST_BASE", "/tmp")))
    path.chmod(0o755)
    yield path
    for state in list(path.rglob("state.json")):
        ok("stop", state.parent)
        assert processes(state.parent) == []
        ok("remove", state.parent)
    shutil.rmtree(path)


@pytest.fixture(params=["wheel", pytest.param("system", marks=pytest.mark.nightly)])
def wheel(request):
    """Whether the wheel's programs run; otherwise those of the system."""
    if request.param == "system" and not list(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        pytest.skip("no PostgreSQL of the system below /usr/lib/postgresql")
    return request.param == "wheel"
