"""The menkou command with a database that need not outlive this machine: python -m tests.keeping.unsynced ..."""

from unittest.mock import patch

from menkou.command.main import run
from menkou.embedded.settings import SETTINGS

if __name__ == "__main__":
    with patch.dict(SETTINGS, fsync="off"):
        run()
