"""One living installation for all that leaves it alive."""

import pytest

from tests.keeping.living import Living


@pytest.fixture(scope="session")
def _living():
    with Living() as living:
        living.server.start()
        scan = living.home / "scans" / "1" / "contract.pdf"
        scan.parent.mkdir(parents=True)
        scan.write_bytes(b"%PDF-signed")
        living.kept = living.back_up()
        yield living


@pytest.fixture
def living(_living):
    """The installation, its database running, and a backup of it in `kept`."""
    _living.server.start()
    return _living
